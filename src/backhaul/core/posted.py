"""What was posted of an order and still stands, with what was known of the order when it was posted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from functools import cached_property

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

    @cached_property
    def charged(self) -> frozenset[str]:
        """The gids of the lines that it has units of."""
        return frozenset(line.line_gid for line in self.lines)


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

    @cached_property
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

    @cached_property
    def invoiced(self) -> Mapping[str, tuple[int, Money]]:
        """By line, the units that were invoiced, and for how much."""
        result: dict[str, tuple[int, Money]] = {}
        for line in (line for one in self.invoices for line in one.lines):
            units, amount = result.get(line.line_gid, (0, zero(self.currency)))
            result[line.line_gid] = units + line.quantity, amount + line.amount
        return result


@dataclass(frozen=True)
class Case:
    """What a difference is judged by: the order's facts as they are now, and what stands posted of it."""

    facts: Facts
    posted: Posted

    @cached_property
    def worth(self) -> Money | None:
        """What the order is worth now, after edits and refunds."""
        return self.amount(CURRENT_TOTAL)

    @cached_property
    def too_much_invoiced(self) -> Money:
        """What the invoices charge for units that the order has no more, and for prices that have fallen since.

        Before tax, where it comes on top, and rounded down: a credit memo of less can not be about all of it.
        """
        return total((self._too_much(gid) for gid in self.posted.invoiced), self.posted.currency)

    @cached_property
    def is_credited(self) -> bool:
        """Whether credit memos give back at least what the invoices charge too much; they name no units."""
        nothing = zero(self.posted.currency)
        return nothing < self.too_much_invoiced <= Money(self.posted.credited, self.posted.currency)

    def amount(self, path: str) -> Money | None:
        """The amount at a path, if there is one in the customer's currency."""
        return amount_of(self.facts, path, self.posted.currency)

    def left(self, line_gid: str) -> int:
        """Units of a line that edits and refunds have left; none of one that is not there."""
        return int(self.facts.get(f"{LINES}{line_gid}/current_quantity", "0"))

    def _too_much(self, line_gid: str) -> Money:
        currency = self.posted.currency
        invoiced, amount = self.posted.invoiced[line_gid]
        gone = max(0, invoiced - self.left(line_gid))
        unit = Decimal(1).scaleb(-decimals_of(currency))
        share = (amount.amount * gone / invoiced).quantize(unit, rounding=ROUND_DOWN)
        return Money(share + self._fallen(line_gid) * (invoiced - gone), currency)

    def _fallen(self, line_gid: str) -> Decimal:
        """By how much a unit has become cheaper since it was invoiced last."""
        path, currency = f"{LINES}{line_gid}/unit_price", self.posted.currency
        then = [amount_of(one.facts, path, currency) for one in self.posted.invoices if line_gid in one.charged]
        now, last = self.amount(path), then[-1] if then else None
        return max(last.amount - now.amount, Decimal(0)) if now is not None and last is not None else Decimal(0)


def amount_of(facts: Facts, path: str, currency: str) -> Money | None:
    """The amount at a path, if there is one in that currency."""
    amount, _, found = facts.get(path, "").partition(" ")
    try:
        return parse_money(amount, found) if found == currency else None
    except BadMoney:
        return None


def worth_of_invoiced(worth: Decimal, *, units: int, invoiced: int, ordered: int) -> Decimal:
    """Of what is given back for units of a line, what is for invoiced ones: those that no others can stand for."""
    of_invoiced = min(max(0, invoiced + units - ordered), units)
    return worth * of_invoiced / units if units else Decimal(0)
