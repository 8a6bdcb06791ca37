from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionContractSubscriptionStatus
from .fragments import PageFields


class ContractsListed(BaseModel):
    subscription_contracts: "ContractsListedSubscriptionContracts" = Field(
        alias="subscriptionContracts"
    )


class ContractsListedSubscriptionContracts(BaseModel):
    nodes: list["ContractsListedSubscriptionContractsNodes"]
    page_info: "ContractsListedSubscriptionContractsPageInfo" = Field(alias="pageInfo")


class ContractsListedSubscriptionContractsNodes(BaseModel):
    id: str
    revision_id: int = Field(alias="revisionId")
    status: SubscriptionContractSubscriptionStatus
    updated_at: datetime = Field(alias="updatedAt")
    next_billing_date: Optional[datetime] = Field(alias="nextBillingDate")


ContractsListedSubscriptionContractsPageInfo = PageFields
ContractsListed.model_rebuild()
ContractsListedSubscriptionContracts.model_rebuild()
