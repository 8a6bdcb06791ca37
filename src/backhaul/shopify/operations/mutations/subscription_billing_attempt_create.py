from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import BillingAttemptUserErrorCode


class SubscriptionBillingAttemptCreate(BaseModel):
    subscription_billing_attempt_create: Optional[
        "SubscriptionBillingAttemptCreateSubscriptionBillingAttemptCreate"
    ] = Field(alias="subscriptionBillingAttemptCreate")


class SubscriptionBillingAttemptCreateSubscriptionBillingAttemptCreate(BaseModel):
    subscription_billing_attempt: Optional[
        "SubscriptionBillingAttemptCreateSubscriptionBillingAttemptCreateSubscriptionBillingAttempt"
    ] = Field(alias="subscriptionBillingAttempt")
    user_errors: list[
        "SubscriptionBillingAttemptCreateSubscriptionBillingAttemptCreateUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionBillingAttemptCreateSubscriptionBillingAttemptCreateSubscriptionBillingAttempt(
    BaseModel
):
    id: str
    idempotency_key: str = Field(alias="idempotencyKey")


class SubscriptionBillingAttemptCreateSubscriptionBillingAttemptCreateUserErrors(
    BaseModel
):
    field: Optional[list[str]]
    message: str
    code: Optional[BillingAttemptUserErrorCode]


SubscriptionBillingAttemptCreate.model_rebuild()
SubscriptionBillingAttemptCreateSubscriptionBillingAttemptCreate.model_rebuild()
