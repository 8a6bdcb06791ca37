"""Orders as refunds of units see them, with defaults, so that a test states only what matters."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from backhaul.core.money import Money
from backhaul.core.order_money import BothMoneys
from backhaul.core.refund import Stock, WorkLine
from backhaul.core.refund_worth import LineWorth, OrderWorth, RefundedBefore, ShippingWorth
from backhaul.core.refunded import Given
from backhaul.core.restock import Restock
from backhaul.core.suggested import SuggestedPayment, SuggestedRefund
from backhaul.core.unit_credit import MemoLine, UnitsMemo
from tests.core.payment_builders import ORDER, SUCCESS, eur, gid

LINE = "gid://shopify/LineItem/1"
OTHER = "gid://shopify/LineItem/2"


def work(remaining: int, status: str = "OPEN", **fields: Any) -> WorkLine:
    """So many units of the line that remain in a fulfillment order."""
    return WorkLine(LINE, remaining, status, **fields)


def stock(*lines: WorkLine, **fields: Any) -> Stock:
    """An order of one line whose units are all refundable, with nothing posted, shipped or promised."""
    refundable = {LINE: sum(line.remaining for line in lines)}
    nothing: dict[str, Any] = {"posted": {}, "fulfilled": {}, "withheld": {}, "promised": {}, "labels": {LINE: "box"}}
    return Stock(**{"work": lines, "refundable": refundable, **nothing, **fields})


def line_worth(
    price: str, quantity: int = 1, *, current: int | None = None, discounts: str = "0", tax: str = "0"
) -> LineWorth:
    """A line of so many units."""
    left = quantity if current is None else current
    return LineWorth(LINE, eur(price), quantity, left, eur(discounts), eur(tax))


def order_worth(
    line: LineWorth,
    *,
    taxes_included: bool = False,
    shipping: tuple[str, str, str] = ("0", "0", "0"),
    before: Mapping[str, RefundedBefore] | None = None,
) -> OrderWorth:
    """An order of one line; shipping is price, tax and what was refunded."""
    price, tax, refunded = shipping
    worth = ShippingWorth(eur(price), eur(tax), eur(refunded))
    return OrderWorth("EUR", taxes_included, {line.line_gid: line}, worth, before or {})


def suggested(amount: str, *payments: tuple[int, str, str], maximum: str | None = None) -> SuggestedRefund:
    """A suggestion over payments: number, suggested amount, maximum; over one payment that has all unless told."""
    shares = payments or ((1, amount, maximum or amount),)
    most = maximum or str(sum(Decimal(one[2]) for one in shares))
    found = tuple(SuggestedPayment(gid(number), "cards", eur(share), eur(top)) for number, share, top in shares)
    return SuggestedRefund(eur(amount), eur(most), found, {})


def memo(
    total: str, units: int = 1, *, restock: Restock = Restock.CANCEL, shipping: str = "0", reason: str = ""
) -> UnitsMemo:
    """A credit memo over units of the one line."""
    lines = (MemoLine(LINE, units, restock),) if units else ()
    return UnitsMemo("crm_1", "CM-1", ORDER, lines, eur(total), eur(shipping), reason)


def given(number: int, amount: str, *, of: int = 1, status: str = SUCCESS, error: str = "") -> Given:
    """A refund that the memo has brought about."""
    return Given(gid(number), "crm_1", "", gid(of), eur(amount), status, error)


def both(amount: str) -> BothMoneys:
    """The same amount in both currencies."""
    return BothMoneys(eur(amount), eur(amount))


def before(units: int, subtotal: str, tax: str = "0") -> dict[str, RefundedBefore]:
    """What refunds have given back of the line."""
    return {LINE: RefundedBefore(units, eur(subtotal), eur(tax))}


def sum_of(amounts: Sequence[Money]) -> Decimal:
    """Plain arithmetic."""
    return sum((one.amount for one in amounts), Decimal(0))
