"""The task list runner's round: mend the Task List, free what dead workers hold, queue what is due."""

import structlog
from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app

from backhaul.flows.job_queue import queue_due_entries
from backhaul.flows.mend_tasks import mend_tasks
from backhaul.jobs.worker import run_until_idle
from backhaul.models import TaskAttempt

log = structlog.get_logger()

STALLED_AFTER_SECONDS = 20.0


def go_round() -> None:
    """One round; any number of processes may go at the same time."""
    freed = async_to_sync(_free_stalled_jobs)()
    mended = mend_tasks()
    queued = queue_due_entries()
    log.debug("round.done", freed=freed, mended=str(mended), entries_queued=queued)


def run_due(*, concurrency: int) -> int:
    """One round, then everything that is queued and what follows from it; returns how many tasks have been tried."""
    before = TaskAttempt.objects.count()
    go_round()
    run_until_idle(concurrency=concurrency)
    return TaskAttempt.objects.count() - before


async def _free_stalled_jobs() -> int:
    """Jobs of workers whose heartbeat has stopped are queued again; otherwise they would hold their lock for ever."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS))
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)
