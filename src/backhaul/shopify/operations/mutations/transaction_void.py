from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CurrencyCode,
    OrderTransactionErrorCode,
    OrderTransactionKind,
    OrderTransactionStatus,
    TransactionVoidUserErrorCode,
)


class TransactionVoid(BaseModel):
    transaction_void: Optional["TransactionVoidTransactionVoid"] = Field(
        alias="transactionVoid"
    )


class TransactionVoidTransactionVoid(BaseModel):
    transaction: Optional["TransactionVoidTransactionVoidTransaction"]
    user_errors: list["TransactionVoidTransactionVoidUserErrors"] = Field(
        alias="userErrors"
    )


class TransactionVoidTransactionVoidTransaction(BaseModel):
    id: str
    kind: OrderTransactionKind
    status: OrderTransactionStatus
    error_code: Optional[OrderTransactionErrorCode] = Field(alias="errorCode")
    amount_set: "TransactionVoidTransactionVoidTransactionAmountSet" = Field(
        alias="amountSet"
    )


class TransactionVoidTransactionVoidTransactionAmountSet(BaseModel):
    presentment_money: "TransactionVoidTransactionVoidTransactionAmountSetPresentmentMoney" = Field(
        alias="presentmentMoney"
    )


class TransactionVoidTransactionVoidTransactionAmountSetPresentmentMoney(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class TransactionVoidTransactionVoidUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[TransactionVoidUserErrorCode]


TransactionVoid.model_rebuild()
TransactionVoidTransactionVoid.model_rebuild()
TransactionVoidTransactionVoidTransaction.model_rebuild()
TransactionVoidTransactionVoidTransactionAmountSet.model_rebuild()
