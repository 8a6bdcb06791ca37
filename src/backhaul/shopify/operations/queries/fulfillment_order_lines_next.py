from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import FulfillmentOrderLineFields, PageFields


class FulfillmentOrderLinesNext(BaseModel):
    fulfillment_order: Optional["FulfillmentOrderLinesNextFulfillmentOrder"] = Field(
        alias="fulfillmentOrder"
    )


class FulfillmentOrderLinesNextFulfillmentOrder(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    line_items: "FulfillmentOrderLinesNextFulfillmentOrderLineItems" = Field(
        alias="lineItems"
    )


class FulfillmentOrderLinesNextFulfillmentOrderLineItems(BaseModel):
    nodes: list["FulfillmentOrderLinesNextFulfillmentOrderLineItemsNodes"]
    page_info: "FulfillmentOrderLinesNextFulfillmentOrderLineItemsPageInfo" = Field(
        alias="pageInfo"
    )


FulfillmentOrderLinesNextFulfillmentOrderLineItemsNodes = FulfillmentOrderLineFields
FulfillmentOrderLinesNextFulfillmentOrderLineItemsPageInfo = PageFields
FulfillmentOrderLinesNext.model_rebuild()
FulfillmentOrderLinesNextFulfillmentOrder.model_rebuild()
FulfillmentOrderLinesNextFulfillmentOrderLineItems.model_rebuild()
