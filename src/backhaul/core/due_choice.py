"""Which of the due cycles of a contract are charged now: one at a time, the oldest or the newest by the policy.

What is long past is not begun any more once a later cycle has fallen due: it is left, and told of as one group.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backhaul.core.billing_policy import BillingPolicy, SeveralDue
from backhaul.core.subscription_calendar import day_of

TELL_AFTER = timedelta(days=1)
"""So long a due cycle is kept back by an earlier one before the merchant is told."""


@dataclass(frozen=True)
class Due:
    """A cycle that is due, by its index; `is_open`: it is being seen to already."""

    index: int
    due_at: datetime
    is_open: bool = False


@dataclass(frozen=True)
class Seen:
    """What is known of the contract beside the cycles that are due.

    `is_busy`: a cycle of it, due or not, is being seen to: the rest waits. `charged_at`: when it was charged last, as
    it never is twice on one day of the store. `begun_to`: the last cycle that has fallen due and has a bill, be it
    settled or not. `passed_to`: the last one that has fallen due and has a bill or is skipped.
    """

    is_busy: bool = False
    charged_at: datetime | None = None
    begun_to: int = 0
    passed_to: int = 0


@dataclass(frozen=True)
class Choice:
    """`begin` is charged now; `kept_back` wait. Those of `leave` are not charged, as a later one is or was.

    Those of `missed` were due before billing was switched on. What is left or missed is told of, and charged by a
    person alone.
    """

    begin: int | None = None
    leave: tuple[int, ...] = ()
    kept_back: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()


def choose_due(due: Sequence[Due], policy: BillingPolicy, *, now: datetime, timezone: str, seen: Seen) -> Choice:
    """Choose among a contract's due cycles. What is kept back is told of after a day."""
    if not policy.is_on:
        return Choice()
    is_busy = seen.is_busy or any(one.is_open for one in due)
    missed = missed_of(due, policy)
    left = long_past(due, policy, now=now, passed_to=seen.passed_to) | _passed_over(due, policy, seen, is_busy=is_busy)
    left -= missed
    waiting = sorted((one.index, one.due_at) for one in due if not one.is_open and one.index not in left | missed)
    choice = Choice(leave=tuple(sorted(left)), missed=tuple(sorted(missed)))
    if is_busy:
        late = tuple(index for index, due_at in waiting if now - due_at > TELL_AFTER)
        return replace(choice, kept_back=late)
    was_charged_today = seen.charged_at is not None and day_of(seen.charged_at, timezone) == day_of(now, timezone)
    if not waiting or (was_charged_today and policy.several_due is SeveralDue.OLDEST_FIRST):
        return choice
    return replace(choice, begin=waiting[0][0])


def missed_of(due: Sequence[Due], policy: BillingPolicy) -> set[int]:
    """Those that were due before billing was switched on, and that nobody sees to."""
    return {one.index for one in due if not one.is_open and policy.since is not None and one.due_at < policy.since}


def passed_of(cycles: Sequence[Due], policy: BillingPolicy) -> set[int]:
    """Those before a billed cycle that the merchant hears of: they fell due while billing was on."""
    return {one.index for one in cycles} - missed_of(cycles, policy) if policy.is_on else set()


def long_past(due: Sequence[Due], policy: BillingPolicy, *, now: datetime, passed_to: int) -> set[int]:
    """Those that were due longer ago than the policy charges without being asked, and before a later one.

    The newest is never among them: about it a person is asked. After a long pause that is one question and one sentence
    for all the others, whose goods nobody has waited for.
    """
    newest = max((passed_to, *(one.index for one in due)))
    until = now - timedelta(days=policy.overdue_days)
    return {one.index for one in due if not one.is_open and one.index < newest and one.due_at < until}


def _passed_over(due: Sequence[Due], policy: BillingPolicy, seen: Seen, *, is_busy: bool) -> set[int]:
    """Those before the newest, where the policy charges it alone; while one is being seen to, those before that one."""
    if policy.several_due is not SeveralDue.NEWEST_ONLY:
        return set()
    closed = [one.index for one in due if not one.is_open]
    newest = seen.begun_to if is_busy else max((seen.begun_to, *closed))
    return {index for index in closed if index < newest}
