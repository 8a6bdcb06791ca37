from datetime import datetime

from pydantic import Field

from ..model import BaseModel
from .fragments import PageFields


class ContractsChanged(BaseModel):
    subscription_contracts: "ContractsChangedSubscriptionContracts" = Field(
        alias="subscriptionContracts"
    )


class ContractsChangedSubscriptionContracts(BaseModel):
    nodes: list["ContractsChangedSubscriptionContractsNodes"]
    page_info: "ContractsChangedSubscriptionContractsPageInfo" = Field(alias="pageInfo")


class ContractsChangedSubscriptionContractsNodes(BaseModel):
    id: str
    updated_at: datetime = Field(alias="updatedAt")


ContractsChangedSubscriptionContractsPageInfo = PageFields
ContractsChanged.model_rebuild()
ContractsChangedSubscriptionContracts.model_rebuild()
