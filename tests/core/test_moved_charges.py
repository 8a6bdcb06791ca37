"""Another date for a charge that is to come, over whole billing cycles: what is charged then, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backhaul.core.change_charges import MOST_LEFT_OUT, MOVED_TO
from backhaul.core.change_steps import ChangePlan, Situation, StepKind
from backhaul.core.contracts import CycleStatus, Ownership, RemoteContract, RemoteCycle, Rhythm
from backhaul.core.subscription_calendar import following
from backhaul.core.wanted_changes import MoveDate, SkipDelivery
from tests.core.change_world import PENDING, kinds, locked, monthly, only, planned, situation, term, words
from tests.core.contract_builders import MONTHLY, NOW, contract, cycles, month

SKIP, SCHEDULE, NOTE = StepKind.SKIP_CYCLE, StepKind.SCHEDULE_CYCLE, StepKind.SET_NEXT_BILLING
LEFT = 4
"""Cycles of `monthly` that are still to be billed: 3 on 15 December, to 6 on 15 March."""


def charges(of: RemoteContract, plan: ChangePlan) -> list[datetime]:
    """When the contract is charged, once Shopify has done what the plan says. A date outside its cycle is refused."""
    by_index = {one.index: one for one in of.cycles if one.status != CycleStatus.BILLED and not one.skipped}
    for step in plan.steps:
        index = step.params.get("cycle_index")
        if step.kind is SKIP:
            del by_index[int(str(index))]
        if step.kind is SCHEDULE:
            cycle, date = by_index[int(str(index))], datetime.fromisoformat(str(step.params["date"]))
            assert cycle.starts_at <= date <= cycle.ends_at
            by_index[cycle.index] = replace(cycle, expected_at=date)
    return sorted(one.expected_at for one in by_index.values())


def number_of(index: int, where: Situation) -> int:
    """Our number of the first delivery of a cycle."""
    return min(one.number for one in where.future if one.cycle_index == index)


def with_skipped(of: RemoteContract, *indexes: int) -> RemoteContract:
    return replace(of, cycles=tuple(replace(one, skipped=one.index in indexes) for one in of.cycles))


def moved(index: int, to: datetime, of: RemoteContract) -> ChangePlan:
    where = situation(of=of)
    return planned(MoveDate(number_of(index, where), to), where)


def test_every_delivery_that_is_passed_over_is_left_out() -> None:
    to = month(4) + timedelta(days=9)

    plan = moved(3, to, monthly())

    assert charges(monthly(), plan) == [to]
    assert [(one.params["cycle_index"], one.params.get(MOVED_TO)) for one in plan.steps if one.kind is SKIP] == [
        (3, 6),
        (4, None),
        (5, None),
    ]
    assert "deliveries 2, 3 and 4 are left out for it, and not charged" in words(plan.notes)


def test_later_deliveries_keep_their_dates() -> None:
    to = month(2) + timedelta(days=9)

    plan = moved(3, to, monthly())

    assert charges(monthly(), plan) == [to, month(4), month(5)]
    assert "Later deliveries keep their dates." in plan.notes


def test_the_very_date_of_a_later_charge_needs_no_other_date() -> None:
    plan = moved(3, month(3), monthly())

    assert charges(monthly(), plan) == [month(3), month(4), month(5)]
    assert kinds(plan) == [SKIP, NOTE]


def test_a_delivery_that_is_not_the_next_one_is_moved_as_well_and_the_next_billing_stays() -> None:
    to = month(4) - timedelta(days=3)

    plan = moved(4, to, monthly())

    assert charges(monthly(), plan) == [month(2), to, month(5)]
    assert kinds(plan) == [SKIP, SCHEDULE]


def test_a_date_in_the_period_of_an_earlier_delivery_is_refused() -> None:
    plan = moved(4, month(2) - timedelta(days=2), monthly())

    assert plan.steps == ()
    assert words(plan.impossible) == (
        "2026-12-13 is in the period from 2026-11-15 to 2026-12-15, in which delivery 1 is billed on 2026-12-15: "
        "Shopify bills once in each. Delivery 2 can be billed between 2026-12-15 and 2027-01-15, or later."
    )


def test_a_date_in_a_period_that_is_billed_already_is_refused() -> None:
    early = replace(monthly(), cycles=cycles(MONTHLY, number=6, billed=3))

    plan = moved(4, NOW + timedelta(days=3), early)

    assert plan.steps == ()
    assert "which is billed already: Shopify bills once in each" in words(plan.impossible)


def test_the_place_of_a_delivery_that_is_skipped_is_taken_up_first() -> None:
    plan = moved(3, month(2) + timedelta(days=9), with_skipped(monthly(), 4))

    assert plan.steps == ()
    assert "that of delivery 2, which is skipped: take that back first" in words(plan.impossible)


def test_a_date_beyond_what_shopify_shows_is_refused() -> None:
    plan = moved(3, month(9), monthly())

    assert plan.impossible == (
        "2027-07-15 is too far ahead: the dates of this subscription are known until 2027-03-15.",
    )


def test_a_date_for_which_too_many_periods_would_have_to_be_skipped_is_refused() -> None:
    long = replace(monthly(), cycles=cycles(MONTHLY, number=MOST_LEFT_OUT + 4, billed=2))

    possible = moved(3, long.cycles[MOST_LEFT_OUT + 2].starts_at + timedelta(days=9), long)
    plan = moved(3, long.cycles[MOST_LEFT_OUT + 3].starts_at + timedelta(days=9), long)

    assert sum(one.kind is SKIP for one in possible.steps) == MOST_LEFT_OUT
    assert plan.steps == ()
    assert f"{MOST_LEFT_OUT + 1} would have to be skipped, each by itself; at most {MOST_LEFT_OUT} are." in words(
        plan.impossible
    )


def test_a_later_delivery_is_not_moved_to_a_date_before_the_contract_is_known() -> None:
    unread = replace(monthly(), cycles=monthly().cycles[3:])

    plan = moved(5, NOW + timedelta(days=1), unread)

    assert plan.impossible == ("2026-11-21 is before the time that is still to be billed.",)


def test_the_periods_of_a_subscription_that_ends_are_told() -> None:
    limited = monthly(billing=Rhythm("MONTH", 1, max_cycles=6))

    plan = moved(3, month(2) + timedelta(days=9), limited)

    assert "The subscription has 6 periods in all, and those that are left out count." in plan.notes


def test_nothing_is_moved_while_the_payment_for_it_is_under_way() -> None:
    where = situation(of=locked(monthly(), PENDING))

    assert planned(MoveDate(number_of(3, where), month(3)), where).steps == ()


def test_another_app_is_told_the_date_alone() -> None:
    where = situation(of=monthly(), ownership=Ownership.ANOTHER_APP)
    to = month(2) + timedelta(days=9)

    following_one = planned(MoveDate(number_of(3, where), to), where)
    later_one = planned(MoveDate(number_of(4, where), to), where)

    assert only(following_one, NOTE).params == {"date": to.isoformat()}
    assert following_one.steps[0].words == (
        "In Boxes, subscription 7: bill delivery 1 on 2026-12-24 instead of 2026-12-15."
    )
    assert only(later_one, SCHEDULE).params == {"cycle_index": 4, "date": to.isoformat()}


def test_the_charges_of_what_is_prepaid_follow_the_one_that_is_moved() -> None:
    of = contract()

    plan = planned(SkipDelivery(3), situation(term(), of=of))

    assert charges(of, plan) == [month(4), month(7)]
    assert "as far ahead as Shopify shows them, until 2027-07-15" in words(plan.notes)


def test_the_charges_of_what_is_prepaid_follow_up_to_one_that_is_skipped() -> None:
    of = with_skipped(contract(cycles=cycles(Rhythm("MONTH", 3), number=6)), 4)

    plan = planned(SkipDelivery(3), situation(term(), of=of))

    assert charges(of, plan) == [month(4), month(12), month(15)]


@pytest.mark.parametrize(
    ("bought", "rhythm", "dates"),
    [
        (datetime(2027, 10, 31, 9, tzinfo=UTC), Rhythm("MONTH", 3), ["2028-03-31", "2028-06-30", "2028-09-30"]),
        (datetime(2027, 10, 31, 9, tzinfo=UTC), Rhythm("MONTH", 3), ["2028-02-29", "2028-05-29", "2028-08-29"]),
        (datetime(2027, 2, 10, 9, tzinfo=UTC), Rhythm("YEAR", 1), ["2028-02-29", "2029-02-28", "2030-02-28"]),
    ],
    ids=["the end of a month", "a leap day", "a leap day and years"],
)
def test_the_charges_that_follow_keep_to_short_months(bought: datetime, rhythm: Rhythm, dates: list[str]) -> None:
    of = contract(billing=rhythm, cycles=cycles(rhythm, number=5, start=bought), created_at=bought)
    where = situation(of=of, now=bought + timedelta(days=1))
    to = datetime.fromisoformat(f"{dates[0]}T09:00:00+00:00")

    plan = planned(MoveDate(number_of(2, where), to), where)

    assert [f"{one:%Y-%m-%d}" for one in charges(of, plan)] == dates


def test_a_charge_that_follows_keeps_its_hour_where_the_clocks_are_put_forward() -> None:
    zone, quarter = ZoneInfo("Europe/Berlin"), Rhythm("MONTH", 3)
    bought = datetime(2026, 9, 20, 8, tzinfo=zone).astimezone(UTC)
    of = contract(billing=quarter, cycles=in_zone(quarter, bought, "Europe/Berlin"), created_at=bought)
    where = situation(of=of, now=bought + timedelta(days=1), timezone="Europe/Berlin")
    to = datetime(2027, 1, 10, 8, tzinfo=zone)

    plan = planned(MoveDate(number_of(2, where), to.astimezone(UTC)), where)

    local = [one.astimezone(zone) for one in charges(of, plan)]
    assert [(one.month, one.day, one.hour) for one in local] == [(1, 10, 8), (4, 10, 8), (7, 10, 8)]
    assert local[0].utcoffset() != local[1].utcoffset()


def in_zone(rhythm: Rhythm, start: datetime, zone: str) -> tuple[RemoteCycle, ...]:
    begun, due, found = start, start, []
    for index in range(1, 6):
        status = CycleStatus.BILLED if index == 1 else CycleStatus.UNBILLED
        found.append(RemoteCycle(index, begun, due, due, status))
        begun, due = due + timedelta(seconds=1), following(due, rhythm, zone) or due
    return tuple(found)


@settings(deadline=None)
@given(
    index=st.integers(3, 6),
    days=st.integers(1, 150),
    skipped=st.sets(st.integers(3, 6), max_size=2),
)
def test_a_moved_delivery_is_charged_once_on_the_day_asked_for_and_nothing_is_charged_more_often(
    index: int, days: int, skipped: set[int]
) -> None:
    of = with_skipped(monthly(), *(skipped - {index}))
    where, to = situation(of=of), NOW + timedelta(days=days)
    before = [one.expected_at for one in of.cycles if one.index > LEFT - 2 and not one.skipped]

    plan = planned(MoveDate(number_of(index, where), to), where)

    after = charges(of, plan)
    if plan.steps:
        assert after.count(to) == 1
        assert len(after) <= len(before)
        assert all(one == to or one in before for one in after)
        own = next(one.expected_at for one in of.cycles if one.index == index)
        assert own not in after
        assert not [one for one in after if own < one < to or to < one < own]
    else:
        assert plan.impossible or to in before
