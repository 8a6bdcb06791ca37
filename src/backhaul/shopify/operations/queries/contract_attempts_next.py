from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import BillingAttemptFields, PageFields


class ContractAttemptsNext(BaseModel):
    subscription_contract: Optional["ContractAttemptsNextSubscriptionContract"] = Field(
        alias="subscriptionContract"
    )


class ContractAttemptsNextSubscriptionContract(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    revision_id: int = Field(alias="revisionId")
    billing_attempts: "ContractAttemptsNextSubscriptionContractBillingAttempts" = Field(
        alias="billingAttempts"
    )


class ContractAttemptsNextSubscriptionContractBillingAttempts(BaseModel):
    nodes: list["ContractAttemptsNextSubscriptionContractBillingAttemptsNodes"]
    page_info: "ContractAttemptsNextSubscriptionContractBillingAttemptsPageInfo" = (
        Field(alias="pageInfo")
    )


ContractAttemptsNextSubscriptionContractBillingAttemptsNodes = BillingAttemptFields
ContractAttemptsNextSubscriptionContractBillingAttemptsPageInfo = PageFields
ContractAttemptsNext.model_rebuild()
ContractAttemptsNextSubscriptionContract.model_rebuild()
ContractAttemptsNextSubscriptionContractBillingAttempts.model_rebuild()
