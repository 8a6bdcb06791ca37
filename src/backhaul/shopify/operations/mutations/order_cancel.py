from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import OrderCancelStatus, OrderCancelUserErrorCode


class OrderCancel(BaseModel):
    order_cancel: Optional["OrderCancelOrderCancel"] = Field(alias="orderCancel")


class OrderCancelOrderCancel(BaseModel):
    job_result: Optional["OrderCancelOrderCancelJobResult"] = Field(alias="jobResult")
    user_errors: list["OrderCancelOrderCancelUserErrors"] = Field(alias="userErrors")


class OrderCancelOrderCancelJobResult(BaseModel):
    id: str
    done: bool
    status: OrderCancelStatus


class OrderCancelOrderCancelUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[OrderCancelUserErrorCode]


OrderCancel.model_rebuild()
OrderCancelOrderCancel.model_rebuild()
