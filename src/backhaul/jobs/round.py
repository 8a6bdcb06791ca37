"""The task list runner's round: mend the Task List, free what dead workers hold, queue what is due."""

import structlog
from django.conf import settings
from django.db import connection, transaction

from backhaul.flows.job_queue import give_back_entries, queue_due_entries
from backhaul.flows.mend_deliveries import mend_deliveries
from backhaul.flows.mend_tasks import mend_tasks
from backhaul.flows.privacy import watch_requests
from backhaul.jobs.worker import run_until_idle
from backhaul.models import TaskAttempt

log = structlog.get_logger()

MISSED_HEARTBEATS = 4
FREE_DEAD_JOBS = """DELETE FROM procrastinate_jobs WHERE status = 'doing' AND (worker_id IS NULL OR worker_id IN
 (SELECT id FROM procrastinate_workers WHERE last_heartbeat < now() - make_interval(secs => %s)))
 RETURNING queueing_lock"""


def go_round() -> None:
    """One round; any number of processes may go at the same time."""
    freed = _free_dead_jobs()
    mended = mend_tasks()
    deliveries = mend_deliveries()
    queued = queue_due_entries()
    watch_requests()
    log.debug("round.done", freed=freed, mended=str(mended), deliveries=deliveries, entries_queued=queued)


def run_due(*, concurrency: int) -> int:
    """One round, then everything that is queued and what follows from it; returns how many tasks have been tried."""
    before = TaskAttempt.objects.count()
    go_round()
    run_until_idle(concurrency=concurrency)
    return TaskAttempt.objects.count() - before


def _free_dead_jobs() -> int:
    """Delete the jobs of workers whose heartbeat has stopped; they would hold their lock for ever.

    Deleted, not queued again: a second queued job of the same queueing lock would be refused, and whatever these jobs
    were for is queued anew by the rest of the round; an entry that such a job ran may be taken at once. A worker that
    was only away finds its job gone, which harms nothing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FREE_DEAD_JOBS, [MISSED_HEARTBEATS * settings.BACKHAUL.heartbeat_seconds])
        locks = [lock for (lock,) in cursor.fetchall()]
        give_back_entries([lock for lock in locks if lock])
    return len(locks)
