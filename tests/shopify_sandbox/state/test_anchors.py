from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_sandbox.state import anchors
from shopify_sandbox.state.rhythms import Anchor, AnchorType, Interval, PlanTerms, Rhythm

TORONTO = ZoneInfo("America/Toronto")


def anchor(kind: str, day: int, **given: int) -> Anchor:
    """A day that dates fall on."""
    return Anchor(AnchorType(kind), day, given.get("month"), given.get("cutoff_day"))


def every(interval: str = "MONTH", count: int = 1, anchored: tuple[Anchor, ...] = ()) -> Rhythm:
    """Monthly unless told otherwise."""
    return Rhythm(Interval(interval), count, anchored)


def sold(billing: Rhythm, delivery: Rhythm, cutoff: int = 0, *, pre_anchor: str = "ASAP") -> PlanTerms:
    """A selling plan's terms."""
    return PlanTerms(None, None, billing, delivery, cutoff, pre_anchor)


THE_15TH = (anchor("MONTHDAY", 15),)
MONTHLY_ON_15 = every(anchored=THE_15TH)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO).astimezone(UTC)


def days_of(schedule: anchors.Schedule) -> list[str]:
    return [each.astimezone(TORONTO).strftime("%m-%d") for each in (*schedule.deliveries, schedule.next_billing)]


@pytest.mark.parametrize(
    ("bought", "cutoff", "pre_anchor", "first", "following"),
    [
        ("2027-01-15T10:00", 0, "ASAP", "01-15", "02-15"),
        ("2027-01-15T10:00", 0, "NEXT", "01-15", "02-15"),
        ("2027-01-12T10:00", 0, "ASAP", "01-12", "01-15"),
        ("2027-01-12T10:00", 0, "NEXT", "01-15", "02-15"),
        ("2027-01-12T10:00", 5, "ASAP", "01-15", "02-15"),
        ("2027-01-12T10:00", 5, "NEXT", "02-15", "03-15"),
    ],
)
def test_a_checkout_leads_to_the_documented_dates(
    bought: str, cutoff: int, pre_anchor: str, first: str, following: str
) -> None:
    terms = sold(MONTHLY_ON_15, MONTHLY_ON_15, cutoff, pre_anchor=pre_anchor)

    schedule = anchors.checkout_schedule(terms, at(bought), TORONTO)

    assert days_of(schedule) == [first, following]


def test_an_order_on_the_cutoff_day_itself_is_still_included() -> None:
    terms = sold(MONTHLY_ON_15, MONTHLY_ON_15, cutoff=5, pre_anchor="NEXT")

    in_time = anchors.checkout_schedule(terms, at("2027-01-10T23:59"), TORONTO)
    too_late = anchors.checkout_schedule(terms, at("2027-01-11T00:00"), TORONTO)

    assert days_of(in_time) == ["01-15", "02-15"]
    assert days_of(too_late) == ["02-15", "03-15"]


def test_an_anchors_own_cutoff_day_may_lie_in_the_month_before() -> None:
    delivery = every(anchored=(anchor("MONTHDAY", 3, cutoff_day=28),))
    terms = sold(delivery, delivery, pre_anchor="NEXT")

    in_time = anchors.checkout_schedule(terms, at("2027-01-28T12:00"), TORONTO)
    too_late = anchors.checkout_schedule(terms, at("2027-01-29T12:00"), TORONTO)

    assert days_of(in_time) == ["02-03", "03-03"]
    assert days_of(too_late) == ["03-03", "04-03"]


def test_a_cutoff_day_of_the_week_counts_back_from_the_anchor() -> None:
    delivery = every("WEEK", anchored=(anchor("WEEKDAY", 2, cutoff_day=5),))
    terms = sold(delivery, delivery, pre_anchor="NEXT")

    on_friday = anchors.checkout_schedule(terms, at("2027-01-08T12:00"), TORONTO)
    on_saturday = anchors.checkout_schedule(terms, at("2027-01-09T12:00"), TORONTO)

    assert days_of(on_friday) == ["01-12", "01-19"]
    assert days_of(on_saturday) == ["01-19", "01-26"]


def test_the_day_of_a_purchase_is_that_of_the_shops_time_zone() -> None:
    terms = sold(MONTHLY_ON_15, MONTHLY_ON_15, pre_anchor="NEXT")
    still_the_15th_in_toronto = datetime(2027, 1, 16, 3, tzinfo=UTC)

    schedule = anchors.checkout_schedule(terms, still_the_15th_in_toronto, TORONTO)

    assert schedule.first_delivery == still_the_15th_in_toronto
    assert days_of(schedule) == ["01-15", "02-15"]


def test_a_prepaid_plan_bills_with_the_delivery_after_the_last_one_paid() -> None:
    terms = sold(every(count=3, anchored=THE_15TH), MONTHLY_ON_15, pre_anchor="NEXT")

    schedule = anchors.checkout_schedule(terms, at("2027-01-12T10:00"), TORONTO)

    assert days_of(schedule) == ["01-15", "02-15", "03-15", "04-15"]


def test_deliveries_by_anchor_are_due_as_the_shops_day_begins_whatever_daylight_saving_does() -> None:
    terms = sold(every(count=2, anchored=THE_15TH), MONTHLY_ON_15, pre_anchor="NEXT")

    schedule = anchors.checkout_schedule(terms, at("2027-02-12T10:00"), TORONTO)

    assert schedule.deliveries == (datetime(2027, 2, 15, 5, tzinfo=UTC), datetime(2027, 3, 15, 4, tzinfo=UTC))


def test_without_anchors_deliveries_keep_the_purchases_time_of_day_over_daylight_saving() -> None:
    terms = sold(every("WEEK", 2), every("WEEK"))

    schedule = anchors.checkout_schedule(terms, at("2027-03-09T10:30"), TORONTO)

    assert schedule.deliveries == (at("2027-03-09T10:30"), at("2027-03-16T10:30"))
    assert (schedule.deliveries[1] - schedule.deliveries[0]).total_seconds() == (7 * 24 - 1) * 3600


def test_a_time_that_daylight_saving_leaves_out_is_an_hour_later() -> None:
    terms = sold(every("WEEK"), every("WEEK"))

    schedule = anchors.checkout_schedule(terms, at("2027-03-07T02:30"), TORONTO)

    assert schedule.next_billing == at("2027-03-14T03:30")


def test_a_monthly_rhythm_without_anchors_that_began_on_the_31st_comes_back_to_it() -> None:
    days = list(islice(anchors.series(date(2028, 1, 31), every()), 4))

    assert days == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


def test_an_anchor_on_the_31st_is_the_last_day_of_shorter_months() -> None:
    rhythm = every(anchored=(anchor("MONTHDAY", 31),))

    days = list(islice(anchors.series(date(2027, 1, 31), rhythm), 4))

    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_an_anchor_on_the_29th_of_february_is_the_28th_in_other_years() -> None:
    rhythm = every("YEAR", anchored=(anchor("YEARDAY", 29, month=2),))

    days = list(islice(anchors.series(date(2028, 2, 29), rhythm), 5))

    assert [day.isoformat() for day in days] == ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]


def test_the_first_of_every_quarter_is_four_anchors_with_three_months_between() -> None:
    quarters = tuple(anchor("YEARDAY", 1, month=month) for month in (1, 4, 7, 10))
    rhythm = every("MONTH", 3, quarters)

    days = list(islice(anchors.series(anchors.anchor_from(date(2027, 2, 5), quarters), rhythm), 4))

    assert days == [date(2027, 4, 1), date(2027, 7, 1), date(2027, 10, 1), date(2028, 1, 1)]


def test_a_date_moved_by_hand_finds_back_to_its_anchor() -> None:
    following = anchors.following(date(2027, 1, 20), MONTHLY_ON_15)

    assert following == date(2027, 2, 15)


def test_an_anchor_is_never_reached_before_the_day_it_follows() -> None:
    daily_on_mondays = every("DAY", anchored=(anchor("WEEKDAY", 1),))

    following = anchors.following(date(2027, 1, 4), daily_on_mondays)

    assert following == date(2027, 1, 11)


def test_a_renewal_billed_after_its_anchor_waits_for_the_next_one() -> None:
    dates = anchors.renewal_dates(MONTHLY_ON_15, at("2027-01-20T10:00"), 2, TORONTO)

    assert dates == (at("2027-02-15T00:00"), at("2027-03-15T00:00"))


def test_a_renewal_whose_origin_is_set_back_keeps_its_anchor() -> None:
    dates = anchors.renewal_dates(MONTHLY_ON_15, at("2027-01-15T18:00"), 2, TORONTO)

    assert dates == (at("2027-01-15T00:00"), at("2027-02-15T00:00"))


def test_a_renewal_without_anchors_delivers_by_the_interval_from_its_billing() -> None:
    billed = at("2027-01-31T10:00")

    dates = anchors.renewal_dates(every(), billed, 3, TORONTO)

    assert dates == (billed, at("2027-02-28T10:00"), at("2027-03-31T10:00"))


ANCHORS = st.one_of(
    st.builds(Anchor, st.just(AnchorType.WEEKDAY), st.integers(1, 7)),
    st.builds(Anchor, st.just(AnchorType.MONTHDAY), st.integers(1, 31)),
    st.builds(Anchor, st.just(AnchorType.YEARDAY), st.integers(1, 31), st.integers(1, 12)),
)
RHYTHMS = st.builds(
    Rhythm,
    st.sampled_from(Interval),
    st.integers(1, 12),
    st.lists(ANCHORS, max_size=3).map(tuple),
)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(DAYS, RHYTHMS)
def test_what_follows_a_day_is_later_and_on_an_anchor_if_there_is_one(day: date, rhythm: Rhythm) -> None:
    following = anchors.following(day, rhythm)

    assert following > day
    assert not rhythm.anchors or anchors.anchor_from(following, rhythm.anchors) == following


@given(DAYS, RHYTHMS, st.integers(0, 40), st.sampled_from(["ASAP", "NEXT"]), st.integers(1, 6))
def test_a_schedule_never_begins_before_the_purchase_and_never_repeats_a_date(
    day: date, rhythm: Rhythm, cutoff: int, pre_anchor: str, number: int
) -> None:
    bought = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    terms = sold(Rhythm(rhythm.interval, rhythm.count * number, rhythm.anchors), rhythm, cutoff, pre_anchor=pre_anchor)

    schedule = anchors.checkout_schedule(terms, bought, TORONTO)

    dates = [*schedule.deliveries, schedule.next_billing]
    assert len(schedule.deliveries) == number
    assert dates[0] >= bought
    assert sorted(set(dates)) == dates


def falls_on(day: date, anchor: Anchor) -> bool:
    """Whether the anchor's days have this one, the last of a month standing for those it is too short for."""
    if anchor.type is AnchorType.WEEKDAY:
        return day.isoweekday() == anchor.day
    in_month = anchor.type is AnchorType.MONTHDAY or day.month == anchor.month
    last = (day + timedelta(days=1)).day == 1
    return in_month and (day.day == anchor.day or (last and day.day < anchor.day))


@given(DAYS, st.lists(ANCHORS, min_size=1, max_size=3))
def test_no_anchor_lies_between_a_day_and_the_next_anchor(day: date, days: list[Anchor]) -> None:
    found = anchors.next_anchor(day, days)

    passed = [day + timedelta(days=number) for number in range(1, (found - day).days + 1)]
    assert [each for each in passed if any(falls_on(each, anchor) for anchor in days)] == [found]
