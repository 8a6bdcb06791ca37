from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionDraftErrorCode


class SubscriptionDraftLineUpdate(BaseModel):
    subscription_draft_line_update: Optional[
        "SubscriptionDraftLineUpdateSubscriptionDraftLineUpdate"
    ] = Field(alias="subscriptionDraftLineUpdate")


class SubscriptionDraftLineUpdateSubscriptionDraftLineUpdate(BaseModel):
    draft: Optional["SubscriptionDraftLineUpdateSubscriptionDraftLineUpdateDraft"]
    user_errors: list[
        "SubscriptionDraftLineUpdateSubscriptionDraftLineUpdateUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionDraftLineUpdateSubscriptionDraftLineUpdateDraft(BaseModel):
    id: str


class SubscriptionDraftLineUpdateSubscriptionDraftLineUpdateUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionDraftErrorCode]


SubscriptionDraftLineUpdate.model_rebuild()
SubscriptionDraftLineUpdateSubscriptionDraftLineUpdate.model_rebuild()
