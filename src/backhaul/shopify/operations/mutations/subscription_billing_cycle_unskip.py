from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionBillingCycleUnskipUserErrorCode


class SubscriptionBillingCycleUnskip(BaseModel):
    subscription_billing_cycle_unskip: Optional[
        "SubscriptionBillingCycleUnskipSubscriptionBillingCycleUnskip"
    ] = Field(alias="subscriptionBillingCycleUnskip")


class SubscriptionBillingCycleUnskipSubscriptionBillingCycleUnskip(BaseModel):
    billing_cycle: Optional[
        "SubscriptionBillingCycleUnskipSubscriptionBillingCycleUnskipBillingCycle"
    ] = Field(alias="billingCycle")
    user_errors: list[
        "SubscriptionBillingCycleUnskipSubscriptionBillingCycleUnskipUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionBillingCycleUnskipSubscriptionBillingCycleUnskipBillingCycle(
    BaseModel
):
    cycle_index: int = Field(alias="cycleIndex")
    skipped: bool
    billing_attempt_expected_date: datetime = Field(alias="billingAttemptExpectedDate")


class SubscriptionBillingCycleUnskipSubscriptionBillingCycleUnskipUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionBillingCycleUnskipUserErrorCode]


SubscriptionBillingCycleUnskip.model_rebuild()
SubscriptionBillingCycleUnskipSubscriptionBillingCycleUnskip.model_rebuild()
