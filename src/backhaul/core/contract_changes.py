"""The states of a change to a subscription, and how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from backhaul.core.tasks import OutcomeName, TaskState


class ChangeState(StrEnum):
    UNDER_WAY = "under_way"
    DONE = "done"
    DONE_IN_PART = "done_in_part"  # a step was called off, or could not be done
    SUPERSEDED = "superseded"  # what it rested on changed: the rest is planned anew
    CALLED_OFF = "called_off"


_NOT_DONE = (OutcomeName.SUPERSEDED, OutcomeName.LETTER_UNKNOWN)


@dataclass(frozen=True)
class StepResult:
    """How a step stands: the state and the outcome of its task; a step in another app has none and may be ticked."""

    words: str
    state: str | None
    outcome: str = ""
    detail: str = ""
    is_ticked: bool = False

    @property
    def is_done(self) -> bool:
        """It had its effect, or it was there already."""
        return self.is_ticked or (self.state == TaskState.SUCCEEDED and self.outcome not in _NOT_DONE)

    @property
    def is_open(self) -> bool:
        """It is still to be done, by a task or by a person in another app."""
        if self.state is None:
            return not self.is_ticked
        return self.state not in (TaskState.SUCCEEDED, TaskState.CANCELLED)


@dataclass(frozen=True)
class ChangeEnd:
    """How a change ended, in words a shopkeeper understands. `letter_unknown`: a letter to the customer may be lost."""

    state: ChangeState
    words: str
    letter_unknown: bool = False


def end_of(steps: Sequence[StepResult], impossible: Sequence[str]) -> ChangeEnd | None:
    """How the change has ended, or None while a step is open."""
    if any(step.is_open for step in steps):
        return None
    left = [step for step in steps if not step.is_done]
    asks = _asks(left)
    if asks is not None:
        return asks
    if len(left) == len(steps):
        return ChangeEnd(ChangeState.CALLED_OFF, "Called off before anything was done.")
    if left:
        not_done = " ".join(f"Not done: {step.words}" for step in left)
        return ChangeEnd(ChangeState.DONE_IN_PART, not_done)
    if impossible:
        return ChangeEnd(ChangeState.DONE_IN_PART, f"Done as far as it is possible. {' '.join(impossible)}")
    return ChangeEnd(ChangeState.DONE, "Everything is done.")


def _asks(left: Sequence[StepResult]) -> ChangeEnd | None:
    """How a change has ended of whose rest a person decides."""
    superseded = [step for step in left if step.outcome == OutcomeName.SUPERSEDED]
    if superseded:
        reasons = " ".join(step.detail for step in superseded if step.detail)
        return ChangeEnd(ChangeState.SUPERSEDED, f"Something has changed meanwhile. {reasons}".strip())
    unknown = [step.detail for step in left if step.outcome == OutcomeName.LETTER_UNKNOWN]
    if unknown:
        return ChangeEnd(ChangeState.DONE_IN_PART, " ".join(unknown), letter_unknown=True)
    return None
