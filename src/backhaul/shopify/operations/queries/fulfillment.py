from typing import Optional

from ..model import BaseModel
from .fragments import (  # noqa: F401
    FulfillmentFields,
    FulfillmentFieldsFulfillmentLineItems,
    FulfillmentFieldsLocation,
    FulfillmentFieldsTrackingInfo,
)


class Fulfillment(BaseModel):
    fulfillment: Optional["FulfillmentFulfillment"]


class FulfillmentFulfillment(FulfillmentFields):
    order: "FulfillmentFulfillmentOrder"


class FulfillmentFulfillmentOrder(BaseModel):
    id: str


Fulfillment.model_rebuild()
FulfillmentFulfillment.model_rebuild()
