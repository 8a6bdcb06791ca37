from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    FulfillmentOrderMoveFulfillmentOrderMoveUserErrorCode,
    FulfillmentOrderStatus,
)


class FulfillmentOrderMove(BaseModel):
    fulfillment_order_move: Optional["FulfillmentOrderMoveFulfillmentOrderMove"] = (
        Field(alias="fulfillmentOrderMove")
    )


class FulfillmentOrderMoveFulfillmentOrderMove(BaseModel):
    moved_fulfillment_order: Optional[
        "FulfillmentOrderMoveFulfillmentOrderMoveMovedFulfillmentOrder"
    ] = Field(alias="movedFulfillmentOrder")
    original_fulfillment_order: Optional[
        "FulfillmentOrderMoveFulfillmentOrderMoveOriginalFulfillmentOrder"
    ] = Field(alias="originalFulfillmentOrder")
    remaining_fulfillment_order: Optional[
        "FulfillmentOrderMoveFulfillmentOrderMoveRemainingFulfillmentOrder"
    ] = Field(alias="remainingFulfillmentOrder")
    user_errors: list["FulfillmentOrderMoveFulfillmentOrderMoveUserErrors"] = Field(
        alias="userErrors"
    )


class FulfillmentOrderMoveFulfillmentOrderMoveMovedFulfillmentOrder(BaseModel):
    id: str
    status: FulfillmentOrderStatus


class FulfillmentOrderMoveFulfillmentOrderMoveOriginalFulfillmentOrder(BaseModel):
    id: str
    status: FulfillmentOrderStatus


class FulfillmentOrderMoveFulfillmentOrderMoveRemainingFulfillmentOrder(BaseModel):
    id: str
    status: FulfillmentOrderStatus


class FulfillmentOrderMoveFulfillmentOrderMoveUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[FulfillmentOrderMoveFulfillmentOrderMoveUserErrorCode]


FulfillmentOrderMove.model_rebuild()
FulfillmentOrderMoveFulfillmentOrderMove.model_rebuild()
