from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import FulfillmentOrderFields, PageFields


class FulfillmentOrdersNext(BaseModel):
    order: Optional["FulfillmentOrdersNextOrder"]


class FulfillmentOrdersNextOrder(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    fulfillment_orders: "FulfillmentOrdersNextOrderFulfillmentOrders" = Field(
        alias="fulfillmentOrders"
    )


class FulfillmentOrdersNextOrderFulfillmentOrders(BaseModel):
    nodes: list["FulfillmentOrdersNextOrderFulfillmentOrdersNodes"]
    page_info: "FulfillmentOrdersNextOrderFulfillmentOrdersPageInfo" = Field(
        alias="pageInfo"
    )


FulfillmentOrdersNextOrderFulfillmentOrdersNodes = FulfillmentOrderFields
FulfillmentOrdersNextOrderFulfillmentOrdersPageInfo = PageFields
FulfillmentOrdersNext.model_rebuild()
FulfillmentOrdersNextOrder.model_rebuild()
FulfillmentOrdersNextOrderFulfillmentOrders.model_rebuild()
