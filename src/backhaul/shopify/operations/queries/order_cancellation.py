from datetime import datetime
from typing import Optional, Union

from pydantic import Field

from ..model import BaseModel
from .enums import OrderCancelStatus, OrderCancelUserErrorCode


class OrderCancellation(BaseModel):
    node: Optional[
        Union["OrderCancellationNodeNode", "OrderCancellationNodeOrderCancelJobResult"]
    ]


class OrderCancellationNodeNode(BaseModel):
    pass


class OrderCancellationNodeOrderCancelJobResult(BaseModel):
    id: str
    done: bool
    status: OrderCancelStatus
    errors: list["OrderCancellationNodeOrderCancelJobResultErrors"]
    order: Optional["OrderCancellationNodeOrderCancelJobResultOrder"]


class OrderCancellationNodeOrderCancelJobResultErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[OrderCancelUserErrorCode]


class OrderCancellationNodeOrderCancelJobResultOrder(BaseModel):
    id: str
    cancelled_at: Optional[datetime] = Field(alias="cancelledAt")


OrderCancellation.model_rebuild()
OrderCancellationNodeOrderCancelJobResult.model_rebuild()
