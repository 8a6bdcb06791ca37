from datetime import datetime
from typing import Literal, Optional, Union

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CurrencyCode,
    DiscountTargetType,
    SubscriptionContractSubscriptionStatus,
)
from .fragments import AddressParts


class ContractContent(BaseModel):
    subscription_contract: Optional["ContractContentSubscriptionContract"] = Field(
        alias="subscriptionContract"
    )


class ContractContentSubscriptionContract(BaseModel):
    id: str
    revision_id: int = Field(alias="revisionId")
    status: SubscriptionContractSubscriptionStatus
    next_billing_date: Optional[datetime] = Field(alias="nextBillingDate")
    currency_code: CurrencyCode = Field(alias="currencyCode")
    note: Optional[str]
    custom_attributes: list["ContractContentSubscriptionContractCustomAttributes"] = (
        Field(alias="customAttributes")
    )
    delivery_price: "ContractContentSubscriptionContractDeliveryPrice" = Field(
        alias="deliveryPrice"
    )
    delivery_method: Optional[
        Union[
            "ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDelivery",
            "ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodPickup",
            "ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShipping",
        ]
    ] = Field(alias="deliveryMethod")
    customer_payment_method: Optional[
        "ContractContentSubscriptionContractCustomerPaymentMethod"
    ] = Field(alias="customerPaymentMethod")
    lines: "ContractContentSubscriptionContractLines"
    discounts: "ContractContentSubscriptionContractDiscounts"


class ContractContentSubscriptionContractCustomAttributes(BaseModel):
    key: str
    value: Optional[str]


class ContractContentSubscriptionContractDeliveryPrice(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDelivery(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodLocalDelivery"] = Field(
        alias="__typename"
    )


class ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodPickup(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodPickup"] = Field(alias="__typename")


class ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShipping(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodShipping"] = Field(
        alias="__typename"
    )
    address: "ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingAddress"
    shipping_option: "ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingShippingOption" = Field(
        alias="shippingOption"
    )


ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingAddress = AddressParts


class ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingShippingOption(
    BaseModel
):
    code: Optional[str]
    title: Optional[str]


class ContractContentSubscriptionContractCustomerPaymentMethod(BaseModel):
    id: str


class ContractContentSubscriptionContractLines(BaseModel):
    nodes: list["ContractContentSubscriptionContractLinesNodes"]
    page_info: "ContractContentSubscriptionContractLinesPageInfo" = Field(
        alias="pageInfo"
    )


class ContractContentSubscriptionContractLinesNodes(BaseModel):
    id: str
    title: str
    variant_id: Optional[str] = Field(alias="variantId")
    quantity: int
    current_price: "ContractContentSubscriptionContractLinesNodesCurrentPrice" = Field(
        alias="currentPrice"
    )
    custom_attributes: list[
        "ContractContentSubscriptionContractLinesNodesCustomAttributes"
    ] = Field(alias="customAttributes")
    selling_plan_id: Optional[str] = Field(alias="sellingPlanId")
    selling_plan_name: Optional[str] = Field(alias="sellingPlanName")
    pricing_policy: Optional[
        "ContractContentSubscriptionContractLinesNodesPricingPolicy"
    ] = Field(alias="pricingPolicy")


class ContractContentSubscriptionContractLinesNodesCurrentPrice(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class ContractContentSubscriptionContractLinesNodesCustomAttributes(BaseModel):
    key: str
    value: Optional[str]


class ContractContentSubscriptionContractLinesNodesPricingPolicy(BaseModel):
    base_price: "ContractContentSubscriptionContractLinesNodesPricingPolicyBasePrice" = Field(
        alias="basePrice"
    )


class ContractContentSubscriptionContractLinesNodesPricingPolicyBasePrice(BaseModel):
    amount: str


class ContractContentSubscriptionContractLinesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")


class ContractContentSubscriptionContractDiscounts(BaseModel):
    nodes: list["ContractContentSubscriptionContractDiscountsNodes"]
    page_info: "ContractContentSubscriptionContractDiscountsPageInfo" = Field(
        alias="pageInfo"
    )


class ContractContentSubscriptionContractDiscountsNodes(BaseModel):
    id: str
    title: Optional[str]
    recurring_cycle_limit: Optional[int] = Field(alias="recurringCycleLimit")
    target_type: DiscountTargetType = Field(alias="targetType")
    entitled_lines: "ContractContentSubscriptionContractDiscountsNodesEntitledLines" = (
        Field(alias="entitledLines")
    )
    value: Union[
        "ContractContentSubscriptionContractDiscountsNodesValueSubscriptionDiscountFixedAmountValue",
        "ContractContentSubscriptionContractDiscountsNodesValueSubscriptionDiscountPercentageValue",
    ]


class ContractContentSubscriptionContractDiscountsNodesEntitledLines(BaseModel):
    all: bool
    lines: "ContractContentSubscriptionContractDiscountsNodesEntitledLinesLines"


class ContractContentSubscriptionContractDiscountsNodesEntitledLinesLines(BaseModel):
    nodes: list[
        "ContractContentSubscriptionContractDiscountsNodesEntitledLinesLinesNodes"
    ]
    page_info: "ContractContentSubscriptionContractDiscountsNodesEntitledLinesLinesPageInfo" = Field(
        alias="pageInfo"
    )


class ContractContentSubscriptionContractDiscountsNodesEntitledLinesLinesNodes(
    BaseModel
):
    id: str


class ContractContentSubscriptionContractDiscountsNodesEntitledLinesLinesPageInfo(
    BaseModel
):
    has_next_page: bool = Field(alias="hasNextPage")


class ContractContentSubscriptionContractDiscountsNodesValueSubscriptionDiscountFixedAmountValue(
    BaseModel
):
    typename__: Literal["SubscriptionDiscountFixedAmountValue"] = Field(
        alias="__typename"
    )
    amount: "ContractContentSubscriptionContractDiscountsNodesValueSubscriptionDiscountFixedAmountValueAmount"
    applies_on_each_item: bool = Field(alias="appliesOnEachItem")


class ContractContentSubscriptionContractDiscountsNodesValueSubscriptionDiscountFixedAmountValueAmount(
    BaseModel
):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class ContractContentSubscriptionContractDiscountsNodesValueSubscriptionDiscountPercentageValue(
    BaseModel
):
    typename__: Literal["SubscriptionDiscountPercentageValue"] = Field(
        alias="__typename"
    )
    percentage: int


class ContractContentSubscriptionContractDiscountsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")


ContractContent.model_rebuild()
ContractContentSubscriptionContract.model_rebuild()
ContractContentSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShipping.model_rebuild()
ContractContentSubscriptionContractLines.model_rebuild()
ContractContentSubscriptionContractLinesNodes.model_rebuild()
ContractContentSubscriptionContractLinesNodesPricingPolicy.model_rebuild()
ContractContentSubscriptionContractDiscounts.model_rebuild()
ContractContentSubscriptionContractDiscountsNodes.model_rebuild()
ContractContentSubscriptionContractDiscountsNodesEntitledLines.model_rebuild()
ContractContentSubscriptionContractDiscountsNodesEntitledLinesLines.model_rebuild()
ContractContentSubscriptionContractDiscountsNodesValueSubscriptionDiscountFixedAmountValue.model_rebuild()
