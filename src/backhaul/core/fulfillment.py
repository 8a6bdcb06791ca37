"""Plans how a posted shipment becomes fulfillments in Shopify: adopt, filter, allocate, then cut into calls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backhaul.core.adoption import adopt_missing, adopt_same_parcel, foreign_fulfillments, note_foreign, unowned_units
from backhaul.core.allocation import Allocation, allocate_by_policy, hidden_units, remaining_units
from backhaul.core.calls import create_calls, move_call, open_call
from backhaul.core.plan import Adoption, Attention, Call, Plan, Shortfall, ShortReason, Wait
from backhaul.core.remote import RemoteOrder
from backhaul.core.shipment import FulfillmentPolicies, Owned, SentFulfillment, SentKind, Shipment
from backhaul.core.tasks import WaitReason
from backhaul.core.units import Units, add_up, minus, overlap, plus

ROUTING_TAKES_AT_MOST = timedelta(hours=1)
SHOPIFYS_JOBS_TAKE_AT_MOST = timedelta(minutes=10)
ROUTING_CHECK = timedelta(minutes=2)


@dataclass(frozen=True)
class SentBefore:
    """What earlier tries have brought about: units that stand, and units that were cancelled in Shopify since."""

    sent: Units
    adopted: Units
    lost: Units


def plan(
    shipment: Shipment,
    remote: RemoteOrder,
    *,
    already_sent: Sequence[SentFulfillment],
    owned: Owned,
    policies: FulfillmentPolicies,
    now: datetime,
) -> Plan:
    """Decide what to call and adopt for `shipment` on the order as just read, and what waits or is short.

    Every unit of the shipment ends in exactly one place of the plan. Calls never take more of a fulfillment order
    line than remains of it, and only from fulfillment orders that can be fulfilled now. Once its calls and adoptions
    are carried out and recorded in `already_sent` and `owned`, planning again calls only for what was opened or moved.
    """
    before = sent_before(already_sent, remote)
    wanted = minus(shipment.units, plus(before.sent, before.adopted))
    same_parcel = adopt_same_parcel(shipment, remote, need=wanted, owned=owned)
    adopted = plus(*(one.units for one in same_parcel))
    lost = minus(overlap(before.lost, wanted), adopted)
    need = minus(minus(wanted, adopted), lost)
    owned_now = _with_adoptions(owned, same_parcel)
    if remote.cancelled_at is not None:
        rest = _OpenUnits(shortfalls=_short(need, ShortReason.ORDER_CANCELLED))
    else:
        rest = _open_units(shipment, remote, need=need, owned=owned_now, policies=policies, now=now)
    calls = _calls(shipment, rest.allocation, already_sent) if rest.allocation else ()
    adoptions = (*same_parcel, *rest.adoptions)
    shortfalls = (*_short(lost, ShortReason.CANCELLED_IN_SHOPIFY), *rest.shortfalls)
    return Plan(
        already=plus(before.sent, before.adopted),
        already_adopted=before.adopted,
        adoptions=adoptions,
        calls=calls,
        waits=rest.waits,
        shortfalls=shortfalls,
        attention=() if policies.leave_short else _attention(shortfalls),
        notes=note_foreign(remote, _with_adoptions(owned, adoptions), lines=shipment.units) if calls else (),
    )


def sent_before(already_sent: Iterable[SentFulfillment], remote: RemoteOrder) -> SentBefore:
    """Divide what was sent before into what still stands and what was cancelled and may not be sent again by itself.

    A fulfillment that the order as read does not show still stands: sending its units again could fulfil them twice.
    """
    sent: list[Units] = []
    adopted: list[Units] = []
    lost: list[Units] = []
    for one in already_sent:
        if is_cancelled(one, remote):
            lost += [] if one.resend_allowed else [one.units]
        else:
            (adopted if one.kind is SentKind.ADOPTED else sent).append(one.units)
    return SentBefore(plus(*sent), plus(*adopted), plus(*lost))


def is_cancelled(sent: SentFulfillment, remote: RemoteOrder) -> bool:
    """Whether a fulfillment of ours no longer stands in Shopify."""
    found = remote.fulfillment(sent.fulfillment_gid)
    return sent.cancelled or (found is not None and not found.is_live)


@dataclass(frozen=True)
class _OpenUnits:
    adoptions: tuple[Adoption, ...] = ()
    allocation: Allocation | None = None
    waits: tuple[Wait, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()


def _open_units(
    shipment: Shipment,
    remote: RemoteOrder,
    *,
    need: Units,
    owned: Owned,
    policies: FulfillmentPolicies,
    now: datetime,
) -> _OpenUnits:
    hidden = hidden_units(remote)
    missing = minus(need, plus(remaining_units(remote), hidden))
    adoptions = adopt_missing(shipment, remote, missing=missing, owned=owned)
    need = minus(need, plus(*(one.units for one in adoptions)))
    allocation = allocate_by_policy(
        need, remote.fulfillment_orders, location_gid=shipment.location_gid, policies=policies, now=now
    )
    unseen = overlap(allocation.left, hidden)
    routing, withheld = _hidden(unseen, remote, now)
    absent = _absent(minus(allocation.left, unseen), remote, owned=_with_adoptions(owned, adoptions))
    return _OpenUnits(
        adoptions=adoptions,
        allocation=allocation,
        waits=(*allocation.waits, *routing),
        shortfalls=(*allocation.shortfalls, *withheld, *absent),
    )


def _calls(shipment: Shipment, allocation: Allocation, already_sent: Sequence[SentFulfillment]) -> tuple[Call, ...]:
    moves = (move_call(take, shipment.location_gid) for take in allocation.move if shipment.location_gid)
    opens = (open_call(take) for take in allocation.open_early)
    return (*create_calls(shipment, allocation.fulfil, already_sent), *moves, *opens)


def _hidden(units: Units, remote: RemoteOrder, now: datetime) -> tuple[tuple[Wait, ...], tuple[Shortfall, ...]]:
    """Wait while Shopify may still be at work on the order, then ask a person.

    Routing runs in the background after checkout (Shopify: Order.fulfillmentOrders); and while an order is being
    cancelled its fulfillment orders are closed before it says that it is cancelled.
    """
    settled_at = max(remote.created_at + ROUTING_TAKES_AT_MOST, remote.updated_at + SHOPIFYS_JOBS_TAKE_AT_MOST)
    if now >= settled_at:
        return (), _short(units, ShortReason.HIDDEN)
    until = now + ROUTING_CHECK
    waits = (
        Wait(WaitReason.ROUTING, until, line_gid, quantity, words=WaitReason.ROUTING.words)
        for line_gid, quantity in units.items()
    )
    return tuple(waits), ()


def _absent(units: Units, remote: RemoteOrder, *, owned: Owned) -> tuple[Shortfall, ...]:
    foreign = plus(*(unowned_units(one, owned) for one in foreign_fulfillments(remote, owned)))
    return tuple(
        Shortfall(
            line_gid,
            quantity,
            ShortReason.FULFILLED_ELSEWHERE if foreign.get(line_gid) else ShortReason.NOT_IN_SHOPIFY,
        )
        for line_gid, quantity in units.items()
    )


def _short(units: Units, reason: ShortReason) -> tuple[Shortfall, ...]:
    return tuple(Shortfall(line_gid, quantity, reason) for line_gid, quantity in units.items())


def _attention(shortfalls: Sequence[Shortfall]) -> tuple[Attention, ...]:
    by_reason: dict[ShortReason, list[tuple[str, int]]] = {}
    for one in shortfalls:
        by_reason.setdefault(one.reason, []).append((one.line_gid, one.quantity))
    return tuple(Attention(reason, reason.words, add_up(pairs)) for reason, pairs in by_reason.items())


def _with_adoptions(owned: Owned, adoptions: Iterable[Adoption]) -> Owned:
    result = dict(owned)
    for adoption in adoptions:
        result[adoption.fulfillment_gid] = plus(result.get(adoption.fulfillment_gid, {}), adoption.units)
    return result
