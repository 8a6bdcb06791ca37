from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CurrencyCode,
    OrderAdjustmentInputDiscrepancyReason,
    OrderTransactionKind,
    RefundDutyRefundType,
    RefundLineItemRestockType,
    WebhookSubscriptionFormat,
)


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


class MoneyInput(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class OrderCaptureInput(BaseModel):
    id: str
    parent_transaction_id: str = Field(alias="parentTransactionId")
    amount: str
    currency: Optional[CurrencyCode] = None
    final_capture: Optional[bool] = Field(alias="finalCapture", default=None)


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


class ShippingRefundInput(BaseModel):
    amount: Optional[str] = None
    full_refund: Optional[bool] = Field(alias="fullRefund", default=None)


class StoreCreditRefundInput(BaseModel):
    amount: "MoneyInput"
    expires_at: Optional[datetime] = Field(alias="expiresAt", default=None)


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
FulfillmentOrderLineItemsInput.model_rebuild()
RefundInput.model_rebuild()
RefundMethodInput.model_rebuild()
StoreCreditRefundInput.model_rebuild()
WebhookSubscriptionInput.model_rebuild()
