from typing import Literal, Optional, Union

from pydantic import Field

from ..model import BaseModel
from .enums import CurrencyCode


class DraftDeliveryOptions(BaseModel):
    subscription_draft: Optional["DraftDeliveryOptionsSubscriptionDraft"] = Field(
        alias="subscriptionDraft"
    )


class DraftDeliveryOptionsSubscriptionDraft(BaseModel):
    delivery_options: Optional[
        Union[
            "DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultFailure",
            "DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccess",
        ]
    ] = Field(alias="deliveryOptions")


class DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultFailure(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryOptionResultFailure"] = Field(
        alias="__typename"
    )
    message: Optional[str]


class DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccess(
    BaseModel
):
    typename__: Literal["SubscriptionDeliveryOptionResultSuccess"] = Field(
        alias="__typename"
    )
    delivery_options: list[
        Union[
            "DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccessDeliveryOptionsSubscriptionLocalDeliveryOption",
            "DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccessDeliveryOptionsSubscriptionPickupOption",
            "DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccessDeliveryOptionsSubscriptionShippingOption",
        ]
    ] = Field(alias="deliveryOptions")


class DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccessDeliveryOptionsSubscriptionLocalDeliveryOption(
    BaseModel
):
    typename__: Literal["SubscriptionLocalDeliveryOption"] = Field(alias="__typename")


class DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccessDeliveryOptionsSubscriptionPickupOption(
    BaseModel
):
    typename__: Literal["SubscriptionPickupOption"] = Field(alias="__typename")


class DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccessDeliveryOptionsSubscriptionShippingOption(
    BaseModel
):
    typename__: Literal["SubscriptionShippingOption"] = Field(alias="__typename")
    code: str
    title: str
    price: Optional[
        "DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccessDeliveryOptionsSubscriptionShippingOptionPrice"
    ]


class DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccessDeliveryOptionsSubscriptionShippingOptionPrice(
    BaseModel
):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


DraftDeliveryOptions.model_rebuild()
DraftDeliveryOptionsSubscriptionDraft.model_rebuild()
DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccess.model_rebuild()
DraftDeliveryOptionsSubscriptionDraftDeliveryOptionsSubscriptionDeliveryOptionResultSuccessDeliveryOptionsSubscriptionShippingOption.model_rebuild()
