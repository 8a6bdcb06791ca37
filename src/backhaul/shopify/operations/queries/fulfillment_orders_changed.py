from datetime import datetime

from pydantic import Field

from ..model import BaseModel
from .enums import FulfillmentOrderStatus
from .fragments import PageFields


class FulfillmentOrdersChanged(BaseModel):
    fulfillment_orders: "FulfillmentOrdersChangedFulfillmentOrders" = Field(
        alias="fulfillmentOrders"
    )


class FulfillmentOrdersChangedFulfillmentOrders(BaseModel):
    nodes: list["FulfillmentOrdersChangedFulfillmentOrdersNodes"]
    page_info: "FulfillmentOrdersChangedFulfillmentOrdersPageInfo" = Field(
        alias="pageInfo"
    )


class FulfillmentOrdersChangedFulfillmentOrdersNodes(BaseModel):
    id: str
    order_id: str = Field(alias="orderId")
    status: FulfillmentOrderStatus
    updated_at: datetime = Field(alias="updatedAt")


FulfillmentOrdersChangedFulfillmentOrdersPageInfo = PageFields
FulfillmentOrdersChanged.model_rebuild()
FulfillmentOrdersChangedFulfillmentOrders.model_rebuild()
