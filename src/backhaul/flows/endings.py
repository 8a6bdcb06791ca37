"""What a run of a task leaves behind, and the endings that no rule of a business flow has to decide."""

from dataclasses import dataclass, field
from datetime import datetime

from backhaul.core.outcome import Outcome
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason


@dataclass(frozen=True)
class Evidence:
    """What a try leaves for the person who looks at it later; redacted, without tokens or personal data."""

    error_code: str = ""
    message: str = ""
    hint: str = ""
    request_id: str = ""
    facts: dict[str, object] = field(default_factory=dict)


def waiting(reason: WaitReason, until: datetime, words: str = "", *, counts: bool = False) -> Outcome:
    """Nothing can be done before `until` (product's clock) or before what it waits for happens."""
    return Outcome(OutcomeName.WAITING_UNTIL, TaskState.WAITING, words or reason.words, until, reason, counts)


def attention(words: str) -> Outcome:
    """A person has to decide."""
    return Outcome(OutcomeName.NEEDS_ATTENTION, TaskState.NEEDS_ATTENTION, words)


def succeeded(name: OutcomeName, words: str) -> Outcome:
    """The task has done what there was to do."""
    return Outcome(name, TaskState.SUCCEEDED, words)


def called_off(words: str, name: OutcomeName = OutcomeName.STOPPED) -> Outcome:
    """The task was called off before it was done."""
    return Outcome(name, TaskState.CANCELLED, words)
