from datetime import datetime
from typing import Literal, Optional, Union

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CurrencyCode,
    SellingPlanInterval,
    SubscriptionContractLastBillingErrorType,
    SubscriptionContractLastPaymentStatus,
    SubscriptionContractSubscriptionStatus,
)
from .fragments import (  # noqa: F401
    AddressFields,
    AnchorFields,
    BillingAttemptFields,
    BillingCycleFields,
    ContractDiscountFields,
    ContractDiscountFieldsValueSubscriptionDiscountFixedAmountValue,
    ContractDiscountFieldsValueSubscriptionDiscountPercentageValue,
    ContractLineFields,
    OrderIdFields,
    PageFields,
)


class Contract(BaseModel):
    subscription_contract: Optional["ContractSubscriptionContract"] = Field(
        alias="subscriptionContract"
    )
    subscription_billing_cycles: "ContractSubscriptionBillingCycles" = Field(
        alias="subscriptionBillingCycles"
    )
    current_app_installation: "ContractCurrentAppInstallation" = Field(
        alias="currentAppInstallation"
    )


class ContractSubscriptionContract(BaseModel):
    id: str
    revision_id: int = Field(alias="revisionId")
    status: SubscriptionContractSubscriptionStatus
    created_at: datetime = Field(alias="createdAt")
    updated_at: datetime = Field(alias="updatedAt")
    currency_code: CurrencyCode = Field(alias="currencyCode")
    next_billing_date: Optional[datetime] = Field(alias="nextBillingDate")
    last_payment_status: Optional[SubscriptionContractLastPaymentStatus] = Field(
        alias="lastPaymentStatus"
    )
    last_billing_attempt_error_type: Optional[
        SubscriptionContractLastBillingErrorType
    ] = Field(alias="lastBillingAttemptErrorType")
    note: Optional[str]
    custom_attributes: list["ContractSubscriptionContractCustomAttributes"] = Field(
        alias="customAttributes"
    )
    app: Optional["ContractSubscriptionContractApp"]
    customer: Optional["ContractSubscriptionContractCustomer"]
    origin_order: Optional["ContractSubscriptionContractOriginOrder"] = Field(
        alias="originOrder"
    )
    customer_payment_method: Optional[
        "ContractSubscriptionContractCustomerPaymentMethod"
    ] = Field(alias="customerPaymentMethod")
    billing_policy: "ContractSubscriptionContractBillingPolicy" = Field(
        alias="billingPolicy"
    )
    delivery_policy: "ContractSubscriptionContractDeliveryPolicy" = Field(
        alias="deliveryPolicy"
    )
    delivery_price: "ContractSubscriptionContractDeliveryPrice" = Field(
        alias="deliveryPrice"
    )
    delivery_method: Optional[
        Union[
            "ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDelivery",
            "ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodPickup",
            "ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShipping",
        ]
    ] = Field(alias="deliveryMethod")
    lines: "ContractSubscriptionContractLines"
    discounts: "ContractSubscriptionContractDiscounts"
    orders: "ContractSubscriptionContractOrders"
    billing_attempts: "ContractSubscriptionContractBillingAttempts" = Field(
        alias="billingAttempts"
    )


class ContractSubscriptionContractCustomAttributes(BaseModel):
    key: str
    value: Optional[str]


class ContractSubscriptionContractApp(BaseModel):
    id: str
    title: str


class ContractSubscriptionContractCustomer(BaseModel):
    id: str


class ContractSubscriptionContractOriginOrder(BaseModel):
    id: str


class ContractSubscriptionContractCustomerPaymentMethod(BaseModel):
    id: str
    revoked_at: Optional[datetime] = Field(alias="revokedAt")
    instrument: Optional[
        Union[
            "ContractSubscriptionContractCustomerPaymentMethodInstrumentBankAccount",
            "ContractSubscriptionContractCustomerPaymentMethodInstrumentCustomerCreditCard",
            "ContractSubscriptionContractCustomerPaymentMethodInstrumentCustomerPaypalBillingAgreement",
            "ContractSubscriptionContractCustomerPaymentMethodInstrumentCustomerShopPayAgreement",
        ]
    ]


class ContractSubscriptionContractCustomerPaymentMethodInstrumentBankAccount(BaseModel):
    typename__: Literal["BankAccount"] = Field(alias="__typename")
    bank_name: str = Field(alias="bankName")
    last_digits: str = Field(alias="lastDigits")


class ContractSubscriptionContractCustomerPaymentMethodInstrumentCustomerCreditCard(
    BaseModel
):
    typename__: Literal["CustomerCreditCard"] = Field(alias="__typename")
    brand: str
    last_digits: str = Field(alias="lastDigits")
    expiry_month: int = Field(alias="expiryMonth")
    expiry_year: int = Field(alias="expiryYear")


class ContractSubscriptionContractCustomerPaymentMethodInstrumentCustomerPaypalBillingAgreement(
    BaseModel
):
    typename__: Literal["CustomerPaypalBillingAgreement"] = Field(alias="__typename")


class ContractSubscriptionContractCustomerPaymentMethodInstrumentCustomerShopPayAgreement(
    BaseModel
):
    typename__: Literal["CustomerShopPayAgreement"] = Field(alias="__typename")
    last_digits: str = Field(alias="lastDigits")


class ContractSubscriptionContractBillingPolicy(BaseModel):
    interval: SellingPlanInterval
    interval_count: int = Field(alias="intervalCount")
    min_cycles: Optional[int] = Field(alias="minCycles")
    max_cycles: Optional[int] = Field(alias="maxCycles")
    anchors: list["ContractSubscriptionContractBillingPolicyAnchors"]


ContractSubscriptionContractBillingPolicyAnchors = AnchorFields


class ContractSubscriptionContractDeliveryPolicy(BaseModel):
    interval: SellingPlanInterval
    interval_count: int = Field(alias="intervalCount")
    anchors: list["ContractSubscriptionContractDeliveryPolicyAnchors"]


ContractSubscriptionContractDeliveryPolicyAnchors = AnchorFields


class ContractSubscriptionContractDeliveryPrice(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDelivery(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodLocalDelivery"] = Field(
        alias="__typename"
    )
    address: "ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDeliveryAddress"
    local_delivery_option: "ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDeliveryLocalDeliveryOption" = Field(
        alias="localDeliveryOption"
    )


ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDeliveryAddress = AddressFields


class ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDeliveryLocalDeliveryOption(
    BaseModel
):
    code: Optional[str]
    title: Optional[str]


class ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodPickup(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodPickup"] = Field(alias="__typename")
    pickup_option: "ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodPickupPickupOption" = Field(
        alias="pickupOption"
    )


class ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodPickupPickupOption(
    BaseModel
):
    code: Optional[str]
    title: Optional[str]


class ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShipping(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodShipping"] = Field(
        alias="__typename"
    )
    address: "ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingAddress"
    shipping_option: "ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingShippingOption" = Field(
        alias="shippingOption"
    )


ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingAddress = (
    AddressFields
)


class ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingShippingOption(
    BaseModel
):
    code: Optional[str]
    title: Optional[str]


class ContractSubscriptionContractLines(BaseModel):
    nodes: list["ContractSubscriptionContractLinesNodes"]
    page_info: "ContractSubscriptionContractLinesPageInfo" = Field(alias="pageInfo")


ContractSubscriptionContractLinesNodes = ContractLineFields
ContractSubscriptionContractLinesPageInfo = PageFields


class ContractSubscriptionContractDiscounts(BaseModel):
    nodes: list["ContractSubscriptionContractDiscountsNodes"]
    page_info: "ContractSubscriptionContractDiscountsPageInfo" = Field(alias="pageInfo")


class ContractSubscriptionContractDiscountsNodes(ContractDiscountFields):
    entitled_lines: "ContractSubscriptionContractDiscountsNodesEntitledLines" = Field(
        alias="entitledLines"
    )


class ContractSubscriptionContractDiscountsNodesEntitledLines(BaseModel):
    all: bool


ContractSubscriptionContractDiscountsPageInfo = PageFields


class ContractSubscriptionContractOrders(BaseModel):
    nodes: list["ContractSubscriptionContractOrdersNodes"]
    page_info: "ContractSubscriptionContractOrdersPageInfo" = Field(alias="pageInfo")


ContractSubscriptionContractOrdersNodes = OrderIdFields
ContractSubscriptionContractOrdersPageInfo = PageFields


class ContractSubscriptionContractBillingAttempts(BaseModel):
    nodes: list["ContractSubscriptionContractBillingAttemptsNodes"]
    page_info: "ContractSubscriptionContractBillingAttemptsPageInfo" = Field(
        alias="pageInfo"
    )


ContractSubscriptionContractBillingAttemptsNodes = BillingAttemptFields
ContractSubscriptionContractBillingAttemptsPageInfo = PageFields


class ContractSubscriptionBillingCycles(BaseModel):
    nodes: list["ContractSubscriptionBillingCyclesNodes"]
    page_info: "ContractSubscriptionBillingCyclesPageInfo" = Field(alias="pageInfo")


ContractSubscriptionBillingCyclesNodes = BillingCycleFields
ContractSubscriptionBillingCyclesPageInfo = PageFields


class ContractCurrentAppInstallation(BaseModel):
    app: "ContractCurrentAppInstallationApp"


class ContractCurrentAppInstallationApp(BaseModel):
    id: str


Contract.model_rebuild()
ContractSubscriptionContract.model_rebuild()
ContractSubscriptionContractCustomerPaymentMethod.model_rebuild()
ContractSubscriptionContractBillingPolicy.model_rebuild()
ContractSubscriptionContractDeliveryPolicy.model_rebuild()
ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDelivery.model_rebuild()
ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodPickup.model_rebuild()
ContractSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShipping.model_rebuild()
ContractSubscriptionContractLines.model_rebuild()
ContractSubscriptionContractDiscounts.model_rebuild()
ContractSubscriptionContractDiscountsNodes.model_rebuild()
ContractSubscriptionContractOrders.model_rebuild()
ContractSubscriptionContractBillingAttempts.model_rebuild()
ContractSubscriptionBillingCycles.model_rebuild()
ContractCurrentAppInstallation.model_rebuild()
