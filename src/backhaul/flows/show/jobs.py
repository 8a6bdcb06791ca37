"""What is shown of the Job Queue."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.core.recurring import RecurringJob
from backhaul.flows.find import find_store
from backhaul.models import JobQueueEntry


@dataclass(frozen=True)
class JobView:
    """A recurring job of a store: what it does, how often, when last and next, and how it went."""

    id: str
    store: str
    kind: str
    does: str
    interval_seconds: int
    next_run_at: datetime
    last_run_at: datetime | None
    last_result: str
    last_ok: bool | None


def job_list(store: str = "") -> list[JobView]:
    """The recurring jobs of one store, or of all. Raises UnknownStore."""
    entries = JobQueueEntry.objects.select_related("store").order_by("store__slug", "kind")
    if store:
        entries = entries.filter(store=find_store(store))
    return [job_view(entry) for entry in entries]


def job_view(entry: JobQueueEntry) -> JobView:
    """The entry as it is now."""
    return JobView(
        id=entry.pk,
        store=entry.store.slug,
        kind=entry.kind,
        does=job_words(entry.kind),
        interval_seconds=entry.interval_seconds,
        next_run_at=entry.next_run_at,
        last_run_at=entry.last_run_at,
        last_result=entry.last_result,
        last_ok=entry.last_ok,
    )


def job_words(kind: str) -> str:
    """What a kind of recurring job does."""
    return RecurringJob(kind).words if kind in set(RecurringJob) else kind
