"""The task list runner's round: due tasks wake, expired leases end, every pending task has a live job."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from backhaul.core.decisions import Person
from backhaul.core.outcome import Outcome
from backhaul.core.retries import decide_after_lost_worker
from backhaul.core.tasks import OutcomeName, TaskState
from backhaul.flows.clock import now, real_now
from backhaul.flows.endings import attention
from backhaul.flows.privacy_tasks import IN_ANY_STATE
from backhaul.flows.task_list import put_outcome, queue_run, wake
from backhaul.models import Task, TaskAttempt

AT_ONCE = 500
CONTINUE = Outcome(OutcomeName.CONTINUE, TaskState.PENDING, "")


@dataclass(frozen=True)
class Mended:
    """How many tasks a round has moved on, by cause."""

    woken: int
    given_back: int
    requeued: int

    def __str__(self) -> str:
        return f"{self.woken} woken, {self.given_back} given back, {self.requeued} queued again"


def mend_tasks() -> Mended:
    """Restore what must hold of the Task List; running it twice, or in two processes, changes nothing more."""
    return Mended(woken=_wake_due(), given_back=_give_back_expired(), requeued=_queue_jobless())


def _wake_due() -> int:
    """Also what needs a person has a date where a part of it can go on by itself."""
    due = Task.objects.filter(state__in=(TaskState.WAITING, TaskState.NEEDS_ATTENTION), wake_at__lte=now())
    held = Q(store__state="paused") & ~Q(kind__in=IN_ANY_STATE)
    return wake(due.exclude(held).order_by("wake_at")[:AT_ONCE])


def _give_back_expired() -> int:
    """Tasks whose worker has died or was stopped go on; the attempt is closed as unfinished and counts."""
    with transaction.atomic():
        expired = Task.objects.select_for_update(no_key=True, skip_locked=True).filter(
            state=TaskState.RUNNING, lease_until__lt=real_now()
        )[:AT_ONCE]
        for task in expired:
            TaskAttempt.objects.filter(task=task, fencing=task.fencing, ended_at=None).update(
                ended_at=now(), result="lease expired", message="The worker stopped answering before it was done."
            )
            verdict = decide_after_lost_worker(task.attempts + 1, now=now())
            task.attempts += 1
            put_outcome(task, attention(verdict.words) if isinstance(verdict, Person) else CONTINUE)
        return len(expired)


def _queue_jobless() -> int:
    """Looked for among all pending tasks, however many have their job; looked at again when nobody can change them."""
    jobless = Task.objects.filter(state=TaskState.PENDING).exclude(job_id__in=_live_jobs())
    found = list(jobless.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE])
    with transaction.atomic():
        pending = Task.objects.select_for_update(no_key=True, skip_locked=True).filter(
            pk__in=found, state=TaskState.PENDING
        )
        tasks = list(pending)
        live = set(_live_jobs().filter(id__in=[task.job_id for task in tasks if task.job_id is not None]))
        orphans = [task for task in tasks if task.job_id not in live]
        for task in orphans:
            queue_run(task)
        return len(orphans)


def _live_jobs() -> "QuerySet[ProcrastinateJob, int]":
    return ProcrastinateJob.objects.filter(status__in=("todo", "doing")).values_list("id", flat=True)
