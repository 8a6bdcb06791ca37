"""What was posted of an order and still stands, with what was known of the order when it was posted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

from backhaul.core.errors import BadMoney
from backhaul.core.invoiceable import InvoicedLine
from backhaul.core.money import Money, decimals_of, parse_money, total, zero
from backhaul.core.order_facts import CURRENT_TOTAL, LINES, Facts
from backhaul.core.units import Units, plus


@dataclass(frozen=True)
class Shipped:
    """A posted shipment that was not undone. `facts`: the order as it was known then.

    `is_sending`: its task has not ended, and may still find in Shopify less than it wants.
    """

    number: str
    units: Units
    facts: Facts
    is_sending: bool = False


@dataclass(frozen=True)
class Invoiced:
    """A posted invoice. `facts`: the order as it was known then."""

    number: str
    total: Money
    lines: tuple[InvoicedLine, ...]
    facts: Facts

    def charges(self, line_gid: str) -> bool:
        """Whether it has units of that line."""
        return any(line.line_gid == line_gid for line in self.lines)


@dataclass(frozen=True)
class Posted:
    """Everything that was posted of an order and stands; amounts are in the currency that the customer pays in.

    `credited` is what credit memos give back, `received` what was captured or paid for the invoices and is still there,
    `refunded_elsewhere` what was given back in Shopify without a credit memo of ours. `returned` are units that had
    left and were refunded, `unshipped` counts those that are still to leave. `names` are those of the lines.
    """

    currency: str
    shipments: tuple[Shipped, ...] = ()
    invoices: tuple[Invoiced, ...] = ()
    credited: Decimal = Decimal(0)
    received: Decimal = Decimal(0)
    refunded_elsewhere: Decimal = Decimal(0)
    returned: Units = field(default_factory=dict)
    unshipped: int = 0
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def shipped(self) -> dict[str, int]:
        """Units that shipments have taken, by line."""
        return plus(*(one.units for one in self.shipments))

    @property
    def standing(self) -> Money:
        """What was invoiced less what was credited, never below zero."""
        invoiced = total((one.total for one in self.invoices), self.currency)
        return max(invoiced - Money(self.credited, self.currency), zero(self.currency))

    @property
    def standing_invoices(self) -> tuple[Invoiced, ...]:
        """The invoices, unless all of what they say was credited."""
        return self.invoices if self.standing > zero(self.currency) or not self.credited else ()

    def name(self, line_gid: str) -> str:
        """What a person calls a line."""
        return f"“{self.names.get(line_gid, line_gid)}”"

    def invoiced(self, line_gid: str) -> tuple[int, Money]:
        """Units of a line that were invoiced, and for how much."""
        lines = [line for one in self.invoices for line in one.lines if line.line_gid == line_gid]
        return sum(line.quantity for line in lines), total((line.amount for line in lines), self.currency)


def amount_of(facts: Facts, path: str, currency: str) -> Money | None:
    """The amount at a path, if there is one in that currency."""
    amount, _, found = facts.get(path, "").partition(" ")
    try:
        return parse_money(amount, found) if found == currency else None
    except BadMoney:
        return None


def units_of(facts: Facts, line_gid: str) -> int:
    """Units of a line that edits and refunds have left; none of one that is not there."""
    return int(facts.get(f"{LINES}{line_gid}/current_quantity", "0"))


def worth_of(facts: Facts, posted: Posted) -> Money | None:
    """What the order is worth now, after edits and refunds."""
    return amount_of(facts, CURRENT_TOTAL, posted.currency)


def too_much_invoiced(facts: Facts, posted: Posted) -> Money:
    """What the invoices charge for units that the order has no more, and for prices that have fallen since.

    Before tax, where it comes on top, and rounded down: a credit memo of less can not be about all of it.
    """
    gids = dict.fromkeys(line.line_gid for one in posted.invoices for line in one.lines)
    return total((_too_much(gid, facts, posted) for gid in gids), posted.currency)


def is_credited(facts: Facts, posted: Posted) -> bool:
    """Whether credit memos give back at least what the invoices charge too much; they name no units."""
    due = too_much_invoiced(facts, posted)
    return zero(posted.currency) < due <= Money(posted.credited, posted.currency)


def _too_much(line_gid: str, facts: Facts, posted: Posted) -> Money:
    invoiced, amount = posted.invoiced(line_gid)
    gone = max(0, invoiced - units_of(facts, line_gid))
    unit = Decimal(1).scaleb(-decimals_of(posted.currency))
    share = Money((amount.amount * gone / invoiced).quantize(unit, rounding=ROUND_DOWN), posted.currency)
    return share + Money(_fallen(line_gid, facts, posted).amount * (invoiced - gone), posted.currency)


def _fallen(line_gid: str, facts: Facts, posted: Posted) -> Money:
    """By how much a unit has become cheaper since it was invoiced last."""
    path = f"{LINES}{line_gid}/unit_price"
    then = [amount_of(one.facts, path, posted.currency) for one in posted.invoices if one.charges(line_gid)]
    now, last = amount_of(facts, path, posted.currency), then[-1] if then else None
    nothing = zero(posted.currency)
    return max(last - now, nothing) if now is not None and last is not None else nothing
