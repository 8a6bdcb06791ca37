from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import (  # noqa: F401
    FulfillmentOrderFields,
    FulfillmentOrderFieldsAssignedLocation,
    FulfillmentOrderFieldsFulfillmentHolds,
    FulfillmentOrderFieldsLineItems,
    FulfillmentOrderFieldsSupportedActions,
)


class FulfillmentOrder(BaseModel):
    fulfillment_order: Optional["FulfillmentOrderFulfillmentOrder"] = Field(
        alias="fulfillmentOrder"
    )


class FulfillmentOrderFulfillmentOrder(FulfillmentOrderFields):
    order_id: str = Field(alias="orderId")


FulfillmentOrder.model_rebuild()
