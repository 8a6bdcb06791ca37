from typing import Optional

from pydantic import Field

from ..model import BaseModel


class OrderUpdate(BaseModel):
    order_update: Optional["OrderUpdateOrderUpdate"] = Field(alias="orderUpdate")


class OrderUpdateOrderUpdate(BaseModel):
    order: Optional["OrderUpdateOrderUpdateOrder"]
    user_errors: list["OrderUpdateOrderUpdateUserErrors"] = Field(alias="userErrors")


class OrderUpdateOrderUpdateOrder(BaseModel):
    id: str


class OrderUpdateOrderUpdateUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str


OrderUpdate.model_rebuild()
OrderUpdateOrderUpdate.model_rebuild()
