from datetime import datetime
from typing import Literal, Optional, Union

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CurrencyCode,
    DiscountTargetType,
    SubscriptionBillingCycleBillingCycleStatus,
)
from .fragments import AddressParts


class CycleContent(BaseModel):
    subscription_billing_cycle: Optional["CycleContentSubscriptionBillingCycle"] = (
        Field(alias="subscriptionBillingCycle")
    )


class CycleContentSubscriptionBillingCycle(BaseModel):
    cycle_index: int = Field(alias="cycleIndex")
    cycle_start_at: datetime = Field(alias="cycleStartAt")
    cycle_end_at: datetime = Field(alias="cycleEndAt")
    billing_attempt_expected_date: datetime = Field(alias="billingAttemptExpectedDate")
    status: SubscriptionBillingCycleBillingCycleStatus
    skipped: bool
    edited: bool
    edited_contract: Optional["CycleContentSubscriptionBillingCycleEditedContract"] = (
        Field(alias="editedContract")
    )


class CycleContentSubscriptionBillingCycleEditedContract(BaseModel):
    currency_code: CurrencyCode = Field(alias="currencyCode")
    note: Optional[str]
    custom_attributes: list[
        "CycleContentSubscriptionBillingCycleEditedContractCustomAttributes"
    ] = Field(alias="customAttributes")
    delivery_price: "CycleContentSubscriptionBillingCycleEditedContractDeliveryPrice" = Field(
        alias="deliveryPrice"
    )
    delivery_method: Optional[
        Union[
            "CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodLocalDelivery",
            "CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodPickup",
            "CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodShipping",
        ]
    ] = Field(alias="deliveryMethod")
    customer_payment_method: Optional[
        "CycleContentSubscriptionBillingCycleEditedContractCustomerPaymentMethod"
    ] = Field(alias="customerPaymentMethod")
    lines: "CycleContentSubscriptionBillingCycleEditedContractLines"
    discounts: "CycleContentSubscriptionBillingCycleEditedContractDiscounts"


class CycleContentSubscriptionBillingCycleEditedContractCustomAttributes(BaseModel):
    key: str
    value: Optional[str]


class CycleContentSubscriptionBillingCycleEditedContractDeliveryPrice(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodLocalDelivery(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodLocalDelivery"] = Field(
        alias="__typename"
    )


class CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodPickup(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodPickup"] = Field(alias="__typename")


class CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodShipping(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodShipping"] = Field(
        alias="__typename"
    )
    address: "CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodShippingAddress"
    shipping_option: "CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodShippingShippingOption" = Field(
        alias="shippingOption"
    )


CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodShippingAddress = AddressParts


class CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodShippingShippingOption(
    BaseModel
):
    code: Optional[str]
    title: Optional[str]


class CycleContentSubscriptionBillingCycleEditedContractCustomerPaymentMethod(
    BaseModel
):
    id: str


class CycleContentSubscriptionBillingCycleEditedContractLines(BaseModel):
    nodes: list["CycleContentSubscriptionBillingCycleEditedContractLinesNodes"]
    page_info: "CycleContentSubscriptionBillingCycleEditedContractLinesPageInfo" = (
        Field(alias="pageInfo")
    )


class CycleContentSubscriptionBillingCycleEditedContractLinesNodes(BaseModel):
    id: str
    title: str
    variant_id: Optional[str] = Field(alias="variantId")
    quantity: int
    current_price: "CycleContentSubscriptionBillingCycleEditedContractLinesNodesCurrentPrice" = Field(
        alias="currentPrice"
    )
    custom_attributes: list[
        "CycleContentSubscriptionBillingCycleEditedContractLinesNodesCustomAttributes"
    ] = Field(alias="customAttributes")
    selling_plan_id: Optional[str] = Field(alias="sellingPlanId")
    selling_plan_name: Optional[str] = Field(alias="sellingPlanName")
    pricing_policy: Optional[
        "CycleContentSubscriptionBillingCycleEditedContractLinesNodesPricingPolicy"
    ] = Field(alias="pricingPolicy")


class CycleContentSubscriptionBillingCycleEditedContractLinesNodesCurrentPrice(
    BaseModel
):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class CycleContentSubscriptionBillingCycleEditedContractLinesNodesCustomAttributes(
    BaseModel
):
    key: str
    value: Optional[str]


class CycleContentSubscriptionBillingCycleEditedContractLinesNodesPricingPolicy(
    BaseModel
):
    base_price: "CycleContentSubscriptionBillingCycleEditedContractLinesNodesPricingPolicyBasePrice" = Field(
        alias="basePrice"
    )


class CycleContentSubscriptionBillingCycleEditedContractLinesNodesPricingPolicyBasePrice(
    BaseModel
):
    amount: str


class CycleContentSubscriptionBillingCycleEditedContractLinesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")


class CycleContentSubscriptionBillingCycleEditedContractDiscounts(BaseModel):
    nodes: list["CycleContentSubscriptionBillingCycleEditedContractDiscountsNodes"]
    page_info: "CycleContentSubscriptionBillingCycleEditedContractDiscountsPageInfo" = (
        Field(alias="pageInfo")
    )


class CycleContentSubscriptionBillingCycleEditedContractDiscountsNodes(BaseModel):
    id: str
    title: Optional[str]
    recurring_cycle_limit: Optional[int] = Field(alias="recurringCycleLimit")
    target_type: DiscountTargetType = Field(alias="targetType")
    entitled_lines: "CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesEntitledLines" = Field(
        alias="entitledLines"
    )
    value: Union[
        "CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesValueSubscriptionDiscountFixedAmountValue",
        "CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesValueSubscriptionDiscountPercentageValue",
    ]


class CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesEntitledLines(
    BaseModel
):
    all: bool
    lines: "CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesEntitledLinesLines"


class CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesEntitledLinesLines(
    BaseModel
):
    nodes: list[
        "CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesEntitledLinesLinesNodes"
    ]
    page_info: "CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesEntitledLinesLinesPageInfo" = Field(
        alias="pageInfo"
    )


class CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesEntitledLinesLinesNodes(
    BaseModel
):
    id: str


class CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesEntitledLinesLinesPageInfo(
    BaseModel
):
    has_next_page: bool = Field(alias="hasNextPage")


class CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesValueSubscriptionDiscountFixedAmountValue(
    BaseModel
):
    typename__: Literal["SubscriptionDiscountFixedAmountValue"] = Field(
        alias="__typename"
    )
    amount: "CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesValueSubscriptionDiscountFixedAmountValueAmount"
    applies_on_each_item: bool = Field(alias="appliesOnEachItem")


class CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesValueSubscriptionDiscountFixedAmountValueAmount(
    BaseModel
):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesValueSubscriptionDiscountPercentageValue(
    BaseModel
):
    typename__: Literal["SubscriptionDiscountPercentageValue"] = Field(
        alias="__typename"
    )
    percentage: int


class CycleContentSubscriptionBillingCycleEditedContractDiscountsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")


CycleContent.model_rebuild()
CycleContentSubscriptionBillingCycle.model_rebuild()
CycleContentSubscriptionBillingCycleEditedContract.model_rebuild()
CycleContentSubscriptionBillingCycleEditedContractDeliveryMethodSubscriptionDeliveryMethodShipping.model_rebuild()
CycleContentSubscriptionBillingCycleEditedContractLines.model_rebuild()
CycleContentSubscriptionBillingCycleEditedContractLinesNodes.model_rebuild()
CycleContentSubscriptionBillingCycleEditedContractLinesNodesPricingPolicy.model_rebuild()
CycleContentSubscriptionBillingCycleEditedContractDiscounts.model_rebuild()
CycleContentSubscriptionBillingCycleEditedContractDiscountsNodes.model_rebuild()
CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesEntitledLines.model_rebuild()
CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesEntitledLinesLines.model_rebuild()
CycleContentSubscriptionBillingCycleEditedContractDiscountsNodesValueSubscriptionDiscountFixedAmountValue.model_rebuild()
