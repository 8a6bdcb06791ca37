from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import FulfillmentOrderRescheduleUserErrorCode, FulfillmentOrderStatus


class FulfillmentOrderReschedule(BaseModel):
    fulfillment_order_reschedule: Optional[
        "FulfillmentOrderRescheduleFulfillmentOrderReschedule"
    ] = Field(alias="fulfillmentOrderReschedule")


class FulfillmentOrderRescheduleFulfillmentOrderReschedule(BaseModel):
    fulfillment_order: Optional[
        "FulfillmentOrderRescheduleFulfillmentOrderRescheduleFulfillmentOrder"
    ] = Field(alias="fulfillmentOrder")
    user_errors: list[
        "FulfillmentOrderRescheduleFulfillmentOrderRescheduleUserErrors"
    ] = Field(alias="userErrors")


class FulfillmentOrderRescheduleFulfillmentOrderRescheduleFulfillmentOrder(BaseModel):
    id: str
    status: FulfillmentOrderStatus
    fulfill_at: Optional[datetime] = Field(alias="fulfillAt")


class FulfillmentOrderRescheduleFulfillmentOrderRescheduleUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[FulfillmentOrderRescheduleUserErrorCode]


FulfillmentOrderReschedule.model_rebuild()
FulfillmentOrderRescheduleFulfillmentOrderReschedule.model_rebuild()
