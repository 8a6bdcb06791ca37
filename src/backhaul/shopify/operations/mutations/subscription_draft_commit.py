from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionContractSubscriptionStatus, SubscriptionDraftErrorCode


class SubscriptionDraftCommit(BaseModel):
    subscription_draft_commit: Optional[
        "SubscriptionDraftCommitSubscriptionDraftCommit"
    ] = Field(alias="subscriptionDraftCommit")


class SubscriptionDraftCommitSubscriptionDraftCommit(BaseModel):
    contract: Optional["SubscriptionDraftCommitSubscriptionDraftCommitContract"]
    user_errors: list["SubscriptionDraftCommitSubscriptionDraftCommitUserErrors"] = (
        Field(alias="userErrors")
    )


class SubscriptionDraftCommitSubscriptionDraftCommitContract(BaseModel):
    id: str
    revision_id: int = Field(alias="revisionId")
    status: SubscriptionContractSubscriptionStatus


class SubscriptionDraftCommitSubscriptionDraftCommitUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionDraftErrorCode]


SubscriptionDraftCommit.model_rebuild()
SubscriptionDraftCommitSubscriptionDraftCommit.model_rebuild()
