from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import OrderCancelReason, OrderDisplayFulfillmentStatus, OrderReturnStatus
from .fragments import (  # noqa: F401
    FulfillmentFields,
    FulfillmentOrderFields,
    OrderCustomerFields,
    OrderCustomerFieldsCustomAttributes,
    OrderCustomerFieldsCustomer,
    OrderCustomerFieldsShippingAddress,
    OrderLineFields,
    OrderPaymentsFields,
    OrderPaymentsFieldsCurrentTotalPriceSet,
    OrderPaymentsFieldsTransactions,
    OrderPaymentsFieldsTransactionsCount,
    OrderTotalsFields,
    OrderTotalsFieldsCurrentShippingPriceSet,
    OrderTotalsFieldsCurrentSubtotalPriceSet,
    OrderTotalsFieldsCurrentTotalAdditionalFeesSet,
    OrderTotalsFieldsCurrentTotalDiscountsSet,
    OrderTotalsFieldsCurrentTotalDutiesSet,
    OrderTotalsFieldsCurrentTotalTaxSet,
    OrderTotalsFieldsNetPaymentSet,
    OrderTotalsFieldsOriginalTotalAdditionalFeesSet,
    OrderTotalsFieldsOriginalTotalDutiesSet,
    OrderTotalsFieldsOriginalTotalPriceSet,
    OrderTotalsFieldsSubtotalPriceSet,
    OrderTotalsFieldsTotalCashRoundingAdjustment,
    OrderTotalsFieldsTotalDiscountsSet,
    OrderTotalsFieldsTotalOutstandingSet,
    OrderTotalsFieldsTotalPriceSet,
    OrderTotalsFieldsTotalReceivedSet,
    OrderTotalsFieldsTotalRefundedSet,
    OrderTotalsFieldsTotalRefundedShippingSet,
    OrderTotalsFieldsTotalShippingPriceSet,
    OrderTotalsFieldsTotalTaxSet,
    OrderTotalsFieldsTotalTipReceivedSet,
    PageFields,
)


class Order(BaseModel):
    order: Optional["OrderOrder"]


class OrderOrder(OrderCustomerFields, OrderPaymentsFields, OrderTotalsFields):
    name: str
    created_at: datetime = Field(alias="createdAt")
    closed_at: Optional[datetime] = Field(alias="closedAt")
    cancel_reason: Optional[OrderCancelReason] = Field(alias="cancelReason")
    display_fulfillment_status: OrderDisplayFulfillmentStatus = Field(
        alias="displayFulfillmentStatus"
    )
    return_status: OrderReturnStatus = Field(alias="returnStatus")
    tags: list[str]
    line_items: "OrderOrderLineItems" = Field(alias="lineItems")
    fulfillment_orders: "OrderOrderFulfillmentOrders" = Field(alias="fulfillmentOrders")
    fulfillments_count: Optional["OrderOrderFulfillmentsCount"] = Field(
        alias="fulfillmentsCount"
    )
    fulfillments: list["OrderOrderFulfillments"]
    refunds: list["OrderOrderRefunds"]


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


class OrderOrderFulfillmentsCount(BaseModel):
    count: int


OrderOrderFulfillments = FulfillmentFields


class OrderOrderRefunds(BaseModel):
    id: str


Order.model_rebuild()
OrderOrder.model_rebuild()
OrderOrderLineItems.model_rebuild()
OrderOrderFulfillmentOrders.model_rebuild()
