from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import SubscriptionDraftErrorCode


class SubscriptionContractUpdate(BaseModel):
    subscription_contract_update: Optional[
        "SubscriptionContractUpdateSubscriptionContractUpdate"
    ] = Field(alias="subscriptionContractUpdate")


class SubscriptionContractUpdateSubscriptionContractUpdate(BaseModel):
    draft: Optional["SubscriptionContractUpdateSubscriptionContractUpdateDraft"]
    user_errors: list[
        "SubscriptionContractUpdateSubscriptionContractUpdateUserErrors"
    ] = Field(alias="userErrors")


class SubscriptionContractUpdateSubscriptionContractUpdateDraft(BaseModel):
    id: str
    original_contract: Optional[
        "SubscriptionContractUpdateSubscriptionContractUpdateDraftOriginalContract"
    ] = Field(alias="originalContract")


class SubscriptionContractUpdateSubscriptionContractUpdateDraftOriginalContract(
    BaseModel
):
    id: str
    revision_id: int = Field(alias="revisionId")


class SubscriptionContractUpdateSubscriptionContractUpdateUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[SubscriptionDraftErrorCode]


SubscriptionContractUpdate.model_rebuild()
SubscriptionContractUpdateSubscriptionContractUpdate.model_rebuild()
SubscriptionContractUpdateSubscriptionContractUpdateDraft.model_rebuild()
