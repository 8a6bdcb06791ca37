"""What follows after a call or a try has ended, whichever rule has said so."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.core.tasks import WaitReason


@dataclass(frozen=True)
class Done:
    """The effect is there: made now, or found to be so already (`was_so`)."""

    words: str = ""
    was_so: bool = False


@dataclass(frozen=True)
class Replan:
    """What the plan was made on has changed: read again and plan anew."""

    words: str


@dataclass(frozen=True)
class Later:
    """Shopify does nothing of it now and asks to come back: the same once more, after a while."""

    words: str


@dataclass(frozen=True)
class WaitUntil:
    """Not possible yet, and nothing has failed: wait, without counting a try."""

    reason: WaitReason
    until: datetime
    words: str


@dataclass(frozen=True)
class RetryAt:
    """The try failed and is counted: the next one is at `at`."""

    at: datetime
    words: str


@dataclass(frozen=True)
class ReadBackFirst:
    """The call may have had its effect: find out before anything else is sent."""

    words: str


@dataclass(frozen=True)
class Person:
    """A person has to decide; `words` say what is wrong and what can be done."""

    words: str


Verdict = Done | Replan | Later | WaitUntil | RetryAt | ReadBackFirst | Person
"""Every way in which one call can end."""
