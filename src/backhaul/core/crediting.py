"""Whether a credit memo over an order may be posted: its lines, what becomes of the goods, and its amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backhaul.core.credit_errors import (
    CreditAmountsUnclear,
    CreditIsNotTheSum,
    CreditNotInOrderCurrency,
    NothingToGiveBack,
)
from backhaul.core.errors import BadReference, NothingToPost
from backhaul.core.invoicing import check_amount
from backhaul.core.money import Money, parse_money, total, zero
from backhaul.core.outstanding import LineRequest, Named, check_quantity, resolve_line
from backhaul.core.refund_worth import OrderWorth, spread, undelivered_shipping, with_tax, worth_of_units
from backhaul.core.restock import Restock
from backhaul.core.unit_credit import MemoLine
from backhaul.core.units import Units

SHARE = "share"
"""In place of an amount of shipping: the share of it that belongs to the units."""


@dataclass(frozen=True)
class CreditLineRequest:
    """A line as a request gives it. `amount` as text, None to have it computed; `restock` None as the whole memo."""

    line: LineRequest
    amount: object = None
    restock: str | None = None


@dataclass(frozen=True)
class UnitsRequest:
    """What a door, or a step of a change, asks to post: these units of an order are given back.

    Amounts are text: one for every line, or one `total`, or none, then they are computed. They contain the tax. Without
    lines the total is money for no units.
    `shipping` is an amount, `share`, or None for nothing. `currency` is the order's where it is "". `booked_only`: the
    money was given back in Shopify already; it is noted, and nothing is sent.
    """

    external_number: str
    lines: Sequence[CreditLineRequest]
    currency: str = ""
    total: object = None
    shipping: object = None
    restock: str = Restock.CANCEL
    reason: str = ""
    booked_only: bool = False


@dataclass(frozen=True)
class CreditContent:
    """What a request means. `amounts` by line and `total` are None where they were not given.

    `shipping` None: its share is to be computed.
    """

    currency: str
    lines: tuple[MemoLine, ...]
    amounts: Mapping[str, Money] | None
    total: Money | None
    shipping: Money | None

    @property
    def units(self) -> Units:
        """Units per line."""
        return {line.line_gid: line.quantity for line in self.lines}

    @property
    def is_computed(self) -> bool:
        """Whether what is given back follows from Shopify's prices, so that the two figures have to agree."""
        return self.amounts is None and self.total is None

    @property
    def facts(self) -> dict[str, object]:
        """What it says, however it is written."""
        amounts = self.amounts or {}
        return {
            "lines": sorted(
                [one.line_gid, one.quantity, one.restock, str(amounts.get(one.line_gid, ""))] for one in self.lines
            ),
            "total": str(self.total or ""),
            "shipping": SHARE if self.shipping is None else str(self.shipping),
        }


@dataclass(frozen=True)
class CreditAmounts:
    """What is given back for each line, for shipping and for nothing of both, tax included; above nothing together."""

    lines: Mapping[str, Money]
    shipping: Money
    money_alone: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return total([*self.lines.values(), self.shipping, self.money_alone], self.shipping.currency)


def read_credit(
    request: UnitsRequest, lines: Sequence[Named], *, currency: str, order: str, elsewhere: Mapping[str, str]
) -> CreditContent:
    """Resolve and check what a credit memo says, whatever is left of the order; `currency` is the customer's.

    `elsewhere` names the order of each line that the request names and that belongs to another one. Raises
    CreditNotInOrderCurrency, CreditAmountsUnclear, BadMoney, NothingToPost, BadReference, UnknownLine,
    LineOfAnotherOrder, AmbiguousSku, BadQuantity. The result is in the order's own order.
    """
    if request.currency and request.currency != currency:
        parse_money("0", request.currency)
        raise CreditNotInOrderCurrency(request.currency, order=order, order_currency=currency)
    found, amounts = _read_lines(request, lines, currency, elsewhere)
    content = CreditContent(
        currency=currency,
        lines=found,
        amounts=amounts,
        total=_optional(request.total, currency, of="the total"),
        shipping=None if request.shipping == SHARE else _shipping(request.shipping, currency),
    )
    if request.booked_only and (content.is_computed or content.shipping is None):
        raise CreditAmountsUnclear("What was given back already cannot be computed.")
    return content


def priced_as_given(content: CreditContent, prices: Mapping[str, Money]) -> CreditAmounts | None:
    """The amounts as far as the request has given them; None when Shopify's prices are needed as well.

    A total that was given for several lines is shared out by `prices` of one unit. Raises CreditIsNotTheSum,
    NothingToGiveBack.
    """
    if content.shipping is None or content.is_computed:
        return None
    if content.amounts is not None:
        return _checked(_amounts(content.amounts, content.shipping), content)
    worth = {line.line_gid: _times(prices, line) for line in content.lines}
    return _checked(_shared_out(content, worth, content.shipping), content)


def priced(content: CreditContent, order: OrderWorth, *, ordered: Units) -> CreditAmounts:
    """The amounts, what was not given computed from what the order is worth; `ordered` counts all units ever to be
    shipped. Raises CreditIsNotTheSum, NothingToGiveBack."""
    shipping = content.shipping
    if shipping is None:
        shipping = with_tax(order, undelivered_shipping(order, given_back=content.units, ordered=ordered))
    if content.amounts is not None:
        return _checked(_amounts(content.amounts, shipping), content)
    worth = {line.line_gid: worth_of_units(order, line.line_gid, line.quantity) for line in content.lines}
    if content.total is None:
        return _checked(_amounts(worth, shipping), content)
    return _checked(_shared_out(content, worth, shipping), content)


def _read_lines(
    request: UnitsRequest, lines: Sequence[Named], currency: str, elsewhere: Mapping[str, str]
) -> tuple[tuple[MemoLine, ...], Mapping[str, Money] | None]:
    if not request.lines and request.total is None:
        raise NothingToPost
    found: dict[str, MemoLine] = {}
    amounts: dict[str, Money] = {}
    for one in request.lines:
        line = resolve_line(one.line, lines, elsewhere=elsewhere)
        if line.gid in found:
            raise BadReference(f"“{line.label}” is named twice.", hint="Name each line once, with all of its units.")
        quantity = check_quantity(one.line.quantity, line=line.label)
        found[line.gid] = MemoLine(line.gid, quantity, _restock(one.restock or request.restock))
        if one.amount is not None:
            amounts[line.gid] = check_amount(one.amount, currency, of=f"the amount of “{line.label}”")
    if amounts and len(amounts) < len(found):
        raise CreditAmountsUnclear("Some of the lines have an amount, and some have none.")
    return tuple(found[line.gid] for line in lines if line.gid in found), amounts or None


def _restock(text: str) -> Restock:
    try:
        return Restock(text)
    except ValueError as exc:
        ways = ", ".join(Restock)
        raise BadReference(f"“{text[:40]}” is nothing that becomes of goods.", hint=f"Choose one of: {ways}.") from exc


def _optional(amount: object, currency: str, *, of: str) -> Money | None:
    return None if amount is None else check_amount(amount, currency, of=of)


def _shipping(amount: object, currency: str) -> Money:
    return _optional(amount, currency, of="shipping") or zero(currency)


def _times(prices: Mapping[str, Money], line: MemoLine) -> Money:
    price = prices[line.line_gid]
    return Money(price.amount * line.quantity, price.currency)


def _shared_out(content: CreditContent, worth: Mapping[str, Money], shipping: Money) -> CreditAmounts:
    """The total less shipping, by what each line is worth."""
    assert content.total is not None
    if content.total < shipping:
        raise CreditIsNotTheSum(content.total, parts=shipping)
    if not worth:
        return CreditAmounts({}, shipping, content.total - shipping)
    return _amounts(spread(content.total - shipping, worth), shipping)


def _amounts(lines: Mapping[str, Money], shipping: Money) -> CreditAmounts:
    return CreditAmounts(lines, shipping, zero(shipping.currency))


def _checked(amounts: CreditAmounts, content: CreditContent) -> CreditAmounts:
    if content.total is not None and amounts.total != content.total:
        raise CreditIsNotTheSum(content.total, parts=amounts.total)
    if amounts.total <= zero(content.currency):
        raise NothingToGiveBack
    return amounts
