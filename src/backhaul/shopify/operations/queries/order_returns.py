from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import PageFields, ReturnFields


class OrderReturns(BaseModel):
    order: Optional["OrderReturnsOrder"]


class OrderReturnsOrder(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    returns: "OrderReturnsOrderReturns"


class OrderReturnsOrderReturns(BaseModel):
    nodes: list["OrderReturnsOrderReturnsNodes"]
    page_info: "OrderReturnsOrderReturnsPageInfo" = Field(alias="pageInfo")


OrderReturnsOrderReturnsNodes = ReturnFields
OrderReturnsOrderReturnsPageInfo = PageFields
OrderReturns.model_rebuild()
OrderReturnsOrder.model_rebuild()
OrderReturnsOrderReturns.model_rebuild()
