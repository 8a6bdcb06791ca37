from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import ContractLineFields, PageFields


class ContractLinesNext(BaseModel):
    subscription_contract: Optional["ContractLinesNextSubscriptionContract"] = Field(
        alias="subscriptionContract"
    )


class ContractLinesNextSubscriptionContract(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    revision_id: int = Field(alias="revisionId")
    lines: "ContractLinesNextSubscriptionContractLines"


class ContractLinesNextSubscriptionContractLines(BaseModel):
    nodes: list["ContractLinesNextSubscriptionContractLinesNodes"]
    page_info: "ContractLinesNextSubscriptionContractLinesPageInfo" = Field(
        alias="pageInfo"
    )


ContractLinesNextSubscriptionContractLinesNodes = ContractLineFields
ContractLinesNextSubscriptionContractLinesPageInfo = PageFields
ContractLinesNext.model_rebuild()
ContractLinesNextSubscriptionContract.model_rebuild()
ContractLinesNextSubscriptionContractLines.model_rebuild()
