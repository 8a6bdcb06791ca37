"""The Task List: write a task, claim it, end a run, wake what waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from backhaul.core.expiry import priority_of
from backhaul.core.outcome import Outcome
from backhaul.core.retries import attempts_after
from backhaul.core.tasks import ENDED, OutcomeName, TaskState, WaitReason, require_change
from backhaul.flows.aside import is_anything_aside
from backhaul.flows.charge_under_way import is_charge_under_way
from backhaul.flows.clock import now, real_now
from backhaul.flows.endings import Evidence, attention, called_off, waiting
from backhaul.flows.leases import Lease, LeaseLost
from backhaul.flows.outcome_events import tell_endpoints
from backhaul.flows.privacy_tasks import IN_ANY_STATE
from backhaul.flows.step_memos import is_money_on_its_way, is_refund_under_way
from backhaul.flows.task_orders import TaskOrder, queue_run, require_installed_for, write_task
from backhaul.models import Intent, ShipmentUndo, Store, Task, TaskAttempt
from backhaul.models.queue import defer_round, defer_run_at

__all__ = [
    "TaskOrder",
    "claim",
    "end_run",
    "goes_on_first",
    "has_unsettled_intent",
    "held_back",
    "make_pending",
    "put_outcome",
    "queue_run",
    "stays_with_person",
    "wake",
    "want_again",
    "write_task",
]

ENDS_EARLY = (WaitReason.ROUTING,)
"""What a task waits for in Shopify, and not with us: it looks again as soon as anything is heard."""
RECHECK_DEPENDENCY = timedelta(hours=1)
RECHECK_STORE = timedelta(minutes=5)
AFTER_LEASE = timedelta(seconds=1)
CALLED_OFF_WITH_STORE = "Called off: the app was uninstalled from the store."
LEFT_WITH_STORE = (
    "The app was uninstalled from the store before this was settled. See Shopify what was done; when the store is "
    "connected again, retry."
)


def want_again(wanted: TaskOrder) -> Task:
    """Write a task that stands for the same work time and again, or have the one with the same key run once more.

    In the caller's transaction. One that runs goes on at once when it has ended, because what it saw may be older than
    this wish; one that is queued, or waits for access or points, will run anyway; one that has ended begins anew.
    """
    task = Task.objects.select_for_update(no_key=True).get(pk=write_task(wanted).pk)
    if task.state == TaskState.RUNNING:
        task.wanted_again = True
        task.save(update_fields=["wanted_again"])
    elif task.state in ENDED:
        require_installed_for(task)
        task.state, task.settled_at, task.attempts, task.cancel_requested = TaskState.PENDING, None, 0, False
        task.outcome, task.outcome_detail = "", ""
        task.save()
        queue_run(task)
    elif task.state == TaskState.NEEDS_ATTENTION or task.wait_reason in ENDS_EARLY:
        make_pending(task)
    return task


def claim(task_id: str, *, worker: str) -> Lease | None:
    """Take a pending task for this worker, or see to it that it is looked at again later and return None."""
    until = real_now() + timedelta(seconds=settings.BACKHAUL.lease_seconds)
    try:
        with transaction.atomic():
            taken = Task.objects.filter(pk=task_id, state=TaskState.PENDING).update(
                state=TaskState.RUNNING,
                fencing=F("fencing") + 1,
                lease_owner=worker,
                lease_until=until,
                wanted_again=False,
            )
            if taken:
                return _begin_attempt(task_id, worker=worker, until=until)
    except IntegrityError:  # one_running_per_serial_key: another task of the same order is at work
        _look_again(task_id, real_now() + AFTER_LEASE)
        return None
    running = Task.objects.filter(pk=task_id, state=TaskState.RUNNING).first()
    if running and running.lease_until:
        _look_again(task_id, running.lease_until + AFTER_LEASE)
    return None


def _begin_attempt(task_id: str, *, worker: str, until: datetime) -> Lease:
    task = Task.objects.get(pk=task_id)
    TaskAttempt.objects.create(task=task, fencing=task.fencing, worker=worker, started_at=now())
    return Lease(task_id=task_id, fencing=task.fencing, worker=worker, until=until, choices=task.choices)


def _look_again(task_id: str, at: datetime) -> None:
    due_by = Task.objects.values_list("due_by", flat=True).get(pk=task_id)
    with transaction.atomic():
        job_id = defer_run_at(task_id, at, priority=priority_of(due_by, now()))
        Task.objects.filter(pk=task_id, state=TaskState.PENDING).update(job_id=job_id)


def held_back(task: Task) -> Outcome | None:
    """What keeps this task from beginning: its store is paused or uninstalled, or it waits for a task that it names."""
    if task.kind in IN_ANY_STATE:
        return None
    if task.store.state == Store.State.PAUSED:
        return waiting(WaitReason.STORE_PAUSED, now() + RECHECK_STORE, task.store.pause_reason)
    if task.store.state == Store.State.UNINSTALLED:
        return attention(LEFT_WITH_STORE) if stays_with_person(task) else called_off(CALLED_OFF_WITH_STORE)
    first = task.depends_on.exclude(state__in=ENDED).order_by("created_at").first()
    if first is None:
        return None
    return waiting(
        WaitReason.OTHER_TASK, now() + RECHECK_DEPENDENCY, f"{WaitReason.OTHER_TASK.words} It is {first.pk}."
    )


def end_run(lease: Lease, outcome: Outcome, evidence: Evidence) -> None:
    """Record how a run ended and wake what waited for it, in one transaction.

    Raises LeaseLost when the task is no longer ours; the other worker's word counts then.
    """
    with transaction.atomic():
        task = Task.objects.select_for_update(no_key=True).filter(pk=lease.task_id).first()
        if task is None:  # deleted with its store, which was what it had to do
            return
        if task.fencing != lease.fencing or task.state != TaskState.RUNNING:
            raise LeaseLost("Another worker has taken over this task.")
        put_outcome(task, _obeying(task, lease, outcome))
        _end_attempt(lease, task, evidence)
        if task.state in ENDED:
            wake(task.dependents.all())


def _obeying(task: Task, lease: Lease, outcome: Outcome) -> Outcome:
    """What was asked for, or happened elsewhere, while the task ran and could not be told of it.

    A task that would stop here for a while ends if it is to be called off, unless what it has begun is still under way:
    nobody else would end it. It goes on if a person has decided something meanwhile, or if the other task that it would
    wait for has ended.
    """
    stops = outcome.state in (TaskState.WAITING, TaskState.NEEDS_ATTENTION)
    if task.wanted_again and (outcome.state != TaskState.WAITING or outcome.wait_reason in ENDS_EARLY):
        return Outcome(OutcomeName.CONTINUE, TaskState.PENDING, "")
    if stops and task.cancel_requested and not goes_on_first(task):
        return called_off(f"Called off. {outcome.words}".strip())
    waits_in_vain = outcome.wait_reason is WaitReason.OTHER_TASK and held_back(task) is None and not _is_unclear(task)
    has_news = stops and task.choices != lease.choices
    return Outcome(OutcomeName.CONTINUE, TaskState.PENDING, "") if waits_in_vain or has_news else outcome


def has_unsettled_intent(task: Task) -> bool:
    """Whether it is not known yet what came of the task's last call; until then it cannot be called off."""
    return task.intents.filter(state__in=Intent.UNSETTLED).exists()


def goes_on_first(task: Task) -> bool:
    """Whether a task that is to be called off has to go on first: what it has begun ends, or is taken back, by it."""
    has_begun = (
        is_refund_under_way(task) or is_money_on_its_way(task) or is_charge_under_way(task) or is_anything_aside(task)
    )
    return has_begun or has_unsettled_intent(task)


def stays_with_person(task: Task) -> bool:
    """Whether a task cannot just be called off with its store, for a person has to see what it has left undone.

    Its last call is unanswered, a payment is under way, edits of billing cycles are set aside by it, or its undo has
    stopped a shipment.
    """
    begun = is_charge_under_way(task) or is_anything_aside(task)
    return has_unsettled_intent(task) or begun or ShipmentUndo.objects.filter(task=task).exists()


def _is_unclear(task: Task) -> bool:
    """Whether a person has to say first what came of a call for the same order or contract."""
    return Intent.objects.filter(state=Intent.State.UNSURE, task__serial_key=task.serial_key).exists()


def put_outcome(task: Task, outcome: Outcome) -> None:
    """Save an outcome to a task whose row the caller holds; a pending one gets its job, a short wait its round."""
    require_change(task.pk, TaskState(task.state), outcome.state)
    task.state = outcome.state
    task.lease_owner, task.lease_until, task.job_id = "", None, None
    task.wait_reason, task.wake_at = outcome.wait_reason or "", outcome.wake_at
    task.outcome, task.outcome_detail = outcome.name, outcome.words
    task.attempts = attempts_after(outcome, task.attempts)
    task.settled_at = now() if task.state in ENDED else None
    task.save()
    tell_endpoints(task, outcome)
    if task.state == TaskState.PENDING:
        queue_run(task)
    if task.state == TaskState.WAITING and task.wake_at is not None:
        _have_it_woken(task.wake_at)


def _have_it_woken(wake_at: datetime) -> None:
    """A task that is due before the runner's next round has one made for it: points would be left unused meanwhile."""
    wait = wake_at - now()
    if wait < timedelta(seconds=settings.BACKHAUL.task_runner_seconds):
        defer_round(real_now() + wait)


def _end_attempt(lease: Lease, task: Task, evidence: Evidence) -> None:
    TaskAttempt.objects.filter(task=task, fencing=lease.fencing).update(
        ended_at=now(),
        result=task.wait_reason if task.state == TaskState.WAITING else task.outcome,
        error_code=evidence.error_code,
        message=evidence.message,
        hint=evidence.hint,
        request_id=evidence.request_id,
        evidence=evidence.facts,
    )


def wake(candidates: Iterable[Task]) -> int:
    """Make those of the tasks that have a date to wake at pending, each with a new job; returns how many.

    What a person has postponed sleeps until its date, whatever happens before. Rows held by a run that is just ending
    are waited for: whether that run found what it waited for is known then.
    """
    with transaction.atomic():
        rows = (
            Task.objects.select_for_update(no_key=True).filter(pk__in=[task.pk for task in candidates]).order_by("pk")
        )
        waiting_now = [task for task in rows if task.wake_at is not None and not _is_postponed(task, task.wake_at)]
        for task in waiting_now:
            make_pending(task)
    return len(waiting_now)


def _is_postponed(task: Task, wake_at: datetime) -> bool:
    return task.wait_reason == WaitReason.POSTPONED and wake_at > now()


def make_pending(task: Task) -> None:
    """Queue a task that is not running again, whatever it waited for; the caller holds its row and a transaction."""
    task.lease_owner, task.lease_until = "", None
    put_outcome(task, Outcome(OutcomeName.CONTINUE, TaskState.PENDING, ""))
