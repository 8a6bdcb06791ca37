from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionDraftErrorCode


class SubscriptionDraftDiscountRemove(BaseModel):
    subscription_draft_discount_remove: Optional[
        "SubscriptionDraftDiscountRemoveSubscriptionDraftDiscountRemove"
    ] = Field(alias="subscriptionDraftDiscountRemove")


class SubscriptionDraftDiscountRemoveSubscriptionDraftDiscountRemove(BaseModel):
    draft: Optional[
        "SubscriptionDraftDiscountRemoveSubscriptionDraftDiscountRemoveDraft"
    ]
    user_errors: list[
        "SubscriptionDraftDiscountRemoveSubscriptionDraftDiscountRemoveUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionDraftDiscountRemoveSubscriptionDraftDiscountRemoveDraft(BaseModel):
    id: str


class SubscriptionDraftDiscountRemoveSubscriptionDraftDiscountRemoveUserErrors(
    BaseModel
):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionDraftErrorCode]


SubscriptionDraftDiscountRemove.model_rebuild()
SubscriptionDraftDiscountRemoveSubscriptionDraftDiscountRemove.model_rebuild()
