"""Plans what happens to a paid parcel that is still ours: put off, held, released, brought back to its rhythm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core.change_parts import (
    Parts,
    agrees,
    capital,
    named,
    named_of,
    noted,
    on,
    order_step,
    refused,
    unshipped,
)
from backhaul.core.change_steps import OrderSide, Situation, StepKind
from backhaul.core.contracts import Rhythm
from backhaul.core.deliveries import Delivery
from backhaul.core.parcels import contract_lines
from backhaul.core.remote import FulfillmentOrderStatus, RemoteFulfillmentOrder
from backhaul.core.subscription_calendar import add_interval, day_of, on_day

_YEAR_IN = {"DAY": 365, "WEEK": 53, "MONTH": 12, "YEAR": 1}
_AT_LEAST = 3


@dataclass(frozen=True)
class PaidParcel:
    """A fulfillment order with the deliveries that leave in it."""

    side: OrderSide
    order: RemoteFulfillmentOrder
    deliveries: tuple[Delivery, ...]

    @property
    def is_scheduled(self) -> bool:
        """It has a date of its own, which can be moved."""
        return self.order.status == FulfillmentOrderStatus.SCHEDULED

    @property
    def is_held(self) -> bool:
        """It leaves only when somebody releases it."""
        return self.order.status == FulfillmentOrderStatus.ON_HOLD or bool(self.order.holds)

    @property
    def is_held_by_us(self) -> bool:
        """One of its holds is our own."""
        return any(hold.held_by_us for hold in self.order.holds)


def parcels_in(side: OrderSide, deliveries: Iterable[Delivery]) -> list[PaidParcel]:
    """The parcels in which these deliveries leave, each once, in the order of the deliveries."""
    by_gid: dict[str, list[Delivery]] = {}
    for one in deliveries:
        by_gid.setdefault(one.fulfillment_order_gid or "", []).append(one)
    found = ((side.remote.fulfillment_order(gid), together) for gid, together in by_gid.items())
    return [PaidParcel(side, order, tuple(together)) for order, together in found if order is not None]


def one_parcel(side: OrderSide | None, delivery: Delivery) -> PaidParcel | None:
    """The parcel of one delivery, with all that leaves in it; None where it is not ours to move."""
    if side is None:
        return None
    return next((one for one in parcels_in(side, unshipped(side)) if delivery in one.deliveries), None)


def put_off(parcel: PaidParcel, to: datetime, situation: Situation) -> Parts:
    """Another date for a parcel: a scheduled one is rescheduled, an open one is held, for it has no date any more."""
    words, date = named(parcel.deliveries), on(to, situation)
    side, gid = parcel.side, parcel.order.gid
    if parcel.is_held:
        held = f"{agrees(parcel.deliveries, 'is', 'are')} on hold"
        return refused(f"{named_of(side, parcel.deliveries)} {held}: release that first, in Shopify.")
    if parcel.is_scheduled:
        return move(parcel, to, situation)
    params = {"fulfillment_order": gid, "reason": f"Not to be shipped before {date}.", "until": to.isoformat()}
    step = f"Hold {words} of order {side.remote.name}, which could be shipped now, until {date}."
    are, them = ("is", "it") if len(parcel.deliveries) == 1 else ("are", "them")
    released = (
        f"{capital(words)} {are} on hold then. Release {them} on {date}: in Shopify, or by resuming the subscription."
    )
    return order_step(side, StepKind.HOLD, params, step) + noted(released) + _others(parcel, situation)


def hold(parcel: PaidParcel, situation: Situation, *, reason: str, depends_on: Sequence[str]) -> Parts:
    """Hold a parcel that could be shipped now, until we release it."""
    params = {"fulfillment_order": parcel.order.gid, "reason": reason}
    words = f"Hold {named(parcel.deliveries)} of order {parcel.side.remote.name}."
    step = order_step(parcel.side, StepKind.HOLD, params, words, depends_on=depends_on)
    return step + _others(parcel, situation)


def release(parcel: PaidParcel, *, depends_on: Sequence[str]) -> Parts:
    """Release our own hold; what others hold stays held."""
    order = parcel.side.remote.name
    words = f"Release {named(parcel.deliveries)} of order {order}, which we have held."
    params = {"fulfillment_order": parcel.order.gid}
    parts = order_step(parcel.side, StepKind.RELEASE, params, words, depends_on=depends_on)
    if any(not one.held_by_us for one in parcel.order.holds):
        parts += noted(f"{named_of(parcel.side, parcel.deliveries)} stays held by somebody else.")
    return parts


def move(parcel: PaidParcel, to: datetime, situation: Situation, *, depends_on: Sequence[str] = ()) -> Parts:
    """Another date for a scheduled parcel."""
    params = {"fulfillment_order": parcel.order.gid, "date": to.isoformat()}
    what = f"{named(parcel.deliveries)} of order {parcel.side.remote.name}"
    words = f"Ship {what} on {on(to, situation)} instead of {on(parcel.order.fulfill_at, situation)}."
    step = order_step(parcel.side, StepKind.RESCHEDULE, params, words, depends_on=depends_on)
    return step + _others(parcel, situation)


def far_away(due: datetime, rhythm: Rhythm, zone: str) -> datetime | None:
    """Where a delivery waits while its subscription is paused: whole intervals later, about a year, three at least.

    A scheduled fulfillment order cannot be held (Shopify): it would open on its date, and ship.
    """
    intervals = max(_AT_LEAST, -(-_YEAR_IN.get(rhythm.interval, 1) // max(1, rhythm.count)))
    day = add_interval(day_of(due, zone), rhythm.interval, rhythm.count * intervals)
    return on_day(day, due, zone) if day is not None else None


def nearer(due: datetime, rhythm: Rhythm, zone: str, *, now: datetime) -> int:
    """By how many intervals a delivery that waits far away can come nearer and still be to come.

    0 unless they are two or more: within that it is where its rhythm, or a person, has put it.
    """
    number = 0
    while (day := add_interval(day_of(due, zone), rhythm.interval, -rhythm.count * (number + 1))) is not None:
        if on_day(day, due, zone) <= now:
            break
        number += 1
    return number if number > 1 else 0


def _others(parcel: PaidParcel, situation: Situation) -> Parts:
    own = {line.gid for line in contract_lines(parcel.side.remote, situation.contract.gid)}
    if all(line.line_gid in own for line in parcel.order.lines if line.remaining):
        return Parts()
    return noted(f"Other goods of order {parcel.side.remote.name} are in the same parcel: they wait, too.")
