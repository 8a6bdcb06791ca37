from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import FulfillmentOrderHoldUserErrorCode, FulfillmentOrderStatus


class FulfillmentOrderHold(BaseModel):
    fulfillment_order_hold: Optional["FulfillmentOrderHoldFulfillmentOrderHold"] = (
        Field(alias="fulfillmentOrderHold")
    )


class FulfillmentOrderHoldFulfillmentOrderHold(BaseModel):
    fulfillment_hold: Optional[
        "FulfillmentOrderHoldFulfillmentOrderHoldFulfillmentHold"
    ] = Field(alias="fulfillmentHold")
    fulfillment_order: Optional[
        "FulfillmentOrderHoldFulfillmentOrderHoldFulfillmentOrder"
    ] = Field(alias="fulfillmentOrder")
    user_errors: list["FulfillmentOrderHoldFulfillmentOrderHoldUserErrors"] = Field(
        alias="userErrors"
    )


class FulfillmentOrderHoldFulfillmentOrderHoldFulfillmentHold(BaseModel):
    id: str


class FulfillmentOrderHoldFulfillmentOrderHoldFulfillmentOrder(BaseModel):
    id: str
    status: FulfillmentOrderStatus


class FulfillmentOrderHoldFulfillmentOrderHoldUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[FulfillmentOrderHoldUserErrorCode]


FulfillmentOrderHold.model_rebuild()
FulfillmentOrderHoldFulfillmentOrderHold.model_rebuild()
