"""What a person can do to a task: retry, postpone, cancel; one or all that match a filter."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from backhaul.core.errors import InputError, NotFound, StateConflict
from backhaul.core.tasks import ENDED, STILL_WAITS, OutcomeName, TaskState, WaitReason
from backhaul.flows.aside import is_anything_aside
from backhaul.flows.change_tasks import FINISH_CHANGE
from backhaul.flows.clock import now, real_now
from backhaul.flows.endings import called_off, waiting
from backhaul.flows.step_memos import lock_memo_task
from backhaul.flows.task_list import goes_on_first, has_unsettled_intent, make_pending, put_outcome, wake
from backhaul.flows.want_contract import REFRESH_CONTRACT
from backhaul.flows.want_refresh import REFRESH_ORDER
from backhaul.models import ShipmentUndo, Task


class FinishStays(StateConflict):
    """What says how a change has ended is never called off: the change would stay under way for ever."""

    code = "finish-stays"
    default_hint = "Cancel the tasks of the change's steps, or tick off what was done in the other app."

    def __init__(self, task_id: str) -> None:
        super().__init__(task_id, "the end of a change", wanted=TaskState.CANCELLED)


class UndoStays(StateConflict):
    """An undo has stopped its shipment already; called off, it would leave the units posted for ever."""

    code = "undo-stays"
    default_hint = "Retry it; when it is done, post the shipment again under another number."

    def __init__(self, task_id: str) -> None:
        super().__init__(task_id, "an undo", wanted=TaskState.CANCELLED)


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks are meant; empty fields match everything. Those of `without_kinds` are left out.

    `without_routine` leaves out what a person never has to see: orders and contracts read because a webhook told.
    """

    ids: tuple[str, ...] = ()
    state: str = ""
    kind: str = ""
    store: str = ""
    order_id: str = ""
    without_kinds: tuple[str, ...] = ()
    without_routine: bool = False

    def tasks(self) -> QuerySet[Task]:
        """The tasks that match, newest first."""
        wanted = {
            "pk__in": self.ids,
            "state": self.state,
            "kind": self.kind,
            "store__slug": self.store,
            "order_id": self.order_id,
        }
        found = Task.objects.filter(**{field: value for field, value in wanted.items() if value})
        found = but_routine(found) if self.without_routine else found
        return found.exclude(kind__in=self.without_kinds) if self.without_kinds else found

    def left_out(self) -> QuerySet[Task]:
        """The tasks that match but for their kind."""
        return replace(self, without_kinds=()).tasks().filter(kind__in=self.without_kinds)


def but_routine(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks without those that have read an order or a contract: each that a webhook told of has one."""
    return tasks.exclude(kind__in=(REFRESH_ORDER, REFRESH_CONTRACT), state=TaskState.SUCCEEDED)


def retry_task(task_id: str) -> Task:
    """Let a waiting task or one that needs attention run now, with a fresh count of attempts.

    Raises NotFound, StateConflict. A pending task stays as it is: its job is there already.
    """

    def retry(task: Task) -> None:
        if task.state == TaskState.PENDING:
            return
        if task.state == TaskState.RUNNING:
            raise StateConflict(task.pk, task.state, wanted=TaskState.PENDING)
        task.attempts, task.retried_at = 0, real_now()
        make_pending(task)

    return _steer(task_id, retry)


def postpone_task(task_id: str, *, until: datetime) -> Task:
    """Let a task that is not running wait until an instant in the future.

    Raises NotFound, StateConflict, InputError.
    """
    if until <= now():
        raise InputError("A task can only be postponed to a moment in the future.", hint="Give a later moment.")

    def postpone(task: Task) -> None:
        if task.state == TaskState.RUNNING:
            raise StateConflict(task.pk, task.state, wanted=TaskState.WAITING)
        put_outcome(task, waiting(WaitReason.POSTPONED, until))

    return _steer(task_id, postpone)


def cancel_task(task_id: str, *, reason: str) -> Task:
    """Call a task off; one that runs, or whose last call is unanswered, first finishes that.

    With a step of a change the task of its credit memo is called off, so that no money is given back.

    Raises NotFound, StateConflict, InputError.
    """
    if not reason.strip():
        raise InputError("Say why the task is cancelled.", hint="Give a reason; it stays with the task.")

    def cancel(task: Task) -> None:
        if ShipmentUndo.objects.filter(task=task).exists():
            raise UndoStays(task.pk)
        if task.kind == FINISH_CHANGE:
            raise FinishStays(task.pk)
        call_off(task, outcome=OutcomeName.STOPPED, reason=reason)

    with transaction.atomic():
        refunding = lock_memo_task(task_id)
        if refunding is not None:
            call_off(refunding, outcome=OutcomeName.STOPPED, reason=reason)
        return _steer(task_id, cancel)


def call_off(task: Task, *, outcome: OutcomeName, reason: str) -> None:
    """Cancel a locked task, or leave word for the worker that holds it or has to settle its last call first.

    One that has set edits of billing cycles aside runs once more at once, to apply them again.
    """
    if task.state in ENDED:
        raise StateConflict(task.pk, task.state, wanted=TaskState.CANCELLED)
    if task.state == TaskState.RUNNING or goes_on_first(task):
        task.cancel_requested = True
        task.save(update_fields=["cancel_requested"])
        if task.state in STILL_WAITS and not has_unsettled_intent(task) and is_anything_aside(task):
            make_pending(task)
        return
    put_outcome(task, called_off(reason, outcome))
    wake(task.dependents.all())


def call_off_all(tasks: QuerySet[Task], *, reason: str) -> int:
    """Cancel locked tasks in one go that neither run nor have ended nor are unsettled; returns how many.

    Nothing is woken: what depends on them is called off with them.
    """
    idle = tasks.exclude(state__in=(*ENDED, TaskState.RUNNING))
    ending = called_off(reason)
    return idle.update(
        state=ending.state,
        outcome=ending.name,
        outcome_detail=ending.words,
        settled_at=now(),
        job_id=None,
        wait_reason="",
        wake_at=None,
    )


def steer_all(matching: TaskFilter, action: Callable[[str], Task]) -> tuple[list[str], list[str]]:
    """Apply an action to every task that matches; returns the ids it changed and those whose state refused it."""
    done: list[str] = []
    refused: list[str] = []
    for task_id in list(matching.tasks().values_list("pk", flat=True)):
        try:
            action(task_id)
            done.append(task_id)
        except StateConflict:
            refused.append(task_id)
    return done, refused


def _steer(task_id: str, change: Callable[[Task], None]) -> Task:
    with transaction.atomic():
        task = Task.objects.select_for_update(no_key=True).filter(pk=task_id).first()
        if task is None:
            raise NotFound("task", task_id)
        change(task)
    return task
