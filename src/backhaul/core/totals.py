"""Checks the totals of an order to the minor unit of both currencies, and says by how much one differs, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from backhaul.core.errors import BadMoney
from backhaul.core.money import Money, decimals_of
from backhaul.core.order_money import BothMoneys, OrderMoney
from backhaul.core.remote import RemoteOrderLine
from backhaul.core.remote_refunds import RemoteRefund
from backhaul.core.totals_parts import Equation, Reason, equations_of

UNKNOWN = "nothing that Shopify shows explains it"
ROUNDING = "rounding while one currency was turned into the other"
_MOST_REASONS = 3


@dataclass(frozen=True)
class Discrepancy:
    """A total that is more (or, negative, less) than its parts, in both currencies; why, as far as it is known."""

    total: str
    by: BothMoneys
    because: str

    @property
    def words(self) -> str:
        """The sentence that is shown to a person."""
        is_more = (self.by.presentment.amount or self.by.shop.amount) > 0
        amount = _nonzero(self.by if is_more else -self.by)
        return f"The {self.total} is {amount} {'more' if is_more else 'less'} than its parts: {self.because}."


@dataclass(frozen=True)
class TotalsCheck:
    """Where the totals of an order do not add up. Words are empty when all of them do."""

    discrepancies: tuple[Discrepancy, ...] = ()
    trouble: str = ""

    @property
    def words(self) -> str:
        """All of it, a sentence each."""
        return " ".join([*([self.trouble] if self.trouble else []), *(one.words for one in self.discrepancies)])


def explain_totals(
    money: OrderMoney,
    lines: Sequence[RemoteOrderLine],
    refunds: Sequence[RemoteRefund] | None,
    *,
    is_cancelled: bool = False,
) -> TotalsCheck:
    """Hold every total against what it is made of; a total that Shopify does not give is not checked.

    What an order was placed for, and what edits, refunds and returns have left of it, are checked by themselves, as is
    what was received. Refunds that could not be read leave out what depends on them.
    """
    try:
        found = tuple(_discrepancies(equations_of(money, lines, refunds, is_cancelled=is_cancelled), lines))
    except BadMoney:
        return TotalsCheck(trouble="The totals cannot be checked: they are in more than two currencies.")
    return TotalsCheck(found)


def _discrepancies(equations: Sequence[Equation], lines: Sequence[RemoteOrderLine]) -> Iterator[Discrepancy]:
    units = sum(line.quantity for line in lines)
    for equation in equations:
        by = equation.difference.rounded
        if by.is_zero:
            continue
        reasons = _reasons_for(by, equation.reasons)
        if _is_rounding(by, units):
            yield Discrepancy(equation.total, by, ROUNDING)
        elif reasons is None:
            yield Discrepancy(equation.total, by, UNKNOWN)
        elif not all(reason.is_usual for reason in reasons):
            yield Discrepancy(equation.total, by, " and ".join(reason.words for reason in reasons))


def _reasons_for(by: BothMoneys, reasons: Sequence[Reason]) -> tuple[Reason, ...] | None:
    """The fewest reasons that together make up the difference in both currencies."""
    for count in range(1, _MOST_REASONS + 1):
        for chosen in combinations(reasons, count):
            rest = by
            for reason in chosen:
                rest -= reason.amount
            if rest.is_zero:
                return chosen
    return None


def _is_rounding(by: BothMoneys, units: int) -> bool:
    """At most half a minor unit for each unit sold, in one currency alone: where it is made of the other."""
    if by.shop.currency == by.presentment.currency:
        return False
    one, other = sorted(abs(_minor_units(money)) for money in (by.shop, by.presentment))
    return one == 0 and other * 2 <= units + 1


def _minor_units(money: Money) -> int:
    return int(money.amount.scaleb(decimals_of(money.currency)))


def _nonzero(by: BothMoneys) -> str:
    if not by.presentment.amount:
        return str(by.shop)
    return str(by) if by.shop.amount else str(by.presentment)
