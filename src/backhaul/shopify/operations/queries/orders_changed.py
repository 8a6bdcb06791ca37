from datetime import datetime

from pydantic import Field

from ..model import BaseModel
from .fragments import PageFields


class OrdersChanged(BaseModel):
    orders: "OrdersChangedOrders"


class OrdersChangedOrders(BaseModel):
    nodes: list["OrdersChangedOrdersNodes"]
    page_info: "OrdersChangedOrdersPageInfo" = Field(alias="pageInfo")


class OrdersChangedOrdersNodes(BaseModel):
    id: str
    updated_at: datetime = Field(alias="updatedAt")


OrdersChangedOrdersPageInfo = PageFields
OrdersChanged.model_rebuild()
OrdersChangedOrders.model_rebuild()
