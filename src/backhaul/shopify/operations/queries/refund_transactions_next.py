from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import PageFields


class RefundTransactionsNext(BaseModel):
    refund: Optional["RefundTransactionsNextRefund"]


class RefundTransactionsNextRefund(BaseModel):
    updated_at: datetime = Field(alias="updatedAt")
    transactions: "RefundTransactionsNextRefundTransactions"


class RefundTransactionsNextRefundTransactions(BaseModel):
    nodes: list["RefundTransactionsNextRefundTransactionsNodes"]
    page_info: "RefundTransactionsNextRefundTransactionsPageInfo" = Field(
        alias="pageInfo"
    )


class RefundTransactionsNextRefundTransactionsNodes(BaseModel):
    id: str


RefundTransactionsNextRefundTransactionsPageInfo = PageFields
RefundTransactionsNext.model_rebuild()
RefundTransactionsNextRefund.model_rebuild()
RefundTransactionsNextRefundTransactions.model_rebuild()
