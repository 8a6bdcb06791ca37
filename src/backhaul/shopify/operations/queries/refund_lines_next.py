from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import PageFields, RefundLineFields


class RefundLinesNext(BaseModel):
    refund: Optional["RefundLinesNextRefund"]


class RefundLinesNextRefund(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    refund_line_items: "RefundLinesNextRefundRefundLineItems" = Field(
        alias="refundLineItems"
    )


class RefundLinesNextRefundRefundLineItems(BaseModel):
    nodes: list["RefundLinesNextRefundRefundLineItemsNodes"]
    page_info: "RefundLinesNextRefundRefundLineItemsPageInfo" = Field(alias="pageInfo")


RefundLinesNextRefundRefundLineItemsNodes = RefundLineFields
RefundLinesNextRefundRefundLineItemsPageInfo = PageFields
RefundLinesNext.model_rebuild()
RefundLinesNextRefund.model_rebuild()
RefundLinesNextRefundRefundLineItems.model_rebuild()
