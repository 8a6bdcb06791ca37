"""On which day a delivery falls, and what is to be said of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backhaul.core.calendar_days import (
    PAID,
    SHOWN,
    CalendarState,
    begin_of,
    calendar_state,
    days_behind,
    days_between,
    month_of,
    next_month,
    previous_month,
    states_behind,
    weeks_of,
)
from backhaul.core.deliveries import DeliveryState
from backhaul.core.errors import BadReference
from backhaul.core.subscription_calendar import day_of

TODAY = date(2026, 11, 30)
DAY = timedelta(days=1)


@pytest.mark.parametrize("state", PAID)
def test_what_is_paid_is_overdue_due_or_to_come_by_its_day(state: DeliveryState) -> None:
    said = [calendar_state(state, day, TODAY) for day in (TODAY - DAY, TODAY, TODAY + DAY)]

    assert said == [CalendarState.OVERDUE, CalendarState.DUE, CalendarState.TO_COME]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (DeliveryState.SHIPPED, CalendarState.DONE),
        (DeliveryState.SKIPPED, CalendarState.SKIPPED),
        (DeliveryState.UNBILLED, CalendarState.UNPAID),
        (DeliveryState.LOCKED, CalendarState.UNPAID),
        (DeliveryState.UNKNOWN, CalendarState.UNCLEAR),
        (DeliveryState.REMOVED, None),
    ],
)
def test_of_all_others_the_same_is_said_on_any_day(state: DeliveryState, said: CalendarState | None) -> None:
    assert {calendar_state(state, TODAY + days * DAY, TODAY) for days in (-1, 0, 1)} == {said}


def test_every_state_of_a_delivery_is_shown_but_what_was_taken_off() -> None:
    assert set(SHOWN) == set(DeliveryState) - {DeliveryState.REMOVED}


@pytest.mark.parametrize("wanted", CalendarState)
def test_asking_for_what_is_said_finds_exactly_those_of_which_it_is_said(wanted: CalendarState) -> None:
    span = days_between(TODAY - 2 * DAY, TODAY + 2 * DAY, "UTC")
    days = days_behind(wanted, span, TODAY)
    assert days is not None

    for offset in range(-2, 3):
        day = TODAY + offset * DAY
        for state in DeliveryState:
            is_asked_for = state in states_behind(wanted) and days.first <= day <= days.last
            assert is_asked_for == (calendar_state(state, day, TODAY) is wanted)


def test_nothing_is_overdue_in_the_future() -> None:
    ahead = days_between(TODAY + DAY, TODAY + 9 * DAY, "UTC")

    assert days_behind(CalendarState.OVERDUE, ahead, TODAY) is None
    assert days_behind(CalendarState.DUE, ahead, TODAY) is None
    assert days_behind(CalendarState.UNPAID, ahead, TODAY) == ahead


def test_days_are_those_of_the_stores_zone() -> None:
    days = days_between(date(2026, 11, 22), date(2026, 11, 22), "Pacific/Auckland")

    assert days.begins_at == datetime(2026, 11, 21, 11, tzinfo=UTC)
    assert days.ends_at == datetime(2026, 11, 22, 11, tzinfo=UTC)


def test_the_day_on_which_clocks_are_put_back_has_25_hours() -> None:
    days = days_between(date(2026, 10, 25), date(2026, 10, 25), "Europe/Berlin")

    assert days.ends_at - days.begins_at == timedelta(hours=25)


def test_a_day_whose_midnight_is_left_out_begins_an_hour_later() -> None:
    assert begin_of(date(2018, 11, 4), "America/Sao_Paulo") == datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert day_of(begin_of(date(2018, 11, 4), "America/Sao_Paulo"), "America/Sao_Paulo") == date(2018, 11, 4)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia"])
def test_the_moments_of_a_day_are_on_that_day_in_every_zone(zone: str) -> None:
    for number in range(0, 730, 7):
        day = date(2018, 1, 1) + timedelta(days=number)
        days = days_between(day, day, zone)

        assert day_of(days.begins_at, zone) == day
        assert day_of(days.ends_at - timedelta(microseconds=1), zone) == day
        assert day_of(days.ends_at, zone) > day


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 2, 2), date(2026, 2, 1)),
        (date(2026, 1, 1), date(2027, 1, 3)),
        (date(1, 1, 1), date(1, 1, 2)),
        (date(9999, 12, 30), date(9999, 12, 31)),
    ],
)
def test_a_span_that_is_none_or_far_too_long_is_refused(first: date, last: date) -> None:
    with pytest.raises(BadReference):
        days_between(first, last, "UTC")


def test_a_month_has_whole_weeks_from_monday_on() -> None:
    weeks = weeks_of(date(2026, 11, 1))

    assert (weeks[0][0], weeks[-1][-1]) == (date(2026, 10, 26), date(2026, 12, 6))
    assert all(len(week) == 7 for week in weeks)


def test_months_follow_each_other_over_the_years() -> None:
    assert month_of("", today=date(2026, 1, 31)) == date(2026, 1, 1)
    assert next_month(date(2026, 12, 1)) == month_of("2027-01", today=TODAY)
    assert previous_month(date(2026, 1, 1)) == date(2025, 12, 1)
    assert next_month(date(2027, 1, 31)) == date(2027, 2, 1)


@pytest.mark.parametrize("text", ["november", "2026-13", "2026-11-01", "0001-01", "\x00", "9" * 400])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadReference):
        month_of(text, today=TODAY)
