"""What follows from an endpoint's answer, and what tasks have to say to endpoints."""

from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.outgoing import (
    GIVEN_UP_AFTER,
    KINDS_WITH_EVENTS,
    TELLING_KINDS,
    Answer,
    EventType,
    GivenUp,
    Taken,
    TryAgain,
    after_answer,
    events_of,
    read_retry_after,
)
from backhaul.core.tasks import OutcomeName
from backhaul.flows.registry import TASK_HANDLERS

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def follows(
    status: int | None, attempt: int = 1, *, failing: timedelta = timedelta(), wait: int | None = None
) -> object:
    asked = timedelta(seconds=wait) if wait is not None else None
    answer = Answer(status, "words", asked)
    return after_answer(answer, attempt, now=NOW, failing_since=NOW - failing, jitter=0.0)


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_success_of_any_kind_is_taken(status: int) -> None:
    assert follows(status, failing=timedelta(days=9)) == Taken()


def test_the_waits_grow_up_to_ten_hours() -> None:
    waits = [follows(500, attempt) for attempt in range(1, 10)]

    assert all(isinstance(one, TryAgain) for one in waits)
    seconds = [(one.at - NOW).total_seconds() for one in waits if isinstance(one, TryAgain)]
    assert seconds == [5, 60, 300, 1800, 7200, 18_000, 36_000, 36_000, 36_000]


def test_so_many_tries_last_until_it_is_given_up() -> None:
    at, attempt = NOW, 1
    while isinstance(again := after_answer(Answer(None, ""), attempt, now=at, failing_since=NOW, jitter=1.0), TryAgain):
        at, attempt = again.at, attempt + 1

    assert GIVEN_UP_AFTER <= at - NOW < GIVEN_UP_AFTER + timedelta(hours=11)
    assert attempt == 16


def test_a_receiver_may_ask_for_a_longer_wait_but_not_for_days() -> None:
    assert follows(429, wait=90) == TryAgain(NOW + timedelta(seconds=90))
    assert follows(429, wait=1) == TryAgain(NOW + timedelta(seconds=5))
    assert follows(503, wait=999_999) == TryAgain(NOW + timedelta(hours=10))


def test_a_receiver_that_is_gone_is_given_up_at_once() -> None:
    assert isinstance(follows(410), GivenUp)


@pytest.mark.parametrize("value", [None, "", "soon", "-1", "1.5", "9999999", "٣"])
def test_a_wait_that_is_no_number_of_seconds_is_not_heeded(value: str | None) -> None:
    assert read_retry_after(value) is None


def test_events_follow_from_kinds_of_tasks_that_there_are() -> None:
    assert set(TASK_HANDLERS) >= KINDS_WITH_EVENTS | TELLING_KINDS


def test_a_payment_that_waits_for_a_person_is_two_events() -> None:
    told = events_of("capture_payment", OutcomeName.NEEDS_ATTENTION)

    assert told == [EventType.PAYMENT_FAILED, EventType.TASK_NEEDS_ATTENTION]


@pytest.mark.parametrize("kind", sorted(TELLING_KINDS))
def test_telling_that_is_stuck_is_not_told(kind: str) -> None:
    assert events_of(kind, OutcomeName.NEEDS_ATTENTION) == []


@pytest.mark.parametrize("event", list(EventType))
def test_every_event_says_when_it_is_told(event: EventType) -> None:
    assert event.words
