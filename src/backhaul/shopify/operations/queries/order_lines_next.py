from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import OrderLineFields, PageFields


class OrderLinesNext(BaseModel):
    order: Optional["OrderLinesNextOrder"]


class OrderLinesNextOrder(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    line_items: "OrderLinesNextOrderLineItems" = Field(alias="lineItems")


class OrderLinesNextOrderLineItems(BaseModel):
    nodes: list["OrderLinesNextOrderLineItemsNodes"]
    page_info: "OrderLinesNextOrderLineItemsPageInfo" = Field(alias="pageInfo")


OrderLinesNextOrderLineItemsNodes = OrderLineFields
OrderLinesNextOrderLineItemsPageInfo = PageFields
OrderLinesNext.model_rebuild()
OrderLinesNextOrder.model_rebuild()
OrderLinesNextOrderLineItems.model_rebuild()
