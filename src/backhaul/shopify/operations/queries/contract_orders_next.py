from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import OrderIdFields, PageFields


class ContractOrdersNext(BaseModel):
    subscription_contract: Optional["ContractOrdersNextSubscriptionContract"] = Field(
        alias="subscriptionContract"
    )


class ContractOrdersNextSubscriptionContract(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    revision_id: int = Field(alias="revisionId")
    orders: "ContractOrdersNextSubscriptionContractOrders"


class ContractOrdersNextSubscriptionContractOrders(BaseModel):
    nodes: list["ContractOrdersNextSubscriptionContractOrdersNodes"]
    page_info: "ContractOrdersNextSubscriptionContractOrdersPageInfo" = Field(
        alias="pageInfo"
    )


ContractOrdersNextSubscriptionContractOrdersNodes = OrderIdFields
ContractOrdersNextSubscriptionContractOrdersPageInfo = PageFields
ContractOrdersNext.model_rebuild()
ContractOrdersNextSubscriptionContract.model_rebuild()
ContractOrdersNextSubscriptionContractOrders.model_rebuild()
