from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CurrencyCode,
    FulfillmentHoldReason,
    FulfillmentOrderAction,
    FulfillmentOrderRequestStatus,
    FulfillmentOrderStatus,
    FulfillmentStatus,
    OrderDisplayFinancialStatus,
    OrderTransactionErrorCode,
    OrderTransactionKind,
    OrderTransactionStatus,
)


class FulfillmentLineFields(BaseModel):
    id: str
    quantity: Optional[int]
    line_item: "FulfillmentLineFieldsLineItem" = Field(alias="lineItem")


class FulfillmentLineFieldsLineItem(BaseModel):
    id: str


class PageFields(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class FulfillmentFields(BaseModel):
    id: str
    name: str
    status: FulfillmentStatus
    created_at: datetime = Field(alias="createdAt")
    updated_at: datetime = Field(alias="updatedAt")
    location: Optional["FulfillmentFieldsLocation"]
    tracking_info: list["FulfillmentFieldsTrackingInfo"] = Field(alias="trackingInfo")
    fulfillment_line_items: "FulfillmentFieldsFulfillmentLineItems" = Field(
        alias="fulfillmentLineItems"
    )


class FulfillmentFieldsLocation(BaseModel):
    id: str


class FulfillmentFieldsTrackingInfo(BaseModel):
    company: Optional[str]
    number: Optional[str]
    url: Optional[str]


class FulfillmentFieldsFulfillmentLineItems(BaseModel):
    nodes: list["FulfillmentFieldsFulfillmentLineItemsNodes"]
    page_info: "FulfillmentFieldsFulfillmentLineItemsPageInfo" = Field(alias="pageInfo")


class FulfillmentFieldsFulfillmentLineItemsNodes(FulfillmentLineFields):
    pass


class FulfillmentFieldsFulfillmentLineItemsPageInfo(PageFields):
    pass


class FulfillmentOrderLineFields(BaseModel):
    id: str
    total_quantity: int = Field(alias="totalQuantity")
    remaining_quantity: int = Field(alias="remainingQuantity")
    line_item: "FulfillmentOrderLineFieldsLineItem" = Field(alias="lineItem")


class FulfillmentOrderLineFieldsLineItem(BaseModel):
    id: str


class FulfillmentOrderFields(BaseModel):
    id: str
    status: FulfillmentOrderStatus
    request_status: FulfillmentOrderRequestStatus = Field(alias="requestStatus")
    fulfill_at: Optional[datetime] = Field(alias="fulfillAt")
    updated_at: datetime = Field(alias="updatedAt")
    assigned_location: "FulfillmentOrderFieldsAssignedLocation" = Field(
        alias="assignedLocation"
    )
    supported_actions: list["FulfillmentOrderFieldsSupportedActions"] = Field(
        alias="supportedActions"
    )
    fulfillment_holds: list["FulfillmentOrderFieldsFulfillmentHolds"] = Field(
        alias="fulfillmentHolds"
    )
    line_items: "FulfillmentOrderFieldsLineItems" = Field(alias="lineItems")


class FulfillmentOrderFieldsAssignedLocation(BaseModel):
    name: str
    location: Optional["FulfillmentOrderFieldsAssignedLocationLocation"]


class FulfillmentOrderFieldsAssignedLocationLocation(BaseModel):
    id: str


class FulfillmentOrderFieldsSupportedActions(BaseModel):
    action: FulfillmentOrderAction


class FulfillmentOrderFieldsFulfillmentHolds(BaseModel):
    id: str
    handle: Optional[str]
    reason: FulfillmentHoldReason
    reason_notes: Optional[str] = Field(alias="reasonNotes")
    display_reason: str = Field(alias="displayReason")
    held_by_requesting_app: bool = Field(alias="heldByRequestingApp")


class FulfillmentOrderFieldsLineItems(BaseModel):
    nodes: list["FulfillmentOrderFieldsLineItemsNodes"]
    page_info: "FulfillmentOrderFieldsLineItemsPageInfo" = Field(alias="pageInfo")


class FulfillmentOrderFieldsLineItemsNodes(FulfillmentOrderLineFields):
    pass


class FulfillmentOrderFieldsLineItemsPageInfo(PageFields):
    pass


class MoneyFields(BaseModel):
    shop_money: "MoneyFieldsShopMoney" = Field(alias="shopMoney")
    presentment_money: "MoneyFieldsPresentmentMoney" = Field(alias="presentmentMoney")


class MoneyFieldsShopMoney(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class MoneyFieldsPresentmentMoney(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class OrderLineFields(BaseModel):
    id: str
    title: str
    variant_title: Optional[str] = Field(alias="variantTitle")
    sku: Optional[str]
    quantity: int
    current_quantity: int = Field(alias="currentQuantity")
    requires_shipping: bool = Field(alias="requiresShipping")
    variant: Optional["OrderLineFieldsVariant"]
    original_unit_price_set: "OrderLineFieldsOriginalUnitPriceSet" = Field(
        alias="originalUnitPriceSet"
    )


class OrderLineFieldsVariant(BaseModel):
    id: str


class OrderLineFieldsOriginalUnitPriceSet(MoneyFields):
    pass


class TransactionFields(BaseModel):
    id: str
    kind: OrderTransactionKind
    status: OrderTransactionStatus
    error_code: Optional[OrderTransactionErrorCode] = Field(alias="errorCode")
    created_at: datetime = Field(alias="createdAt")
    gateway: Optional[str]
    formatted_gateway: Optional[str] = Field(alias="formattedGateway")
    manual_payment_gateway: bool = Field(alias="manualPaymentGateway")
    manually_capturable: bool = Field(alias="manuallyCapturable")
    multi_capturable: bool = Field(alias="multiCapturable")
    authorization_expires_at: Optional[datetime] = Field(alias="authorizationExpiresAt")
    amount_set: "TransactionFieldsAmountSet" = Field(alias="amountSet")
    total_unsettled_set: Optional["TransactionFieldsTotalUnsettledSet"] = Field(
        alias="totalUnsettledSet"
    )
    parent_transaction: Optional["TransactionFieldsParentTransaction"] = Field(
        alias="parentTransaction"
    )


class TransactionFieldsAmountSet(MoneyFields):
    pass


class TransactionFieldsTotalUnsettledSet(MoneyFields):
    pass


class TransactionFieldsParentTransaction(BaseModel):
    id: str


class OrderPaymentsFields(BaseModel):
    id: str
    updated_at: datetime = Field(alias="updatedAt")
    cancelled_at: Optional[datetime] = Field(alias="cancelledAt")
    currency_code: CurrencyCode = Field(alias="currencyCode")
    presentment_currency_code: CurrencyCode = Field(alias="presentmentCurrencyCode")
    display_financial_status: Optional[OrderDisplayFinancialStatus] = Field(
        alias="displayFinancialStatus"
    )
    current_total_price_set: "OrderPaymentsFieldsCurrentTotalPriceSet" = Field(
        alias="currentTotalPriceSet"
    )
    transactions_count: Optional["OrderPaymentsFieldsTransactionsCount"] = Field(
        alias="transactionsCount"
    )
    transactions: list["OrderPaymentsFieldsTransactions"]


class OrderPaymentsFieldsCurrentTotalPriceSet(MoneyFields):
    pass


class OrderPaymentsFieldsTransactionsCount(BaseModel):
    count: int


class OrderPaymentsFieldsTransactions(TransactionFields):
    pass


FulfillmentLineFields.model_rebuild()
PageFields.model_rebuild()
FulfillmentFields.model_rebuild()
FulfillmentOrderLineFields.model_rebuild()
FulfillmentOrderFields.model_rebuild()
MoneyFields.model_rebuild()
OrderLineFields.model_rebuild()
TransactionFields.model_rebuild()
OrderPaymentsFields.model_rebuild()
