"""A worker's claim on a task, and the check that it still holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from backhaul.core.errors import Busy
from backhaul.core.tasks import TaskState
from backhaul.flows.clock import real_now
from backhaul.models import Task


class LeaseLost(Busy):
    """The task was given to another worker while this one was away; whatever this one had in mind is not done."""

    code = "lease-lost"


class CancelRequested(Exception):  # a request obeyed between two steps, not an error
    """Somebody asked for the task to be called off; the run stops before its next step."""


@dataclass(frozen=True)
class Lease:
    """The right to work on a task until an instant of real time; `fencing` tells one claim from the next.

    `choices` are what a person had decided for the task when it was claimed.
    """

    task_id: str
    fencing: int
    worker: str
    until: datetime
    choices: Mapping[str, object] = field(default_factory=dict, hash=False)

    def check(self) -> None:
        """Raise LeaseLost unless this claim is the task's current one and has time left."""
        held = Task.objects.filter(pk=self.task_id, fencing=self.fencing, state=TaskState.RUNNING).exists()
        if not held or real_now() >= self.until:
            raise LeaseLost("Another worker has taken over this task.")

    def obey_cancellation(self) -> None:
        """Raise CancelRequested when the task is to be called off."""
        if self.is_to_be_called_off():
            raise CancelRequested

    def is_to_be_called_off(self) -> bool:
        """Whether somebody has asked for the task to be called off."""
        return Task.objects.filter(pk=self.task_id, cancel_requested=True).exists()
