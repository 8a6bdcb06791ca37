"""The deliveries of one order: which of those that we keep each fulfillment order carries, whatever became of it.

Shopify merges fulfillment orders of the same date, splits them, and makes new ones when a fulfillment is cancelled; our
deliveries keep their ids through all of it.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from backhaul.core.deliveries import Delivery, DeliveryState, Layout
from backhaul.core.parcels import Parcel, contract_lines, parcels_of, why_unknown
from backhaul.core.remote import RemoteOrder
from backhaul.core.units import Units, minus, overlap, plus

ENDED_DELIVERY = frozenset({DeliveryState.SHIPPED, DeliveryState.REMOVED})


@dataclass(frozen=True)
class Tracked:
    """A delivery with what it is known again by: `whole` units that it had once, fulfillment orders it was in before.

    One that was never kept has neither id nor number ("" and 0).
    """

    delivery: Delivery
    whole: Units
    former_gids: tuple[str, ...] = ()


@dataclass(frozen=True)
class LaidOut:
    """The deliveries of an order, those that were kept and new ones, and its layout."""

    order_gid: str
    deliveries: tuple[Tracked, ...]
    unknown_because: str = ""

    @property
    def layout(self) -> Layout:
        """The order's layout as the rules about changes want to see it."""
        return Layout(self.order_gid, tuple(one.delivery for one in self.deliveries), self.unknown_because)


def lay_out(
    remote: RemoteOrder,
    contract_gid: str,
    *,
    kept: Sequence[Tracked],
    expected: Sequence[Tracked],
    posted: Units,
    begun: Container[str] = (),
) -> LaidOut:
    """The deliveries of the order as read: those `kept` of it, those `expected` of its charge as far as it has them.

    A delivery stays with its fulfillment order as long as that has units; else it follows them to where they have gone.
    What has left is SHIPPED, what is nowhere any more REMOVED. Of an order whose layout is not understood every
    delivery that has not ended is UNKNOWN, and none is new. For `posted` and `begun` see parcels_of.
    """
    lines = contract_lines(remote, contract_gid)
    if remote.cancelled_at is None and (because := why_unknown(remote, lines)):
        return LaidOut(remote.gid, tuple(_unknown(one) for one in kept), because)
    parcels = parcels_of(remote, lines, posted=posted, begun=begun)
    if remote.cancelled_at is not None:
        parcels = tuple(replace(one, left={}) for one in parcels)
    carried = _carry(kept, parcels)
    unclaimed = [one for one in parcels if one.gid not in carried and (one.left or one.shipped)]
    carried |= {parcel.gid: [one] for parcel, one in zip(unclaimed, _by_date(expected), strict=False)}
    known = [placed for parcel in parcels for placed in _share(parcel, carried.get(parcel.gid, ()), remote.gid)]
    found = {one.delivery.id for one in known}
    seen = {parcel.gid for parcel in parcels}
    lost = [_lost(one, seen) for one in kept if one.delivery.id not in found]
    return LaidOut(remote.gid, tuple(_without_split(known, lost, left_with={one.gid: one.shipped for one in parcels})))


def _carry(kept: Sequence[Tracked], parcels: Sequence[Parcel]) -> dict[str, list[Tracked]]:
    """Which deliveries each parcel carries: its own first, then those whose own has nothing for them any more.

    One that was removed comes back only where nothing else accounts for units of its own parcel.
    """
    by_gid = {parcel.gid: parcel for parcel in parcels}
    carried: dict[str, list[Tracked]] = {}
    homeless: list[Tracked] = []
    standing = [one for one in _in_order(kept) if one.delivery.state is not DeliveryState.REMOVED]
    removed = [one for one in _in_order(kept) if one.delivery.state is DeliveryState.REMOVED]
    for one in standing:
        own = by_gid.get(one.delivery.fulfillment_order_gid or "")
        if own is not None and _has_room(own, one, carried):
            carried.setdefault(own.gid, []).append(one)
        else:
            homeless.append(one)
    for one in homeless:
        found = _home(one, parcels, carried)
        if found is not None:
            carried.setdefault(found.gid, []).append(one)
    for one in removed:
        own = by_gid.get(one.delivery.fulfillment_order_gid or "")
        if own is not None and own.left and _has_room(own, one, carried):
            carried.setdefault(own.gid, []).append(one)
    return carried


def _has_room(parcel: Parcel, one: Tracked, carried: Mapping[str, Sequence[Tracked]]) -> bool:
    """Whether the parcel has, or had, units of the delivery that it does not stand for already."""
    return bool(overlap(_room(parcel, carried.get(parcel.gid, ())), one.whole))


def _home(one: Tracked, parcels: Sequence[Parcel], carried: Mapping[str, list[Tracked]]) -> Parcel | None:
    """Where the units of a delivery have gone: a fulfillment order with more than it stands for; None if nowhere.

    One that it was in before is preferred, then one of the same date, of the same units, that nothing stands for.
    """
    roomy = [parcel for parcel in parcels if _has_room(parcel, one, carried)]
    if not roomy:
        return None
    due = one.delivery.due_at

    def strangeness(parcel: Parcel) -> tuple[bool, bool, bool, bool, float]:
        away = abs((parcel.due_at - due).total_seconds()) if due else 0.0
        is_mine = parcel.gid in one.former_gids
        return (not is_mine, bool(away), parcel.gid in carried, plus(parcel.left, parcel.shipped) != one.whole, away)

    return min(roomy, key=strangeness)


def _room(parcel: Parcel, others: Iterable[Tracked]) -> dict[str, int]:
    taken = plus(*(_wanted(one) for one in others))
    return minus(plus(parcel.left, parcel.shipped), taken)


def _wanted(one: Tracked) -> Units:
    return one.delivery.units if one.delivery.order_gid and one.delivery.units else one.whole


def _share(parcel: Parcel, carried: Sequence[Tracked], order_gid: str) -> list[Tracked]:
    """The deliveries that a parcel carries, each with its share of what is left; a new one where none was kept."""
    if not carried:
        whole = plus(parcel.left, parcel.shipped)
        if not whole:
            return []
        new = Tracked(Delivery("", 0, parcel.state, parcel.due_at, {}, order_gid, parcel.gid), whole)
        return [_placed(new, parcel, parcel.left, order_gid=order_gid)]
    left = dict(parcel.left)
    shares: dict[str, dict[str, int]] = {}
    earliest_last = list(reversed(carried)) if parcel.shipped else list(carried)
    for wish in (_last_known, _whole):
        for one in earliest_last:
            more = overlap(left, minus(wish(one), shares.get(one.delivery.id, {})))
            shares[one.delivery.id] = plus(shares.get(one.delivery.id, {}), more)
            left = minus(left, more)
    first = carried[0].delivery.id
    shares[first] = plus(shares[first], left)
    return [_placed(one, parcel, shares[one.delivery.id], order_gid=order_gid) for one in carried]


def _last_known(one: Tracked) -> Units:
    return {} if one.delivery.state is DeliveryState.REMOVED else one.delivery.units


def _whole(one: Tracked) -> Units:
    return {} if one.delivery.state is DeliveryState.REMOVED else one.whole


def _placed(one: Tracked, parcel: Parcel, share: Units, *, order_gid: str) -> Tracked:
    has_shipped = parcel.shipped and one.delivery.state is not DeliveryState.REMOVED
    without = DeliveryState.SHIPPED if has_shipped else DeliveryState.REMOVED
    is_billed_now = one.delivery.order_gid is None
    delivery = replace(
        one.delivery,
        state=parcel.state if share else without,
        due_at=parcel.due_at,
        units=share,
        order_gid=order_gid,
        fulfillment_order_gid=parcel.gid,
    )
    whole = plus(parcel.left, parcel.shipped) if is_billed_now else one.whole
    return Tracked(delivery, plus(whole, minus(share, whole)), _former(one, parcel.gid))


def _former(one: Tracked, gid: str) -> tuple[str, ...]:
    before = one.delivery.fulfillment_order_gid
    if not before or before == gid or before in one.former_gids:
        return one.former_gids
    return (*one.former_gids, before)


def _lost(one: Tracked, seen: Container[str]) -> Tracked:
    """Nothing carries it: it was removed, unless it had left with a fulfillment order that is no longer shown."""
    if one.delivery.state is DeliveryState.SHIPPED and one.delivery.fulfillment_order_gid not in seen:
        return one
    return replace(one, delivery=replace(one.delivery, state=DeliveryState.REMOVED, units={}))


def _unknown(one: Tracked) -> Tracked:
    if one.delivery.state in ENDED_DELIVERY:
        return one
    return replace(one, delivery=replace(one.delivery, state=DeliveryState.UNKNOWN))


def _without_split(
    known: Iterable[Tracked], lost: Iterable[Tracked], *, left_with: Mapping[str, Units]
) -> list[Tracked]:
    """What a new delivery has been split off from another one is no longer part of that one.

    `left_with`: what has left with each fulfillment order.
    """
    result = [*known, *lost]
    for new in [one for one in result if not one.delivery.id]:
        split = dict(new.whole)
        for index, one in enumerate(result):
            part = overlap(_not_in_it(one, left_with), split)
            if part:
                result[index] = replace(one, whole=minus(one.whole, part))
                split = minus(split, part)
    return result


def _not_in_it(one: Tracked, left_with: Mapping[str, Units]) -> Units:
    """What a kept delivery had once, and has neither to ship nor shipped: it may be a new delivery now."""
    if not one.delivery.id:
        return {}
    if one.delivery.units:
        return minus(one.whole, one.delivery.units)
    if one.delivery.state is not DeliveryState.SHIPPED:
        return {}
    return minus(one.whole, left_with.get(one.delivery.fulfillment_order_gid or "", one.whole))


def _in_order(kept: Iterable[Tracked]) -> list[Tracked]:
    """By number; those that had ended come after those that had not."""
    return sorted(kept, key=lambda one: (one.delivery.state in ENDED_DELIVERY, one.delivery.number))


def _by_date(expected: Iterable[Tracked]) -> list[Tracked]:
    return sorted(
        expected, key=lambda one: (one.delivery.due_at.timestamp() if one.delivery.due_at else 0, one.delivery.number)
    )
