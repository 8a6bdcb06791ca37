from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import RefundFields


class OrderRefunds(BaseModel):
    order: Optional["OrderRefundsOrder"]


class OrderRefundsOrder(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    refunds: list["OrderRefundsOrderRefunds"]


OrderRefundsOrderRefunds = RefundFields
OrderRefunds.model_rebuild()
OrderRefundsOrder.model_rebuild()
