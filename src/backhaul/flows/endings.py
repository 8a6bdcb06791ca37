"""How one run of a task can end."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Succeeded:
    """The work is done; `outcome` names in which of the possible ways, `detail` says it in a shopkeeper's words."""

    outcome: str
    detail: str = ""


@dataclass(frozen=True)
class Waiting:
    """Nothing can be done before `wake_at` (product's clock) or before what it waits for happens.

    `counts` marks a failed try: it is held against the limit of attempts.
    """

    reason: str
    wake_at: datetime
    detail: str = ""
    counts: bool = False


@dataclass(frozen=True)
class NeedsAttention:
    """A person has to decide; `detail` says what happened and `hint` what can be done."""

    outcome: str
    detail: str
    hint: str = ""


@dataclass(frozen=True)
class Cancelled:
    """The task was called off before it was done; what it had done stays and is named."""

    outcome: str
    detail: str = ""


Ending = Succeeded | Waiting | NeedsAttention | Cancelled


@dataclass(frozen=True)
class Evidence:
    """What a try leaves behind for the person who looks at it later; redacted, without tokens or personal data."""

    error_code: str = ""
    message: str = ""
    hint: str = ""
    request_id: str = ""
    facts: dict[str, object] = field(default_factory=dict)
