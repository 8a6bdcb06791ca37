from typing import Optional, Union

from pydantic import Field

from ..model import BaseModel
from .enums import ReturnStatus
from .fragments import PageFields


class ReturnLinesNext(BaseModel):
    return_: Optional["ReturnLinesNextReturn"] = Field(alias="return")


class ReturnLinesNextReturn(BaseModel):
    status: ReturnStatus
    return_line_items: "ReturnLinesNextReturnReturnLineItems" = Field(
        alias="returnLineItems"
    )


class ReturnLinesNextReturnReturnLineItems(BaseModel):
    nodes: list[
        Union[
            "ReturnLinesNextReturnReturnLineItemsNodesReturnLineItemType",
            "ReturnLinesNextReturnReturnLineItemsNodesReturnLineItem",
        ]
    ]
    page_info: "ReturnLinesNextReturnReturnLineItemsPageInfo" = Field(alias="pageInfo")


class ReturnLinesNextReturnReturnLineItemsNodesReturnLineItemType(BaseModel):
    quantity: int


class ReturnLinesNextReturnReturnLineItemsNodesReturnLineItem(BaseModel):
    quantity: int
    fulfillment_line_item: "ReturnLinesNextReturnReturnLineItemsNodesReturnLineItemFulfillmentLineItem" = Field(
        alias="fulfillmentLineItem"
    )


class ReturnLinesNextReturnReturnLineItemsNodesReturnLineItemFulfillmentLineItem(
    BaseModel
):
    line_item: "ReturnLinesNextReturnReturnLineItemsNodesReturnLineItemFulfillmentLineItemLineItem" = Field(
        alias="lineItem"
    )


class ReturnLinesNextReturnReturnLineItemsNodesReturnLineItemFulfillmentLineItemLineItem(
    BaseModel
):
    id: str


ReturnLinesNextReturnReturnLineItemsPageInfo = PageFields
ReturnLinesNext.model_rebuild()
ReturnLinesNextReturn.model_rebuild()
ReturnLinesNextReturnReturnLineItems.model_rebuild()
ReturnLinesNextReturnReturnLineItemsNodesReturnLineItem.model_rebuild()
ReturnLinesNextReturnReturnLineItemsNodesReturnLineItemFulfillmentLineItem.model_rebuild()
