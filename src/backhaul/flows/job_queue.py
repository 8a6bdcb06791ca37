"""Job Queue entries: they create themselves with a store, and each runs when its time has come."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from backhaul.core.recurring import INTERVALS, RUNS_WHILE_PAUSED, RecurringJob, next_run
from backhaul.flows.clock import now, real_now
from backhaul.models import JobQueueEntry, Store
from backhaul.models.queue import defer_entry

LONGEST_RUN = timedelta(minutes=10)


def create_entries(store: Store) -> None:
    """Give a store every recurring job it lacks, in the caller's transaction; the first run is due at once."""
    for kind in RecurringJob:
        JobQueueEntry.objects.get_or_create(
            store=store,
            kind=kind,
            defaults={"interval_seconds": INTERVALS[kind].total_seconds(), "next_run_at": now()},
        )


def make_entries_due(store: Store) -> None:
    """Let everything that recurs for a store run soon; where each goes on, its cursor says."""
    JobQueueEntry.objects.filter(store=store).update(next_run_at=now())


def queue_due_entries() -> int:
    """Queue a job for each entry that is due and not running; returns how many. A second queueing changes nothing."""
    _complete_entries()
    entries = list(_runnable().filter(next_run_at__lte=now()))
    for entry in entries:
        defer_entry(entry.pk)
    return len(entries)


def _complete_entries() -> None:
    """Stores that an earlier version connected get the jobs that are new; one without any is only being connected."""
    known = Count("job_queue_entries", filter=Q(job_queue_entries__kind__in=list(RecurringJob)))
    stores = Store.objects.exclude(state=Store.State.UNINSTALLED).annotate(kinds=known)
    for store in stores.filter(kinds__gt=0, kinds__lt=len(RecurringJob)):
        with transaction.atomic():
            create_entries(store)


def claim_entry(entry_id: str) -> JobQueueEntry | None:
    """Take a due entry for this process, or None when it is not due any more or runs elsewhere."""
    with transaction.atomic():
        due = _runnable().filter(pk=entry_id, next_run_at__lte=now())
        entry = due.select_for_update(skip_locked=True, of=("self",)).select_related("store").first()
        if entry is None:
            return None
        entry.running_until = real_now() + LONGEST_RUN
        entry.save(update_fields=["running_until"])
        return entry


def end_entry(entry: JobQueueEntry, *, result: str, ok: bool) -> None:
    """Record a run's result and when the next is due, by the interval as it is now; nothing if the entry is gone."""
    with transaction.atomic():
        current = JobQueueEntry.objects.select_for_update().filter(pk=entry.pk).first()
        if current is None:
            return
        current.last_run_at, current.last_result, current.last_ok = now(), result[:1000], ok
        current.running_until = None
        current.next_run_at = next_run(now(), current.last_run_at, timedelta(seconds=current.interval_seconds))
        current.save()


def _runnable() -> QuerySet[JobQueueEntry]:
    """Not running elsewhere, and the store's state allows it."""
    free = Q(running_until=None) | Q(running_until__lt=real_now())
    active = Q(store__state=Store.State.ACTIVE)
    return JobQueueEntry.objects.filter(free, active | Q(store__state=Store.State.PAUSED, kind__in=RUNS_WHILE_PAUSED))
