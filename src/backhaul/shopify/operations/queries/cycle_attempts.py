from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import (
    BillingAttemptFields,
    BillingCycleFields,
    BillingCycleFieldsEditedContract,  # noqa: F401
    PageFields,
)


class CycleAttempts(BaseModel):
    subscription_billing_cycle: Optional["CycleAttemptsSubscriptionBillingCycle"] = (
        Field(alias="subscriptionBillingCycle")
    )


class CycleAttemptsSubscriptionBillingCycle(BillingCycleFields):
    billing_attempts: "CycleAttemptsSubscriptionBillingCycleBillingAttempts" = Field(
        alias="billingAttempts"
    )


class CycleAttemptsSubscriptionBillingCycleBillingAttempts(BaseModel):
    nodes: list["CycleAttemptsSubscriptionBillingCycleBillingAttemptsNodes"]
    page_info: "CycleAttemptsSubscriptionBillingCycleBillingAttemptsPageInfo" = Field(
        alias="pageInfo"
    )


CycleAttemptsSubscriptionBillingCycleBillingAttemptsNodes = BillingAttemptFields
CycleAttemptsSubscriptionBillingCycleBillingAttemptsPageInfo = PageFields
CycleAttempts.model_rebuild()
CycleAttemptsSubscriptionBillingCycle.model_rebuild()
CycleAttemptsSubscriptionBillingCycleBillingAttempts.model_rebuild()
