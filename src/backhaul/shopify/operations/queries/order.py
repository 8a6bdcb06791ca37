from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CurrencyCode,
    OrderDisplayFinancialStatus,
    OrderDisplayFulfillmentStatus,
)
from .fragments import (
    FulfillmentFields,
    FulfillmentOrderFields,
    MoneyFields,
    OrderLineFields,
    PageFields,
)


class Order(BaseModel):
    order: Optional["OrderOrder"]


class OrderOrder(BaseModel):
    id: str
    name: str
    created_at: datetime = Field(alias="createdAt")
    updated_at: datetime = Field(alias="updatedAt")
    cancelled_at: Optional[datetime] = Field(alias="cancelledAt")
    closed_at: Optional[datetime] = Field(alias="closedAt")
    currency_code: CurrencyCode = Field(alias="currencyCode")
    presentment_currency_code: CurrencyCode = Field(alias="presentmentCurrencyCode")
    display_financial_status: Optional[OrderDisplayFinancialStatus] = Field(
        alias="displayFinancialStatus"
    )
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
