"""Which of the due cycles of a contract are charged now: one at a time, the oldest or the newest by the policy."""

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
class Choice:
    """`begin` is charged now; those of `leave` are not, as the policy charges the newest only; `kept_back` wait.

    Those of `missed` were due before billing was switched on: they are told of, and charged by a person alone.
    """

    begin: int | None = None
    leave: tuple[int, ...] = ()
    kept_back: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()


def choose_due(
    due: Sequence[Due],
    policy: BillingPolicy,
    *,
    now: datetime,
    timezone: str,
    is_busy: bool = False,
    charged_at: datetime | None = None,
) -> Choice:
    """Choose among a contract's due cycles.

    `is_busy`: another cycle of it, due or not, is being seen to: the rest waits, and is told of after a day.
    `charged_at`: when it was charged last: never twice on one day of the store.
    """
    if not policy.is_on:
        return Choice()
    closed = [one for one in sorted(due, key=lambda one: one.index) if not one.is_open]
    missed = tuple(one.index for one in closed if not _is_fresh(one, policy))
    waiting = [one for one in closed if _is_fresh(one, policy)]
    if is_busy or any(one.is_open for one in due):
        late = tuple(one.index for one in waiting if now - one.due_at > TELL_AFTER)
        return Choice(kept_back=late, missed=missed)
    was_charged_today = charged_at is not None and day_of(charged_at, timezone) == day_of(now, timezone)
    return replace(_first_of(waiting, policy, was_charged_today=was_charged_today), missed=missed)


def _first_of(waiting: Sequence[Due], policy: BillingPolicy, *, was_charged_today: bool) -> Choice:
    if waiting and policy.several_due is SeveralDue.NEWEST_ONLY:
        return Choice(waiting[-1].index, leave=tuple(one.index for one in waiting[:-1]))
    if not waiting or was_charged_today:
        return Choice()
    return Choice(waiting[0].index)


def _is_fresh(one: Due, policy: BillingPolicy) -> bool:
    return policy.since is None or one.due_at >= policy.since
