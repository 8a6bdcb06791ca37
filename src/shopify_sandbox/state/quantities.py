"""Units of an order line: ordered = remaining + fulfilled + removed, always."""

from __future__ import annotations

from collections.abc import Iterator

from shopify_sandbox.state.orders import FulfillmentOrderLine, LineItem, Order
from shopify_sandbox.state.statuses import FulfillmentOrderStatus

_READY = (FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.IN_PROGRESS)


def refunded(line: LineItem) -> int:
    """Units refunded, whether they would still ship or not."""
    return sum(each.quantity for each in line.refund_lines)


def removed(line: LineItem) -> int:
    """Units that a refund, an edit or the order's cancellation took away before they were fulfilled."""
    if line.order.cancelled_at is not None:
        return line.quantity - fulfilled(line)
    return sum(each.quantity for each in line.refund_lines if each.leaves_fulfillment)


def current(line: LineItem) -> int:
    """Units neither refunded nor removed by an edit."""
    return line.quantity - refunded(line)


def remaining(line: LineItem) -> int:
    """Units that live fulfillment orders hold."""
    return sum(each.remaining_quantity for each in _live_lines(line))


def fulfilled(line: LineItem) -> int:
    """Units in fulfillments that stand."""
    return sum(each.quantity for fulfillment, each in line.shipped_in if not fulfillment.is_cancelled)


def fulfillable(line: LineItem) -> int:
    """Units that could be fulfilled now: those held or scheduled don't count. Before routing, all that is left."""
    if line.is_tip:
        return 0
    if not line.order.routed:
        return current(line) if line.order.cancelled_at is None else 0
    return sum(each.remaining_quantity for each in _live_lines(line) if each.fulfillment_order.status in _READY)


def unfulfilled(line: LineItem) -> int:
    """Units neither fulfilled nor removed."""
    return 0 if line.is_tip else max(line.quantity - fulfilled(line) - removed(line), 0)


def non_fulfillable(line: LineItem) -> int:
    """Units that will never be fulfilled: tips, and what was taken away before it was (schema)."""
    return line.quantity if line.is_tip else removed(line)


def editable(line: LineItem) -> int:
    """Units that an edit can take away: neither fulfilled nor gone."""
    return min(unfulfilled(line), current(line))


def fulfillment_status(line: LineItem) -> str:
    """The deprecated LineItem.fulfillmentStatus."""
    done = fulfilled(line)
    if done == 0:
        return "unfulfilled"
    return "fulfilled" if unfulfilled(line) == 0 else "partial"


def total_unfulfilled(order: Order) -> int:
    """Units of the whole order that are neither fulfilled nor removed."""
    return sum(unfulfilled(line) for line in order.lines)


def _live_lines(line: LineItem) -> Iterator[FulfillmentOrderLine]:
    return (each for each in line.held_in if not each.fulfillment_order.is_closed)
