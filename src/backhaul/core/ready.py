"""What a warehouse can ship now, what later, and what only after somebody has acted."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from backhaul.core.readiness import Readiness, in_order, standing
from backhaul.core.remote import FulfillmentOrderStatus, RemoteFulfillmentOrder
from backhaul.core.units import Units


class Due(StrEnum):
    """When a fulfillment order can be shipped; `words` says it to a person."""

    NOW = "now"
    LATER = "later"
    HELD = "held"
    BLOCKED = "blocked"
    GONE = "gone"

    @property
    def words(self) -> str:
        return _WORDS[self]


SHIPPABLE_SOMETIME = (Due.NOW, Due.LATER, Due.HELD, Due.BLOCKED)
_WORDS = {
    Due.NOW: "ready to be shipped",
    Due.LATER: "to be shipped from its date on",
    Due.HELD: "on hold in Shopify",
    Due.BLOCKED: "not to be shipped by you: a fulfillment service has it, or Shopify does not allow it",
    Due.GONE: "nothing is left of it",
}
_OF = {
    Readiness.READY: Due.NOW,
    Readiness.SCHEDULED: Due.LATER,
    Readiness.HELD: Due.HELD,
    Readiness.BLOCKED: Due.BLOCKED,
    Readiness.GONE: Due.GONE,
}


def due_of(order: RemoteFulfillmentOrder, now: datetime) -> Due:
    """When a fulfillment order can be shipped.

    A SCHEDULED one counts from its date on, though Shopify opens it a moment later: so does the `fulfillableQuantity`
    of its line items (guide “About subscriptions”, Order CSV export).
    """
    due = _OF[standing(order, now).readiness]
    if due is Due.LATER and order.fulfill_at is not None and order.fulfill_at <= now:
        return Due.NOW
    return due


def fulfillable(orders: Iterable[RemoteFulfillmentOrder], *, taken: Units, now: datetime) -> dict[str, int]:
    """Units that a warehouse can ship now, by the gid of the fulfillment order line, for all of one order.

    `taken`, by order line: what was posted as shipped and Shopify does not show yet, or is being given back. It comes
    off in the order in which shipments are allocated: the soonest, then the oldest.
    """
    left, found = dict(taken), {}
    standings = in_order(orders, location_gid=None, now=now)
    for one in sorted((one.order for one in standings), key=lambda order: due_of(order, now) is not Due.NOW):
        is_now = due_of(one, now) is Due.NOW
        for line in one.lines:
            gone = min(left.get(line.line_gid, 0), line.remaining) if due_of(one, now) is not Due.GONE else 0
            left[line.line_gid] = left.get(line.line_gid, 0) - gone
            found[line.gid] = line.remaining - gone if is_now else 0
    return found


def can_be_opened(order: RemoteFulfillmentOrder) -> bool:
    """Whether it can be shipped before its date, or be given another one (Shopify: only a SCHEDULED one)."""
    return order.status == FulfillmentOrderStatus.SCHEDULED and any(line.remaining for line in order.lines)
