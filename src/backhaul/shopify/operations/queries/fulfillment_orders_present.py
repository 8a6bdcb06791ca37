from datetime import datetime
from typing import Optional, Union

from pydantic import Field

from ..model import BaseModel
from .enums import FulfillmentOrderStatus


class FulfillmentOrdersPresent(BaseModel):
    nodes: list[
        Optional[
            Union[
                "FulfillmentOrdersPresentNodesNode",
                "FulfillmentOrdersPresentNodesFulfillmentOrder",
            ]
        ]
    ]


class FulfillmentOrdersPresentNodesNode(BaseModel):
    pass


class FulfillmentOrdersPresentNodesFulfillmentOrder(BaseModel):
    id: str
    status: FulfillmentOrderStatus
    updated_at: datetime = Field(alias="updatedAt")


FulfillmentOrdersPresent.model_rebuild()
