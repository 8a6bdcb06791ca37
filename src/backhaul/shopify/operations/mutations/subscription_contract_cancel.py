from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    SubscriptionContractStatusUpdateErrorCode,
    SubscriptionContractSubscriptionStatus,
)


class SubscriptionContractCancel(BaseModel):
    subscription_contract_cancel: Optional[
        "SubscriptionContractCancelSubscriptionContractCancel"
    ] = Field(alias="subscriptionContractCancel")


class SubscriptionContractCancelSubscriptionContractCancel(BaseModel):
    contract: Optional["SubscriptionContractCancelSubscriptionContractCancelContract"]
    user_errors: list[
        "SubscriptionContractCancelSubscriptionContractCancelUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionContractCancelSubscriptionContractCancelContract(BaseModel):
    id: str
    revision_id: int = Field(alias="revisionId")
    status: SubscriptionContractSubscriptionStatus


class SubscriptionContractCancelSubscriptionContractCancelUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionContractStatusUpdateErrorCode]


SubscriptionContractCancel.model_rebuild()
SubscriptionContractCancelSubscriptionContractCancel.model_rebuild()
