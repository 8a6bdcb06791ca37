from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionBillingCycleBillingCycleStatus
from .fragments import PageFields


class CyclesEdited(BaseModel):
    subscription_billing_cycles: "CyclesEditedSubscriptionBillingCycles" = Field(
        alias="subscriptionBillingCycles"
    )


class CyclesEditedSubscriptionBillingCycles(BaseModel):
    nodes: list["CyclesEditedSubscriptionBillingCyclesNodes"]
    page_info: "CyclesEditedSubscriptionBillingCyclesPageInfo" = Field(alias="pageInfo")


class CyclesEditedSubscriptionBillingCyclesNodes(BaseModel):
    cycle_index: int = Field(alias="cycleIndex")
    status: SubscriptionBillingCycleBillingCycleStatus
    edited: bool
    edited_contract: Optional[
        "CyclesEditedSubscriptionBillingCyclesNodesEditedContract"
    ] = Field(alias="editedContract")


class CyclesEditedSubscriptionBillingCyclesNodesEditedContract(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")


CyclesEditedSubscriptionBillingCyclesPageInfo = PageFields
CyclesEdited.model_rebuild()
CyclesEditedSubscriptionBillingCycles.model_rebuild()
CyclesEditedSubscriptionBillingCyclesNodes.model_rebuild()
