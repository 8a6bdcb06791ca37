from typing import Optional, Union

from ..model import BaseModel
from .fragments import FulfillmentOrderFields


class FulfillmentOrdersOf(BaseModel):
    nodes: list[
        Optional[
            Union[
                "FulfillmentOrdersOfNodesNode",
                "FulfillmentOrdersOfNodesFulfillmentOrder",
            ]
        ]
    ]


class FulfillmentOrdersOfNodesNode(BaseModel):
    pass


FulfillmentOrdersOfNodesFulfillmentOrder = FulfillmentOrderFields
FulfillmentOrdersOf.model_rebuild()
