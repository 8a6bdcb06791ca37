"""When a failed try is made again, when it is not counted, and when a person is needed."""

from datetime import datetime, timedelta

from backhaul.core.decisions import Person, ReadBackFirst, RetryAt, Verdict, WaitUntil
from backhaul.core.errors import BackhaulError, Busy
from backhaul.core.outcome import Outcome
from backhaul.core.shopify_errors import (
    BudgetEmpty,
    Effect,
    ShopifyError,
    StoreFrozen,
    StoreLocked,
    Throttled,
    Unauthorised,
)
from backhaul.core.tasks import WaitReason

MAX_ATTEMPTS = 12
MAX_DEFECT_ATTEMPTS = 3
FIRST_DELAY = timedelta(seconds=5)
FIRST_DELAY_BUSY = timedelta(seconds=1)
LONGEST_DELAY = timedelta(minutes=30)
LONGEST_DELAY_BUSY = timedelta(seconds=30)
PAUSED_CHECK = timedelta(minutes=15)
SHORTEST_WAIT_SECONDS = 0.1
_WAITS_IN_SHOPIFY = frozenset(
    {
        WaitReason.HOLD,
        WaitReason.SCHEDULED,
        WaitReason.ROUTING,
        WaitReason.PAYMENT_PENDING,
        WaitReason.PAYMENT_EXPECTED,
        WaitReason.LAST_INVOICE,
        WaitReason.BILLING,
        WaitReason.CONFIRMATION,
        WaitReason.NEXT_CHARGE,
        WaitReason.NEW_CARD,
    }
)


def decide_after_failure(
    error: BackhaulError, attempt: int, *, now: datetime, jitter: float, changing: bool
) -> Verdict:
    """What follows when try number `attempt` (from 1) has ended in `error`.

    `changing`: the call that failed was a mutation; then an error that leaves its effect unknown asks for a read-back
    before anything else. `jitter` is a random number from 0 to 1. Waiting for the budget or for a paused store is not
    a try. userErrors end here only when `rejections` has no rule for them.
    """
    if isinstance(error, Throttled | BudgetEmpty):
        return _wait_for_points(error, now)
    if isinstance(error, Unauthorised | StoreFrozen | StoreLocked):
        return WaitUntil(WaitReason.STORE_PAUSED, now + PAUSED_CHECK, f"{error.message} {error.hint}".strip())
    if changing and isinstance(error, ShopifyError) and error.effect is Effect.UNKNOWN:
        return ReadBackFirst(error.message)
    if not error.can_retry:
        return Person(_say(error))
    if attempt >= MAX_ATTEMPTS:
        return Person(f"{_say(error)} It was tried {attempt} times: retry it when the cause is gone.")
    return RetryAt(now + _delay_after(error, attempt, jitter), error.message)


def attempts_after(outcome: Outcome, attempts: int) -> int:
    """How many tries count against the limit after a run has ended so.

    A run that has found what the goods or the money wait for has reached Shopify: the failures before it are
    forgotten, or a task that waits for months would come to its last try by one bad night after another.
    """
    if outcome.wait_reason in _WAITS_IN_SHOPIFY:
        return 0
    return attempts + outcome.counts


def decide_after_defect(attempt: int, *, now: datetime, jitter: float) -> RetryAt | Person:
    """What follows when a try has ended in an error that is not one of ours: a few more tries, then a person."""
    if attempt >= MAX_DEFECT_ATTEMPTS:
        return Person("A mistake in Backhaul has stopped this task. Report it with the evidence below, then retry.")
    return RetryAt(now + delay(attempt, jitter), "Something unforeseen went wrong; it will be tried again.")


def decide_after_lost_worker(attempt: int, *, now: datetime) -> RetryAt | Person:
    """What follows when a worker stopped answering in try number `attempt`: a task that kills workers is stopped."""
    if attempt >= MAX_ATTEMPTS:
        return Person(f"Its worker stopped answering {attempt} times. See the logs of the workers, then retry.")
    return RetryAt(now, "The worker stopped answering before it was done.")


def delay(
    attempt: int, jitter: float, *, first: timedelta = FIRST_DELAY, longest: timedelta = LONGEST_DELAY
) -> timedelta:
    """The wait after try number `attempt`: it doubles each time up to `longest`; jitter takes off up to half."""
    doubled = first * (1 << min(max(attempt, 1) - 1, 30))
    return min(doubled, longest) * (1 - jitter / 2)


def _wait_for_points(error: Throttled | BudgetEmpty, now: datetime) -> WaitUntil:
    reason = WaitReason.THROTTLED if isinstance(error, Throttled) else WaitReason.BUDGET
    seconds = max(error.wait_seconds, SHORTEST_WAIT_SECONDS)
    return WaitUntil(reason, now + timedelta(seconds=seconds), reason.words)


def _delay_after(error: BackhaulError, attempt: int, jitter: float) -> timedelta:
    if isinstance(error, Busy):
        return delay(attempt, jitter, first=FIRST_DELAY_BUSY, longest=LONGEST_DELAY_BUSY)
    return delay(attempt, jitter)


def _say(error: BackhaulError) -> str:
    return f"{error.message} {error.hint}".strip()
