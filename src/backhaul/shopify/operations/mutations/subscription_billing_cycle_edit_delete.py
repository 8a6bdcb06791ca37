from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionBillingCycleErrorCode


class SubscriptionBillingCycleEditDelete(BaseModel):
    subscription_billing_cycle_edit_delete: Optional[
        "SubscriptionBillingCycleEditDeleteSubscriptionBillingCycleEditDelete"
    ] = Field(alias="subscriptionBillingCycleEditDelete")


class SubscriptionBillingCycleEditDeleteSubscriptionBillingCycleEditDelete(BaseModel):
    billing_cycles: Optional[
        list[
            "SubscriptionBillingCycleEditDeleteSubscriptionBillingCycleEditDeleteBillingCycles"
        ]
    ] = Field(alias="billingCycles")
    user_errors: list[
        "SubscriptionBillingCycleEditDeleteSubscriptionBillingCycleEditDeleteUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionBillingCycleEditDeleteSubscriptionBillingCycleEditDeleteBillingCycles(
    BaseModel
):
    cycle_index: int = Field(alias="cycleIndex")


class SubscriptionBillingCycleEditDeleteSubscriptionBillingCycleEditDeleteUserErrors(
    BaseModel
):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionBillingCycleErrorCode]


SubscriptionBillingCycleEditDelete.model_rebuild()
SubscriptionBillingCycleEditDeleteSubscriptionBillingCycleEditDelete.model_rebuild()
