"""How often a customer may have changes planned."""

from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.portal_allowance import Used, one_more, too_many, wait_of

NOW = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)


def used(plans: int, *, minutes: int = 0) -> Used:
    """So many, since so many minutes."""
    return Used(NOW - timedelta(minutes=minutes), plans)


def test_plans_are_counted_until_there_are_too_many() -> None:
    assert one_more(used(0), NOW, most=2) == used(1)
    assert one_more(used(1, minutes=9), NOW, most=2) == used(2, minutes=9)
    assert one_more(used(2, minutes=9), NOW, most=2) is None


def test_after_ten_minutes_counting_begins_anew() -> None:
    assert one_more(used(2, minutes=10), NOW, most=2) == used(1)


@pytest.mark.parametrize(("minutes", "wait"), [(0, 10), (4, 6), (10, 0), (60, 0)])
def test_the_wait_is_what_is_left_of_ten_minutes(minutes: int, wait: int) -> None:
    assert wait_of(used(2, minutes=minutes), NOW) == timedelta(minutes=wait)


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 2), (60, 2), (121, 3), (600, 10)])
def test_a_customer_is_told_minutes_after_which_there_is_no_wait_any_more(seconds: int, minutes: int) -> None:
    assert f"try again in {minutes} minutes" in str(too_many(timedelta(seconds=seconds)))
