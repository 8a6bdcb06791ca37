from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import FulfillmentStatus


class FulfillmentCreate(BaseModel):
    fulfillment_create: Optional["FulfillmentCreateFulfillmentCreate"] = Field(
        alias="fulfillmentCreate"
    )


class FulfillmentCreateFulfillmentCreate(BaseModel):
    fulfillment: Optional["FulfillmentCreateFulfillmentCreateFulfillment"]
    user_errors: list["FulfillmentCreateFulfillmentCreateUserErrors"] = Field(
        alias="userErrors"
    )


class FulfillmentCreateFulfillmentCreateFulfillment(BaseModel):
    id: str
    name: str
    status: FulfillmentStatus
    created_at: datetime = Field(alias="createdAt")
    total_quantity: int = Field(alias="totalQuantity")


class FulfillmentCreateFulfillmentCreateUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str


FulfillmentCreate.model_rebuild()
FulfillmentCreateFulfillmentCreate.model_rebuild()
