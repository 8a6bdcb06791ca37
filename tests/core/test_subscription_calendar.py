"""When subscriptions are billed and delivered: anchors, month ends, leap years and clocks that change."""

from datetime import UTC, date, datetime

import pytest

from backhaul.core.contracts import Anchor, PlanTerms, Rhythm
from backhaul.core.subscription_calendar import (
    add_interval,
    days_from,
    deliveries_per_cycle,
    first_days,
    following,
    is_prepaid,
    next_after,
    next_anchor,
    next_day,
    on_day,
)

BERLIN = "Europe/Berlin"
MONTHLY = Rhythm("MONTH", 1)
ON_THE_15TH = Rhythm("MONTH", 1, (Anchor("MONTHDAY", 15),))


@pytest.mark.parametrize(
    ("bought", "cutoff", "pre_anchor", "first", "following_one"),
    [
        (date(2026, 1, 15), 0, "ASAP", date(2026, 1, 15), date(2026, 2, 15)),
        (date(2026, 1, 15), 0, "NEXT", date(2026, 1, 15), date(2026, 2, 15)),
        (date(2026, 1, 12), 0, "ASAP", date(2026, 1, 12), date(2026, 1, 15)),
        (date(2026, 1, 12), 0, "NEXT", date(2026, 1, 15), date(2026, 2, 15)),
        (date(2026, 1, 12), 5, "ASAP", date(2026, 1, 15), date(2026, 2, 15)),
        (date(2026, 1, 12), 5, "NEXT", date(2026, 2, 15), date(2026, 3, 15)),
    ],
)
def test_the_first_deliveries_follow_anchor_cutoff_and_what_happens_before_the_anchor(
    bought: date, cutoff: int, pre_anchor: str, first: date, following_one: date
) -> None:
    terms = PlanTerms("gid", "plan", delivery=ON_THE_15TH, cutoff=cutoff, pre_anchor=pre_anchor)

    found = first_days(bought, terms)

    assert found is not None
    assert (found.first, found.following) == (first, following_one)


def test_an_order_before_the_cutoff_is_delivered_at_once() -> None:
    terms = PlanTerms("gid", "plan", delivery=ON_THE_15TH, cutoff=5, pre_anchor="ASAP")

    found = first_days(date(2026, 1, 5), terms)

    assert found is not None
    assert (found.first, found.following) == (date(2026, 1, 5), date(2026, 1, 15))


@pytest.mark.parametrize(
    ("day", "interval", "count", "later"),
    [
        (date(2026, 1, 31), "MONTH", 1, date(2026, 2, 28)),
        (date(2028, 1, 31), "MONTH", 1, date(2028, 2, 29)),
        (date(2028, 2, 29), "YEAR", 1, date(2029, 2, 28)),
        (date(2026, 11, 30), "MONTH", 3, date(2027, 2, 28)),
        (date(2026, 12, 28), "WEEK", 1, date(2027, 1, 4)),
        (date(2026, 2, 27), "DAY", 3, date(2026, 3, 2)),
    ],
)
def test_an_interval_later_in_a_short_month_is_its_last_day(day: date, interval: str, count: int, later: date) -> None:
    assert add_interval(day, interval, count) == later


def test_nothing_is_computed_from_an_interval_that_is_not_known() -> None:
    assert add_interval(date(2026, 1, 1), "FORTNIGHT", 1) is None
    assert days_from(date(2026, 1, 1), Rhythm("FORTNIGHT", 1), 3) is None


def test_the_31st_stays_the_31st_after_a_shorter_month() -> None:
    assert days_from(date(2026, 1, 31), MONTHLY, 4) == (
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    )


def test_an_anchor_on_the_31st_falls_on_the_last_day_of_a_shorter_month() -> None:
    rhythm = Rhythm("MONTH", 1, (Anchor("MONTHDAY", 31),))

    assert days_from(date(2026, 1, 31), rhythm, 4) == (
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    )


@pytest.mark.parametrize(
    ("anchor", "day", "following_one"),
    [
        (Anchor("WEEKDAY", 1), date(2026, 11, 22), date(2026, 11, 23)),
        (Anchor("WEEKDAY", 1), date(2026, 11, 23), date(2026, 11, 30)),
        (Anchor("MONTHDAY", 15), date(2026, 12, 15), date(2027, 1, 15)),
        (Anchor("MONTHDAY", 31), date(2027, 2, 1), date(2027, 2, 28)),
        (Anchor("YEARDAY", 29, 2), date(2026, 3, 1), date(2027, 2, 28)),
        (Anchor("YEARDAY", 24, 12), date(2026, 12, 24), date(2027, 12, 24)),
    ],
)
def test_the_next_anchor_is_later_than_the_day(anchor: Anchor, day: date, following_one: date) -> None:
    assert next_anchor(day, (anchor,)) == following_one


def test_with_several_anchors_the_nearest_comes_next() -> None:
    rhythm = Rhythm("WEEK", 1, (Anchor("WEEKDAY", 1), Anchor("WEEKDAY", 4)))

    assert next_day(date(2026, 11, 23), rhythm) == date(2026, 11, 26)
    assert next_day(date(2026, 11, 26), rhythm) == date(2026, 11, 30)


def test_every_second_month_on_the_15th_skips_one() -> None:
    assert next_day(date(2026, 1, 15), Rhythm("MONTH", 2, (Anchor("MONTHDAY", 15),))) == date(2026, 3, 15)


def test_an_anchor_of_a_kind_that_is_not_known_is_not_followed() -> None:
    assert next_anchor(date(2026, 1, 1), (Anchor("MOONDAY", 1),)) is None


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change() -> None:
    in_winter = datetime(2026, 3, 15, 8, tzinfo=UTC)

    assert following(in_winter, MONTHLY, BERLIN) == datetime(2026, 4, 15, 7, tzinfo=UTC)


def test_a_time_that_the_clocks_leave_out_is_an_hour_later() -> None:
    half_past_two = datetime(2026, 3, 28, 1, 30, tzinfo=UTC)

    assert on_day(date(2026, 3, 29), half_past_two, BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_of_a_time_that_comes_twice_the_first_counts() -> None:
    half_past_two = datetime(2026, 10, 24, 0, 30, tzinfo=UTC)

    assert on_day(date(2026, 10, 25), half_past_two, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_day_is_that_of_the_store_not_of_utc() -> None:
    late_on_the_31st_of_january_in_new_york = datetime(2026, 2, 1, 3, tzinfo=UTC)

    assert following(late_on_the_31st_of_january_in_new_york, MONTHLY, "America/New_York") == datetime(
        2026, 3, 1, 3, tzinfo=UTC
    )


def test_the_next_date_continues_the_rhythm_and_is_not_past() -> None:
    billed = datetime(2026, 1, 31, 9, tzinfo=UTC)

    assert next_after(billed, MONTHLY, "UTC", past=datetime(2026, 3, 1, tzinfo=UTC)) == datetime(
        2026, 3, 31, 9, tzinfo=UTC
    )
    assert next_after(billed, MONTHLY, "UTC", past=datetime(2026, 1, 1, tzinfo=UTC)) == billed


def test_a_zone_that_does_not_exist_is_taken_for_utc() -> None:
    assert on_day(date(2026, 7, 1), datetime(2026, 1, 1, 9, tzinfo=UTC), "Mars/Base") == datetime(
        2026, 7, 1, 9, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("billing", "delivery", "deliveries"),
    [
        (Rhythm("MONTH", 3), Rhythm("MONTH", 1), 3),
        (Rhythm("YEAR", 1), Rhythm("MONTH", 2), 6),
        (Rhythm("WEEK", 4), Rhythm("DAY", 7), 4),
        (Rhythm("MONTH", 1), Rhythm("MONTH", 1), 1),
        (Rhythm("MONTH", 3), Rhythm("MONTH", 2), 1),
        (Rhythm("MONTH", 1), Rhythm("WEEK", 1), 1),
    ],
)
def test_prepaid_is_what_bills_for_several_deliveries(billing: Rhythm, delivery: Rhythm, deliveries: int) -> None:
    assert deliveries_per_cycle(billing, delivery) == deliveries
    assert is_prepaid(billing, delivery) is (deliveries > 1)
