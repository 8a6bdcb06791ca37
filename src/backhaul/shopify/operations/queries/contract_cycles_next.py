from pydantic import Field

from ..model import BaseModel
from .fragments import BillingCycleFields, PageFields


class ContractCyclesNext(BaseModel):
    subscription_billing_cycles: "ContractCyclesNextSubscriptionBillingCycles" = Field(
        alias="subscriptionBillingCycles"
    )


class ContractCyclesNextSubscriptionBillingCycles(BaseModel):
    nodes: list["ContractCyclesNextSubscriptionBillingCyclesNodes"]
    page_info: "ContractCyclesNextSubscriptionBillingCyclesPageInfo" = Field(
        alias="pageInfo"
    )


ContractCyclesNextSubscriptionBillingCyclesNodes = BillingCycleFields
ContractCyclesNextSubscriptionBillingCyclesPageInfo = PageFields
ContractCyclesNext.model_rebuild()
ContractCyclesNextSubscriptionBillingCycles.model_rebuild()
