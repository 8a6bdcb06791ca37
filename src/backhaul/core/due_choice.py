"""Which of the due cycles of a contract are charged now: one at a time, the oldest or the newest by the policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backhaul.core.billing_policy import BillingPolicy, SeveralDue

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
    """`begin` is charged now; those of `leave` are not, as the policy charges the newest only; `kept_back` wait."""

    begin: int | None = None
    leave: tuple[int, ...] = ()
    kept_back: tuple[int, ...] = ()


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
    fresh = [
        one for one in sorted(due, key=lambda one: one.index) if policy.since is None or one.due_at >= policy.since
    ]
    waiting = [one for one in fresh if not one.is_open]
    if not policy.is_on or not waiting:
        return Choice()
    if is_busy or any(one.is_open for one in due):
        return Choice(kept_back=tuple(one.index for one in waiting if now - one.due_at > TELL_AFTER))
    if policy.several_due is SeveralDue.NEWEST_ONLY:
        return Choice(waiting[-1].index, leave=tuple(one.index for one in waiting[:-1]))
    if charged_at is not None and _day(charged_at, timezone) == _day(now, timezone):
        return Choice()
    return Choice(waiting[0].index)


def _day(moment: datetime, timezone: str) -> object:
    return moment.astimezone(ZoneInfo(timezone)).date()
