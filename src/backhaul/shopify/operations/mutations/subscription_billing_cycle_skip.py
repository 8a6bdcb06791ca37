from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionBillingCycleSkipUserErrorCode


class SubscriptionBillingCycleSkip(BaseModel):
    subscription_billing_cycle_skip: Optional[
        "SubscriptionBillingCycleSkipSubscriptionBillingCycleSkip"
    ] = Field(alias="subscriptionBillingCycleSkip")


class SubscriptionBillingCycleSkipSubscriptionBillingCycleSkip(BaseModel):
    billing_cycle: Optional[
        "SubscriptionBillingCycleSkipSubscriptionBillingCycleSkipBillingCycle"
    ] = Field(alias="billingCycle")
    user_errors: list[
        "SubscriptionBillingCycleSkipSubscriptionBillingCycleSkipUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionBillingCycleSkipSubscriptionBillingCycleSkipBillingCycle(BaseModel):
    cycle_index: int = Field(alias="cycleIndex")
    skipped: bool
    billing_attempt_expected_date: datetime = Field(alias="billingAttemptExpectedDate")


class SubscriptionBillingCycleSkipSubscriptionBillingCycleSkipUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionBillingCycleSkipUserErrorCode]


SubscriptionBillingCycleSkip.model_rebuild()
SubscriptionBillingCycleSkipSubscriptionBillingCycleSkip.model_rebuild()
