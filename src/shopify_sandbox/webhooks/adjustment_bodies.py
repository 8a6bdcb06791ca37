"""What the body of a refund says beside units and money: adjustments and shipping."""

from __future__ import annotations

from shopify_sandbox.state import discrepancies
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.refunds import Refund
from shopify_sandbox.webhooks.rest_values import Body, price, price_set


def adjustment_bodies(order: Order | None, refund: Refund) -> list[Body]:
    """What was refunded more or less than the refund names (documented; which refunds have one is assumed)."""
    difference = discrepancies.of_refund(order, refund) if order else None
    if order is None or difference is None or difference == order.currencies.zero():
        return []
    nothing = order.currencies.zero()
    return [
        {
            "id": refund.id,
            "order_id": order.id,
            "refund_id": refund.id,
            "amount": price(difference),
            "tax_amount": price(nothing),
            "kind": "refund_discrepancy",
            "reason": discrepancies.reason(refund).capitalize().replace("_", " "),
            "amount_set": price_set(difference),
            "tax_amount_set": price_set(nothing),
        }
    ]


def shipping_bodies(order: Order | None, refund: Refund) -> list[Body]:
    """The shipping that was refunded (documented)."""
    if order is None or refund.shipping is None or not refund.shipping.positive or not order.shipping_lines:
        return []
    line = order.shipping_lines[0]
    tax = refund.shipping_tax or order.currencies.zero()
    return [
        {
            "id": refund.id,
            "shipping_line": {"id": line.id, "title": line.title},
            "subtotal_amount_set": price_set(refund.shipping),
            "tax_amount_set": price_set(tax),
        }
    ]
