from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import OrderDisplayFinancialStatus, OrderDisplayFulfillmentStatus
from .fragments import MoneyFields, PageFields


class OrdersListed(BaseModel):
    orders: "OrdersListedOrders"


class OrdersListedOrders(BaseModel):
    nodes: list["OrdersListedOrdersNodes"]
    page_info: "OrdersListedOrdersPageInfo" = Field(alias="pageInfo")


class OrdersListedOrdersNodes(BaseModel):
    id: str
    created_at: datetime = Field(alias="createdAt")
    updated_at: datetime = Field(alias="updatedAt")
    cancelled_at: Optional[datetime] = Field(alias="cancelledAt")
    display_financial_status: Optional[OrderDisplayFinancialStatus] = Field(
        alias="displayFinancialStatus"
    )
    display_fulfillment_status: OrderDisplayFulfillmentStatus = Field(
        alias="displayFulfillmentStatus"
    )
    current_total_price_set: "OrdersListedOrdersNodesCurrentTotalPriceSet" = Field(
        alias="currentTotalPriceSet"
    )


OrdersListedOrdersNodesCurrentTotalPriceSet = MoneyFields
OrdersListedOrdersPageInfo = PageFields
OrdersListed.model_rebuild()
OrdersListedOrders.model_rebuild()
OrdersListedOrdersNodes.model_rebuild()
