"""How a job is deferred: by name, in the transaction of its cause."""

import contextlib
import math
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

RUN_TASK = "backhaul.run_task"
RUN_ENTRY = "backhaul.run_entry"
GO_ROUND = "backhaul.go_round"
PROCESS_DELIVERIES = "backhaul.process_deliveries"
TASK_QUEUE = "tasks"
ENTRY_QUEUE = "entries"
INBOX_QUEUE = "inbox"
BEFORE_TASKS = 10
"""The priority of rounds and entries: what mends the Task List must not stand behind a thousand tasks."""
WEBHOOKS_FIRST = 1
"""The priority of looking at webhooks: before the tasks that they cause, so that many cause one; behind urgent ones."""


def defer_run(task_id: str, *, serial_key: str, priority: int = 0) -> int:
    """Queue one run of a task; the job disappears if the surrounding transaction is rolled back. Returns the job's id.

    The lock keeps the jobs of one order in sequence: those of higher priority first, then the earlier ones.
    """
    deferrer = app.configure_task(RUN_TASK, lock=serial_key, queue=TASK_QUEUE, priority=priority, allow_unknown=True)
    return deferrer.defer(task_id=task_id)


def defer_run_at(task_id: str, at: datetime, *, priority: int = 0) -> int:
    """Queue one run for an instant of real time.

    Without a lock: a scheduled job would hold back every later job of its lock.
    """
    deferrer = app.configure_task(RUN_TASK, queue=TASK_QUEUE, schedule_at=at, priority=priority, allow_unknown=True)
    return deferrer.defer(task_id=task_id)


def defer_entry(entry_id: str) -> None:
    """Queue one run of a Job Queue entry, unless one is queued already."""
    deferrer = app.configure_task(
        RUN_ENTRY, queue=ENTRY_QUEUE, queueing_lock=entry_id, priority=BEFORE_TASKS, allow_unknown=True
    )
    with contextlib.suppress(exceptions.AlreadyEnqueued), transaction.atomic():
        deferrer.defer(entry_id=entry_id)


def defer_deliveries(ids: Sequence[str]) -> int:
    """Queue one look at these deliveries of the webhook inbox, in the surrounding transaction; returns the job's id."""
    deferrer = app.configure_task(PROCESS_DELIVERIES, queue=INBOX_QUEUE, priority=WEBHOOKS_FIRST, allow_unknown=True)
    return deferrer.defer(delivery_ids=list(ids))


def defer_round(at: datetime) -> None:
    """Queue a round of the task list runner for an instant of real time; one for each second is enough."""
    second = math.ceil(at.timestamp())
    deferrer = app.configure_task(
        GO_ROUND,
        queue=ENTRY_QUEUE,
        queueing_lock=f"{GO_ROUND}:{second}",
        schedule_at=datetime.fromtimestamp(second, UTC),
        priority=BEFORE_TASKS,
        allow_unknown=True,
    )
    with contextlib.suppress(exceptions.AlreadyEnqueued), transaction.atomic():
        deferrer.defer(timestamp=second)
