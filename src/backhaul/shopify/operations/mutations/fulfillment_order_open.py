from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import FulfillmentOrderStatus


class FulfillmentOrderOpen(BaseModel):
    fulfillment_order_open: Optional["FulfillmentOrderOpenFulfillmentOrderOpen"] = (
        Field(alias="fulfillmentOrderOpen")
    )


class FulfillmentOrderOpenFulfillmentOrderOpen(BaseModel):
    fulfillment_order: Optional[
        "FulfillmentOrderOpenFulfillmentOrderOpenFulfillmentOrder"
    ] = Field(alias="fulfillmentOrder")
    user_errors: list["FulfillmentOrderOpenFulfillmentOrderOpenUserErrors"] = Field(
        alias="userErrors"
    )


class FulfillmentOrderOpenFulfillmentOrderOpenFulfillmentOrder(BaseModel):
    id: str
    status: FulfillmentOrderStatus


class FulfillmentOrderOpenFulfillmentOrderOpenUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str


FulfillmentOrderOpen.model_rebuild()
FulfillmentOrderOpenFulfillmentOrderOpen.model_rebuild()
