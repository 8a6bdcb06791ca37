"""The watch over authorisations that end: tells of them in time, and sees to it that their captures go first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from procrastinate.contrib.django.models import ProcrastinateJob

from backhaul.core.expiry import (
    LINES_TOLD_AFTERWARDS,
    NEAR,
    URGENT,
    DueNotice,
    Expiring,
    NoticeKind,
    due_notice,
    notice_words,
)
from backhaul.core.moments import in_zone
from backhaul.core.payment_lines import LineKind, LineState
from backhaul.core.tasks import TaskState, WaitReason
from backhaul.flows.clock import now
from backhaul.flows.invoiceable import more_may_be_invoiced
from backhaul.flows.notices import Telling, tell
from backhaul.flows.payment_facts import line_value
from backhaul.flows.task_list import make_pending, queue_run, wake
from backhaul.flows.unclaimed import unclaimed_authorisations
from backhaul.models import JobQueueEntry, Notice, PaymentLine, SalesOrder, Store, Task

log = structlog.get_logger()

STILL_HOPED_FOR = (LineState.OPEN, LineState.PENDING, LineState.REFUSED)
SLEEPS_ON = (WaitReason.POSTPONED, WaitReason.STORE_PAUSED)


@dataclass(frozen=True)
class Ending:
    """An authorisation that ends, whose order it is of, and the line that counts on it."""

    order: SalesOrder
    expiring: Expiring
    line: PaymentLine | None = None


def watch_authorisations(entry: JobQueueEntry) -> str:
    """Give the notices that are due, have Shopify asked about what has expired, and hurry captures whose time is near.

    A second run finds the notices given and the pending captures in front; one that waits again is looked at again.
    """
    store = entry.store
    endings = [*_ending_lines(store), *(Ending(order, what) for order, what in unclaimed_authorisations(store))]
    told = _tell_all(store, endings)
    return f"notices given: {told}, captures hurried: {_hurry(store)}"


def _ending_lines(store: Store) -> Iterator[Ending]:
    """Lines with money that is about to be lost, and those that have lost it."""
    longest = timedelta(hours=max(store.expiry_notice_hours, default=0))
    soon = Q(state__in=STILL_HOPED_FOR, expires_at__lte=now() + longest)
    lost = Q(state=LineState.EXPIRED, expires_at__gte=now() - LINES_TOLD_AFTERWARDS)
    lines = PaymentLine.objects.filter(soon | lost, order__store=store, kind=LineKind.AUTHORISED)
    for line in lines.select_related("order", "invoice", "task").prefetch_related("captures"):
        left = line_value(line).open
        if line.expires_at and left.amount > 0:
            yield Ending(
                line.order,
                Expiring(
                    subject=line.pk,
                    order_name=line.order.name,
                    amount=left,
                    gateway_name=line.gateway_name or line.gateway,
                    expires_at=line.expires_at,
                    is_estimated=line.expiry_is_estimated,
                    invoice_number=line.invoice.external_number,
                    state=LineState(line.state),
                ),
                line,
            )


def _tell_all(store: Store, endings: Sequence[Ending]) -> int:
    hours = store.expiry_notice_hours
    due = [(ending, due_notice(ending.expiring, hours_before=hours, now=now())) for ending in endings]
    wanted = {notice.unique_key: (ending, notice) for ending, notice in due if notice}
    given = set(Notice.objects.filter(unique_key__in=wanted).values_list("unique_key", flat=True))
    new = [both for key, both in wanted.items() if key not in given]
    return sum(_tell(store, ending, notice) for ending, notice in new if _matters(ending))


def _matters(ending: Ending) -> bool:
    """What no invoice counts on is left over once nothing more can be invoiced: that it ends is nobody's loss."""
    return ending.line is not None or more_may_be_invoiced(ending.order)


def _tell(store: Store, ending: Ending, notice: DueNotice) -> bool:
    """One notice; what has expired by its date is looked at again, so that Shopify says whether it really has."""
    what = ending.expiring
    words = notice_words(what, until=in_zone(what.expires_at, store.timezone), now=now())
    with transaction.atomic():
        is_new = tell(store, ending.order, Telling(notice.kind, what.subject, notice.unique_key, words))
        if is_new and notice.kind is NoticeKind.EXPIRED and ending.line and what.state in STILL_HOPED_FOR:
            _look_again(ending.line)
    if is_new:
        log.warning("payment.expires", store=store.slug, order=ending.order.pk, subject=what.subject, kind=notice.kind)
    return is_new


def _look_again(line: PaymentLine) -> None:
    """Let the line's task ask Shopify. One whose capture was refused only finds out: it captures for a person alone."""
    task = Task.objects.select_for_update(no_key=True, of=("self",)).filter(pk=line.task_id).first()
    if task is not None and task.state == TaskState.NEEDS_ATTENTION and line.state == LineState.REFUSED:
        make_pending(task)
    elif task is not None:
        wake([task])


def _hurry(store: Store) -> int:
    """Captures that wait run now, unless a person has postponed them; those that are queued get a job before others."""
    ends_at = Coalesce("payment_line__expires_at", "due_by")
    with transaction.atomic():
        near = Task.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).annotate(ends_at=ends_at)
        near = near.filter(store=store, state__in=(TaskState.WAITING, TaskState.PENDING))
        tasks = list(near.filter(ends_at__gt=now(), ends_at__lte=now() + NEAR).order_by("pk"))
        for task in tasks:
            task.due_by = task.ends_at
        Task.objects.bulk_update(tasks, ["due_by"])
        in_front = _jobs_in_front(tasks)
        behind = [task for task in tasks if task.state == TaskState.PENDING and task.job_id not in in_front]
        for task in behind:
            queue_run(task)
        waits = [task for task in tasks if task.state == TaskState.WAITING and task.wait_reason not in SLEEPS_ON]
        return len(behind) + wake(waits)


def _jobs_in_front(tasks: Sequence[Task]) -> set[int]:
    jobs = ProcrastinateJob.objects.filter(id__in=[task.job_id for task in tasks if task.job_id is not None])
    return set(jobs.filter(priority__gte=URGENT).values_list("id", flat=True))
