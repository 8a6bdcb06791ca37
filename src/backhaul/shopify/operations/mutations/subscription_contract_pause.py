from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    SubscriptionContractStatusUpdateErrorCode,
    SubscriptionContractSubscriptionStatus,
)


class SubscriptionContractPause(BaseModel):
    subscription_contract_pause: Optional[
        "SubscriptionContractPauseSubscriptionContractPause"
    ] = Field(alias="subscriptionContractPause")


class SubscriptionContractPauseSubscriptionContractPause(BaseModel):
    contract: Optional["SubscriptionContractPauseSubscriptionContractPauseContract"]
    user_errors: list[
        "SubscriptionContractPauseSubscriptionContractPauseUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionContractPauseSubscriptionContractPauseContract(BaseModel):
    id: str
    revision_id: int = Field(alias="revisionId")
    status: SubscriptionContractSubscriptionStatus


class SubscriptionContractPauseSubscriptionContractPauseUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionContractStatusUpdateErrorCode]


SubscriptionContractPause.model_rebuild()
SubscriptionContractPauseSubscriptionContractPause.model_rebuild()
