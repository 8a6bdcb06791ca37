"""Job Queue entries: they create themselves with a store, and each runs when its time has come."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from backhaul.core.errors import BackhaulError, Busy
from backhaul.core.recurring import INTERVALS, RUNS_WHILE_PAUSED, Ran, RecurringJob, next_run
from backhaul.flows.clock import now, real_now
from backhaul.flows.store_pauses import require_installed
from backhaul.models import JobQueueEntry, Store
from backhaul.models.queue import defer_entry

LONGEST_RUN = timedelta(minutes=10)
"""A process that has not ended an entry's run by then is taken for dead."""
TURN = timedelta(minutes=4)
"""A run stops beginning anything new after this, and goes on in its next run."""


class EntryRuns(Busy):
    """The job runs in another process at this moment."""

    code = "entry-runs"
    default_hint = "Wait until it has ended, then look at its result."

    def __init__(self, kind: str) -> None:
        super().__init__(f"The job {kind} of this store is running already.", data={"kind": kind})


class Turn:
    """The time that a run may take before it has to leave the rest to the next one."""

    def __init__(self) -> None:
        self._ends = real_now() + TURN

    @property
    def is_over(self) -> bool:
        """Whether nothing new may be begun."""
        return real_now() >= self._ends


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


def give_back_entries(entry_ids: Sequence[str]) -> None:
    """Let entries be taken again whose worker has died; each goes on where its cursor says."""
    JobQueueEntry.objects.filter(pk__in=entry_ids).update(running_until=None)


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
        return _take(_runnable().filter(pk=entry_id, next_run_at__lte=now()))


def run_now(store: Store, kind: RecurringJob, run: Callable[[JobQueueEntry], str | Ran]) -> str:
    """Run a store's entry in this process, whenever it is due, to its end; returns its last words.

    Raises StoreUninstalled, EntryRuns when it runs elsewhere, and what the run raises; however it ends, the entry shows
    how.
    """
    require_installed(store)
    with transaction.atomic():
        create_entries(store)
        entry = _take(_runnable().filter(store=store, kind=kind))
    if entry is None:
        raise EntryRuns(kind)
    ran, ok = Ran("stopped before its end"), False
    try:
        ran = as_ran(run(entry))
        ok = True
    except BackhaulError as error:
        ran = Ran(error.message)
        raise
    finally:
        end_entry(entry, result=ran.words, ok=ok, goes_on_after=ran.goes_on_after)
    return ran.words


def make_due(store: Store, kind: RecurringJob) -> JobQueueEntry:
    """Have a store's entry run as soon as a worker is free, whenever it would be due; returns it.

    Raises StoreUninstalled.
    """
    require_installed(store)
    with transaction.atomic():
        create_entries(store)
        entry = JobQueueEntry.objects.select_for_update(no_key=True).get(store=store, kind=kind)
        entry.next_run_at = min(entry.next_run_at, now())
        entry.save(update_fields=["next_run_at"])
        defer_entry(entry.pk)
    return entry


def as_ran(result: str | Ran) -> Ran:
    """What a run has returned; plain words mean that it has come to its end."""
    return result if isinstance(result, Ran) else Ran(result)


def _take(entries: QuerySet[JobQueueEntry]) -> JobQueueEntry | None:
    entry = entries.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("store").first()
    if entry is not None:
        entry.running_until = real_now() + LONGEST_RUN
        entry.save(update_fields=["running_until"])
    return entry


def end_entry(entry: JobQueueEntry, *, result: str, ok: bool, goes_on_after: timedelta | None = None) -> None:
    """Record a run's result and when the next is due: as soon as it says, else by the interval as it is now.

    Nothing if the entry is gone.
    """
    with transaction.atomic():
        current = JobQueueEntry.objects.select_for_update(no_key=True).filter(pk=entry.pk).first()
        if current is None:
            return
        current.last_run_at, current.last_result, current.last_ok = now(), result[:1000], ok
        current.running_until = None
        interval = timedelta(seconds=current.interval_seconds)
        current.next_run_at = next_run(now(), now(), interval if goes_on_after is None else goes_on_after)
        current.save()


def _runnable() -> QuerySet[JobQueueEntry]:
    """Not running elsewhere, and the store's state allows it."""
    free = Q(running_until=None) | Q(running_until__lt=real_now())
    active = Q(store__state=Store.State.ACTIVE)
    return JobQueueEntry.objects.filter(free, active | Q(store__state=Store.State.PAUSED, kind__in=RUNS_WHILE_PAUSED))
