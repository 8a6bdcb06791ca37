from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import CurrencyCode
from .fragments import MoneyFields


class SuggestedRefund(BaseModel):
    order: Optional["SuggestedRefundOrder"]


class SuggestedRefundOrder(BaseModel):
    id: str
    presentment_currency_code: CurrencyCode = Field(alias="presentmentCurrencyCode")
    suggested_refund: Optional["SuggestedRefundOrderSuggestedRefund"] = Field(
        alias="suggestedRefund"
    )


class SuggestedRefundOrderSuggestedRefund(BaseModel):
    amount_set: "SuggestedRefundOrderSuggestedRefundAmountSet" = Field(
        alias="amountSet"
    )
    maximum_refundable_set: "SuggestedRefundOrderSuggestedRefundMaximumRefundableSet" = Field(
        alias="maximumRefundableSet"
    )
    refund_line_items: list["SuggestedRefundOrderSuggestedRefundRefundLineItems"] = (
        Field(alias="refundLineItems")
    )
    suggested_transactions: list[
        "SuggestedRefundOrderSuggestedRefundSuggestedTransactions"
    ] = Field(alias="suggestedTransactions")


SuggestedRefundOrderSuggestedRefundAmountSet = MoneyFields
SuggestedRefundOrderSuggestedRefundMaximumRefundableSet = MoneyFields


class SuggestedRefundOrderSuggestedRefundRefundLineItems(BaseModel):
    quantity: int
    line_item: "SuggestedRefundOrderSuggestedRefundRefundLineItemsLineItem" = Field(
        alias="lineItem"
    )
    location: Optional["SuggestedRefundOrderSuggestedRefundRefundLineItemsLocation"]


class SuggestedRefundOrderSuggestedRefundRefundLineItemsLineItem(BaseModel):
    id: str


class SuggestedRefundOrderSuggestedRefundRefundLineItemsLocation(BaseModel):
    id: str


class SuggestedRefundOrderSuggestedRefundSuggestedTransactions(BaseModel):
    gateway: Optional[str]
    amount_set: "SuggestedRefundOrderSuggestedRefundSuggestedTransactionsAmountSet" = (
        Field(alias="amountSet")
    )
    maximum_refundable_set: Optional[
        "SuggestedRefundOrderSuggestedRefundSuggestedTransactionsMaximumRefundableSet"
    ] = Field(alias="maximumRefundableSet")
    parent_transaction: Optional[
        "SuggestedRefundOrderSuggestedRefundSuggestedTransactionsParentTransaction"
    ] = Field(alias="parentTransaction")


SuggestedRefundOrderSuggestedRefundSuggestedTransactionsAmountSet = MoneyFields
SuggestedRefundOrderSuggestedRefundSuggestedTransactionsMaximumRefundableSet = (
    MoneyFields
)


class SuggestedRefundOrderSuggestedRefundSuggestedTransactionsParentTransaction(
    BaseModel
):
    id: str


SuggestedRefund.model_rebuild()
SuggestedRefundOrder.model_rebuild()
SuggestedRefundOrderSuggestedRefund.model_rebuild()
SuggestedRefundOrderSuggestedRefundRefundLineItems.model_rebuild()
SuggestedRefundOrderSuggestedRefundSuggestedTransactions.model_rebuild()
