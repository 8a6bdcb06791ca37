"""What units and shipping are worth when they are refunded: shares whose sum is the whole, to the minor unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from shopify_sandbox.state import line_money, quantities, totals
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import Duty, LineItem, Order
from shopify_sandbox.state.refunds import RefundedDuty


@dataclass(frozen=True)
class DutyWish:
    """A duty to refund: all that is left of it, or the part that belongs to the units refunded with it."""

    duty: Duty
    line: LineItem
    proportional: bool = False


class Units(Protocol):
    """Units of a line that are to be refunded."""

    @property
    def line(self) -> LineItem:
        """The line."""

    @property
    def quantity(self) -> int:
        """How many."""


@dataclass(frozen=True)
class Share:
    """A part of a line: before discounts of the whole order, after them, and its tax."""

    discounted: MoneyBag
    subtotal: MoneyBag
    tax: MoneyBag


def of_units(line: LineItem, quantity: int, *, besides: int = 0) -> Share:
    """The share that units have in what is left of the line, when `besides` others go with them."""
    left = quantities.current(line)
    before_codes = line.unit_price.times(left) - line.edit_discount.at_most(line.unit_price.times(left))
    return Share(
        discounted=_between(before_codes, besides, quantity, left),
        subtotal=_between(line_money.left(line), besides, quantity, left),
        tax=_between(line_money.tax_left(line), besides, quantity, left),
    )


def _between(whole: MoneyBag, before: int, quantity: int, units: int) -> MoneyBag:
    return whole.times(Decimal(before + quantity) / units) - whole.times(Decimal(before) / units)


def duty_wish(order: Order, given: Given) -> DutyWish:
    """A RefundDutyInput. Raises Refused for a duty that is not the order's."""
    for line in order.lines:
        for duty in line.duties:
            if duty.gid == given["dutyId"]:
                return DutyWish(duty, line, proportional=given.get("refundType") == "PROPORTIONAL")
    raise refused("Duty does not exist", "refundDuties")


def of_duty(wish: DutyWish, units: Sequence[Units]) -> RefundedDuty:
    """How much of a duty is refunded together with those units."""
    order = wish.line.order
    gone = (each.amount for refund in order.refunds for each in refund.duties if each.duty_id == wish.duty.id)
    left = wish.duty.price - order.currencies.total(gone)
    if not wish.proportional:
        return RefundedDuty(wish.duty.id, left)
    share = Decimal(sum(each.quantity for each in units if each.line is wish.line)) / wish.line.quantity
    return RefundedDuty(wish.duty.id, wish.duty.price.times(share).at_most(left))


def shipping_left(order: Order) -> MoneyBag:
    """Shipping that was not refunded yet, without tax unless taxes are included."""
    return (totals.shipping(order) - totals.refunded_shipping(order)).at_least_zero()


def shipping_of(order: Order, amount: Decimal) -> MoneyBag:
    """An amount of shipping, given in the presentment currency, in both currencies."""
    left = shipping_left(order)
    return left if amount == left.presentment.amount else order.currencies.from_presentment(amount).at_most(left)


def shipping_tax(order: Order, amount: MoneyBag) -> MoneyBag:
    """The tax on that part of the shipping that was not refunded yet."""
    left = shipping_left(order)
    if not left.positive:
        return order.currencies.zero()
    standing = (line for line in order.shipping_lines if not line.is_removed)
    tax = order.currencies.total(each.price for line in standing for each in line.tax_lines)
    gone = order.currencies.total(each.shipping_tax for each in order.refunds if each.shipping_tax is not None)
    tax_left = (tax - gone).at_least_zero()
    return tax_left.times(amount.presentment.amount / left.presentment.amount)
