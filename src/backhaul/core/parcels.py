"""What an order's fulfillment orders carry of one contract: parcels with what is left in each and what has left."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core import gids
from backhaul.core.allocation import fulfilled_units, remaining_units
from backhaul.core.deliveries import DeliveryState
from backhaul.core.readiness import AT_SERVICE, GONE_STATUSES
from backhaul.core.remote import FulfillmentOrderStatus, RemoteFulfillmentOrder, RemoteOrder, RemoteOrderLine
from backhaul.core.units import Units, add_up, minus, overlap, plus

_UNSHIPPED = frozenset({FulfillmentOrderStatus.SCHEDULED, FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.ON_HOLD})


@dataclass(frozen=True)
class Parcel:
    """One fulfillment order, as far as it carries lines of the contract.

    `left` is still to be shipped, `shipped` has left, per order line; `state` is that of what is left.
    """

    gid: str
    due_at: datetime
    state: DeliveryState
    left: Units
    shipped: Units


def contract_lines(remote: RemoteOrder, contract_gid: str) -> tuple[RemoteOrderLine, ...]:
    """The order's lines of that contract.

    Where no line names a contract (Shopify shows it only to some apps), those that were bought with a selling plan.
    """
    named = tuple(line for line in remote.lines if line.contract_gid == contract_gid)
    if named or any(line.contract_gid for line in remote.lines):
        return named
    return tuple(line for line in remote.lines if line.selling_plan_gid or line.selling_plan_name)


def why_unknown(remote: RemoteOrder, lines: Sequence[RemoteOrderLine]) -> str:
    """Why the layout of these lines is not understood, "" if it is.

    Understood is: what is in fulfillment orders and what has left make up what was ordered less what was removed.
    Goods that were refunded without being taken out of their fulfillment order would still be shipped, and count.
    """
    if not lines:
        return "None of its lines names this subscription."
    left, gone = remaining_units(remote), fulfilled_units(remote)
    for line in lines:
        seen = left.get(line.gid, 0) + gone.get(line.gid, 0)
        if seen > line.quantity:
            return f"Shopify has {seen} of “{line.title}” to ship or shipped, and {line.quantity} were ordered."
        if seen < line.current_quantity and (line.requires_shipping or seen):
            missing = line.current_quantity - seen
            return f"{missing} of {line.current_quantity} of “{line.title}” are in no fulfillment order that we see."
    return ""


def parcels_of(
    remote: RemoteOrder, lines: Sequence[RemoteOrderLine], *, posted: Units, begun: Container[str] = ()
) -> tuple[Parcel, ...]:
    """The parcels of an order, soonest first; `posted` units are posted as shipped and not yet fulfilled in Shopify.

    `begun` are fulfillment orders that are IN_PROGRESS only because a shipment of ours has taken a part of them.

    A closed one keeps its numbers after its fulfillment was cancelled: what has left is told by the fulfillments.
    """
    own = {line.gid for line in lines}
    unposted = {gid: units for gid, units in posted.items() if gid in own}
    shipped = _shipped(remote, own)
    taken: dict[str, Units] = {}
    for one in sorted(_in_order(remote.fulfillment_orders), key=_is_taken_later):
        taken[one.gid] = overlap(_left(one, own), unposted)
        unposted = minus(unposted, taken[one.gid])
    return tuple(
        Parcel(
            gid=one.gid,
            due_at=one.fulfill_at or remote.created_at,
            state=_state(one, posted=bool(taken[one.gid]), begun=one.gid in begun),
            left=_left(one, own),
            shipped=shipped[one.gid],
        )
        for one in _in_order(remote.fulfillment_orders)
        if any(line.line_gid in own for line in one.lines)
    )


def free_units(remote: RemoteOrder, *, posted: Units, withheld: Units, begun: Container[str] = ()) -> dict[str, int]:
    """Per order line, the units that are neither shipped nor handed over, and that nothing else has taken yet.

    Those in fulfillment orders that are SCHEDULED, OPEN or ON_HOLD (or `begun`, see parcels_of) and not asked of a
    warehouse, at most what Shopify lets be refunded, less posted and withheld ones.
    """
    inside = add_up(
        (line.line_gid, line.remaining)
        for one in remote.fulfillment_orders
        if is_unshipped(one, begun=one.gid in begun)
        for line in one.lines
    )
    most = {
        line.gid: line.current_quantity if line.refundable_quantity is None else line.refundable_quantity
        for line in remote.lines
    }
    return minus(minus(overlap(inside, most), posted), withheld)


def is_unshipped(order: RemoteFulfillmentOrder, *, begun: bool = False) -> bool:
    """Whether its goods are still ours to decide on: begun by nobody else, and not asked of a warehouse."""
    is_ours = order.status in _UNSHIPPED or (begun and order.status == FulfillmentOrderStatus.IN_PROGRESS)
    return is_ours and order.request_status not in AT_SERVICE


def _shipped(remote: RemoteOrder, own: set[str]) -> dict[str, Units]:
    """What has left of each fulfillment order. Shopify does not say from which one a fulfillment took its units.

    First those that have lost just what a fulfillment has; then the earliest that can have lost so much.
    """
    lost = {one.gid: _can_have_lost(one, own) for one in _in_order(remote.fulfillment_orders)}
    shipped: dict[str, Units] = {}
    rest: list[Units] = []
    for sent in (one for one in remote.fulfillments if one.is_live):
        units = {gid: number for gid, number in sent.units.items() if gid in own}
        exact = (
            next((gid for gid, loss in lost.items() if loss == units and gid not in shipped), None) if units else None
        )
        if exact is not None:
            shipped[exact] = units
        else:
            rest.append(units)
    left = plus(*rest)
    for gid, loss in lost.items():
        more = overlap(minus(loss, shipped.get(gid, {})), left)
        shipped[gid] = plus(shipped.get(gid, {}), more)
        left = minus(left, more)
    return shipped


def _state(order: RemoteFulfillmentOrder, *, posted: bool, begun: bool) -> DeliveryState:
    if order.status in GONE_STATUSES:
        return DeliveryState.SHIPPED
    if is_unshipped(order, begun=begun):
        return DeliveryState.BILLED_HANDED_OVER if posted else DeliveryState.BILLED_UNSHIPPED
    if order.status == FulfillmentOrderStatus.IN_PROGRESS or order.request_status in AT_SERVICE:
        return DeliveryState.BILLED_HANDED_OVER
    return DeliveryState.UNKNOWN


def _in_order(orders: Iterable[RemoteFulfillmentOrder]) -> list[RemoteFulfillmentOrder]:
    return sorted(orders, key=lambda one: (_due(one), gids.sort_key(one.gid)))


def _is_taken_later(order: RemoteFulfillmentOrder) -> bool:
    """A shipment takes from what can be fulfilled now first."""
    return order.status not in (FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.IN_PROGRESS)


def _due(order: RemoteFulfillmentOrder) -> float:
    return order.fulfill_at.timestamp() if order.fulfill_at else 0.0


def _left(order: RemoteFulfillmentOrder, own: set[str]) -> dict[str, int]:
    if order.status in GONE_STATUSES:
        return {}
    return add_up((line.line_gid, line.remaining) for line in order.lines if line.line_gid in own)


def _can_have_lost(order: RemoteFulfillmentOrder, own: set[str]) -> dict[str, int]:
    return add_up((line.line_gid, line.total - line.remaining) for line in order.lines if line.line_gid in own)
