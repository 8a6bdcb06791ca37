"""Money asked for, authorised, taken and given back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shopify_sandbox.gateways import AT_ONCE, Behaviour, Gateway
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
FINAL = (TransactionStatus.SUCCESS, TransactionStatus.FAILURE, TransactionStatus.ERROR)
UNSETTLED = (TransactionStatus.PENDING, TransactionStatus.AWAITING_RESPONSE, TransactionStatus.UNKNOWN)


@dataclass(eq=False, kw_only=True)
class Transaction(Entity):
    """One movement of money; captures, voids and refunds name the transaction they follow.

    `behaviour` says how a pending one will end. `expires_at` and `expired` belong to authorisations; `final` to a
    capture that is to release what it leaves. `children` are those that name it as their parent.
    """

    typename: ClassVar[str] = "OrderTransaction"
    order_id: int
    kind: TransactionKind
    status: TransactionStatus
    through: Gateway
    amount: MoneyBag
    created_at: datetime
    processed_at: datetime
    parent: Transaction | None = None
    test: bool = False
    authorization_code: str | None = None
    receipt_json: object = None
    payment_id: str = ""
    gift_card_id: int | None = None
    error_code: str | None = None
    behaviour: Behaviour = AT_ONCE
    multi_capturable: bool = False
    expires_at: datetime | None = None
    expired: bool = False
    final: bool = False
    children: list[Transaction] = field(default_factory=list, repr=False)

    @property
    def gateway(self) -> str:
        """The gateway's name."""
        return self.through.name

    @property
    def authorises(self) -> bool:
        """Whether it sets money aside."""
        return self.kind in AUTHORIZATIONS

    @property
    def several_captures(self) -> bool:
        """Whether one capture leaves the rest of the authorisation for others."""
        return self.multi_capturable or self.through.partial_captures

    @property
    def unsettled(self) -> bool:
        """Whether the gateway has not said yet how it ends."""
        return self.status in UNSETTLED

    @property
    def counts(self) -> bool:
        """Whether the money moved or still may: what is pending is not to be moved a second time."""
        return self.succeeded or self.unsettled

    @property
    def succeeded(self) -> bool:
        """Whether the money moved, or was set aside."""
        return self.status is TransactionStatus.SUCCESS
