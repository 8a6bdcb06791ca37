"""Money asked for, authorised, taken and given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.money import MoneyBag


class TransactionKind(StrEnum):
    """What a transaction does."""

    AUTHORIZATION = "AUTHORIZATION"
    CAPTURE = "CAPTURE"
    SALE = "SALE"
    REFUND = "REFUND"
    VOID = "VOID"
    CHANGE = "CHANGE"
    EMV_AUTHORIZATION = "EMV_AUTHORIZATION"
    SUGGESTED_REFUND = "SUGGESTED_REFUND"


class TransactionStatus(StrEnum):
    """How it went."""

    SUCCESS = "SUCCESS"
    PENDING = "PENDING"
    AWAITING_RESPONSE = "AWAITING_RESPONSE"
    FAILURE = "FAILURE"
    ERROR = "ERROR"
    UNKNOWN = "UNKNOWN"


AUTHORIZATIONS = (TransactionKind.AUTHORIZATION, TransactionKind.EMV_AUTHORIZATION)
RECEIPTS = (TransactionKind.SALE, TransactionKind.CAPTURE)
UNSETTLED = (TransactionStatus.PENDING, TransactionStatus.AWAITING_RESPONSE, TransactionStatus.UNKNOWN)


@dataclass(eq=False, kw_only=True)
class Transaction(Entity):
    """One movement of money; captures, voids and refunds name the transaction they follow."""

    typename: ClassVar[str] = "OrderTransaction"
    order_id: int
    kind: TransactionKind
    status: TransactionStatus
    gateway: str
    amount: MoneyBag
    created_at: datetime
    processed_at: datetime
    parent: Transaction | None = None
    test: bool = False
    authorization_code: str | None = None
    receipt_json: object = None
    payment_id: str = ""
    gift_card_id: int | None = None

    @property
    def counts(self) -> bool:
        """Whether the money moved or still may: what is pending is not to be moved a second time."""
        return self.succeeded or self.status in UNSETTLED

    @property
    def succeeded(self) -> bool:
        """Whether the money moved, or was set aside."""
        return self.status is TransactionStatus.SUCCESS
