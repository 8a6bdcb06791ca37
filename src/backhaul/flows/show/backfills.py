"""What is shown of imports of past orders."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.flows.backfill import progress_of
from backhaul.flows.find import by_id, find_store
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import Backfill


@dataclass(frozen=True)
class BackfillView:
    """An import of a store's past orders: how far it is, and the task that carries it out with its state.

    `orders_found` is None until Shopify has said how many there are; `orders_skipped` were known as they are.
    """

    id: str
    store: str
    task: str
    state: str
    progress: str
    detail: str
    created_from: datetime | None
    orders_found: int | None
    orders_read: int
    orders_new: int
    orders_skipped: int
    started_at: datetime
    ended_at: datetime | None


def backfill_page(store: str, paging: Paging) -> Page[BackfillView]:
    """The imports of one store, or of all, newest first. Raises UnknownStore."""
    rows = Backfill.objects.select_related("store", "task")
    if store:
        rows = rows.filter(store=find_store(store))
    return newest_first(rows, backfill_view, by="started_at", paging=paging)


def find_backfill(backfill_id: str) -> Backfill:
    """The import of that id. Raises NotFound."""
    return by_id(Backfill.objects.select_related("store", "task"), backfill_id, "import")


def backfill_view(row: Backfill) -> BackfillView:
    """The import as it is now."""
    return BackfillView(
        id=row.pk,
        store=row.store.slug,
        task=row.task_id,
        state=row.task.state,
        progress=progress_of(row).words,
        detail=row.task.outcome_detail,
        created_from=row.created_from,
        orders_found=row.orders_found,
        orders_read=row.orders_read,
        orders_new=row.orders_new,
        orders_skipped=row.orders_skipped,
        started_at=row.started_at,
        ended_at=row.ended_at or row.task.settled_at,
    )
