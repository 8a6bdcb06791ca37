"""What is shown of changes that no webhook had told of."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.flows.find import find_store
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import MissedChange


@dataclass(frozen=True)
class MissedChangeView:
    """A change that only looking has found: by what, when it was made in Shopify, and when it was found."""

    id: int
    store: str
    order_id: str
    order_name: str
    found_by: str
    words: str
    changed_at: datetime
    found_at: datetime


def missed_change_page(store: str, paging: Paging) -> Page[MissedChangeView]:
    """Those of one store, or of all, newest first. Raises UnknownStore."""
    rows = MissedChange.objects.select_related("order__store")
    if store:
        rows = rows.filter(order__store=find_store(store))
    return newest_first(rows, _view, by="found_at", paging=paging)


def _view(row: MissedChange) -> MissedChangeView:
    return MissedChangeView(
        id=row.pk,
        store=row.order.store.slug,
        order_id=row.order_id,
        order_name=row.order.name,
        found_by=row.found_by,
        words=row.words,
        changed_at=row.changed_at,
        found_at=row.found_at,
    )
