from datetime import datetime
from typing import Literal, Optional, Union

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CountryCode,
    CurrencyCode,
    DiscountTargetType,
    DiscountType,
    FulfillmentHoldReason,
    FulfillmentOrderAction,
    FulfillmentOrderRequestStatus,
    FulfillmentOrderStatus,
    FulfillmentStatus,
    OrderDisplayFinancialStatus,
    OrderTransactionErrorCode,
    OrderTransactionKind,
    OrderTransactionStatus,
    RefundLineItemRestockType,
    ReturnStatus,
    SellingPlanAnchorType,
    SellingPlanInterval,
    SellingPlanPricingPolicyAdjustmentType,
    SellingPlanRecurringDeliveryPolicyPreAnchorBehavior,
    SubscriptionBillingAttemptGeneralErrorCode,
    SubscriptionBillingAttemptInventoryErrorCode,
    SubscriptionBillingAttemptPaymentErrorCode,
    SubscriptionBillingCycleBillingCycleStatus,
)


class AddressFields(BaseModel):
    name: Optional[str]
    first_name: Optional[str] = Field(alias="firstName")
    last_name: Optional[str] = Field(alias="lastName")
    company: Optional[str]
    address_1: Optional[str] = Field(alias="address1")
    address_2: Optional[str] = Field(alias="address2")
    zip_: Optional[str] = Field(alias="zip")
    city: Optional[str]
    province_code: Optional[str] = Field(alias="provinceCode")
    country_code_v_2: Optional[CountryCode] = Field(alias="countryCodeV2")
    phone: Optional[str]


class AddressParts(BaseModel):
    first_name: Optional[str] = Field(alias="firstName")
    last_name: Optional[str] = Field(alias="lastName")
    company: Optional[str]
    address_1: Optional[str] = Field(alias="address1")
    address_2: Optional[str] = Field(alias="address2")
    city: Optional[str]
    zip_: Optional[str] = Field(alias="zip")
    province_code: Optional[str] = Field(alias="provinceCode")
    country_code_v_2: Optional[CountryCode] = Field(alias="countryCodeV2")
    phone: Optional[str]


class AnchorFields(BaseModel):
    type_: SellingPlanAnchorType = Field(alias="type")
    day: int
    month: Optional[int]
    cutoff_day: Optional[int] = Field(alias="cutoffDay")


class MoneyFields(BaseModel):
    shop_money: "MoneyFieldsShopMoney" = Field(alias="shopMoney")
    presentment_money: "MoneyFieldsPresentmentMoney" = Field(alias="presentmentMoney")


class MoneyFieldsShopMoney(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class MoneyFieldsPresentmentMoney(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class BillingAttemptFields(BaseModel):
    id: str
    idempotency_key: str = Field(alias="idempotencyKey")
    created_at: datetime = Field(alias="createdAt")
    completed_at: Optional[datetime] = Field(alias="completedAt")
    state: Union[
        "BillingAttemptFieldsStateSubscriptionBillingAttemptActionRequiredState",
        "BillingAttemptFieldsStateSubscriptionBillingAttemptFailedState",
        "BillingAttemptFieldsStateSubscriptionBillingAttemptPendingState",
        "BillingAttemptFieldsStateSubscriptionBillingAttemptSuccessState",
    ]


class BillingAttemptFieldsStateSubscriptionBillingAttemptActionRequiredState(BaseModel):
    typename__: Literal["SubscriptionBillingAttemptActionRequiredState"] = Field(
        alias="__typename"
    )
    action: Union[
        "BillingAttemptFieldsStateSubscriptionBillingAttemptActionRequiredStateActionSubscriptionBillingAttemptPaymentChallenge",
    ]


class BillingAttemptFieldsStateSubscriptionBillingAttemptActionRequiredStateActionSubscriptionBillingAttemptPaymentChallenge(
    BaseModel
):
    next_action_url: str = Field(alias="nextActionUrl")


class BillingAttemptFieldsStateSubscriptionBillingAttemptFailedState(BaseModel):
    typename__: Literal["SubscriptionBillingAttemptFailedState"] = Field(
        alias="__typename"
    )
    error: Union[
        "BillingAttemptFieldsStateSubscriptionBillingAttemptFailedStateErrorSubscriptionBillingAttemptGeneralError",
        "BillingAttemptFieldsStateSubscriptionBillingAttemptFailedStateErrorSubscriptionBillingAttemptInventoryError",
        "BillingAttemptFieldsStateSubscriptionBillingAttemptFailedStateErrorSubscriptionBillingAttemptPaymentError",
        "BillingAttemptFieldsStateSubscriptionBillingAttemptFailedStateErrorSubscriptionBillingAttemptUnexpectedError",
    ]


class BillingAttemptFieldsStateSubscriptionBillingAttemptFailedStateErrorSubscriptionBillingAttemptGeneralError(
    BaseModel
):
    typename__: Literal["SubscriptionBillingAttemptGeneralError"] = Field(
        alias="__typename"
    )
    general_code: SubscriptionBillingAttemptGeneralErrorCode = Field(
        alias="generalCode"
    )


class BillingAttemptFieldsStateSubscriptionBillingAttemptFailedStateErrorSubscriptionBillingAttemptInventoryError(
    BaseModel
):
    typename__: Literal["SubscriptionBillingAttemptInventoryError"] = Field(
        alias="__typename"
    )
    inventory_code: SubscriptionBillingAttemptInventoryErrorCode = Field(
        alias="inventoryCode"
    )


class BillingAttemptFieldsStateSubscriptionBillingAttemptFailedStateErrorSubscriptionBillingAttemptPaymentError(
    BaseModel
):
    typename__: Literal["SubscriptionBillingAttemptPaymentError"] = Field(
        alias="__typename"
    )
    payment_code: SubscriptionBillingAttemptPaymentErrorCode = Field(
        alias="paymentCode"
    )


class BillingAttemptFieldsStateSubscriptionBillingAttemptFailedStateErrorSubscriptionBillingAttemptUnexpectedError(
    BaseModel
):
    typename__: Literal["SubscriptionBillingAttemptUnexpectedError"] = Field(
        alias="__typename"
    )
    message: str


class BillingAttemptFieldsStateSubscriptionBillingAttemptPendingState(BaseModel):
    typename__: Literal["SubscriptionBillingAttemptPendingState"] = Field(
        alias="__typename"
    )


class BillingAttemptFieldsStateSubscriptionBillingAttemptSuccessState(BaseModel):
    typename__: Literal["SubscriptionBillingAttemptSuccessState"] = Field(
        alias="__typename"
    )
    order: Optional[
        "BillingAttemptFieldsStateSubscriptionBillingAttemptSuccessStateOrder"
    ]


class BillingAttemptFieldsStateSubscriptionBillingAttemptSuccessStateOrder(BaseModel):
    id: str
    original_total_price_set: "BillingAttemptFieldsStateSubscriptionBillingAttemptSuccessStateOrderOriginalTotalPriceSet" = Field(
        alias="originalTotalPriceSet"
    )


class BillingAttemptFieldsStateSubscriptionBillingAttemptSuccessStateOrderOriginalTotalPriceSet(
    MoneyFields
):
    pass


class BillingCycleFields(BaseModel):
    cycle_index: int = Field(alias="cycleIndex")
    cycle_start_at: datetime = Field(alias="cycleStartAt")
    cycle_end_at: datetime = Field(alias="cycleEndAt")
    billing_attempt_expected_date: datetime = Field(alias="billingAttemptExpectedDate")
    status: SubscriptionBillingCycleBillingCycleStatus
    skipped: bool
    edited: bool
    edited_contract: Optional["BillingCycleFieldsEditedContract"] = Field(
        alias="editedContract"
    )


class BillingCycleFieldsEditedContract(BaseModel):
    created_at: datetime = Field(alias="createdAt")


class ContractDiscountFields(BaseModel):
    id: str
    title: Optional[str]
    type_: DiscountType = Field(alias="type")
    target_type: DiscountTargetType = Field(alias="targetType")
    recurring_cycle_limit: Optional[int] = Field(alias="recurringCycleLimit")
    value: Union[
        "ContractDiscountFieldsValueSubscriptionDiscountFixedAmountValue",
        "ContractDiscountFieldsValueSubscriptionDiscountPercentageValue",
    ]


class ContractDiscountFieldsValueSubscriptionDiscountFixedAmountValue(BaseModel):
    typename__: Literal["SubscriptionDiscountFixedAmountValue"] = Field(
        alias="__typename"
    )
    amount: "ContractDiscountFieldsValueSubscriptionDiscountFixedAmountValueAmount"


class ContractDiscountFieldsValueSubscriptionDiscountFixedAmountValueAmount(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class ContractDiscountFieldsValueSubscriptionDiscountPercentageValue(BaseModel):
    typename__: Literal["SubscriptionDiscountPercentageValue"] = Field(
        alias="__typename"
    )
    percentage: int


class ContractLineFields(BaseModel):
    id: str
    title: str
    variant_title: Optional[str] = Field(alias="variantTitle")
    sku: Optional[str]
    quantity: int
    current_price: "ContractLineFieldsCurrentPrice" = Field(alias="currentPrice")
    variant_id: Optional[str] = Field(alias="variantId")
    product_id: Optional[str] = Field(alias="productId")
    selling_plan_id: Optional[str] = Field(alias="sellingPlanId")
    selling_plan_name: Optional[str] = Field(alias="sellingPlanName")
    requires_shipping: bool = Field(alias="requiresShipping")
    custom_attributes: list["ContractLineFieldsCustomAttributes"] = Field(
        alias="customAttributes"
    )


class ContractLineFieldsCurrentPrice(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class ContractLineFieldsCustomAttributes(BaseModel):
    key: str
    value: Optional[str]


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


class OrderCustomerFields(BaseModel):
    email: Optional[str]
    phone: Optional[str]
    note: Optional[str]
    custom_attributes: list["OrderCustomerFieldsCustomAttributes"] = Field(
        alias="customAttributes"
    )
    customer: Optional["OrderCustomerFieldsCustomer"]
    shipping_address: Optional["OrderCustomerFieldsShippingAddress"] = Field(
        alias="shippingAddress"
    )


class OrderCustomerFieldsCustomAttributes(BaseModel):
    key: str
    value: Optional[str]


class OrderCustomerFieldsCustomer(BaseModel):
    id: str
    display_name: str = Field(alias="displayName")


class OrderCustomerFieldsShippingAddress(AddressFields):
    pass


class OrderIdFields(BaseModel):
    id: str


class OrderLineFields(BaseModel):
    id: str
    title: str
    variant_title: Optional[str] = Field(alias="variantTitle")
    sku: Optional[str]
    quantity: int
    current_quantity: int = Field(alias="currentQuantity")
    refundable_quantity: int = Field(alias="refundableQuantity")
    requires_shipping: bool = Field(alias="requiresShipping")
    variant: Optional["OrderLineFieldsVariant"]
    original_unit_price_set: "OrderLineFieldsOriginalUnitPriceSet" = Field(
        alias="originalUnitPriceSet"
    )
    discounted_total_set: "OrderLineFieldsDiscountedTotalSet" = Field(
        alias="discountedTotalSet"
    )


class OrderLineFieldsVariant(BaseModel):
    id: str


class OrderLineFieldsOriginalUnitPriceSet(MoneyFields):
    pass


class OrderLineFieldsDiscountedTotalSet(MoneyFields):
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


class OrderTotalsFields(BaseModel):
    taxes_included: bool = Field(alias="taxesIncluded")
    total_price_set: "OrderTotalsFieldsTotalPriceSet" = Field(alias="totalPriceSet")
    original_total_price_set: "OrderTotalsFieldsOriginalTotalPriceSet" = Field(
        alias="originalTotalPriceSet"
    )
    subtotal_price_set: Optional["OrderTotalsFieldsSubtotalPriceSet"] = Field(
        alias="subtotalPriceSet"
    )
    total_tax_set: Optional["OrderTotalsFieldsTotalTaxSet"] = Field(alias="totalTaxSet")
    total_shipping_price_set: "OrderTotalsFieldsTotalShippingPriceSet" = Field(
        alias="totalShippingPriceSet"
    )
    total_discounts_set: Optional["OrderTotalsFieldsTotalDiscountsSet"] = Field(
        alias="totalDiscountsSet"
    )
    original_total_duties_set: Optional["OrderTotalsFieldsOriginalTotalDutiesSet"] = (
        Field(alias="originalTotalDutiesSet")
    )
    original_total_additional_fees_set: Optional[
        "OrderTotalsFieldsOriginalTotalAdditionalFeesSet"
    ] = Field(alias="originalTotalAdditionalFeesSet")
    total_tip_received_set: "OrderTotalsFieldsTotalTipReceivedSet" = Field(
        alias="totalTipReceivedSet"
    )
    total_cash_rounding_adjustment: "OrderTotalsFieldsTotalCashRoundingAdjustment" = (
        Field(alias="totalCashRoundingAdjustment")
    )
    current_subtotal_price_set: "OrderTotalsFieldsCurrentSubtotalPriceSet" = Field(
        alias="currentSubtotalPriceSet"
    )
    current_total_tax_set: "OrderTotalsFieldsCurrentTotalTaxSet" = Field(
        alias="currentTotalTaxSet"
    )
    current_shipping_price_set: "OrderTotalsFieldsCurrentShippingPriceSet" = Field(
        alias="currentShippingPriceSet"
    )
    current_total_discounts_set: "OrderTotalsFieldsCurrentTotalDiscountsSet" = Field(
        alias="currentTotalDiscountsSet"
    )
    current_total_duties_set: Optional["OrderTotalsFieldsCurrentTotalDutiesSet"] = (
        Field(alias="currentTotalDutiesSet")
    )
    current_total_additional_fees_set: Optional[
        "OrderTotalsFieldsCurrentTotalAdditionalFeesSet"
    ] = Field(alias="currentTotalAdditionalFeesSet")
    total_received_set: "OrderTotalsFieldsTotalReceivedSet" = Field(
        alias="totalReceivedSet"
    )
    total_refunded_set: "OrderTotalsFieldsTotalRefundedSet" = Field(
        alias="totalRefundedSet"
    )
    total_refunded_shipping_set: "OrderTotalsFieldsTotalRefundedShippingSet" = Field(
        alias="totalRefundedShippingSet"
    )
    net_payment_set: "OrderTotalsFieldsNetPaymentSet" = Field(alias="netPaymentSet")
    total_outstanding_set: "OrderTotalsFieldsTotalOutstandingSet" = Field(
        alias="totalOutstandingSet"
    )


class OrderTotalsFieldsTotalPriceSet(MoneyFields):
    pass


class OrderTotalsFieldsOriginalTotalPriceSet(MoneyFields):
    pass


class OrderTotalsFieldsSubtotalPriceSet(MoneyFields):
    pass


class OrderTotalsFieldsTotalTaxSet(MoneyFields):
    pass


class OrderTotalsFieldsTotalShippingPriceSet(MoneyFields):
    pass


class OrderTotalsFieldsTotalDiscountsSet(MoneyFields):
    pass


class OrderTotalsFieldsOriginalTotalDutiesSet(MoneyFields):
    pass


class OrderTotalsFieldsOriginalTotalAdditionalFeesSet(MoneyFields):
    pass


class OrderTotalsFieldsTotalTipReceivedSet(MoneyFields):
    pass


class OrderTotalsFieldsTotalCashRoundingAdjustment(BaseModel):
    payment_set: "OrderTotalsFieldsTotalCashRoundingAdjustmentPaymentSet" = Field(
        alias="paymentSet"
    )


class OrderTotalsFieldsTotalCashRoundingAdjustmentPaymentSet(MoneyFields):
    pass


class OrderTotalsFieldsCurrentSubtotalPriceSet(MoneyFields):
    pass


class OrderTotalsFieldsCurrentTotalTaxSet(MoneyFields):
    pass


class OrderTotalsFieldsCurrentShippingPriceSet(MoneyFields):
    pass


class OrderTotalsFieldsCurrentTotalDiscountsSet(MoneyFields):
    pass


class OrderTotalsFieldsCurrentTotalDutiesSet(MoneyFields):
    pass


class OrderTotalsFieldsCurrentTotalAdditionalFeesSet(MoneyFields):
    pass


class OrderTotalsFieldsTotalReceivedSet(MoneyFields):
    pass


class OrderTotalsFieldsTotalRefundedSet(MoneyFields):
    pass


class OrderTotalsFieldsTotalRefundedShippingSet(MoneyFields):
    pass


class OrderTotalsFieldsNetPaymentSet(MoneyFields):
    pass


class OrderTotalsFieldsTotalOutstandingSet(MoneyFields):
    pass


class RefundLineFields(BaseModel):
    id: Optional[str]
    quantity: int
    restock_type: RefundLineItemRestockType = Field(alias="restockType")
    line_item: "RefundLineFieldsLineItem" = Field(alias="lineItem")
    location: Optional["RefundLineFieldsLocation"]
    subtotal_set: "RefundLineFieldsSubtotalSet" = Field(alias="subtotalSet")
    total_tax_set: "RefundLineFieldsTotalTaxSet" = Field(alias="totalTaxSet")


class RefundLineFieldsLineItem(BaseModel):
    id: str


class RefundLineFieldsLocation(BaseModel):
    id: str


class RefundLineFieldsSubtotalSet(MoneyFields):
    pass


class RefundLineFieldsTotalTaxSet(MoneyFields):
    pass


class RefundFields(BaseModel):
    id: str
    created_at: Optional[datetime] = Field(alias="createdAt")
    updated_at: datetime = Field(alias="updatedAt")
    note: Optional[str]
    total_refunded_set: "RefundFieldsTotalRefundedSet" = Field(alias="totalRefundedSet")
    return_: Optional["RefundFieldsReturn"] = Field(alias="return")
    refund_line_items: "RefundFieldsRefundLineItems" = Field(alias="refundLineItems")
    transactions: "RefundFieldsTransactions"


class RefundFieldsTotalRefundedSet(MoneyFields):
    pass


class RefundFieldsReturn(BaseModel):
    id: str


class RefundFieldsRefundLineItems(BaseModel):
    nodes: list["RefundFieldsRefundLineItemsNodes"]
    page_info: "RefundFieldsRefundLineItemsPageInfo" = Field(alias="pageInfo")


class RefundFieldsRefundLineItemsNodes(RefundLineFields):
    pass


class RefundFieldsRefundLineItemsPageInfo(PageFields):
    pass


class RefundFieldsTransactions(BaseModel):
    nodes: list["RefundFieldsTransactionsNodes"]
    page_info: "RefundFieldsTransactionsPageInfo" = Field(alias="pageInfo")


class RefundFieldsTransactionsNodes(BaseModel):
    id: str


class RefundFieldsTransactionsPageInfo(PageFields):
    pass


class ReturnFields(BaseModel):
    id: str
    name: str
    status: ReturnStatus
    total_quantity: int = Field(alias="totalQuantity")
    created_at: datetime = Field(alias="createdAt")
    closed_at: Optional[datetime] = Field(alias="closedAt")
    return_line_items: "ReturnFieldsReturnLineItems" = Field(alias="returnLineItems")


class ReturnFieldsReturnLineItems(BaseModel):
    nodes: list[
        Union[
            "ReturnFieldsReturnLineItemsNodesReturnLineItemType",
            "ReturnFieldsReturnLineItemsNodesReturnLineItem",
        ]
    ]
    page_info: "ReturnFieldsReturnLineItemsPageInfo" = Field(alias="pageInfo")


class ReturnFieldsReturnLineItemsNodesReturnLineItemType(BaseModel):
    quantity: int


class ReturnFieldsReturnLineItemsNodesReturnLineItem(BaseModel):
    quantity: int
    fulfillment_line_item: "ReturnFieldsReturnLineItemsNodesReturnLineItemFulfillmentLineItem" = Field(
        alias="fulfillmentLineItem"
    )


class ReturnFieldsReturnLineItemsNodesReturnLineItemFulfillmentLineItem(BaseModel):
    line_item: "ReturnFieldsReturnLineItemsNodesReturnLineItemFulfillmentLineItemLineItem" = Field(
        alias="lineItem"
    )


class ReturnFieldsReturnLineItemsNodesReturnLineItemFulfillmentLineItemLineItem(
    BaseModel
):
    id: str


class ReturnFieldsReturnLineItemsPageInfo(PageFields):
    pass


class SellingPlanFields(BaseModel):
    id: str
    name: str
    billing_policy: Union[
        "SellingPlanFieldsBillingPolicySellingPlanFixedBillingPolicy",
        "SellingPlanFieldsBillingPolicySellingPlanRecurringBillingPolicy",
    ] = Field(alias="billingPolicy")
    delivery_policy: Union[
        "SellingPlanFieldsDeliveryPolicySellingPlanFixedDeliveryPolicy",
        "SellingPlanFieldsDeliveryPolicySellingPlanRecurringDeliveryPolicy",
    ] = Field(alias="deliveryPolicy")
    pricing_policies: list[
        Union[
            "SellingPlanFieldsPricingPoliciesSellingPlanFixedPricingPolicy",
            "SellingPlanFieldsPricingPoliciesSellingPlanRecurringPricingPolicy",
        ]
    ] = Field(alias="pricingPolicies")


class SellingPlanFieldsBillingPolicySellingPlanFixedBillingPolicy(BaseModel):
    typename__: Literal["SellingPlanFixedBillingPolicy"] = Field(alias="__typename")


class SellingPlanFieldsBillingPolicySellingPlanRecurringBillingPolicy(BaseModel):
    typename__: Literal["SellingPlanRecurringBillingPolicy"] = Field(alias="__typename")
    interval: SellingPlanInterval
    interval_count: int = Field(alias="intervalCount")
    min_cycles: Optional[int] = Field(alias="minCycles")
    max_cycles: Optional[int] = Field(alias="maxCycles")
    anchors: list[
        "SellingPlanFieldsBillingPolicySellingPlanRecurringBillingPolicyAnchors"
    ]


class SellingPlanFieldsBillingPolicySellingPlanRecurringBillingPolicyAnchors(
    AnchorFields
):
    pass


class SellingPlanFieldsDeliveryPolicySellingPlanFixedDeliveryPolicy(BaseModel):
    typename__: Literal["SellingPlanFixedDeliveryPolicy"] = Field(alias="__typename")


class SellingPlanFieldsDeliveryPolicySellingPlanRecurringDeliveryPolicy(BaseModel):
    typename__: Literal["SellingPlanRecurringDeliveryPolicy"] = Field(
        alias="__typename"
    )
    interval: SellingPlanInterval
    interval_count: int = Field(alias="intervalCount")
    cutoff: Optional[int]
    pre_anchor_behavior: SellingPlanRecurringDeliveryPolicyPreAnchorBehavior = Field(
        alias="preAnchorBehavior"
    )
    anchors: list[
        "SellingPlanFieldsDeliveryPolicySellingPlanRecurringDeliveryPolicyAnchors"
    ]


class SellingPlanFieldsDeliveryPolicySellingPlanRecurringDeliveryPolicyAnchors(
    AnchorFields
):
    pass


class SellingPlanFieldsPricingPoliciesSellingPlanFixedPricingPolicy(BaseModel):
    typename__: Literal["SellingPlanFixedPricingPolicy"] = Field(alias="__typename")
    adjustment_type: SellingPlanPricingPolicyAdjustmentType = Field(
        alias="adjustmentType"
    )
    adjustment_value: Union[
        "SellingPlanFieldsPricingPoliciesSellingPlanFixedPricingPolicyAdjustmentValueMoneyV2",
        "SellingPlanFieldsPricingPoliciesSellingPlanFixedPricingPolicyAdjustmentValueSellingPlanPricingPolicyPercentageValue",
    ] = Field(alias="adjustmentValue")


class SellingPlanFieldsPricingPoliciesSellingPlanFixedPricingPolicyAdjustmentValueMoneyV2(
    BaseModel
):
    typename__: Literal["MoneyV2"] = Field(alias="__typename")
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class SellingPlanFieldsPricingPoliciesSellingPlanFixedPricingPolicyAdjustmentValueSellingPlanPricingPolicyPercentageValue(
    BaseModel
):
    typename__: Literal["SellingPlanPricingPolicyPercentageValue"] = Field(
        alias="__typename"
    )
    percentage: float


class SellingPlanFieldsPricingPoliciesSellingPlanRecurringPricingPolicy(BaseModel):
    typename__: Literal["SellingPlanRecurringPricingPolicy"] = Field(alias="__typename")
    adjustment_type: SellingPlanPricingPolicyAdjustmentType = Field(
        alias="adjustmentType"
    )
    after_cycle: Optional[int] = Field(alias="afterCycle")
    adjustment_value: Union[
        "SellingPlanFieldsPricingPoliciesSellingPlanRecurringPricingPolicyAdjustmentValueMoneyV2",
        "SellingPlanFieldsPricingPoliciesSellingPlanRecurringPricingPolicyAdjustmentValueSellingPlanPricingPolicyPercentageValue",
    ] = Field(alias="adjustmentValue")


class SellingPlanFieldsPricingPoliciesSellingPlanRecurringPricingPolicyAdjustmentValueMoneyV2(
    BaseModel
):
    typename__: Literal["MoneyV2"] = Field(alias="__typename")
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class SellingPlanFieldsPricingPoliciesSellingPlanRecurringPricingPolicyAdjustmentValueSellingPlanPricingPolicyPercentageValue(
    BaseModel
):
    typename__: Literal["SellingPlanPricingPolicyPercentageValue"] = Field(
        alias="__typename"
    )
    percentage: float


AddressFields.model_rebuild()
AddressParts.model_rebuild()
AnchorFields.model_rebuild()
MoneyFields.model_rebuild()
BillingAttemptFields.model_rebuild()
BillingCycleFields.model_rebuild()
ContractDiscountFields.model_rebuild()
ContractLineFields.model_rebuild()
FulfillmentLineFields.model_rebuild()
PageFields.model_rebuild()
FulfillmentFields.model_rebuild()
FulfillmentOrderLineFields.model_rebuild()
FulfillmentOrderFields.model_rebuild()
OrderCustomerFields.model_rebuild()
OrderIdFields.model_rebuild()
OrderLineFields.model_rebuild()
TransactionFields.model_rebuild()
OrderPaymentsFields.model_rebuild()
OrderTotalsFields.model_rebuild()
RefundLineFields.model_rebuild()
RefundFields.model_rebuild()
ReturnFields.model_rebuild()
SellingPlanFields.model_rebuild()
