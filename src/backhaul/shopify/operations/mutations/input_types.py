from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CountryCode,
    CurrencyCode,
    FulfillmentHoldReason,
    LocalizationExtensionKey,
    LocalizedFieldKey,
    OrderAdjustmentInputDiscrepancyReason,
    OrderTransactionKind,
    RefundDutyRefundType,
    RefundLineItemRestockType,
    SellingPlanAnchorType,
    SellingPlanInterval,
    SellingPlanPricingPolicyAdjustmentType,
    SubscriptionActor,
    SubscriptionBillingAttemptInventoryPolicy,
    SubscriptionBillingAttemptPaymentProcessingPolicy,
    SubscriptionBillingCycleScheduleEditInputScheduleEditReason,
    SubscriptionContractSubscriptionStatus,
    WebhookSubscriptionFormat,
)


class AttributeInput(BaseModel):
    key: str
    value: str


class FulfillmentInput(BaseModel):
    line_items_by_fulfillment_order: list["FulfillmentOrderLineItemsInput"] = Field(
        alias="lineItemsByFulfillmentOrder"
    )
    notify_customer: Optional[bool] = Field(alias="notifyCustomer", default=False)
    origin_address: Optional["FulfillmentOriginAddressInput"] = Field(
        alias="originAddress", default=None
    )
    tracking_info: Optional["FulfillmentTrackingInput"] = Field(
        alias="trackingInfo", default=None
    )


class FulfillmentOrderHoldInput(BaseModel):
    reason: FulfillmentHoldReason
    reason_notes: Optional[str] = Field(alias="reasonNotes", default=None)
    notify_merchant: Optional[bool] = Field(alias="notifyMerchant", default=False)
    external_id: Optional[str] = Field(alias="externalId", default=None)
    handle: Optional[str] = ""
    fulfillment_order_line_items: Optional[list["FulfillmentOrderLineItemInput"]] = (
        Field(alias="fulfillmentOrderLineItems", default_factory=lambda: [])
    )


class FulfillmentOrderLineItemInput(BaseModel):
    id: str
    quantity: int


class FulfillmentOrderLineItemsInput(BaseModel):
    fulfillment_order_id: str = Field(alias="fulfillmentOrderId")
    fulfillment_order_line_items: Optional[list["FulfillmentOrderLineItemInput"]] = (
        Field(alias="fulfillmentOrderLineItems", default=None)
    )


class FulfillmentOriginAddressInput(BaseModel):
    address_1: Optional[str] = Field(alias="address1", default=None)
    address_2: Optional[str] = Field(alias="address2", default=None)
    city: Optional[str] = None
    country_code: str = Field(alias="countryCode")
    province_code: Optional[str] = Field(alias="provinceCode", default=None)
    zip_: Optional[str] = Field(alias="zip", default=None)


class FulfillmentTrackingInput(BaseModel):
    number: Optional[str] = None
    url: Optional[str] = None
    company: Optional[str] = None
    numbers: Optional[list[str]] = None
    urls: Optional[list[str]] = None


class HasMetafieldsMetafieldIdentifierInput(BaseModel):
    key: str
    namespace: Optional[str] = None


class LocalizationExtensionInput(BaseModel):
    key: LocalizationExtensionKey
    value: str


class LocalizedFieldInput(BaseModel):
    key: LocalizedFieldKey
    value: str


class MailingAddressInput(BaseModel):
    address_1: Optional[str] = Field(alias="address1", default=None)
    address_2: Optional[str] = Field(alias="address2", default=None)
    city: Optional[str] = None
    company: Optional[str] = None
    country: Optional[str] = None
    country_code: Optional[CountryCode] = Field(alias="countryCode", default=None)
    first_name: Optional[str] = Field(alias="firstName", default=None)
    id: Optional[str] = None
    last_name: Optional[str] = Field(alias="lastName", default=None)
    phone: Optional[str] = None
    province: Optional[str] = None
    province_code: Optional[str] = Field(alias="provinceCode", default=None)
    zip_: Optional[str] = Field(alias="zip", default=None)


class MetafieldInput(BaseModel):
    id: Optional[str] = None
    key: Optional[str] = None
    namespace: Optional[str] = None
    type_: Optional[str] = Field(alias="type", default=None)
    value: Optional[str] = None


class MoneyInput(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class OrderCaptureInput(BaseModel):
    id: str
    parent_transaction_id: str = Field(alias="parentTransactionId")
    amount: str
    currency: Optional[CurrencyCode] = None
    final_capture: Optional[bool] = Field(alias="finalCapture", default=None)


class OrderInput(BaseModel):
    custom_attributes: Optional[list["AttributeInput"]] = Field(
        alias="customAttributes", default=None
    )
    email: Optional[str] = None
    id: str
    localization_extensions: Optional[list["LocalizationExtensionInput"]] = Field(
        alias="localizationExtensions", default=None
    )
    localized_fields: Optional[list["LocalizedFieldInput"]] = Field(
        alias="localizedFields", default=None
    )
    metafields: Optional[list["MetafieldInput"]] = None
    note: Optional[str] = None
    phone: Optional[str] = None
    po_number: Optional[str] = Field(alias="poNumber", default=None)
    shipping_address: Optional["MailingAddressInput"] = Field(
        alias="shippingAddress", default=None
    )
    tags: Optional[list[str]] = None


class OrderTransactionInput(BaseModel):
    amount: str
    gateway: str
    kind: OrderTransactionKind
    order_id: str = Field(alias="orderId")
    parent_id: Optional[str] = Field(alias="parentId", default=None)


class RefundDutyInput(BaseModel):
    duty_id: str = Field(alias="dutyId")
    refund_type: Optional[RefundDutyRefundType] = Field(
        alias="refundType", default=None
    )


class RefundInput(BaseModel):
    currency: Optional[CurrencyCode] = None
    order_id: str = Field(alias="orderId")
    note: Optional[str] = None
    notify: Optional[bool] = None
    shipping: Optional["ShippingRefundInput"] = None
    processed_at: Optional[datetime] = Field(alias="processedAt", default=None)
    refund_line_items: Optional[list["RefundLineItemInput"]] = Field(
        alias="refundLineItems", default=None
    )
    refund_duties: Optional[list["RefundDutyInput"]] = Field(
        alias="refundDuties", default=None
    )
    transactions: Optional[list["OrderTransactionInput"]] = None
    refund_methods: Optional[list["RefundMethodInput"]] = Field(
        alias="refundMethods", default_factory=lambda: []
    )
    discrepancy_reason: Optional[OrderAdjustmentInputDiscrepancyReason] = Field(
        alias="discrepancyReason", default=None
    )
    allow_over_refunding: Optional[bool] = Field(
        alias="allowOverRefunding", default=False
    )


class RefundLineItemInput(BaseModel):
    line_item_id: str = Field(alias="lineItemId")
    quantity: int
    restock_type: Optional[RefundLineItemRestockType] = Field(
        alias="restockType", default=None
    )
    location_id: Optional[str] = Field(alias="locationId", default=None)


class RefundMethodInput(BaseModel):
    store_credit_refund: Optional["StoreCreditRefundInput"] = Field(
        alias="storeCreditRefund", default=None
    )


class SellingPlanAnchorInput(BaseModel):
    cutoff_day: Optional[int] = Field(alias="cutoffDay", default=None)
    day: Optional[int] = None
    month: Optional[int] = None
    type_: Optional[SellingPlanAnchorType] = Field(alias="type", default=None)


class SellingPlanPricingPolicyValueInput(BaseModel):
    fixed_value: Optional[str] = Field(alias="fixedValue", default=None)
    percentage: Optional[float] = None


class ShippingRefundInput(BaseModel):
    amount: Optional[str] = None
    full_refund: Optional[bool] = Field(alias="fullRefund", default=None)


class StoreCreditRefundInput(BaseModel):
    amount: "MoneyInput"
    expires_at: Optional[datetime] = Field(alias="expiresAt", default=None)


class SubscriptionBillingAttemptInput(BaseModel):
    actor: Optional[SubscriptionActor] = None
    billing_cycle_selector: Optional["SubscriptionBillingCycleSelector"] = Field(
        alias="billingCycleSelector", default=None
    )
    idempotency_key: str = Field(alias="idempotencyKey")
    inventory_policy: Optional[SubscriptionBillingAttemptInventoryPolicy] = Field(
        alias="inventoryPolicy",
        default=SubscriptionBillingAttemptInventoryPolicy.PRODUCT_VARIANT_INVENTORY_POLICY,
    )
    origin_time: Optional[datetime] = Field(alias="originTime", default=None)
    payment_processing_policy: Optional[
        SubscriptionBillingAttemptPaymentProcessingPolicy
    ] = Field(
        alias="paymentProcessingPolicy",
        default=SubscriptionBillingAttemptPaymentProcessingPolicy.FAIL_UNLESS_VALID_PAYMENT_METHOD,
    )


class SubscriptionBillingCycleInput(BaseModel):
    contract_id: str = Field(alias="contractId")
    selector: "SubscriptionBillingCycleSelector"


class SubscriptionBillingCycleScheduleEditInput(BaseModel):
    billing_date: Optional[datetime] = Field(alias="billingDate", default=None)
    reason: SubscriptionBillingCycleScheduleEditInputScheduleEditReason
    skip: Optional[bool] = None


class SubscriptionBillingCycleSelector(BaseModel):
    date: Optional[datetime] = None
    index: Optional[int] = None


class SubscriptionBillingPolicyInput(BaseModel):
    anchors: Optional[list["SellingPlanAnchorInput"]] = Field(
        default_factory=lambda: []
    )
    interval: SellingPlanInterval
    interval_count: int = Field(alias="intervalCount")
    max_cycles: Optional[int] = Field(alias="maxCycles", default=None)
    min_cycles: Optional[int] = Field(alias="minCycles", default=None)


class SubscriptionDeliveryMethodInput(BaseModel):
    local_delivery: Optional["SubscriptionDeliveryMethodLocalDeliveryInput"] = Field(
        alias="localDelivery", default=None
    )
    pickup: Optional["SubscriptionDeliveryMethodPickupInput"] = None
    shipping: Optional["SubscriptionDeliveryMethodShippingInput"] = None


class SubscriptionDeliveryMethodLocalDeliveryInput(BaseModel):
    address: Optional["MailingAddressInput"] = None
    local_delivery_option: Optional[
        "SubscriptionDeliveryMethodLocalDeliveryOptionInput"
    ] = Field(alias="localDeliveryOption", default=None)


class SubscriptionDeliveryMethodLocalDeliveryOptionInput(BaseModel):
    code: Optional[str] = None
    description: Optional[str] = None
    instructions: Optional[str] = None
    phone: str
    presentment_title: Optional[str] = Field(alias="presentmentTitle", default=None)
    title: Optional[str] = None


class SubscriptionDeliveryMethodPickupInput(BaseModel):
    pickup_option: Optional["SubscriptionDeliveryMethodPickupOptionInput"] = Field(
        alias="pickupOption", default=None
    )


class SubscriptionDeliveryMethodPickupOptionInput(BaseModel):
    code: Optional[str] = None
    description: Optional[str] = None
    location_id: str = Field(alias="locationId")
    presentment_title: Optional[str] = Field(alias="presentmentTitle", default=None)
    title: Optional[str] = None


class SubscriptionDeliveryMethodShippingInput(BaseModel):
    address: Optional["MailingAddressInput"] = None
    shipping_option: Optional["SubscriptionDeliveryMethodShippingOptionInput"] = Field(
        alias="shippingOption", default=None
    )


class SubscriptionDeliveryMethodShippingOptionInput(BaseModel):
    carrier_service_id: Optional[str] = Field(alias="carrierServiceId", default=None)
    code: Optional[str] = None
    description: Optional[str] = None
    presentment_title: Optional[str] = Field(alias="presentmentTitle", default=None)
    title: Optional[str] = None


class SubscriptionDeliveryPolicyInput(BaseModel):
    anchors: Optional[list["SellingPlanAnchorInput"]] = Field(
        default_factory=lambda: []
    )
    interval: SellingPlanInterval
    interval_count: int = Field(alias="intervalCount")


class SubscriptionDraftInput(BaseModel):
    billing_policy: Optional["SubscriptionBillingPolicyInput"] = Field(
        alias="billingPolicy", default=None
    )
    custom_attributes: Optional[list["AttributeInput"]] = Field(
        alias="customAttributes", default=None
    )
    delivery_method: Optional["SubscriptionDeliveryMethodInput"] = Field(
        alias="deliveryMethod", default=None
    )
    delivery_policy: Optional["SubscriptionDeliveryPolicyInput"] = Field(
        alias="deliveryPolicy", default=None
    )
    delivery_price: Optional[str] = Field(alias="deliveryPrice", default=None)
    next_billing_date: Optional[datetime] = Field(alias="nextBillingDate", default=None)
    note: Optional[str] = None
    payment_method_id: Optional[str] = Field(alias="paymentMethodId", default=None)
    status: Optional[SubscriptionContractSubscriptionStatus] = None


class SubscriptionLineInput(BaseModel):
    current_price: str = Field(alias="currentPrice")
    custom_attributes: Optional[list["AttributeInput"]] = Field(
        alias="customAttributes", default=None
    )
    pricing_policy: Optional["SubscriptionPricingPolicyInput"] = Field(
        alias="pricingPolicy", default=None
    )
    product_variant_id: str = Field(alias="productVariantId")
    quantity: int
    selling_plan_id: Optional[str] = Field(alias="sellingPlanId", default=None)
    selling_plan_name: Optional[str] = Field(alias="sellingPlanName", default=None)


class SubscriptionLineUpdateInput(BaseModel):
    current_price: Optional[str] = Field(alias="currentPrice", default=None)
    custom_attributes: Optional[list["AttributeInput"]] = Field(
        alias="customAttributes", default=None
    )
    pricing_policy: Optional["SubscriptionPricingPolicyInput"] = Field(
        alias="pricingPolicy", default=None
    )
    product_variant_id: Optional[str] = Field(alias="productVariantId", default=None)
    quantity: Optional[int] = None
    selling_plan_id: Optional[str] = Field(alias="sellingPlanId", default=None)
    selling_plan_name: Optional[str] = Field(alias="sellingPlanName", default=None)


class SubscriptionManualDiscountEntitledLinesInput(BaseModel):
    all: Optional[bool] = None
    lines: Optional["SubscriptionManualDiscountLinesInput"] = None


class SubscriptionManualDiscountFixedAmountInput(BaseModel):
    amount: Optional[float] = None
    applies_on_each_item: Optional[bool] = Field(
        alias="appliesOnEachItem", default=None
    )


class SubscriptionManualDiscountInput(BaseModel):
    entitled_lines: Optional["SubscriptionManualDiscountEntitledLinesInput"] = Field(
        alias="entitledLines", default=None
    )
    recurring_cycle_limit: Optional[int] = Field(
        alias="recurringCycleLimit", default=None
    )
    title: Optional[str] = None
    value: Optional["SubscriptionManualDiscountValueInput"] = None


class SubscriptionManualDiscountLinesInput(BaseModel):
    add: Optional[list[str]] = None
    remove: Optional[list[str]] = None


class SubscriptionManualDiscountValueInput(BaseModel):
    fixed_amount: Optional["SubscriptionManualDiscountFixedAmountInput"] = Field(
        alias="fixedAmount", default=None
    )
    percentage: Optional[int] = None


class SubscriptionPricingPolicyCycleDiscountsInput(BaseModel):
    adjustment_type: SellingPlanPricingPolicyAdjustmentType = Field(
        alias="adjustmentType"
    )
    adjustment_value: "SellingPlanPricingPolicyValueInput" = Field(
        alias="adjustmentValue"
    )
    after_cycle: int = Field(alias="afterCycle")
    computed_price: str = Field(alias="computedPrice")


class SubscriptionPricingPolicyInput(BaseModel):
    base_price: str = Field(alias="basePrice")
    cycle_discounts: list["SubscriptionPricingPolicyCycleDiscountsInput"] = Field(
        alias="cycleDiscounts"
    )


class WebhookSubscriptionInput(BaseModel):
    callback_url: Optional[str] = Field(alias="callbackUrl", default=None)
    filter_: Optional[str] = Field(alias="filter", default=None)
    format: Optional[WebhookSubscriptionFormat] = None
    include_fields: Optional[list[str]] = Field(alias="includeFields", default=None)
    metafield_namespaces: Optional[list[str]] = Field(
        alias="metafieldNamespaces", default=None
    )
    metafields: Optional[list["HasMetafieldsMetafieldIdentifierInput"]] = None
    name: Optional[str] = None
    uri: Optional[str] = None


FulfillmentInput.model_rebuild()
FulfillmentOrderHoldInput.model_rebuild()
FulfillmentOrderLineItemsInput.model_rebuild()
OrderInput.model_rebuild()
RefundInput.model_rebuild()
RefundMethodInput.model_rebuild()
StoreCreditRefundInput.model_rebuild()
SubscriptionBillingAttemptInput.model_rebuild()
SubscriptionBillingCycleInput.model_rebuild()
SubscriptionBillingPolicyInput.model_rebuild()
SubscriptionDeliveryMethodInput.model_rebuild()
SubscriptionDeliveryMethodLocalDeliveryInput.model_rebuild()
SubscriptionDeliveryMethodPickupInput.model_rebuild()
SubscriptionDeliveryMethodShippingInput.model_rebuild()
SubscriptionDeliveryPolicyInput.model_rebuild()
SubscriptionDraftInput.model_rebuild()
SubscriptionLineInput.model_rebuild()
SubscriptionLineUpdateInput.model_rebuild()
SubscriptionManualDiscountEntitledLinesInput.model_rebuild()
SubscriptionManualDiscountInput.model_rebuild()
SubscriptionManualDiscountValueInput.model_rebuild()
SubscriptionPricingPolicyCycleDiscountsInput.model_rebuild()
SubscriptionPricingPolicyInput.model_rebuild()
WebhookSubscriptionInput.model_rebuild()
