from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionDraftErrorCode


class SubscriptionDraftUpdate(BaseModel):
    subscription_draft_update: Optional[
        "SubscriptionDraftUpdateSubscriptionDraftUpdate"
    ] = Field(alias="subscriptionDraftUpdate")


class SubscriptionDraftUpdateSubscriptionDraftUpdate(BaseModel):
    draft: Optional["SubscriptionDraftUpdateSubscriptionDraftUpdateDraft"]
    user_errors: list["SubscriptionDraftUpdateSubscriptionDraftUpdateUserErrors"] = (
        Field(alias="userErrors")
    )


class SubscriptionDraftUpdateSubscriptionDraftUpdateDraft(BaseModel):
    id: str


class SubscriptionDraftUpdateSubscriptionDraftUpdateUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionDraftErrorCode]


SubscriptionDraftUpdate.model_rebuild()
SubscriptionDraftUpdateSubscriptionDraftUpdate.model_rebuild()
