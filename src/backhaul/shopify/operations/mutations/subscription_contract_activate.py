from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    SubscriptionContractStatusUpdateErrorCode,
    SubscriptionContractSubscriptionStatus,
)


class SubscriptionContractActivate(BaseModel):
    subscription_contract_activate: Optional[
        "SubscriptionContractActivateSubscriptionContractActivate"
    ] = Field(alias="subscriptionContractActivate")


class SubscriptionContractActivateSubscriptionContractActivate(BaseModel):
    contract: Optional[
        "SubscriptionContractActivateSubscriptionContractActivateContract"
    ]
    user_errors: list[
        "SubscriptionContractActivateSubscriptionContractActivateUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionContractActivateSubscriptionContractActivateContract(BaseModel):
    id: str
    revision_id: int = Field(alias="revisionId")
    status: SubscriptionContractSubscriptionStatus


class SubscriptionContractActivateSubscriptionContractActivateUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionContractStatusUpdateErrorCode]


SubscriptionContractActivate.model_rebuild()
SubscriptionContractActivateSubscriptionContractActivate.model_rebuild()
