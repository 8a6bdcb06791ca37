from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionDraftErrorCode


class SubscriptionDraftLineRemove(BaseModel):
    subscription_draft_line_remove: Optional[
        "SubscriptionDraftLineRemoveSubscriptionDraftLineRemove"
    ] = Field(alias="subscriptionDraftLineRemove")


class SubscriptionDraftLineRemoveSubscriptionDraftLineRemove(BaseModel):
    draft: Optional["SubscriptionDraftLineRemoveSubscriptionDraftLineRemoveDraft"]
    user_errors: list[
        "SubscriptionDraftLineRemoveSubscriptionDraftLineRemoveUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionDraftLineRemoveSubscriptionDraftLineRemoveDraft(BaseModel):
    id: str


class SubscriptionDraftLineRemoveSubscriptionDraftLineRemoveUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionDraftErrorCode]


SubscriptionDraftLineRemove.model_rebuild()
SubscriptionDraftLineRemoveSubscriptionDraftLineRemove.model_rebuild()
