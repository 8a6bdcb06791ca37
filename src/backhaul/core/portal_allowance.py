"""How often a customer may have changes planned: each plan is read from the shop anew, on the points of all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backhaul.core.sentences import Sentence, say

WITHIN = timedelta(minutes=10)
MOST_PREVIEWS = 20
MOST_PLANS = 30
"""Confirming plans once more: whoever has been shown a change can also have it done."""


@dataclass(frozen=True)
class Used:
    """How many plans were made since an instant."""

    since: datetime
    plans: int


def one_more(used: Used, now: datetime, *, most: int) -> Used | None:
    """What is used with one plan more; None where so many were made within ten minutes."""
    if now - used.since >= WITHIN:
        return Used(now, 1)
    return Used(used.since, used.plans + 1) if used.plans < most else None


def wait_of(used: Used, now: datetime) -> timedelta:
    """How long it is until there can be another."""
    return max(used.since + WITHIN - now, timedelta(0))


def too_many(wait: timedelta) -> Sentence:
    """What a customer is told who has to wait so long; at least two minutes are said."""
    minutes = max(2, -(-wait // timedelta(minutes=1)))
    return say(
        "You have looked at very many changes within a few minutes. Please try again in {minutes} minutes.",
        minutes=minutes,
    )
