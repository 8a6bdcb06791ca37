"""When an order that a webhook told of is read again, and what a reading of it has brought."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from backhaul.core.remote import RemoteOrder
from backhaul.core.scopes import READ_ALL_ORDERS, READABLE_FOR

ROUTED_WITHIN = timedelta(hours=1)
"""Shopify routes an order in the background after it was placed; one without fulfillment orders by then has none."""
SHOWN_WITHIN = timedelta(minutes=10)
"""A webhook may be faster than what Shopify lets be read; what is not to be seen by then is hidden from us."""
FIRST_LOOK = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=10)

_PARTS = {
    "work_digest": "what can be fulfilled",
    "payments_digest": "the payments",
    "financial_status": "the financial status",
    "fulfillment_status": "the fulfillment status",
    "current_total_presentment": "the total",
    "return_status": "the returns",
    "cancelled_at": "that it is cancelled",
    "closed_at": "whether it is closed",
    "tags": "the tags",
    "snapshot_sha256": "details",
}
COMPARED = (*_PARTS, "shopify_updated_at")
"""The fields of a mirrored order that `what_changed` wants to see."""


def pause_after(waited: timedelta) -> timedelta:
    """How long to wait before another look: as long as it has been waited for already, from 30 s to 10 min."""
    return min(max(waited, FIRST_LOOK), LONGEST_PAUSE)


def awaits_routing(remote: RemoteOrder, *, now: datetime) -> bool:
    """Whether Shopify is likely still to decide where the goods of a young order are to be fulfilled."""
    has_goods = any(line.requires_shipping and line.current_quantity > 0 for line in remote.lines)
    is_young = now - remote.created_at < ROUTED_WITHIN
    return has_goods and is_young and not remote.fulfillment_orders and remote.cancelled_at is None


def is_hidden_by_age(created_at: datetime, scopes: Collection[str], *, now: datetime) -> bool:
    """Whether an order is not shown because it is old and the app lacks the scope for old ones."""
    return now - created_at >= READABLE_FOR and READ_ALL_ORDERS not in scopes


def what_changed(before: Mapping[str, object] | None, after: Mapping[str, object]) -> str:
    """In words, what a reading has changed in the mirror; `before` is None when the order was not in it."""
    if before is None:
        return "Read for the first time."
    parts = [words for name, words in _PARTS.items() if before[name] != after[name]]
    if parts:
        return f"Changed: {', '.join(parts)}."
    return "Nothing had changed." if before == after else "Only its date had changed."


def is_known_already(told: datetime | None, mirrored: datetime) -> bool:
    """Whether the mirror shows a later state than the one that a webhook tells of.

    Webhooks give whole seconds, so that the fraction of the mirrored date does not count.
    """
    return told is not None and told < mirrored.replace(microsecond=0)
