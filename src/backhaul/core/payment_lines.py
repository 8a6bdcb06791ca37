"""Payment lines: what an invoice takes of one authorisation or receipt, and what has become of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backhaul.core.money import Money, total, zero
from backhaul.core.payments import FAILED, TransactionStatus


class LineKind(StrEnum):
    """`authorised` has to be captured; `paid` is money that is there already: a sale, a gift card, a capture."""

    AUTHORISED = "authorised"
    PAID = "paid"


class LineState(StrEnum):
    """What has become of a payment line; what is still open of one in any state but `open` is not to be had from it."""

    OPEN = "open"
    PENDING = "pending"  # a capture of it is being processed
    CAPTURED = "captured"
    PAID = "paid"
    REFUSED = "refused"  # a capture of it has failed: a person decides whether to try again
    EXPIRED = "expired"
    VOIDED = "voided"
    GONE = "gone"  # Shopify no longer lets it be captured and does not say why
    NOT_OWED = "not_owed"  # the order is worth less since units of it were refunded or removed

    @property
    def words(self) -> str:
        """The state in a shopkeeper's words."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    LineState.OPEN: "to be captured",
    LineState.PENDING: "capture being processed",
    LineState.CAPTURED: "captured",
    LineState.PAID: "paid",
    LineState.REFUSED: "capture refused",
    LineState.EXPIRED: "authorisation expired",
    LineState.VOIDED: "authorisation voided",
    LineState.GONE: "cannot be captured any more",
    LineState.NOT_OWED: "no longer owed",
}


CLAIMING = frozenset({LineState.OPEN, LineState.PENDING, LineState.REFUSED})
"""States in which what is open of a line is still to be had, and is kept from others."""

LOST = frozenset({LineState.EXPIRED, LineState.VOIDED, LineState.GONE})
"""States in which what is open of a line can no longer be had from its authorisation."""


class TakenBy(StrEnum):
    US = "us"
    ELSEWHERE = "elsewhere"


class PartialCapture(StrEnum):
    """What a store does with an authorisation that allows one capture only, while more of the order is to be invoiced.

    Whatever is not taken by that one capture is lost.
    """

    AT_LAST_INVOICE = "at_last_invoice"
    NOW = "now"


@dataclass(frozen=True)
class Taken:
    """A capture, or the part of one, that belongs to a payment line. Status and error code are Shopify's own."""

    gid: str
    amount: Money
    by: TakenBy
    status: str
    error_code: str = ""

    @property
    def counts(self) -> bool:
        """Whether it has taken money, or still may."""
        return self.status not in FAILED


@dataclass(frozen=True)
class Line:
    """A payment line with its captures, earliest first.

    `position` orders the payment lines of an order: the oldest invoice's come first. `is_called_off`: a person has
    cancelled its capture; nothing is kept for it any more, until a person asks for the capture again.
    """

    id: str
    invoice_id: str
    transaction_gid: str
    kind: LineKind
    amount: Money
    position: int
    state: LineState
    created_at: datetime
    taken: tuple[Taken, ...] = ()
    is_called_off: bool = False

    @property
    def captured(self) -> Money:
        """What captures have taken for this line, by whomever."""
        return self._sum(one.amount for one in self.taken if one.status == TransactionStatus.SUCCESS)

    @property
    def pending(self) -> Money:
        """What captures that have not ended may still take."""
        undecided = [one for one in self.taken if one.status not in FAILED and one.status != TransactionStatus.SUCCESS]
        return self._sum(one.amount for one in undecided)

    @property
    def open(self) -> Money:
        """What no capture has taken yet; nothing for money that is there already. Never below zero."""
        if self.kind is LineKind.PAID:
            return zero(self.amount.currency)
        return max(self.amount - self.captured - self.pending, zero(self.amount.currency))

    @property
    def state_by_captures(self) -> LineState:
        """The state as far as its captures alone tell; what became of the authorisation may change an OPEN one."""
        if self.kind is LineKind.PAID:
            return LineState.PAID
        if self.pending > zero(self.amount.currency):
            return LineState.PENDING
        if self.open <= zero(self.amount.currency):
            return LineState.CAPTURED
        last = self.taken[-1] if self.taken else None
        return LineState.REFUSED if last and last.by is TakenBy.US and last.status in FAILED else LineState.OPEN

    def _sum(self, amounts: Iterable[Money]) -> Money:
        return total(amounts, self.amount.currency)


def claims(line: Line, authorisation_gid: str) -> bool:
    """Whether a line still wants something of that authorisation."""
    if line.kind is not LineKind.AUTHORISED or line.is_called_off:
        return False
    return line.transaction_gid == authorisation_gid and line.state in CLAIMING


def was_replaced(line: Line, lines: Iterable[Line]) -> bool:
    """Whether a later retrieval may have put another payment in the place of what this line has lost.

    Then nothing more may be taken for it, even if Shopify should let it: the invoice would be paid twice.
    """
    return line.state in LOST and any(
        other.invoice_id == line.invoice_id and other.created_at > line.created_at for other in lines
    )
