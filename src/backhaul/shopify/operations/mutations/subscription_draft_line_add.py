from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionDraftErrorCode


class SubscriptionDraftLineAdd(BaseModel):
    subscription_draft_line_add: Optional[
        "SubscriptionDraftLineAddSubscriptionDraftLineAdd"
    ] = Field(alias="subscriptionDraftLineAdd")


class SubscriptionDraftLineAddSubscriptionDraftLineAdd(BaseModel):
    draft: Optional["SubscriptionDraftLineAddSubscriptionDraftLineAddDraft"]
    user_errors: list["SubscriptionDraftLineAddSubscriptionDraftLineAddUserErrors"] = (
        Field(alias="userErrors")
    )


class SubscriptionDraftLineAddSubscriptionDraftLineAddDraft(BaseModel):
    id: str


class SubscriptionDraftLineAddSubscriptionDraftLineAddUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionDraftErrorCode]


SubscriptionDraftLineAdd.model_rebuild()
SubscriptionDraftLineAddSubscriptionDraftLineAdd.model_rebuild()
