"""Figures of how true the mirror is, for machines that watch."""

from dataclasses import dataclass

from django.db.models import Count

from backhaul.models import Backfill, Bill, JobQueueEntry, MissedChange


@dataclass(frozen=True)
class MirrorFigures:
    """Each figure with what it is of: the store first."""

    missed: list[tuple[tuple[str, str], int]]
    failing_jobs: list[tuple[tuple[str, str], int]]
    imported: list[tuple[tuple[str], int]]
    bills: list[tuple[tuple[str, str], int]]


def mirror_figures() -> MirrorFigures:
    """As they are now."""
    missed = MissedChange.objects.order_by().values_list("order__store__slug", "found_by").annotate(Count("id"))
    jobs = JobQueueEntry.objects.exclude(last_ok=None).values_list("store__slug", "kind", "last_ok")
    imports = Backfill.objects.filter(ended_at=None).values_list("store__slug", "orders_read")
    bills = Bill.objects.order_by().values_list("contract__store__slug", "state").annotate(Count("id"))
    return MirrorFigures(
        missed=[((store, found_by), count) for store, found_by, count in missed],
        failing_jobs=[((store, kind), int(not ok)) for store, kind, ok in jobs],
        imported=[((store,), read) for store, read in imports],
        bills=[((store, state), count) for store, state, count in bills],
    )
