from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import PageFields


class OrderContracts(BaseModel):
    order: Optional["OrderContractsOrder"]


class OrderContractsOrder(BaseModel):
    line_items: "OrderContractsOrderLineItems" = Field(alias="lineItems")


class OrderContractsOrderLineItems(BaseModel):
    nodes: list["OrderContractsOrderLineItemsNodes"]
    page_info: "OrderContractsOrderLineItemsPageInfo" = Field(alias="pageInfo")


class OrderContractsOrderLineItemsNodes(BaseModel):
    id: str
    contract: Optional["OrderContractsOrderLineItemsNodesContract"]
    selling_plan: Optional["OrderContractsOrderLineItemsNodesSellingPlan"] = Field(
        alias="sellingPlan"
    )


class OrderContractsOrderLineItemsNodesContract(BaseModel):
    id: str


class OrderContractsOrderLineItemsNodesSellingPlan(BaseModel):
    name: str
    selling_plan_id: Optional[str] = Field(alias="sellingPlanId")


OrderContractsOrderLineItemsPageInfo = PageFields
OrderContracts.model_rebuild()
OrderContractsOrder.model_rebuild()
OrderContractsOrderLineItems.model_rebuild()
OrderContractsOrderLineItemsNodes.model_rebuild()
