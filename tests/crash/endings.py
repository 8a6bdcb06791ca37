"""Waits for tasks to end, and checks that each did so once and without a person."""

import time
from collections.abc import Iterable, Sequence

from backhaul.core.tasks import TaskState
from backhaul.models import Intent, Task
from tests.crash.scenarios import Owed
from tests.crash.witness import Witness

PATIENCE_SECONDS = 200
STUCK = (TaskState.NEEDS_ATTENTION, TaskState.CANCELLED)


def wait_for_owed(owed: Iterable[Owed], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Returns as soon as every task that is owed has succeeded; see `wait_for_all`."""
    wait_for_all((one.task for one in owed), seconds=seconds)


def wait_for_all(tasks: Iterable[Task], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Returns as soon as every task has succeeded; fails the test when one asks for a person or takes too long."""
    ids = [task.pk for task in tasks]
    deadline = time.monotonic() + seconds
    while True:
        left = list(Task.objects.filter(pk__in=ids).exclude(state=TaskState.SUCCEEDED))
        if not left:
            return
        stuck = [task for task in left if task.state in STUCK]
        assert not stuck, told(stuck)
        assert time.monotonic() < deadline, told(left)
        time.sleep(0.1)


def wait_for_ends(tasks: Iterable[Task], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Returns as soon as every task has succeeded or asks for a person."""
    ids = [task.pk for task in tasks]
    deadline = time.monotonic() + seconds
    while left := Task.objects.filter(pk__in=ids).exclude(state__in=(TaskState.SUCCEEDED, TaskState.NEEDS_ATTENTION)):
        assert time.monotonic() < deadline, told(list(left))
        time.sleep(0.1)


def told(tasks: Sequence[Task]) -> str:
    """What a failing test says of tasks."""
    return "\n".join(
        f"{task.pk} {task.kind} {task.state} {task.wait_reason} {task.outcome_detail} "
        f"tries={[(one.fencing, one.result, one.error_code, one.message) for one in task.tries.all()]} "
        f"intents={[(one.operation, one.state, one.settled_by, one.evidence) for one in task.intents.all()]}"
        for task in tasks
    )


def assert_each_done_once(owed: Iterable[Owed], witness: Witness) -> None:
    """For each task Shopify has carried out each mutation once and shows its effect, which our rows agree with, and no
    person was asked."""
    for one in owed:
        task = Task.objects.get(pk=one.task.pk)
        assert (task.state, task.retried_at) == (TaskState.SUCCEEDED, None), told([task])
        assert task.choices == one.task.choices, told([task])
        assert task.outcome == one.scenario.outcome, told([task])
        view = one.scenario.view
        assert view.shown(witness, one.order) == list(one.scenario.shown), told([task])
        assert view.ours(one.order) == view.theirs(witness, one.order), told([task])
        assert dict(view.mutations(witness, one.order)) == dict(one.scenario.effects), told([task])
        assert not Intent.objects.filter(task=task, state__in=[Intent.State.OPEN, Intent.State.UNSURE]).exists()
