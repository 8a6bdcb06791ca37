"""Which of several due cycles of a contract is charged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from backhaul.core.billing_policy import BillingPolicy, SeveralDue
from backhaul.core.due_choice import Choice, Due, choose_due
from tests.core.billing_builders import ON

NOW = datetime(2026, 3, 20, 10, tzinfo=UTC)
TWO = (Due(3, NOW - timedelta(days=9)), Due(4, NOW - timedelta(days=2)))
NEWEST = replace(ON, several_due=SeveralDue.NEWEST_ONLY)


def choose(*due: Due, policy: BillingPolicy = ON, is_busy: bool = False, charged_at: datetime | None = None) -> Choice:
    return choose_due(due, policy, now=NOW, timezone="UTC", is_busy=is_busy, charged_at=charged_at)


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
