from typing import Optional

from pydantic import Field

from ..model import BaseModel


class BillingAttempt(BaseModel):
    subscription_billing_attempt: Optional[
        "BillingAttemptSubscriptionBillingAttempt"
    ] = Field(alias="subscriptionBillingAttempt")


class BillingAttemptSubscriptionBillingAttempt(BaseModel):
    id: str
    subscription_contract: "BillingAttemptSubscriptionBillingAttemptSubscriptionContract" = Field(
        alias="subscriptionContract"
    )


class BillingAttemptSubscriptionBillingAttemptSubscriptionContract(BaseModel):
    id: str


BillingAttempt.model_rebuild()
BillingAttemptSubscriptionBillingAttempt.model_rebuild()
