from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import FulfillmentFields, PageFields


class FulfillmentsOfFulfillmentOrder(BaseModel):
    fulfillment_order: Optional["FulfillmentsOfFulfillmentOrderFulfillmentOrder"] = (
        Field(alias="fulfillmentOrder")
    )


class FulfillmentsOfFulfillmentOrderFulfillmentOrder(BaseModel):
    fulfillments: "FulfillmentsOfFulfillmentOrderFulfillmentOrderFulfillments"


class FulfillmentsOfFulfillmentOrderFulfillmentOrderFulfillments(BaseModel):
    nodes: list["FulfillmentsOfFulfillmentOrderFulfillmentOrderFulfillmentsNodes"]
    page_info: "FulfillmentsOfFulfillmentOrderFulfillmentOrderFulfillmentsPageInfo" = (
        Field(alias="pageInfo")
    )


FulfillmentsOfFulfillmentOrderFulfillmentOrderFulfillmentsNodes = FulfillmentFields
FulfillmentsOfFulfillmentOrderFulfillmentOrderFulfillmentsPageInfo = PageFields
FulfillmentsOfFulfillmentOrder.model_rebuild()
FulfillmentsOfFulfillmentOrderFulfillmentOrder.model_rebuild()
FulfillmentsOfFulfillmentOrderFulfillmentOrderFulfillments.model_rebuild()
