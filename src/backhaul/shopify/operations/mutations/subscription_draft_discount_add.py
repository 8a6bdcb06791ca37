from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionDraftErrorCode


class SubscriptionDraftDiscountAdd(BaseModel):
    subscription_draft_discount_add: Optional[
        "SubscriptionDraftDiscountAddSubscriptionDraftDiscountAdd"
    ] = Field(alias="subscriptionDraftDiscountAdd")


class SubscriptionDraftDiscountAddSubscriptionDraftDiscountAdd(BaseModel):
    draft: Optional["SubscriptionDraftDiscountAddSubscriptionDraftDiscountAddDraft"]
    user_errors: list[
        "SubscriptionDraftDiscountAddSubscriptionDraftDiscountAddUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionDraftDiscountAddSubscriptionDraftDiscountAddDraft(BaseModel):
    id: str


class SubscriptionDraftDiscountAddSubscriptionDraftDiscountAddUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionDraftErrorCode]


SubscriptionDraftDiscountAdd.model_rebuild()
SubscriptionDraftDiscountAddSubscriptionDraftDiscountAdd.model_rebuild()
