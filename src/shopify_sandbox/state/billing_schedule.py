"""When the billing cycles of a contract begin, end and are to be billed.

Real stores have shown: cycles count from 1; the first begins with the contract, each ends when it is to be billed, and
the next begins a second later; they keep their time of day in the shop's zone. The first one of a contract made by the
API ends one interval after its creation, at the full hour, whatever its next billing date is: that is the app's own
note (schema). After a checkout the first cycle ends with the first renewal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import ClassVar
from zoneinfo import ZoneInfo

from shopify_sandbox.state import anchors
from shopify_sandbox.state.contracts import Content, Contract, CycleState, Leg
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.rhythms import Interval, Rhythm
from shopify_sandbox.world import World

VISIBLE_YEARS = 3
"""Cycles that begin less than so many years ahead can be seen."""
_SECOND = timedelta(seconds=1)


@dataclass(eq=False, kw_only=True)
class Cycle(Entity):
    """One billing cycle of a contract as it stands now; `id` is its index."""

    typename: ClassVar[str] = "SubscriptionBillingCycle"
    contract: Contract
    starts_at: datetime
    ends_at: datetime

    @property
    def index(self) -> int:
        """Its number in the contract, from 1."""
        return self.id

    @property
    def state(self) -> CycleState:
        """What was done to it; not kept before something is."""
        return self.contract.cycles.get(self.id) or CycleState(index=self.id)

    @property
    def expected_at(self) -> datetime:
        """When it is to be billed: at its end, unless its schedule was edited."""
        return self.state.billing_date or self.ends_at

    @property
    def content(self) -> Content:
        """What it bills: its own content, else the contract's."""
        return self.state.content or self.contract.content


def cycles(world: World, contract: Contract) -> Iterator[Cycle]:
    """All cycles in order, without end unless the contract has a maximum of cycles."""
    legs = contract.legs or [first_leg(world, contract)]
    most = _last_index(contract)
    index, starts_at = 1, contract.created_at
    for leg, following in zip(legs, [*legs[1:], None], strict=True):
        starts_at = leg.starts_at
        for ends_at in _ends(leg, _zone(world)):
            if following is not None and index >= following.index:
                break
            if most is not None and index > most:
                return
            yield Cycle(id=index, contract=contract, starts_at=starts_at, ends_at=ends_at)
            index, starts_at = index + 1, ends_at + _SECOND


def first_leg(world: World, contract: Contract) -> Leg:
    """The legs' beginning for a contract that no checkout made."""
    date = contract.next_billing_date
    if world.billing.next_billing_date_leads and date is not None and date > contract.created_at:
        return Leg(1, contract.created_at, date, contract.content.billing)
    rhythm, zone = contract.content.billing, _zone(world)
    begun = contract.created_at.astimezone(zone)
    at_full_hour = begun.replace(minute=0, second=0, microsecond=0)
    return Leg(1, contract.created_at, next(_ends_after(at_full_hour, rhythm, zone)), rhythm)


def visible(world: World, contract: Contract) -> list[Cycle]:
    """The cycles that can be seen: past ones, the current one, and those that begin less than three years ahead."""
    return list(takewhile(lambda each: is_visible(world, each), cycles(world, contract)))


def is_visible(world: World, cycle: Cycle) -> bool:
    """Whether it begins less than three years ahead."""
    zone = _zone(world)
    now = world.now().astimezone(zone)
    limit = anchors.add_interval(now.date(), Interval.YEAR, VISIBLE_YEARS)
    return cycle.starts_at < anchors.at_time(limit, now.time(), zone)


def at(world: World, contract: Contract, moment: datetime) -> Cycle | None:
    """The cycle that the moment belongs to; None before the first and after the last one."""
    if moment < contract.created_at:
        return None
    return next((each for each in cycles(world, contract) if moment < each.ends_at + _SECOND), None)


def numbered(world: World, contract: Contract, index: int) -> Cycle | None:
    """The cycle with that index; None when the contract has none such."""
    found = next((each for each in cycles(world, contract) if each.index >= index), None)
    return found if found is not None and found.index == index else None


def next_to_bill(world: World, contract: Contract, *, after: int = 0) -> Cycle | None:
    """The first cycle behind that index that is neither billed nor skipped; None when the contract has no more."""
    later = (each for each in cycles(world, contract) if each.index > after)
    return next((each for each in later if not each.state.billed and not each.state.skipped), None)


def billing_changed(world: World, contract: Contract) -> None:
    """After a commit with another billing rhythm: the first cycle to be billed ends by the new one (assumed).

    It keeps its beginning; where the new rhythm would have ended it already, it ends at the rhythm's next date. Billing
    dates that were set in it or later, and lie outside their cycle now, are dropped.
    """
    rhythm = contract.content.billing
    kept = contract.legs or [first_leg(world, contract)]
    if _same_dates(kept[-1].rhythm, rhythm):
        return
    moved = _moved(world, contract, kept[-1])
    ends = _ends_after(_boundary(moved.starts_at, moved.index), rhythm, _zone(world))
    first_end = next(each for each in ends if each > world.now())
    _turn(world, contract, moved, Leg(moved.index, moved.starts_at, first_end, rhythm))


def bill_next_at(world: World, contract: Contract, moment: datetime) -> None:
    """Let the first cycle to be billed end at that moment and the later ones follow it."""
    kept = contract.legs or [first_leg(world, contract)]
    moved = _moved(world, contract, kept[-1])
    if moved.starts_at < moment and moment not in (moved.ends_at, moved.expected_at):
        _turn(world, contract, moved, Leg(moved.index, moved.starts_at, moment, kept[-1].rhythm))


def _turn(world: World, contract: Contract, moved: Cycle, leg: Leg) -> None:
    kept = contract.legs or [first_leg(world, contract)]
    contract.legs = [*(each for each in kept if each.index < moved.index), leg]
    for state in contract.cycles.values():
        if state.index >= moved.index and state.billing_date is not None:
            cycle = numbered(world, contract, state.index)
            if cycle is None or not cycle.starts_at <= state.billing_date <= cycle.ends_at:
                state.billing_date = state.reason = None


def _moved(world: World, contract: Contract, last: Leg) -> Cycle:
    """The first cycle that is neither billed nor over, whatever maximum the contract has."""
    starts_at = last.starts_at
    for index, ends_at in enumerate(_ends(last, _zone(world)), last.index):
        state = contract.cycles.get(index)
        if ends_at >= world.now() and not (state and state.billed):
            return Cycle(id=index, contract=contract, starts_at=starts_at, ends_at=ends_at)
        starts_at = ends_at + _SECOND
    raise AssertionError("a rhythm has no end")


def _ends(leg: Leg, zone: ZoneInfo) -> Iterator[datetime]:
    """The ends of a leg's cycles; counted from its beginning where the first one is, so that a 31st comes back."""
    local = leg.first_end.astimezone(zone)
    begun = _boundary(leg.starts_at, leg.index).astimezone(zone)
    counted = _days_after(begun.date(), leg.rhythm)
    if leg.rhythm.anchors or next(counted) != local.date():
        return _instants(anchors.series(local.date(), leg.rhythm), local.time(), zone)
    return _instants(_days_after(begun.date(), leg.rhythm), local.time(), zone)


def _ends_after(begun: datetime, rhythm: Rhythm, zone: ZoneInfo) -> Iterator[datetime]:
    """The ends of the cycles of a rhythm that begins then: one interval later, or on the next anchor."""
    local = begun.astimezone(zone)
    return _instants(_days_after(local.date(), rhythm), local.time(), zone)


def _days_after(begun: date, rhythm: Rhythm) -> Iterator[date]:
    if rhythm.anchors:
        return anchors.series(anchors.next_anchor(begun, rhythm.anchors), rhythm)
    return islice(anchors.series(begun, rhythm), 1, None)


def _instants(days: Iterator[date], clock_time: time, zone: ZoneInfo) -> Iterator[datetime]:
    return (anchors.at_time(day, clock_time, zone) for day in days)


def _last_index(contract: Contract) -> int | None:
    """The contract's maximum, or the last cycle that was ever to be billed if that is more; None without one."""
    most = contract.content.billing.max_cycles
    if most is None:
        return None
    billed = (each.index for each in contract.cycles.values() if each.billed)
    return max(most, *billed, *(each.cycle_index for each in contract.attempts), 0)


def _same_dates(one: Rhythm, other: Rhythm) -> bool:
    """Whether they differ in their least or greatest number of cycles alone."""
    return (one.interval, one.count, one.anchors) == (other.interval, other.count, other.anchors)


def _boundary(starts_at: datetime, index: int) -> datetime:
    """The end of the cycle before, from which intervals are counted."""
    return starts_at if index == 1 else starts_at - _SECOND


def _zone(world: World) -> ZoneInfo:
    return ZoneInfo(world.profile.timezone)
