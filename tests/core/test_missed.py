"""Which changes were missed by webhooks, and what they were."""

from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.missed import GRACE, Change, OrderState, Tally, is_missed, what_was_missed

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
CONNECTED = NOW - timedelta(days=30)
HOUR_AGO = NOW - timedelta(hours=1)
BEFORE = OrderState(HOUR_AGO, "a", "w", "p")


@pytest.mark.parametrize(
    ("change", "missed"),
    [
        (Change(HOUR_AGO, heard=False), True),
        (Change(HOUR_AGO, heard=True), False),
        (Change(NOW - GRACE / 2, heard=False), False),
        (Change(CONNECTED - timedelta(days=1), heard=False), False),
    ],
    ids=["nobody told", "a webhook told", "its webhook may still come", "before we could be told"],
)
def test_a_change_is_missed_when_it_is_old_enough_and_nothing_has_told_of_it(change: Change, missed: bool) -> None:
    assert is_missed(change, connected_at=CONNECTED, now=NOW) is missed


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (OrderState(NOW, "b", "w", "p"), "The order had changed."),
        (OrderState(HOUR_AGO, "a", "x", "p"), "What had changed: its fulfillment orders."),
        (OrderState(NOW, "b", "x", "q"), "What had changed: its fulfillment orders and its payments."),
        (BEFORE, ""),
    ],
)
def test_what_had_changed_is_said(after: OrderState, words: str) -> None:
    assert what_was_missed(BEFORE, after) == words
    assert what_was_missed(None, after) == "The order was not known."


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        (Tally(), "nothing had changed"),
        (Tally(read=12, missed=3), "12 orders read, 3 of which no webhook had told of"),
        (Tally(read=1, missed=0, unreadable=2), "1 order read, 0 of which no webhook had told of; 2 could not be read"),
    ],
)
def test_a_run_says_what_it_has_found(tally: Tally, words: str) -> None:
    assert tally.words == words
