"""How the units of a shipment are spread over the fulfillment orders that may take them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core.plan import Share, Shortfall, ShortReason, Wait
from backhaul.core.readiness import GONE_STATUSES, Readiness, Standing, in_order, is_here
from backhaul.core.remote import Action, FulfillmentOrderStatus, RemoteFulfillmentOrder, RemoteOrder
from backhaul.core.shipment import FulfillmentPolicies, OtherLocation, ScheduledPolicy
from backhaul.core.units import Units, add_up


@dataclass(frozen=True)
class Take:
    """The shares that a shipment takes from one fulfillment order."""

    standing: Standing
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Allocation:
    """The units of a shipment by what happens to them; `left` found no fulfillment order at all."""

    fulfil: tuple[Take, ...]
    move: tuple[Take, ...]
    open_early: tuple[Take, ...]
    waits: tuple[Wait, ...]
    shortfalls: tuple[Shortfall, ...]
    left: Units


def allocate_by_policy(
    need: Units,
    orders: Iterable[RemoteFulfillmentOrder],
    *,
    location_gid: str | None,
    policies: FulfillmentPolicies,
    now: datetime,
) -> Allocation:
    """Filter, then allocate: what can be sent, what a person is asked about, what waits, what is blocked.

    Within each kind the shipment's own location comes first, then the soonest date, then the oldest.
    """
    kinds = _by_kind(in_order(orders, location_gid=location_gid, now=now), location_gid, policies)
    fulfil, left = allocate(need, kinds.ready)
    move, left = allocate(left, kinds.movable)
    asked, left = allocate(left, kinds.asked)
    open_early, left = allocate(left, kinds.openable)
    waiting, left = allocate(left, kinds.later)
    blocked, left = allocate(left, kinds.blocked)
    elsewhere = ShortReason.OTHER_LOCATION if policies.other_location is OtherLocation.ASK else ShortReason.CANNOT_MOVE
    shortfalls = (*_shortfalls(asked, elsewhere), *_shortfalls(blocked, ShortReason.NOT_FULFILLABLE))
    return Allocation(fulfil, move, open_early, _waits(waiting, now), shortfalls, left)


@dataclass(frozen=True)
class _Kinds:
    ready: list[Standing]
    movable: list[Standing]
    asked: list[Standing]
    openable: list[Standing]
    later: list[Standing]
    blocked: list[Standing]


def _by_kind(standings: Sequence[Standing], location_gid: str | None, policies: FulfillmentPolicies) -> _Kinds:
    ready = [one for one in standings if one.readiness is Readiness.READY]
    scheduled = [one for one in standings if one.readiness is Readiness.SCHEDULED]
    stays = policies.other_location is OtherLocation.FULFIL_THERE
    elsewhere = [one for one in ready if not stays and not is_here(one.order, location_gid)]
    movable = [one for one in elsewhere if policies.other_location is OtherLocation.MOVE and _can_move(one.order)]
    opens = policies.scheduled is ScheduledPolicy.OPEN_EARLY
    return _Kinds(
        ready=[one for one in ready if one not in elsewhere],
        movable=movable,
        asked=[one for one in elsewhere if one not in movable],
        openable=scheduled if opens else [],
        later=([] if opens else scheduled) + [one for one in standings if one.readiness is Readiness.HELD],
        blocked=[one for one in standings if one.readiness is Readiness.BLOCKED],
    )


def _can_move(order: RemoteFulfillmentOrder) -> bool:
    return order.status == FulfillmentOrderStatus.OPEN and Action.MOVE in order.supported_actions


def _waits(takes: Iterable[Take], now: datetime) -> tuple[Wait, ...]:
    return tuple(
        Wait(
            reason=take.standing.wait_reason,
            until=take.standing.until or now,
            line_gid=share.line_gid,
            quantity=share.quantity,
            fulfillment_order_gid=take.standing.order.gid,
            words=take.standing.words or take.standing.wait_reason.words,
        )
        for take in takes
        for share in take.shares
    )


def _shortfalls(takes: Iterable[Take], otherwise: ShortReason) -> tuple[Shortfall, ...]:
    return tuple(
        Shortfall(share.line_gid, share.quantity, take.standing.short or otherwise)
        for take in takes
        for share in take.shares
    )


def allocate(need: Units, standings: Sequence[Standing]) -> tuple[tuple[Take, ...], dict[str, int]]:
    """Spread `need` over the given fulfillment orders, in that order; returns what is taken and what is left over.

    Never takes more of a fulfillment order line than remains of it.
    """
    left = dict(need)
    takes = []
    for one in standings:
        shares = []
        for line in one.order.lines:
            quantity = min(left.get(line.line_gid, 0), line.remaining)
            if quantity > 0:
                shares.append(Share(line.gid, line.line_gid, quantity))
                left[line.line_gid] -= quantity
        if shares:
            takes.append(Take(one, tuple(shares)))
    return tuple(takes), {line_gid: quantity for line_gid, quantity in left.items() if quantity}


def remaining_units(remote: RemoteOrder) -> dict[str, int]:
    """Units per order line that Shopify still has to fulfil, wherever and whenever.

    Closed fulfillment orders do not count: while an order is being cancelled they read CLOSED with their old numbers.
    """
    return add_up(
        (line.line_gid, line.remaining)
        for order in remote.fulfillment_orders
        if order.status not in GONE_STATUSES
        for line in order.lines
    )


def fulfilled_units(remote: RemoteOrder) -> dict[str, int]:
    """Units per order line in standing fulfillments, whoever made them."""
    return add_up((line.line_gid, line.quantity) for one in remote.fulfillments if one.is_live for line in one.lines)


def hidden_units(remote: RemoteOrder) -> dict[str, int]:
    """Units per order line that are neither fulfilled nor in a fulfillment order that we can see.

    Shopify has not routed them yet, or they are at a fulfillment service whose orders the token may not read.
    """
    remaining, fulfilled = remaining_units(remote), fulfilled_units(remote)
    return {
        line.gid: hidden
        for line in remote.lines
        if (hidden := line.current_quantity - remaining.get(line.gid, 0) - fulfilled.get(line.gid, 0)) > 0
    }
