from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionBillingCycleErrorCode


class SubscriptionBillingCycleScheduleEdit(BaseModel):
    subscription_billing_cycle_schedule_edit: Optional[
        "SubscriptionBillingCycleScheduleEditSubscriptionBillingCycleScheduleEdit"
    ] = Field(alias="subscriptionBillingCycleScheduleEdit")


class SubscriptionBillingCycleScheduleEditSubscriptionBillingCycleScheduleEdit(
    BaseModel
):
    billing_cycle: Optional[
        "SubscriptionBillingCycleScheduleEditSubscriptionBillingCycleScheduleEditBillingCycle"
    ] = Field(alias="billingCycle")
    user_errors: list[
        "SubscriptionBillingCycleScheduleEditSubscriptionBillingCycleScheduleEditUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionBillingCycleScheduleEditSubscriptionBillingCycleScheduleEditBillingCycle(
    BaseModel
):
    cycle_index: int = Field(alias="cycleIndex")
    skipped: bool
    billing_attempt_expected_date: datetime = Field(alias="billingAttemptExpectedDate")


class SubscriptionBillingCycleScheduleEditSubscriptionBillingCycleScheduleEditUserErrors(
    BaseModel
):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionBillingCycleErrorCode]


SubscriptionBillingCycleScheduleEdit.model_rebuild()
SubscriptionBillingCycleScheduleEditSubscriptionBillingCycleScheduleEdit.model_rebuild()
