from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import (
    CurrencyCode,
    OrderTransactionErrorCode,
    OrderTransactionKind,
    OrderTransactionStatus,
)


class OrderCapture(BaseModel):
    order_capture: Optional["OrderCaptureOrderCapture"] = Field(alias="orderCapture")


class OrderCaptureOrderCapture(BaseModel):
    transaction: Optional["OrderCaptureOrderCaptureTransaction"]
    user_errors: list["OrderCaptureOrderCaptureUserErrors"] = Field(alias="userErrors")


class OrderCaptureOrderCaptureTransaction(BaseModel):
    id: str
    kind: OrderTransactionKind
    status: OrderTransactionStatus
    error_code: Optional[OrderTransactionErrorCode] = Field(alias="errorCode")
    amount_set: "OrderCaptureOrderCaptureTransactionAmountSet" = Field(
        alias="amountSet"
    )


class OrderCaptureOrderCaptureTransactionAmountSet(BaseModel):
    presentment_money: "OrderCaptureOrderCaptureTransactionAmountSetPresentmentMoney" = Field(
        alias="presentmentMoney"
    )


class OrderCaptureOrderCaptureTransactionAmountSetPresentmentMoney(BaseModel):
    amount: str
    currency_code: CurrencyCode = Field(alias="currencyCode")


class OrderCaptureOrderCaptureUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str


OrderCapture.model_rebuild()
OrderCaptureOrderCapture.model_rebuild()
OrderCaptureOrderCaptureTransaction.model_rebuild()
OrderCaptureOrderCaptureTransactionAmountSet.model_rebuild()
