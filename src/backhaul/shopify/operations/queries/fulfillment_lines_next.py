from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import FulfillmentLineFields, PageFields


class FulfillmentLinesNext(BaseModel):
    fulfillment: Optional["FulfillmentLinesNextFulfillment"]


class FulfillmentLinesNextFulfillment(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    fulfillment_line_items: "FulfillmentLinesNextFulfillmentFulfillmentLineItems" = (
        Field(alias="fulfillmentLineItems")
    )


class FulfillmentLinesNextFulfillmentFulfillmentLineItems(BaseModel):
    nodes: list["FulfillmentLinesNextFulfillmentFulfillmentLineItemsNodes"]
    page_info: "FulfillmentLinesNextFulfillmentFulfillmentLineItemsPageInfo" = Field(
        alias="pageInfo"
    )


FulfillmentLinesNextFulfillmentFulfillmentLineItemsNodes = FulfillmentLineFields
FulfillmentLinesNextFulfillmentFulfillmentLineItemsPageInfo = PageFields
FulfillmentLinesNext.model_rebuild()
FulfillmentLinesNextFulfillment.model_rebuild()
FulfillmentLinesNextFulfillmentFulfillmentLineItems.model_rebuild()
