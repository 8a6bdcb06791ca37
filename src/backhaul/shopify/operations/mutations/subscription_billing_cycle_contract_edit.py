from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionDraftErrorCode


class SubscriptionBillingCycleContractEdit(BaseModel):
    subscription_billing_cycle_contract_edit: Optional[
        "SubscriptionBillingCycleContractEditSubscriptionBillingCycleContractEdit"
    ] = Field(alias="subscriptionBillingCycleContractEdit")


class SubscriptionBillingCycleContractEditSubscriptionBillingCycleContractEdit(
    BaseModel
):
    draft: Optional[
        "SubscriptionBillingCycleContractEditSubscriptionBillingCycleContractEditDraft"
    ]
    user_errors: list[
        "SubscriptionBillingCycleContractEditSubscriptionBillingCycleContractEditUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionBillingCycleContractEditSubscriptionBillingCycleContractEditDraft(
    BaseModel
):
    id: str


class SubscriptionBillingCycleContractEditSubscriptionBillingCycleContractEditUserErrors(
    BaseModel
):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionDraftErrorCode]


SubscriptionBillingCycleContractEdit.model_rebuild()
SubscriptionBillingCycleContractEditSubscriptionBillingCycleContractEdit.model_rebuild()
