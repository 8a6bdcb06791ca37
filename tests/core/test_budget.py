"""The arithmetic of a store's bucket."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backhaul.core.budget import (
    Bucket,
    Priority,
    Reported,
    apply_lost_call,
    apply_reply,
    available,
    level_now,
    may_take,
    seconds_until_it_fits,
)
from backhaul.core.shopify_errors import MaxCostExceeded
from tests.core.builders import NOW

FULL = Bucket(maximum=2_000, level=2_000, restore_rate=100, level_at=NOW)
HALF = replace(FULL, level=1_000)
EMPTY = replace(FULL, level=0)
SECOND = timedelta(seconds=1)


def test_the_bucket_refills_with_time_and_never_over_its_maximum() -> None:
    assert level_now(HALF, NOW + 3 * SECOND) == 1_300
    assert level_now(HALF, NOW + 60 * SECOND) == 2_000


def test_a_clock_that_runs_behind_takes_nothing_away() -> None:
    assert level_now(HALF, NOW - SECOND) == 1_000


def test_what_is_reserved_is_not_available() -> None:
    assert available(HALF, reserved=400, now=NOW) == 600


@pytest.mark.parametrize(
    ("priority", "cost", "fits"),
    [
        (Priority.EFFECT, 1_000, True),
        (Priority.EFFECT, 1_001, False),
        (Priority.REFRESH, 800, True),
        (Priority.REFRESH, 801, False),
        (Priority.BULK, 400, True),
        (Priority.BULK, 401, False),
    ],
)
def test_each_class_leaves_something_to_the_more_urgent_ones(priority: Priority, cost: float, fits: bool) -> None:
    assert may_take(cost, priority, bucket=HALF, reserved=0, now=NOW) is fits


def test_the_wait_is_as_long_as_the_refill_takes() -> None:
    assert seconds_until_it_fits(50, Priority.EFFECT, bucket=EMPTY, reserved=0, now=NOW) == 0.5
    assert seconds_until_it_fits(50, Priority.BULK, bucket=EMPTY, reserved=100, now=NOW) == 7.5


@pytest.mark.parametrize(("priority", "cost"), [(Priority.EFFECT, 2_001), (Priority.BULK, 1_401)])
def test_what_can_never_fit_is_an_error_at_once(priority: Priority, cost: float) -> None:
    with pytest.raises(MaxCostExceeded):
        seconds_until_it_fits(cost, priority, bucket=FULL, reserved=0, now=NOW)


def reply(level: float, *, started_after: int) -> Reported:
    return Reported(2_000, level, 100, NOW + started_after * SECOND)


def test_a_newer_reply_may_raise_the_level() -> None:
    known = apply_reply(EMPTY, reply(100, started_after=1), NOW + 2 * SECOND)

    result = apply_reply(known, reply(900, started_after=2), NOW + 3 * SECOND)

    assert result.level == 900


def test_an_older_reply_may_lower_the_level_but_not_raise_it() -> None:
    known = apply_reply(EMPTY, reply(500, started_after=5), NOW + 6 * SECOND)

    raised = apply_reply(known, reply(900, started_after=4), NOW + 6 * SECOND)
    lowered = apply_reply(known, reply(300, started_after=4), NOW + 6 * SECOND)

    assert raised.level == 500
    assert lowered.level == 300
    assert lowered.applied_request_started_at == known.applied_request_started_at


def test_another_plan_changes_maximum_and_refill() -> None:
    result = apply_reply(HALF, Reported(20_000, 15_000, 1_000, NOW + SECOND), NOW + SECOND)

    assert (result.maximum, result.level, result.restore_rate) == (20_000, 15_000, 1_000)


def test_a_call_without_a_reply_is_taken_to_have_cost_everything() -> None:
    result = apply_lost_call(HALF, 60, NOW + SECOND)

    assert (result.level, result.level_at) == (1_040, NOW + SECOND)


@given(st.floats(0, 2_000), st.floats(0, 3_000), st.floats(0.1, 1_400), st.sampled_from(Priority), st.floats(1, 2_000))
def test_after_the_wait_the_call_fits_if_nobody_else_takes_anything(
    level: float, reserved: float, cost: float, priority: Priority, rate: float
) -> None:
    bucket = replace(FULL, level=level, restore_rate=rate)
    wait = seconds_until_it_fits(cost, priority, bucket=bucket, reserved=reserved, now=NOW)

    later = available(bucket, reserved=0, now=NOW + timedelta(seconds=wait + 0.001))

    assert wait >= 0
    assert later >= cost - 0.01


def test_a_call_as_big_as_the_bucket_fits_when_it_is_full() -> None:
    assert may_take(2_000, Priority.EFFECT, bucket=FULL, reserved=0, now=NOW)
