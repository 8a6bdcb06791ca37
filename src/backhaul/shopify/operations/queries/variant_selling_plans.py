from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import PageFields, SellingPlanFields


class VariantSellingPlans(BaseModel):
    product_variant: Optional["VariantSellingPlansProductVariant"] = Field(
        alias="productVariant"
    )


class VariantSellingPlansProductVariant(BaseModel):
    selling_plan_groups: "VariantSellingPlansProductVariantSellingPlanGroups" = Field(
        alias="sellingPlanGroups"
    )


class VariantSellingPlansProductVariantSellingPlanGroups(BaseModel):
    nodes: list["VariantSellingPlansProductVariantSellingPlanGroupsNodes"]
    page_info: "VariantSellingPlansProductVariantSellingPlanGroupsPageInfo" = Field(
        alias="pageInfo"
    )


class VariantSellingPlansProductVariantSellingPlanGroupsNodes(BaseModel):
    selling_plans: "VariantSellingPlansProductVariantSellingPlanGroupsNodesSellingPlans" = Field(
        alias="sellingPlans"
    )


class VariantSellingPlansProductVariantSellingPlanGroupsNodesSellingPlans(BaseModel):
    nodes: list[
        "VariantSellingPlansProductVariantSellingPlanGroupsNodesSellingPlansNodes"
    ]
    page_info: "VariantSellingPlansProductVariantSellingPlanGroupsNodesSellingPlansPageInfo" = Field(
        alias="pageInfo"
    )


VariantSellingPlansProductVariantSellingPlanGroupsNodesSellingPlansNodes = (
    SellingPlanFields
)
VariantSellingPlansProductVariantSellingPlanGroupsNodesSellingPlansPageInfo = PageFields
VariantSellingPlansProductVariantSellingPlanGroupsPageInfo = PageFields
VariantSellingPlans.model_rebuild()
VariantSellingPlansProductVariant.model_rebuild()
VariantSellingPlansProductVariantSellingPlanGroups.model_rebuild()
VariantSellingPlansProductVariantSellingPlanGroupsNodes.model_rebuild()
VariantSellingPlansProductVariantSellingPlanGroupsNodesSellingPlans.model_rebuild()
