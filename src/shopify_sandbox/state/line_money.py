"""What is left of one order line's price and tax once refunds and edits have taken their part."""

from __future__ import annotations

from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import LineItem


def left(line: LineItem) -> MoneyBag:
    """What the units that were neither refunded nor removed cost after all discounts."""
    gone = line.order.currencies.total(each.subtotal for each in line.refund_lines)
    return line.discounted_total - gone


def tax(line: LineItem) -> MoneyBag:
    """The taxes of all units ever ordered."""
    return line.order.currencies.total(each.price for each in line.tax_lines)


def tax_left(line: LineItem) -> MoneyBag:
    """The taxes of the units that were neither refunded nor removed."""
    gone = line.order.currencies.total(each.tax for each in line.refund_lines)
    return tax(line) - gone
