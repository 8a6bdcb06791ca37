from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import FulfillmentStatus


class FulfillmentCancel(BaseModel):
    fulfillment_cancel: Optional["FulfillmentCancelFulfillmentCancel"] = Field(
        alias="fulfillmentCancel"
    )


class FulfillmentCancelFulfillmentCancel(BaseModel):
    fulfillment: Optional["FulfillmentCancelFulfillmentCancelFulfillment"]
    user_errors: list["FulfillmentCancelFulfillmentCancelUserErrors"] = Field(
        alias="userErrors"
    )


class FulfillmentCancelFulfillmentCancelFulfillment(BaseModel):
    id: str
    status: FulfillmentStatus


class FulfillmentCancelFulfillmentCancelUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str


FulfillmentCancel.model_rebuild()
FulfillmentCancelFulfillmentCancel.model_rebuild()
