"""What of an order can still be invoiced: units per line, and money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from backhaul.core.money import Money, decimals_of, total, zero
from backhaul.core.outstanding import NamedLine


@dataclass(frozen=True)
class InvoicedLine:
    """So many units of an order line on an earlier invoice, for that much together.

    `returned_before`: units of the line that had left and been refunded when the invoice was posted.
    """

    line_gid: str
    quantity: int
    amount: Money
    returned_before: int = 0


@dataclass(frozen=True)
class EarlierInvoice:
    """An invoice of the order that was posted before.

    `tax` was added to its amounts: zero when they include it. `refunded`: what captures for it have taken and refunds
    have given back.
    """

    id: str
    number: str
    total: Money
    tax: Money
    refunded: Money
    final: bool
    lines: tuple[InvoicedLine, ...]

    def about(self, line_gid: str) -> tuple[InvoicedLine, ...]:
        """What it says of that order line; nothing or one entry."""
        return tuple(line for line in self.lines if line.line_gid == line_gid)


@dataclass(frozen=True)
class InvoiceableLine(NamedLine):
    """A line of the order that is invoiced.

    `current` is what edits and refunds left of what was `ordered`, `returned` the units that had left and were
    refunded, `standing` for each invoice with this line, oldest first, the units that were not given back.
    """

    ordered: int
    current: int
    returned: int
    standing: tuple[int, ...]

    @property
    def left(self) -> int:
        """Units that can still be invoiced, never below zero."""
        return max(0, self.current - sum(self.standing))

    @property
    def removed(self) -> int:
        """Units that were refunded, or removed by an edit."""
        return max(0, self.ordered - self.current)


@dataclass(frozen=True)
class Invoiceable:
    """What of an order can still be invoiced, with its invoices, oldest first.

    `worth` is what the order is worth now, after edits and refunds; None when Shopify gave no total.
    """

    order_name: str
    currency: str
    lines: tuple[InvoiceableLine, ...]
    invoices: tuple[EarlierInvoice, ...]
    worth: Money | None
    is_cancelled: bool = False

    @property
    def final_invoice(self) -> EarlierInvoice | None:
        """The invoice after which no other may follow."""
        return next((invoice for invoice in self.invoices if invoice.final), None)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more may be invoiced, whatever is left."""
        return self.is_cancelled or self.final_invoice is not None

    @property
    def money_left(self) -> Money | None:
        """What the order is worth now less what was invoiced and still stands, never below zero; None: no limit known.

        It counts on the generous side: how much of an invoice belonged to units that came back is known only roughly
        when its amounts are net. No capture takes more than the customer owes.
        """
        if self.is_closed:
            return zero(self.currency)
        if self.worth is None:
            return None
        credited = self._credited()
        standing = [invoice.total - credited[invoice.id] for invoice in self.invoices]
        return max(self.worth - total(standing, self.currency), zero(self.currency))

    def line(self, gid: str) -> InvoiceableLine:
        """The line with that gid, which the order has."""
        return next(line for line in self.lines if line.gid == gid)

    def units_left(self, line: InvoiceableLine) -> int:
        """Units of the line that can still be invoiced, none when the order is cancelled or finally invoiced."""
        return 0 if self.is_closed else line.left

    @property
    def more_may_be_invoiced(self) -> bool:
        """Whether units and money are left, and neither a final invoice nor a cancellation stands against it."""
        money_left = self.money_left
        has_money = money_left is None or money_left > zero(self.currency)
        return has_money and any(self.units_left(line) for line in self.lines)

    def _credited(self) -> Mapping[str, Money]:
        """Per invoice, what of it was given back: for units of it, or as money that was captured for it."""
        result = {invoice.id: zero(self.currency) for invoice in self.invoices}
        for line in self.lines:
            postings = [(invoice, posting) for invoice in self.invoices for posting in invoice.about(line.gid)]
            for (invoice, posting), stands in zip(postings, line.standing, strict=True):
                result[invoice.id] += _credit(invoice, posting, posting.quantity - stands)
        return {invoice.id: min(max(result[invoice.id], invoice.refunded), invoice.total) for invoice in self.invoices}


def standing_units(postings: Sequence[InvoicedLine], *, current: int, returned: int) -> tuple[int, ...]:
    """Of each posting of one order line, oldest first, the units that were not given back afterwards.

    What came back between two postings had been invoiced by the earlier ones, oldest first; what came back without
    having been invoiced takes nothing from those that follow. More than the order has left of the line never stand.
    """
    standing: list[int] = []
    seen = 0
    for posting in postings:
        _take_back(standing, posting.returned_before - seen)
        seen = max(seen, posting.returned_before)
        standing.append(posting.quantity)
    _take_back(standing, returned - seen)
    _take_back(standing, sum(standing) - current)
    return tuple(standing)


def _take_back(standing: list[int], units: int) -> None:
    for position, stands in enumerate(standing):
        taken = max(0, min(stands, units))
        standing[position] -= taken
        units -= taken


def _credit(invoice: EarlierInvoice, posting: InvoicedLine, units: int) -> Money:
    """These units' share of what the line was invoiced for, and of the most tax that may fall on it, rounded up."""
    share = (posting.amount + invoice.tax).amount * units / posting.quantity
    unit = Decimal(1).scaleb(-decimals_of(posting.amount.currency))
    return Money(share.quantize(unit, rounding=ROUND_UP), posting.amount.currency)
