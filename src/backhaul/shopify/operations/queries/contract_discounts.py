from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import (  # noqa: F401
    ContractDiscountFields,
    ContractDiscountFieldsValueSubscriptionDiscountFixedAmountValue,
    ContractDiscountFieldsValueSubscriptionDiscountPercentageValue,
    PageFields,
)


class ContractDiscounts(BaseModel):
    subscription_contract: Optional["ContractDiscountsSubscriptionContract"] = Field(
        alias="subscriptionContract"
    )


class ContractDiscountsSubscriptionContract(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    revision_id: int = Field(alias="revisionId")
    discounts: "ContractDiscountsSubscriptionContractDiscounts"


class ContractDiscountsSubscriptionContractDiscounts(BaseModel):
    nodes: list["ContractDiscountsSubscriptionContractDiscountsNodes"]
    page_info: "ContractDiscountsSubscriptionContractDiscountsPageInfo" = Field(
        alias="pageInfo"
    )


class ContractDiscountsSubscriptionContractDiscountsNodes(ContractDiscountFields):
    entitled_lines: "ContractDiscountsSubscriptionContractDiscountsNodesEntitledLines" = Field(
        alias="entitledLines"
    )


class ContractDiscountsSubscriptionContractDiscountsNodesEntitledLines(BaseModel):
    all: bool
    lines: "ContractDiscountsSubscriptionContractDiscountsNodesEntitledLinesLines"


class ContractDiscountsSubscriptionContractDiscountsNodesEntitledLinesLines(BaseModel):
    nodes: list[
        "ContractDiscountsSubscriptionContractDiscountsNodesEntitledLinesLinesNodes"
    ]


class ContractDiscountsSubscriptionContractDiscountsNodesEntitledLinesLinesNodes(
    BaseModel
):
    id: str


ContractDiscountsSubscriptionContractDiscountsPageInfo = PageFields
ContractDiscounts.model_rebuild()
ContractDiscountsSubscriptionContract.model_rebuild()
ContractDiscountsSubscriptionContractDiscounts.model_rebuild()
ContractDiscountsSubscriptionContractDiscountsNodes.model_rebuild()
ContractDiscountsSubscriptionContractDiscountsNodesEntitledLines.model_rebuild()
ContractDiscountsSubscriptionContractDiscountsNodesEntitledLinesLines.model_rebuild()
