"""When billing cycles begin and end: intervals, month ends, daylight saving, anchors, other rhythms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.options import Profile
from shopify_sandbox.state import billing_schedule, contract_changes
from shopify_sandbox.state.contracts import Anchor, AnchorType, Content, Contract, CycleState, Interval, Leg, Rhythm
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.money import Money
from shopify_sandbox.world import World

MONTHLY = Rhythm(Interval.MONTH, 1)
TORONTO = ZoneInfo("America/Toronto")


def a_world(now: datetime) -> World:
    """A shop in Toronto whose clock stands still."""
    return World(Profile(timezone="America/Toronto"), SandboxClock(now, monotonic=lambda: 0.0))


def a_contract(world: World, rhythm: Rhythm = MONTHLY, *, first_end: datetime | None = None) -> Contract:
    """A contract made now; `first_end` is what a checkout says of its first renewal."""
    now = world.now()
    customer = Customer(id=1, created_at=now, updated_at=now)
    made = Contract(
        id=1,
        app_id=1,
        currency="CAD",
        customer=customer,
        content=Content(billing=rhythm, delivery=rhythm, delivery_price=Money(Decimal(0), "CAD")),
        revision=1,
        created_at=now,
        updated_at=now,
    )
    made.legs = [Leg(1, now, first_end, rhythm) if first_end else billing_schedule.first_leg(world, made)]
    return made


def ends(world: World, contract: Contract, number: int) -> Iterator[str]:
    """The ends of the first cycles in the shop's own time."""
    found = islice(billing_schedule.cycles(world, contract), number)
    return (each.ends_at.astimezone(TORONTO).strftime("%Y-%m-%d %H:%M") for each in found)


def local(text: str) -> datetime:
    """That time in Toronto."""
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO).astimezone(UTC)


def with_rhythm(contract: Contract, rhythm: Rhythm) -> None:
    """Let the contract be billed in another rhythm."""
    contract.content = replace(contract.content, billing=rhythm)


def test_the_first_cycle_of_a_contract_made_by_the_api_ends_one_interval_later_at_the_full_hour() -> None:
    world = a_world(local("2026-08-17 16:40:18"))
    contract = a_contract(world)
    contract.next_billing_date = local("2026-08-27 09:00")

    first, second = islice(billing_schedule.cycles(world, contract), 2)

    assert first.starts_at == contract.created_at
    assert first.ends_at == local("2026-09-17 16:00")
    assert second.starts_at == first.ends_at + timedelta(seconds=1)


def test_the_first_cycle_after_a_checkout_ends_with_the_first_renewal() -> None:
    world = a_world(local("2026-01-12 10:30"))
    contract = a_contract(world, first_end=local("2026-02-15 00:00"))

    assert list(ends(world, contract, 2)) == ["2026-02-15 00:00", "2026-03-15 00:00"]


def test_cycles_that_begin_on_a_31st_end_on_the_last_day_of_short_months_and_on_the_31st_again() -> None:
    world = a_world(local("2027-12-31 08:00"))

    found = list(ends(world, a_contract(world), 4))

    assert found == ["2028-01-31 08:00", "2028-02-29 08:00", "2028-03-31 08:00", "2028-04-30 08:00"]


def test_a_first_cycle_that_ends_in_february_does_not_shorten_the_months_after() -> None:
    world = a_world(local("2027-01-31 08:00"))

    assert list(ends(world, a_contract(world), 2)) == ["2027-02-28 08:00", "2027-03-31 08:00"]


def test_cycles_keep_their_time_of_day_over_daylight_saving() -> None:
    world = a_world(local("2026-10-20 09:15"))

    found = list(islice(billing_schedule.cycles(world, a_contract(world)), 1))

    assert found[0].ends_at == datetime(2026, 11, 20, 14, tzinfo=UTC)


def test_cycles_with_anchors_end_on_them() -> None:
    world = a_world(local("2026-02-04 10:59"))
    anchors = tuple(Anchor(AnchorType.MONTHDAY, day) for day in (10, 20))

    found = list(ends(world, a_contract(world, Rhythm(Interval.MONTH, 1, anchors[:1])), 3))

    assert found == ["2026-02-10 10:00", "2026-03-10 10:00", "2026-04-10 10:00"]


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm(Interval.DAY, 10), ["2026-02-11 09:00", "2026-02-21 09:00"]),
        (Rhythm(Interval.WEEK, 2), ["2026-02-15 09:00", "2026-03-01 09:00"]),
        (Rhythm(Interval.YEAR, 1), ["2027-02-01 09:00", "2028-02-01 09:00"]),
    ],
)
def test_each_interval_is_counted(rhythm: Rhythm, expected: list[str]) -> None:
    world = a_world(local("2026-02-01 09:00"))

    assert list(ends(world, a_contract(world, rhythm), 2)) == expected


def test_there_are_no_more_cycles_than_the_contract_has() -> None:
    world = a_world(local("2026-02-01 09:00"))
    contract = a_contract(world, Rhythm(Interval.MONTH, 1, max_cycles=2))

    assert len(list(billing_schedule.cycles(world, contract))) == 2
    assert billing_schedule.numbered(world, contract, 3) is None


def test_a_cycle_that_was_billed_is_there_whatever_maximum_the_contract_gets_later() -> None:
    world = a_world(local("2026-02-01 09:00"))
    contract = a_contract(world)
    contract.cycles[3] = CycleState(index=3, billed=True)

    with_rhythm(contract, replace(MONTHLY, max_cycles=2))

    assert [each.index for each in billing_schedule.cycles(world, contract)] == [1, 2, 3]


def test_cycles_are_seen_that_begin_less_than_three_years_ahead() -> None:
    world = a_world(local("2026-02-01 09:00"))
    contract = a_contract(world)

    found = billing_schedule.visible(world, contract)

    assert found[-1].index == 36
    world.clock.advance(timedelta(days=20))
    assert billing_schedule.visible(world, contract)[-1].index == 37


def test_a_moment_belongs_to_the_cycle_that_ends_with_it() -> None:
    world = a_world(local("2026-02-01 09:00"))
    contract = a_contract(world)
    end = local("2026-03-01 09:00")

    at_its_end = billing_schedule.at(world, contract, end)
    a_second_later = billing_schedule.at(world, contract, end + timedelta(seconds=1))

    assert at_its_end is not None
    assert a_second_later is not None
    assert (at_its_end.index, a_second_later.index) == (1, 2)
    assert billing_schedule.at(world, contract, contract.created_at - timedelta(seconds=1)) is None


def test_another_rhythm_moves_the_first_cycle_to_be_billed_and_no_billed_one() -> None:
    world = a_world(local("2026-02-01 09:00"))
    contract = a_contract(world)
    world.clock.set(local("2026-02-28 09:00"))
    contract.cycles[1] = CycleState(index=1, billed=True)
    with_rhythm(contract, Rhythm(Interval.MONTH, 3))

    billing_schedule.billing_changed(world, contract)

    assert list(ends(world, contract, 3)) == ["2026-03-01 09:00", "2026-06-01 09:00", "2026-09-01 09:00"]


def test_a_shorter_rhythm_ends_the_current_cycle_at_its_next_date_from_now() -> None:
    world = a_world(local("2026-02-01 09:00"))
    contract = a_contract(world, Rhythm(Interval.YEAR, 1))
    world.clock.set(local("2026-05-10 09:00"))
    with_rhythm(contract, MONTHLY)

    billing_schedule.billing_changed(world, contract)

    assert list(ends(world, contract, 2)) == ["2026-06-01 09:00", "2026-07-01 09:00"]


def test_another_number_of_cycles_moves_nothing() -> None:
    world = a_world(local("2026-02-01 09:00"))
    contract = a_contract(world, first_end=local("2026-02-15 12:00"))
    with_rhythm(contract, replace(MONTHLY, max_cycles=10))

    billing_schedule.billing_changed(world, contract)

    assert list(ends(world, contract, 2)) == ["2026-02-15 12:00", "2026-03-15 12:00"]


def test_a_billing_date_that_lies_outside_the_moved_cycle_is_dropped() -> None:
    world = a_world(local("2026-02-01 09:00"))
    contract = a_contract(world, Rhythm(Interval.YEAR, 1))
    contract.cycles[1] = CycleState(index=1, billing_date=local("2026-12-24 09:00"), reason="BUYER_INITIATED")
    with_rhythm(contract, MONTHLY)

    billing_schedule.billing_changed(world, contract)

    assert not contract.cycles[1].edited


def test_a_next_billing_date_moves_no_cycle() -> None:
    world = a_world(local("2026-02-01 09:00"))
    contract = a_contract(world)

    contract_changes.set_next_billing_date(world, contract, local("2026-03-20 09:00"))

    assert list(ends(world, contract, 2)) == ["2026-03-01 09:00", "2026-04-01 09:00"]


def test_a_next_billing_date_moves_the_cycles_where_the_sandbox_is_told_to_let_it() -> None:
    world = a_world(local("2026-02-01 09:00"))
    world.billing.next_billing_date_leads = True
    contract = a_contract(world)

    contract_changes.set_next_billing_date(world, contract, local("2026-03-20 09:00"))

    assert list(ends(world, contract, 2)) == ["2026-03-20 09:00", "2026-04-20 09:00"]
