"""Keeps the deliveries of a contract over its whole life: paid ones by their orders, future ones by billing cycles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backhaul.core.contracts import CycleStatus, RemoteCycle, Rhythm
from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.layout import LaidOut, Tracked, lay_out
from backhaul.core.next_charge import chargeable
from backhaul.core.remote import RemoteOrder
from backhaul.core.subscription_calendar import day_of, days_from, deliveries_per_cycle, on_day
from backhaul.core.units import Units

ORDERS_COME_WITHIN = timedelta(hours=1)
"""So long after a contract was made its first order may still be unread or unrouted; numbers are given in order."""


@dataclass(frozen=True)
class Outlook:
    """What a contract promises: `units` by contract line at each delivery, and its cycles from the last billed one on.

    `is_pending`: a billing attempt has not ended yet.
    """

    created_at: datetime
    billing: Rhythm
    delivery: Rhythm
    units: Units
    cycles: tuple[RemoteCycle, ...]
    timezone: str
    is_pending: bool = False
    is_ended: bool = False


@dataclass(frozen=True)
class PaidOrder:
    """An order of the contract; `remote` None while we have not read it. See parcels_of for `posted` and `begun`."""

    order_gid: str
    remote: RemoteOrder | None
    posted: Units
    begun: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kept:
    """All deliveries of a contract, each with its number, and of each order why its layout is not understood, or "".

    What was only expected and will not come is left out: it was never paid for.
    """

    deliveries: tuple[Tracked, ...]
    unknown_because: Mapping[str, str]


def follow(
    contract_gid: str, outlook: Outlook, orders: Sequence[PaidOrder], *, kept: Sequence[Tracked], now: datetime
) -> Kept:
    """The deliveries as they stand now. Those that were kept keep their numbers; no paid one is ever left out.

    An order that comes new takes over what was expected of the cycle that it has billed, the earliest one first.
    """
    laid_out, expected = _lay_out_all(contract_gid, outlook, orders, kept)
    paid = [one for order in laid_out for one in order.deliveries]
    is_awaiting = any(order.unknown_because for order in laid_out) or not orders
    ordered = {one.delivery.cycle_index for one in paid}
    unordered = replace(outlook, cycles=tuple(one for one in outlook.cycles if one.index not in ordered))
    future = _future(unordered, expected, is_awaiting_orders=is_awaiting, now=now)
    if is_awaiting and now - outlook.created_at < ORDERS_COME_WITHIN:
        future = [one for one in future if one.delivery.id]
    linked = {None, *(order.order_gid for order in orders)}
    others = [one for one in kept if one.delivery.order_gid not in linked]
    return Kept(_numbered([*paid, *others, *future]), {order.order_gid: order.unknown_because for order in laid_out})


def _lay_out_all(
    contract_gid: str, outlook: Outlook, orders: Sequence[PaidOrder], kept: Sequence[Tracked]
) -> tuple[list[LaidOut], list[Tracked]]:
    """The orders laid out, earliest first, and what is still expected after that."""
    expected = [one for one in kept if one.delivery.order_gid is None]
    laid_out: list[LaidOut] = []
    for order in sorted(orders, key=_when):
        own = [one for one in kept if one.delivery.order_gid == order.order_gid]
        if order.remote is None:
            laid_out.append(LaidOut(order.order_gid, tuple(own), "We have not read it yet."))
            continue
        billed = [] if own else _billed_by(order.remote, expected, outlook.cycles)
        laid_out.append(
            lay_out(order.remote, contract_gid, kept=own, expected=billed, posted=order.posted, begun=order.begun)
        )
        taken = {one.delivery.id for one in laid_out[-1].deliveries}
        expected = [one for one in expected if one.delivery.id not in taken]
    return laid_out, expected


def _when(order: PaidOrder) -> tuple[bool, float]:
    return (order.remote is None, order.remote.created_at.timestamp() if order.remote else 0.0)


def _billed_by(remote: RemoteOrder, expected: Sequence[Tracked], cycles: Sequence[RemoteCycle]) -> list[Tracked]:
    """What was expected of the cycle that an order has billed: the earliest that is billed, else one that had begun.

    Shopify does not name the cycle of an order; and an order may be read before its cycle is. Then it is the last one
    whose date had come, since one before it that is still unbilled has failed.
    """
    begun = [one for one in chargeable(cycles, at=remote.created_at) if one.starts_at <= remote.created_at]
    latest_first = [one.index for one in reversed(begun)]
    for index in (*_billed_indexes(expected, cycles), *latest_first):
        if of_it := [one for one in expected if one.delivery.cycle_index == index]:
            return of_it
    return []


def _billed_indexes(expected: Sequence[Tracked], cycles: Sequence[RemoteCycle]) -> list[int]:
    """The cycles of which something is expected that are billed, or so early that they are not read any more."""
    known = {cycle.index: cycle.status == CycleStatus.BILLED for cycle in cycles}
    waiting = (one.delivery for one in expected if one.delivery.state is not DeliveryState.SKIPPED)
    found = {one.cycle_index for one in waiting if one.cycle_index is not None}
    return sorted(index for index in found if known.get(index, index < max(known, default=0)))


def _future(outlook: Outlook, expected: Sequence[Tracked], *, is_awaiting_orders: bool, now: datetime) -> list[Tracked]:
    """What is still to be billed, and what was billed while its order has not come in yet."""
    if outlook.is_ended:
        return [one for one in expected if one.delivery.state is DeliveryState.SKIPPED]
    locked = _locked_cycles(outlook, now)
    result: list[Tracked] = []
    for cycle in outlook.cycles:
        before = _of_cycle(expected, cycle.index)
        if cycle.status == CycleStatus.BILLED:
            result += [_in_state(one, DeliveryState.LOCKED) for one in before if is_awaiting_orders]
            continue
        state = DeliveryState.LOCKED if cycle.index in locked else DeliveryState.UNBILLED
        state = DeliveryState.SKIPPED if cycle.skipped else state
        result += _of_unbilled(cycle, outlook, before, state=state)
    first = min((cycle.index for cycle in outlook.cycles), default=0)
    passed = [one for one in expected if (one.delivery.cycle_index or 0) < first]
    skipped = [one for one in passed if one.delivery.state is DeliveryState.SKIPPED]
    unread = [one for one in passed if one not in skipped and is_awaiting_orders]
    return [*skipped, *(_in_state(one, DeliveryState.UNKNOWN) for one in unread), *result]


def _locked_cycles(outlook: Outlook, now: datetime) -> set[int]:
    """The cycles that a pending attempt may bill, as it does not name its own."""
    return {one.index for one in chargeable(outlook.cycles, at=now)} if outlook.is_pending else set()


def _of_unbilled(
    cycle: RemoteCycle, outlook: Outlook, before: Sequence[Tracked], *, state: DeliveryState
) -> list[Tracked]:
    result = []
    for position, due_at in enumerate(_dates(cycle, outlook)):
        found = before[position] if position < len(before) else None
        delivery = Delivery(
            id=found.delivery.id if found else "",
            number=found.delivery.number if found else 0,
            state=state,
            due_at=due_at,
            units=outlook.units,
            cycle_index=cycle.index,
        )
        result.append(Tracked(delivery, outlook.units))
    return result


def _dates(cycle: RemoteCycle, outlook: Outlook) -> list[datetime]:
    number = deliveries_per_cycle(outlook.billing, outlook.delivery)
    days = days_from(day_of(cycle.expected_at, outlook.timezone), outlook.delivery, number)
    later = [on_day(day, cycle.expected_at, outlook.timezone) for day in (days or ())[1:]]
    return [cycle.expected_at, *later]


def _of_cycle(expected: Iterable[Tracked], index: int) -> list[Tracked]:
    return sorted((one for one in expected if one.delivery.cycle_index == index), key=lambda one: one.delivery.number)


def _in_state(one: Tracked, state: DeliveryState) -> Tracked:
    return replace(one, delivery=replace(one.delivery, state=state))


def _numbered(deliveries: Sequence[Tracked]) -> tuple[Tracked, ...]:
    """Numbers for those that have none, after all that were ever given, by date; then all by number."""
    last = max((one.delivery.number for one in deliveries), default=0)
    new = sorted((one for one in deliveries if not one.delivery.number), key=_due)
    given = [replace(one, delivery=replace(one.delivery, number=last + step)) for step, one in enumerate(new, 1)]
    known = [one for one in deliveries if one.delivery.number]
    return tuple(sorted((*known, *given), key=lambda one: one.delivery.number))


def _due(one: Tracked) -> tuple[bool, float]:
    """Paid ones come before those that are not billed yet."""
    return (one.delivery.order_gid is None, one.delivery.due_at.timestamp() if one.delivery.due_at else 0.0)
