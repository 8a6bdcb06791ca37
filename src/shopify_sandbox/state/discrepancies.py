"""What refunds gave back more or less than what they name is worth: order adjustments.

The schema has the sign: a positive difference is in the merchant's favour. Which refunds have adjustments is assumed,
but for the reasons, which the schema names.
"""

from __future__ import annotations

from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.refunds import Refund


def worth(order: Order, refund: Refund) -> MoneyBag:
    """What the units, shipping and duties that a refund names are worth, with their taxes."""
    parts = [line.subtotal for line in refund.lines] + [each.amount for each in refund.duties]
    if not order.taxes_included:
        parts += [line.tax for line in refund.lines]
        parts += [refund.shipping_tax] if refund.shipping_tax else []
    parts += [refund.shipping] if refund.shipping else []
    return order.currencies.total(parts)


def of_refund(order: Order, refund: Refund) -> MoneyBag:
    """What a refund names less what it gives or is about to give back; zero for what an edit removed."""
    if any(line.by_edit for line in refund.lines):
        return order.currencies.zero()
    given = order.currencies.total(each.amount for each in refund.transactions if each.counts)
    return worth(order, refund) - given


def of_order(order: Order) -> MoneyBag:
    """Order.refundDiscrepancySet: that of all refunds together."""
    return order.currencies.total(of_refund(order, refund) for refund in order.refunds)


def reason(refund: Refund) -> str:
    """Why: the reason given, else that the money is still to be given back, else none in particular."""
    if refund.discrepancy_reason is not None:
        return refund.discrepancy_reason
    return "REFUND_DISCREPANCY" if refund.transactions else "PENDING_REFUND_DISCREPANCY"
