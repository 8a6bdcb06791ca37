from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import OrderDisplayFulfillmentStatus
from .fragments import (  # noqa: F401
    FulfillmentFields,
    FulfillmentOrderFields,
    MoneyFields,
    OrderLineFields,
    OrderPaymentsFields,
    OrderPaymentsFieldsCurrentTotalPriceSet,
    OrderPaymentsFieldsTransactions,
    OrderPaymentsFieldsTransactionsCount,
    PageFields,
)


class Order(BaseModel):
    order: Optional["OrderOrder"]


class OrderOrder(OrderPaymentsFields):
    name: str
    created_at: datetime = Field(alias="createdAt")
    closed_at: Optional[datetime] = Field(alias="closedAt")
    display_fulfillment_status: OrderDisplayFulfillmentStatus = Field(
        alias="displayFulfillmentStatus"
    )
    tags: list[str]
    total_price_set: "OrderOrderTotalPriceSet" = Field(alias="totalPriceSet")
    line_items: "OrderOrderLineItems" = Field(alias="lineItems")
    fulfillment_orders: "OrderOrderFulfillmentOrders" = Field(alias="fulfillmentOrders")
    fulfillments: list["OrderOrderFulfillments"]


OrderOrderTotalPriceSet = MoneyFields


class OrderOrderLineItems(BaseModel):
    nodes: list["OrderOrderLineItemsNodes"]
    page_info: "OrderOrderLineItemsPageInfo" = Field(alias="pageInfo")


OrderOrderLineItemsNodes = OrderLineFields
OrderOrderLineItemsPageInfo = PageFields


class OrderOrderFulfillmentOrders(BaseModel):
    nodes: list["OrderOrderFulfillmentOrdersNodes"]
    page_info: "OrderOrderFulfillmentOrdersPageInfo" = Field(alias="pageInfo")


OrderOrderFulfillmentOrdersNodes = FulfillmentOrderFields
OrderOrderFulfillmentOrdersPageInfo = PageFields
OrderOrderFulfillments = FulfillmentFields
Order.model_rebuild()
OrderOrder.model_rebuild()
OrderOrderLineItems.model_rebuild()
OrderOrderFulfillmentOrders.model_rebuild()
