from typing import Literal, Optional, Union

from pydantic import Field

from ..model import BaseModel
from .enums import CurrencyCode
from .fragments import AddressParts


class ContractAddress(BaseModel):
    subscription_contract: Optional["ContractAddressSubscriptionContract"] = Field(
        alias="subscriptionContract"
    )


class ContractAddressSubscriptionContract(BaseModel):
    delivery_price: "ContractAddressSubscriptionContractDeliveryPrice" = Field(
        alias="deliveryPrice"
    )
    delivery_method: Optional[
        Union[
            "ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDelivery",
            "ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodPickup",
            "ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShipping",
        ]
    ] = Field(alias="deliveryMethod")


class ContractAddressSubscriptionContractDeliveryPrice(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodLocalDelivery(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodLocalDelivery"] = Field(
        alias="__typename"
    )


class ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodPickup(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodPickup"] = Field(alias="__typename")


class ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShipping(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryMethodShipping"] = Field(
        alias="__typename"
    )
    address: "ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingAddress"
    shipping_option: "ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingShippingOption" = Field(
        alias="shippingOption"
    )


ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingAddress = AddressParts


class ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShippingShippingOption(
    BaseModel
):
    code: Optional[str]
    title: Optional[str]


ContractAddress.model_rebuild()
ContractAddressSubscriptionContract.model_rebuild()
ContractAddressSubscriptionContractDeliveryMethodSubscriptionDeliveryMethodShipping.model_rebuild()
