"""Which of several due cycles of a contract is charged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from backhaul.core.billing_policy import BillingPolicy, SeveralDue
from backhaul.core.due_choice import Choice, Due, Seen, choose_due
from tests.core import billing_builders

NOW = datetime(2026, 3, 20, 10, tzinfo=UTC)
TWO = (Due(3, NOW - timedelta(days=6)), Due(4, NOW - timedelta(days=2)))
ON = replace(billing_builders.ON, since=None)
NEWEST = replace(ON, several_due=SeveralDue.NEWEST_ONLY)
YEAR = tuple(Due(index, NOW - timedelta(days=7 * (54 - index) + 2)) for index in range(3, 55))


def choose(*due: Due, policy: BillingPolicy = ON, **seen: Any) -> Choice:
    return choose_due(due, policy, now=NOW, timezone="UTC", seen=Seen(**seen))


def test_the_oldest_is_charged_and_the_next_not_on_the_same_day() -> None:
    assert choose(*reversed(TWO)) == Choice(3)
    assert choose(TWO[1], charged_at=NOW - timedelta(hours=9)) == Choice()
    assert choose(TWO[1], charged_at=NOW - timedelta(hours=11)) == Choice(4)


def test_the_newest_alone_is_charged_where_the_policy_says_so_and_the_others_are_named() -> None:
    assert choose(*TWO, policy=NEWEST) == Choice(4, leave=(3,))


def test_one_cycle_at_a_time_is_seen_to_and_what_waits_longer_than_a_day_is_told() -> None:
    fresh = Due(5, NOW - timedelta(hours=1))

    assert choose(replace(TWO[0], is_open=True), TWO[1], fresh) == Choice(kept_back=(4,))
    assert choose(TWO[1], is_busy=True) == Choice(kept_back=(4,))


def test_nothing_is_chosen_while_billing_is_off() -> None:
    assert choose(*TWO, policy=BillingPolicy()) == Choice()


def test_what_was_due_before_billing_was_switched_on_is_not_chosen_but_named() -> None:
    since = NOW - timedelta(days=1)

    assert choose(*TWO, policy=replace(ON, since=NOW - timedelta(days=5))) == Choice(4, missed=(3,))
    assert choose(*TWO, policy=replace(NEWEST, since=since)) == Choice(missed=(3, 4))
    assert choose(*TWO, policy=replace(ON, since=since), is_busy=True) == Choice(missed=(3, 4))
    assert choose(replace(TWO[0], is_open=True), policy=replace(ON, since=since)) == Choice()


def test_after_a_year_the_newest_is_charged_and_all_others_are_left_together() -> None:
    assert choose(*YEAR) == Choice(54, leave=tuple(range(3, 54)))
    assert choose(*YEAR, policy=NEWEST) == Choice(54, leave=tuple(range(3, 54)))


def test_what_is_long_past_stays_left_when_the_newest_has_come_to_nothing_or_was_skipped() -> None:
    older, left = YEAR[:-1], tuple(range(3, 54))

    assert choose(*older, begun_to=54, passed_to=54) == Choice(leave=left)
    assert choose(*older, passed_to=54) == Choice(leave=left)
    assert choose(*YEAR, is_busy=True, begun_to=54, passed_to=54, policy=NEWEST) == Choice(kept_back=(54,), leave=left)


def test_what_is_long_past_is_not_kept_back_while_another_is_asked_about() -> None:
    asked = (replace(YEAR[0], is_open=True), *YEAR[1:])

    assert choose(*asked, begun_to=3, passed_to=3) == Choice(kept_back=(54,), leave=tuple(range(4, 54)))


def test_the_newest_alone_is_begun_however_long_ago_it_was_due_so_that_a_person_is_asked() -> None:
    assert choose(YEAR[0]) == Choice(3)
    assert choose(*YEAR[:2]) == Choice(4, leave=(3,))


def test_the_policy_of_the_newest_alone_leaves_what_came_before_one_that_was_begun() -> None:
    assert choose(TWO[0], policy=NEWEST, begun_to=4, passed_to=4) == Choice(leave=(3,))
    assert choose(TWO[0], policy=NEWEST, passed_to=4) == Choice(3)
    assert choose(*TWO, policy=NEWEST, is_busy=True) == Choice(kept_back=(3, 4))
