"""The payments of an order in Shopify, as they were read at one moment.

Kinds and statuses are plain strings in Shopify's own spelling; the enums here name those we have rules for. Amounts are
in the order's presentment currency: that is what captures are made in.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backhaul.core.money import Money


class TransactionKind(StrEnum):
    AUTHORIZATION = "AUTHORIZATION"
    EMV_AUTHORIZATION = "EMV_AUTHORIZATION"
    CAPTURE = "CAPTURE"
    SALE = "SALE"
    REFUND = "REFUND"
    VOID = "VOID"
    CHANGE = "CHANGE"
    SUGGESTED_REFUND = "SUGGESTED_REFUND"


class TransactionStatus(StrEnum):
    SUCCESS = "SUCCESS"
    PENDING = "PENDING"
    AWAITING_RESPONSE = "AWAITING_RESPONSE"
    UNKNOWN = "UNKNOWN"
    FAILURE = "FAILURE"
    ERROR = "ERROR"


FAILED = frozenset({TransactionStatus.FAILURE, TransactionStatus.ERROR})
"""Statuses that mean: no money moved, and none will. Every other status but SUCCESS may still become a success."""

SETTLED = FAILED | {TransactionStatus.SUCCESS}
"""Statuses that last: the money moved, or none will."""

GIFT_CARD = "gift_card"
"""The gateway of gift cards. That the name is enough to know one by is assumed, not documented."""


@dataclass(frozen=True)
class RemoteTransaction:
    """One movement of money. `parent_gid`: the authorisation of a capture or void, the receipt of a refund.

    `unsettled` is None when Shopify gives none, which alone does not prove a capture. `expires_at` is None when it is
    not known (Shopify tells it to Plus stores only), which does not mean never.
    """

    gid: str
    kind: str
    status: str
    amount: Money
    gateway: str
    created_at: datetime
    gateway_name: str = ""
    parent_gid: str | None = None
    unsettled: Money | None = None
    expires_at: datetime | None = None
    is_capturable: bool = False
    is_multi_capturable: bool = False
    is_manual_gateway: bool = False
    error_code: str | None = None

    @property
    def succeeded(self) -> bool:
        """Whether the money moved, or was set aside."""
        return self.status == TransactionStatus.SUCCESS

    @property
    def failed(self) -> bool:
        """Whether no money moved, and none will."""
        return self.status in FAILED

    @property
    def is_undecided(self) -> bool:
        """Whether it may still become a success; a status that we don't know counts as such."""
        return not self.succeeded and not self.failed


@dataclass(frozen=True)
class RemotePayments:
    """All transactions of an order, and what the order is worth after edits and refunds.

    `transaction_count` is Shopify's own count: a list that is shorter was cut off, and nothing may be decided on it.
    """

    gid: str
    updated_at: datetime
    currency: str
    presentment_currency: str
    transactions: tuple[RemoteTransaction, ...]
    transaction_count: int
    current_total: Money | None = None
    financial_status: str | None = None
    cancelled_at: datetime | None = None

    @property
    def seen_gids(self) -> tuple[str, ...]:
        """What a call's later reader has to know: which transactions were there before it."""
        return tuple(one.gid for one in self.transactions)

    @property
    def order_lines(self) -> dict[str, str]:
        """Payments know nothing of fulfillment order lines."""
        return {}

    def transaction(self, gid: str) -> RemoteTransaction | None:
        """The transaction with that gid, if the order has it."""
        return next((one for one in self.transactions if one.gid == gid), None)
