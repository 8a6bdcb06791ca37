"""Which fulfillment orders may be fulfilled now, which later, and which only after a person has acted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backhaul.core import gids
from backhaul.core.plan import ShortReason
from backhaul.core.remote import (
    Action,
    FulfillmentOrderStatus,
    RemoteFulfillmentOrder,
    RequestStatus,
)
from backhaul.core.tasks import WaitReason

HOLD_CHECK = timedelta(hours=1)
DUE_CHECK = timedelta(minutes=5)
GONE_STATUSES = frozenset({FulfillmentOrderStatus.CLOSED, FulfillmentOrderStatus.CANCELLED})
_WORKABLE = frozenset({FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.IN_PROGRESS})
AT_SERVICE = frozenset(
    {
        RequestStatus.SUBMITTED,
        RequestStatus.ACCEPTED,
        RequestStatus.CANCELLATION_REQUESTED,
        RequestStatus.CANCELLATION_REJECTED,
    }
)


class Readiness(StrEnum):
    """Whether a fulfillment order can be fulfilled."""

    READY = "ready"
    SCHEDULED = "scheduled"
    HELD = "held"
    BLOCKED = "blocked"
    GONE = "gone"


@dataclass(frozen=True)
class Standing:
    """A fulfillment order with what it allows now; `until` says when to look again, `short` why it is blocked."""

    order: RemoteFulfillmentOrder
    readiness: Readiness
    until: datetime | None = None
    short: ShortReason | None = None
    words: str = ""

    @property
    def wait_reason(self) -> WaitReason:
        """The reason to give while waiting for it."""
        return WaitReason.HOLD if self.readiness is Readiness.HELD else WaitReason.SCHEDULED


def standing(order: RemoteFulfillmentOrder, now: datetime) -> Standing:
    """What a fulfillment order allows at `now`.

    Only one offering CREATE_FULFILLMENT can be fulfilled (Shopify: FulfillmentOrder.supportedActions). `fulfillAt`
    counts for SCHEDULED alone: ordinary ones carry their creation hour there. One that a fulfillment service has
    been asked for is never ready, because the service may ship the same goods.
    """
    if order.status in GONE_STATUSES:
        return Standing(order, Readiness.GONE)
    if order.request_status in AT_SERVICE:
        return Standing(order, Readiness.BLOCKED, short=ShortReason.AT_FULFILLMENT_SERVICE)
    if order.status == FulfillmentOrderStatus.ON_HOLD or order.holds:
        return Standing(order, Readiness.HELD, until=now + HOLD_CHECK, words=_hold_words(order))
    if order.status == FulfillmentOrderStatus.SCHEDULED:
        return _scheduled(order, now)
    if order.status in _WORKABLE and Action.CREATE_FULFILLMENT in order.supported_actions:
        return Standing(order, Readiness.READY)
    return Standing(order, Readiness.BLOCKED, short=_why_blocked(order))


def in_order(orders: Iterable[RemoteFulfillmentOrder], *, location_gid: str | None, now: datetime) -> list[Standing]:
    """All standings in the order of taking: the shipment's location first, then the soonest, then the oldest."""
    standings = [standing(order, now) for order in orders]
    return sorted(
        standings,
        key=lambda one: (
            not is_here(one.order, location_gid),
            one.until or now,
            one.order.fulfill_at.timestamp() if one.order.fulfill_at else 0.0,
            gids.sort_key(one.order.gid),
        ),
    )


def is_here(order: RemoteFulfillmentOrder, location_gid: str | None) -> bool:
    """Whether a fulfillment order is at the shipment's location; a shipment without one is at home everywhere."""
    return location_gid is None or order.location_gid == location_gid


def _scheduled(order: RemoteFulfillmentOrder, now: datetime) -> Standing:
    if order.fulfill_at is None:
        return Standing(order, Readiness.SCHEDULED, until=now + HOLD_CHECK)
    until = order.fulfill_at if order.fulfill_at > now else now + DUE_CHECK
    return Standing(order, Readiness.SCHEDULED, until=until)


def _why_blocked(order: RemoteFulfillmentOrder) -> ShortReason:
    if order.status == FulfillmentOrderStatus.INCOMPLETE:
        return ShortReason.INCOMPLETE
    return ShortReason.NOT_FULFILLABLE if order.status in _WORKABLE else ShortReason.UNKNOWN_STATUS


def _hold_words(order: RemoteFulfillmentOrder) -> str:
    reasons = [hold.reason_notes or hold.display_reason or hold.reason for hold in order.holds]
    return f"{WaitReason.HOLD.words} Reason: {'; '.join(reasons)}" if reasons else WaitReason.HOLD.words
