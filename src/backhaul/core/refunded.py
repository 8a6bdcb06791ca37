"""Which payment line a refund took money from: what each line has received, and what of that was given back."""

from collections.abc import Sequence
from dataclasses import dataclass

from backhaul.core.ledger import Ledger, Receipt
from backhaul.core.money import Money, total, zero
from backhaul.core.payment_lines import Line, LineKind
from backhaul.core.payments import FAILED, TransactionStatus


@dataclass(frozen=True)
class Given:
    """A refund that a credit memo of ours has brought about. `status` is Shopify's own.

    `error_code` is there when it has failed.
    """

    gid: str
    memo_id: str
    invoice_id: str
    receipt_gid: str
    amount: Money
    status: str
    error_code: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether the money was given back."""
        return self.status == TransactionStatus.SUCCESS

    @property
    def failed(self) -> bool:
        """Whether no money was given back, nor will be."""
        return self.status in FAILED


@dataclass(frozen=True)
class Part:
    """What one payment line has received of one receipt, and what of that was given back."""

    line_id: str
    invoice_id: str
    receipt: Receipt
    received: Money
    refunded: Money

    @property
    def kept(self) -> Money:
        """What was not given back."""
        return self.received - self.refunded


def parts_of(ledger: Ledger, lines: Sequence[Line], given: Sequence[Given]) -> tuple[Part, ...]:
    """What each line of an order has received and kept, by receipt; `lines` are those of all its invoices.

    A refund of ours was of the invoice that its credit memo is over. One made elsewhere names no invoice: it was of
    what no line has claimed, which nobody can claim any more, and of the oldest lines only as far as it was more.
    Neither takes more than a line has received.
    """
    return tuple(part for receipt in ledger.receipts for part in _parts(receipt, lines, given))


def refunded_of(ledger: Ledger, lines: Sequence[Line], given: Sequence[Given] = ()) -> dict[str, Money]:
    """What was given back of each line, by its id."""
    refunded = {line.id: zero(ledger.currency) for line in lines}
    for part in parts_of(ledger, lines, given):
        refunded[part.line_id] += part.refunded
    return refunded


def _parts(receipt: Receipt, lines: Sequence[Line], given: Sequence[Given]) -> list[Part]:
    nothing = zero(receipt.amount.currency)
    received = [(line, _received(line, receipt)) for line in sorted(lines, key=lambda line: line.position)]
    refunded = {line.id: nothing for line, _ in received}
    ours = [one for one in given if one.receipt_gid == receipt.gid and not one.failed]
    for one in ours:
        _take(one.amount, [(line, most) for line, most in received if line.invoice_id == one.invoice_id], refunded)
    currency = receipt.amount.currency
    unclaimed = receipt.amount - total((amount for _, amount in received), currency)
    elsewhere = receipt.refunded - total((one.amount for one in ours), currency)
    _take(max(elsewhere - max(unclaimed, nothing), nothing), received, refunded)
    return [
        Part(line.id, line.invoice_id, receipt, amount, refunded[line.id])
        for line, amount in received
        if amount > nothing
    ]


def _received(line: Line, receipt: Receipt) -> Money:
    if line.kind is LineKind.PAID:
        return line.amount if line.transaction_gid == receipt.gid else zero(line.amount.currency)
    return total((one.amount for one in line.taken if one.gid == receipt.gid and one.counts), line.amount.currency)


def _take(amount: Money, received: Sequence[tuple[Line, Money]], refunded: dict[str, Money]) -> None:
    """Add an amount to what was given back of these lines, the oldest first."""
    for line, most in received:
        part = min(amount, most - refunded[line.id])
        refunded[line.id] += part
        amount -= part
