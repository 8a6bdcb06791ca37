from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionContractErrorCode


class SubscriptionContractSetNextBillingDate(BaseModel):
    subscription_contract_set_next_billing_date: Optional[
        "SubscriptionContractSetNextBillingDateSubscriptionContractSetNextBillingDate"
    ] = Field(alias="subscriptionContractSetNextBillingDate")


class SubscriptionContractSetNextBillingDateSubscriptionContractSetNextBillingDate(
    BaseModel
):
    contract: Optional[
        "SubscriptionContractSetNextBillingDateSubscriptionContractSetNextBillingDateContract"
    ]
    user_errors: list[
        "SubscriptionContractSetNextBillingDateSubscriptionContractSetNextBillingDateUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionContractSetNextBillingDateSubscriptionContractSetNextBillingDateContract(
    BaseModel
):
    id: str
    next_billing_date: Optional[datetime] = Field(alias="nextBillingDate")


class SubscriptionContractSetNextBillingDateSubscriptionContractSetNextBillingDateUserErrors(
    BaseModel
):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionContractErrorCode]


SubscriptionContractSetNextBillingDate.model_rebuild()
SubscriptionContractSetNextBillingDateSubscriptionContractSetNextBillingDate.model_rebuild()
