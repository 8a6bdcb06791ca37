"""What units of an order are worth when they are given back: price less discounts, with their tax.

Our own figure, to the minor unit of the currency that the customer has paid in, to hold Shopify's suggestion against.
What is left of a line is shared out among its units, so that the parts add up to all of it, however it is given back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from backhaul.core.money import Money, decimals_of, total, zero
from backhaul.core.remote_refunds import RemoteRefund
from backhaul.core.units import Units


@dataclass(frozen=True)
class LineWorth:
    """An order line. Price is of one unit; discounts and tax are those of all units ever ordered (Shopify: LineItem).

    `current` units were neither refunded nor removed.
    """

    line_gid: str
    unit_price: Money
    quantity: int
    current: int
    discounts: Money
    tax: Money


@dataclass(frozen=True)
class ShippingWorth:
    """Shipping after discounts, as ordered, with its tax; `refunded` of the price, without tax unless included."""

    price: Money
    tax: Money
    refunded: Money


@dataclass(frozen=True)
class OrderWorth:
    """What an order's lines and shipping are worth, and what of them was given back before.

    With `taxes_included` prices contain their tax. `before` has units, subtotal and tax of refunds by line.
    """

    currency: str
    taxes_included: bool
    lines: Mapping[str, LineWorth]
    shipping: ShippingWorth
    before: Mapping[str, "RefundedBefore"]


@dataclass(frozen=True)
class RefundedBefore:
    """What refunds have given back of one line."""

    units: int
    subtotal: Money
    tax: Money


def refunded_before(refunds: Iterable[RemoteRefund], currency: str) -> dict[str, RefundedBefore]:
    """What refunds have given back of each line, in the customer's money; no amount counts as none."""
    found: dict[str, RefundedBefore] = {}
    for line in (line for refund in refunds for line in refund.lines):
        before = found.get(line.line_gid, RefundedBefore(0, zero(currency), zero(currency)))
        found[line.line_gid] = RefundedBefore(
            before.units + line.quantity,
            before.subtotal + (line.subtotal.presentment if line.subtotal else zero(currency)),
            before.tax + (line.tax.presentment if line.tax else zero(currency)),
        )
    return found


def worth_of_units(order: OrderWorth, line_gid: str, units: int) -> Money:
    """What so many units of a line are worth now, tax included, rounded to the minor unit.

    Units that were removed without a refund take their share of price, discounts and tax with them.
    """
    line = order.lines[line_gid]
    before = order.before.get(line_gid, RefundedBefore(0, zero(order.currency), zero(order.currency)))
    if line.current <= 0 or line.quantity <= 0:
        return zero(order.currency)
    removed = max(line.quantity - line.current - before.units, 0)
    stays = Decimal(line.quantity - removed) / line.quantity
    price = line.unit_price.amount * line.quantity - line.discounts.amount
    share = Decimal(units) / line.current
    subtotal = _rounded((price * stays - before.subtotal.amount) * share, order.currency)
    if order.taxes_included:
        return subtotal
    return subtotal + _rounded((line.tax.amount * stays - before.tax.amount) * share, order.currency)


def shipping_left(order: OrderWorth) -> Money:
    """What was not refunded of the price of shipping, without tax unless prices contain it."""
    return max(order.shipping.price - order.shipping.refunded, zero(order.currency))


def undelivered_shipping(order: OrderWorth, *, given_back: Units, ordered: Units) -> Money:
    """The share of shipping that belongs to units that will not be shipped, at most what is left of it.

    By units, since a prepaid order is charged once for all of its deliveries: of `ordered`, all units that were ever
    to be shipped, those that are given back.
    """
    of = sum(ordered.values())
    share = Decimal(min(sum(given_back.values()), of)) / of if of else Decimal(0)
    return min(_rounded(order.shipping.price.amount * share, order.currency), shipping_left(order))


def with_tax(order: OrderWorth, shipping: Money) -> Money:
    """A price of shipping with the tax on it."""
    if order.taxes_included or not order.shipping.price.amount:
        return shipping
    tax = order.shipping.tax.amount * shipping.amount / order.shipping.price.amount
    return shipping + _rounded(tax, order.currency)


def without_tax(order: OrderWorth, shipping: Money) -> Money:
    """The price of shipping that comes to this with its tax."""
    gross = order.shipping.price.amount + order.shipping.tax.amount
    if order.taxes_included or not gross:
        return shipping
    return min(_rounded(shipping.amount * order.shipping.price.amount / gross, order.currency), shipping_left(order))


def minor_unit(currency: str) -> Money:
    """The smallest amount that the currency has."""
    return Money(Decimal(1).scaleb(-decimals_of(currency)), currency)


def agree(one: Money, other: Money) -> bool:
    """Whether two figures differ by one minor unit at most."""
    return max(one - other, other - one) <= minor_unit(one.currency)


def spread(amount: Money, over: Mapping[str, Money]) -> dict[str, Money]:
    """Share an amount out in proportion to what each is worth; the shares add up to it. Worth nothing: all to one."""
    worth = total(over.values(), amount.currency)
    shares: dict[str, Money] = {}
    gone, before = zero(amount.currency), Decimal(0)
    for name, one in over.items():
        before += one.amount
        until = _rounded(amount.amount * before / worth.amount, amount.currency) if worth.amount else amount
        shares[name], gone = until - gone, until
    return shares


def _rounded(amount: Decimal, currency: str) -> Money:
    return Money(amount, currency).rounded()
