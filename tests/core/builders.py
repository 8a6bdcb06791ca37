"""Orders, fulfillment orders and shipments with defaults, so that a test states only what matters."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from backhaul.core.fulfillment import plan
from backhaul.core.plan import Plan
from backhaul.core.remote import (
    Action,
    FulfillmentOrderStatus,
    FulfillmentStatus,
    RemoteFulfillment,
    RemoteFulfillmentLine,
    RemoteFulfillmentOrder,
    RemoteFulfillmentOrderLine,
    RemoteHold,
    RemoteOrder,
    RemoteOrderLine,
    RemoteTracking,
    RequestStatus,
)
from backhaul.core.shipment import (
    FulfillmentPolicies,
    Owned,
    SentFulfillment,
    SentKind,
    Shipment,
    ShipmentLine,
)
from backhaul.core.tracking import Tracking

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ORDER = "gid://shopify/Order/1"
HERE = "gid://shopify/Location/1"
THERE = "gid://shopify/Location/2"
MUG = "gid://shopify/LineItem/11"
TEA = "gid://shopify/LineItem/12"

_POLICIES = FulfillmentPolicies()
_ACTIONS: dict[str, frozenset[str]] = {
    FulfillmentOrderStatus.OPEN: frozenset({Action.CREATE_FULFILLMENT, Action.MOVE, Action.HOLD}),
    FulfillmentOrderStatus.IN_PROGRESS: frozenset({Action.CREATE_FULFILLMENT, Action.HOLD, Action.MARK_AS_OPEN}),
    FulfillmentOrderStatus.SCHEDULED: frozenset({Action.MARK_AS_OPEN}),
    FulfillmentOrderStatus.ON_HOLD: frozenset({Action.RELEASE_HOLD, Action.MOVE}),
}


def fulfillment_order(
    number: int,
    units: Mapping[str, int],
    *,
    status: str = FulfillmentOrderStatus.OPEN,
    location: str | None = HERE,
    fulfill_at: datetime | None = None,
    actions: frozenset[str] | None = None,
    request_status: str = RequestStatus.UNSUBMITTED,
    holds: tuple[RemoteHold, ...] = (),
) -> RemoteFulfillmentOrder:
    lines = tuple(
        RemoteFulfillmentOrderLine(f"gid://shopify/FulfillmentOrderLineItem/{number}{index:03}", line, total, total)
        for index, (line, total) in enumerate(units.items())
    )
    return RemoteFulfillmentOrder(
        gid=f"gid://shopify/FulfillmentOrder/{number}",
        status=status,
        location_gid=location,
        lines=lines,
        request_status=request_status,
        supported_actions=_ACTIONS.get(status, frozenset()) if actions is None else actions,
        holds=holds,
        fulfill_at=fulfill_at,
    )


def fulfillment(
    number: int,
    units: Mapping[str, int],
    *,
    status: str = FulfillmentStatus.SUCCESS,
    tracking: tuple[str, ...] = (),
    created_at: datetime = NOW - timedelta(minutes=5),
) -> RemoteFulfillment:
    return RemoteFulfillment(
        gid=f"gid://shopify/Fulfillment/{number}",
        status=status,
        created_at=created_at,
        lines=tuple(RemoteFulfillmentLine(line, quantity) for line, quantity in units.items()),
        tracking=tuple(RemoteTracking(number=one) for one in tracking),
    )


def order(
    *fulfillment_orders: RemoteFulfillmentOrder,
    fulfillments: tuple[RemoteFulfillment, ...] = (),
    ordered: Mapping[str, int] | None = None,
    cancelled_at: datetime | None = None,
    created_at: datetime = NOW - timedelta(days=2),
    updated_at: datetime = NOW - timedelta(days=1),
) -> RemoteOrder:
    """An order whose lines are, unless `ordered` says otherwise, what remains and what is fulfilled together."""
    seen: dict[str, int] = {}
    for one in fulfillment_orders:
        for line in one.lines:
            seen[line.line_gid] = seen.get(line.line_gid, 0) + line.remaining
    for sent in fulfillments:
        for sent_line in sent.lines if sent.is_live else ():
            seen[sent_line.line_gid] = seen.get(sent_line.line_gid, 0) + sent_line.quantity
    lines = (RemoteOrderLine(gid, gid[-2:], units, units) for gid, units in (ordered or seen).items())
    return RemoteOrder(
        gid=ORDER,
        name="#1001",
        created_at=created_at,
        updated_at=updated_at,
        currency="EUR",
        presentment_currency="EUR",
        lines=tuple(lines),
        fulfillment_orders=fulfillment_orders,
        fulfillments=fulfillments,
        cancelled_at=cancelled_at,
    )


def shipment(
    units: Mapping[str, int],
    *,
    location: str | None = HERE,
    tracking: tuple[str, ...] = ("T1",),
    notify: bool = False,
    previous_posted_at: datetime | None = None,
) -> Shipment:
    return Shipment(
        order_gid=ORDER,
        lines=tuple(ShipmentLine(line, quantity) for line, quantity in units.items()),
        posted_at=NOW - timedelta(minutes=1),
        tracking=tuple(Tracking(number) for number in tracking),
        location_gid=location,
        notify_customer=notify,
        previous_posted_at=previous_posted_at,
    )


def sent(
    number: int,
    units: Mapping[str, int],
    *,
    kind: SentKind = SentKind.CREATED,
    location: str | None = HERE,
    resend_allowed: bool = False,
) -> SentFulfillment:
    gid = f"gid://shopify/Fulfillment/{number}"
    return SentFulfillment(gid, units, kind, location_gid=location, resend_allowed=resend_allowed)


def planned(
    posted: Shipment,
    remote: RemoteOrder,
    *,
    already_sent: tuple[SentFulfillment, ...] = (),
    owned: Owned | None = None,
    policies: FulfillmentPolicies = _POLICIES,
    now: datetime = NOW,
) -> Plan:
    return plan(posted, remote, already_sent=already_sent, owned=owned or {}, policies=policies, now=now)
