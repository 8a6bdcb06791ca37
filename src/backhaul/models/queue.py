"""How a job is deferred: by name, in the transaction of its cause."""

import contextlib
from datetime import datetime

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

RUN_TASK = "backhaul.run_task"
RUN_ENTRY = "backhaul.run_entry"
TASK_QUEUE = "tasks"
ENTRY_QUEUE = "entries"


def defer_run(task_id: str, *, serial_key: str) -> int:
    """Queue one run of a task; the job disappears if the surrounding transaction is rolled back. Returns the job's id.

    The lock keeps the jobs of one order in sequence.
    """
    return app.configure_task(RUN_TASK, lock=serial_key, queue=TASK_QUEUE, allow_unknown=True).defer(task_id=task_id)


def defer_run_at(task_id: str, at: datetime) -> int:
    """Queue one run for an instant of real time.

    Without a lock: a scheduled job would hold back every later job of its lock.
    """
    deferrer = app.configure_task(RUN_TASK, queue=TASK_QUEUE, schedule_at=at, allow_unknown=True)
    return deferrer.defer(task_id=task_id)


def defer_entry(entry_id: str) -> None:
    """Queue one run of a Job Queue entry, unless one is queued already."""
    deferrer = app.configure_task(RUN_ENTRY, queue=ENTRY_QUEUE, queueing_lock=entry_id, allow_unknown=True)
    with contextlib.suppress(exceptions.AlreadyEnqueued), transaction.atomic():
        deferrer.defer(entry_id=entry_id)
