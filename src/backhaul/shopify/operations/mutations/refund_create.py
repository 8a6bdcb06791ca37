from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CurrencyCode,
    OrderTransactionErrorCode,
    OrderTransactionKind,
    OrderTransactionStatus,
)


class RefundCreate(BaseModel):
    refund_create: Optional["RefundCreateRefundCreate"] = Field(alias="refundCreate")


class RefundCreateRefundCreate(BaseModel):
    refund: Optional["RefundCreateRefundCreateRefund"]
    user_errors: list["RefundCreateRefundCreateUserErrors"] = Field(alias="userErrors")


class RefundCreateRefundCreateRefund(BaseModel):
    id: str
    transactions: "RefundCreateRefundCreateRefundTransactions"


class RefundCreateRefundCreateRefundTransactions(BaseModel):
    nodes: list["RefundCreateRefundCreateRefundTransactionsNodes"]


class RefundCreateRefundCreateRefundTransactionsNodes(BaseModel):
    id: str
    kind: OrderTransactionKind
    status: OrderTransactionStatus
    error_code: Optional[OrderTransactionErrorCode] = Field(alias="errorCode")
    amount_set: "RefundCreateRefundCreateRefundTransactionsNodesAmountSet" = Field(
        alias="amountSet"
    )
    parent_transaction: Optional[
        "RefundCreateRefundCreateRefundTransactionsNodesParentTransaction"
    ] = Field(alias="parentTransaction")


class RefundCreateRefundCreateRefundTransactionsNodesAmountSet(BaseModel):
    presentment_money: "RefundCreateRefundCreateRefundTransactionsNodesAmountSetPresentmentMoney" = Field(
        alias="presentmentMoney"
    )


class RefundCreateRefundCreateRefundTransactionsNodesAmountSetPresentmentMoney(
    BaseModel
):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class RefundCreateRefundCreateRefundTransactionsNodesParentTransaction(BaseModel):
    id: str


class RefundCreateRefundCreateUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str


RefundCreate.model_rebuild()
RefundCreateRefundCreate.model_rebuild()
RefundCreateRefundCreateRefund.model_rebuild()
RefundCreateRefundCreateRefundTransactions.model_rebuild()
RefundCreateRefundCreateRefundTransactionsNodes.model_rebuild()
RefundCreateRefundCreateRefundTransactionsNodesAmountSet.model_rebuild()
