"""What follows when a try has failed."""

from datetime import timedelta

import pytest

from backhaul.core.decisions import Person, ReadBackFirst, RetryAt, WaitUntil
from backhaul.core.errors import BackhaulError, Busy, UnknownCarrier
from backhaul.core.outcome import Outcome
from backhaul.core.retries import (
    LONGEST_DELAY,
    MAX_ATTEMPTS,
    MAX_DEFECT_ATTEMPTS,
    attempts_after,
    decide_after_defect,
    decide_after_failure,
    delay,
)
from backhaul.core.shopify_errors import (
    AccessDenied,
    BrokenReply,
    BudgetEmpty,
    Forbidden,
    InternalServerError,
    InvalidRequest,
    NetworkFailure,
    NotFoundInShopify,
    ReplyLost,
    StoreFrozen,
    StoreLocked,
    Throttled,
    Unauthorised,
    UnexpectedStatus,
    UserError,
    UserErrors,
    VersionMismatch,
    WrongShop,
)
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from tests.core.builders import NOW


@pytest.mark.parametrize(
    ("error", "reason", "wait"),
    [
        (Throttled(wait_seconds=3), WaitReason.THROTTLED, timedelta(seconds=3)),
        (BudgetEmpty(wait_seconds=7), WaitReason.BUDGET, timedelta(seconds=7)),
        (Unauthorised("no"), WaitReason.STORE_PAUSED, timedelta(minutes=15)),
        (StoreFrozen("no"), WaitReason.STORE_PAUSED, timedelta(minutes=15)),
        (StoreLocked("no"), WaitReason.STORE_PAUSED, timedelta(minutes=15)),
    ],
)
def test_waiting_for_the_store_or_its_budget_is_not_a_try(
    error: BackhaulError, reason: WaitReason, wait: timedelta
) -> None:
    result = decide_after_failure(error, 10_000, now=NOW, jitter=0.5, changing=True)

    assert isinstance(result, WaitUntil)
    assert (result.reason, result.until) == (reason, NOW + wait)


@pytest.mark.parametrize(
    "error",
    [
        ReplyLost("x"),
        BrokenReply("x"),
        InternalServerError("x"),
        UnexpectedStatus(430),
        VersionMismatch(asked="2026-10", answered="2027-01"),
    ],
)
def test_a_mutation_whose_effect_is_unknown_is_read_back_first(error: BackhaulError) -> None:
    result = decide_after_failure(error, MAX_ATTEMPTS, now=NOW, jitter=0.5, changing=True)

    assert isinstance(result, ReadBackFirst)


@pytest.mark.parametrize("error", [ReplyLost("x"), BrokenReply("x"), InternalServerError("x"), UnexpectedStatus(430)])
def test_a_read_whose_reply_is_lost_is_simply_made_again(error: BackhaulError) -> None:
    result = decide_after_failure(error, 1, now=NOW, jitter=0.0, changing=False)

    assert result == RetryAt(NOW + timedelta(seconds=5), error.message)


def test_a_connection_that_never_opened_is_tried_again_without_reading_back() -> None:
    result = decide_after_failure(NetworkFailure("x"), 2, now=NOW, jitter=0.0, changing=True)

    assert result == RetryAt(NOW + timedelta(seconds=10), "x")


def test_a_lock_held_by_another_worker_is_tried_again_soon() -> None:
    result = decide_after_failure(Busy("held"), 1, now=NOW, jitter=0.0, changing=False)

    assert result == RetryAt(NOW + timedelta(seconds=1), "held")


@pytest.mark.parametrize(
    "error",
    [
        AccessDenied("x", scope="write_orders"),
        Forbidden("x"),
        WrongShop("x"),
        NotFoundInShopify("x"),
        InvalidRequest("x"),
        UserErrors((UserError((), "New."),), operation="tagsAdd"),
        UnknownCarrier("x", ()),
    ],
)
def test_what_trying_again_cannot_help_needs_a_person_at_once(error: BackhaulError) -> None:
    result = decide_after_failure(error, 1, now=NOW, jitter=0.5, changing=True)

    assert isinstance(result, Person)


def test_a_person_is_told_what_to_do() -> None:
    error = AccessDenied("Shopify denies access.", scope="write_orders")

    result = decide_after_failure(error, 1, now=NOW, jitter=0.5, changing=True)

    assert result == Person("Shopify denies access. Give the app the scope write_orders, then retry.")


def test_retries_come_to_an_end() -> None:
    result = decide_after_failure(NetworkFailure("x"), MAX_ATTEMPTS, now=NOW, jitter=0.5, changing=True)

    assert isinstance(result, Person)
    assert f"{MAX_ATTEMPTS} times" in result.words


def test_the_delay_doubles_up_to_its_limit_and_jitter_takes_off_at_most_half() -> None:
    delays = [delay(attempt, 0.0) for attempt in range(1, 100)]

    assert delays[:4] == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]
    assert delays[-1] == LONGEST_DELAY
    assert delay(3, 1.0) == timedelta(seconds=10)


def test_a_mistake_of_our_own_is_tried_a_few_times_and_then_shown_to_a_person() -> None:
    first = decide_after_defect(1, now=NOW, jitter=0.0)
    last = decide_after_defect(MAX_DEFECT_ATTEMPTS, now=NOW, jitter=0.0)

    assert isinstance(first, RetryAt)
    assert first.at == NOW + timedelta(seconds=5)
    assert isinstance(last, Person)


@pytest.mark.parametrize("reason", [WaitReason.HOLD, WaitReason.LAST_INVOICE, WaitReason.PAYMENT_EXPECTED])
def test_failures_are_forgotten_once_it_is_known_what_the_goods_or_the_money_wait_for(reason: WaitReason) -> None:
    held = Outcome(OutcomeName.WAITING_UNTIL, TaskState.WAITING, "", NOW, reason)

    assert attempts_after(held, 7) == 0


@pytest.mark.parametrize("reason", [WaitReason.THROTTLED, WaitReason.STORE_PAUSED, WaitReason.OTHER_TASK])
def test_a_wait_that_has_not_reached_the_goods_forgets_no_failure(reason: WaitReason) -> None:
    kept_back = Outcome(OutcomeName.WAITING_UNTIL, TaskState.WAITING, "", NOW, reason)

    assert attempts_after(kept_back, 7) == 7


def test_a_failed_try_counts() -> None:
    failed = Outcome(OutcomeName.WAITING_UNTIL, TaskState.WAITING, "", NOW, WaitReason.RETRY, counts=True)

    assert attempts_after(failed, 7) == 8
