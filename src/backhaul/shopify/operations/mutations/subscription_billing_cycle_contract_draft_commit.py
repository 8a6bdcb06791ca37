from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionDraftErrorCode


class SubscriptionBillingCycleContractDraftCommit(BaseModel):
    subscription_billing_cycle_contract_draft_commit: Optional[
        "SubscriptionBillingCycleContractDraftCommitSubscriptionBillingCycleContractDraftCommit"
    ] = Field(alias="subscriptionBillingCycleContractDraftCommit")


class SubscriptionBillingCycleContractDraftCommitSubscriptionBillingCycleContractDraftCommit(
    BaseModel
):
    contract: Optional[
        "SubscriptionBillingCycleContractDraftCommitSubscriptionBillingCycleContractDraftCommitContract"
    ]
    user_errors: list[
        "SubscriptionBillingCycleContractDraftCommitSubscriptionBillingCycleContractDraftCommitUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionBillingCycleContractDraftCommitSubscriptionBillingCycleContractDraftCommitContract(
    BaseModel
):
    updated_at: datetime = Field(alias="updatedAt")


class SubscriptionBillingCycleContractDraftCommitSubscriptionBillingCycleContractDraftCommitUserErrors(
    BaseModel
):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionDraftErrorCode]


SubscriptionBillingCycleContractDraftCommit.model_rebuild()
SubscriptionBillingCycleContractDraftCommitSubscriptionBillingCycleContractDraftCommit.model_rebuild()
