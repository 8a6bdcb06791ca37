from typing import Optional, Union

from ..model import BaseModel
from .fragments import FulfillmentFields


class FulfillmentsOf(BaseModel):
    nodes: list[
        Optional[Union["FulfillmentsOfNodesNode", "FulfillmentsOfNodesFulfillment"]]
    ]


class FulfillmentsOfNodesNode(BaseModel):
    pass


FulfillmentsOfNodesFulfillment = FulfillmentFields
FulfillmentsOf.model_rebuild()
