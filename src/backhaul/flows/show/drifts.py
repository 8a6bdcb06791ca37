"""What is shown of the drift between subscriptions, their orders and our mirror."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.flows.find import by_id, find_store
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import Drift

OPEN, SETTLED = "open", "settled"


@dataclass(frozen=True)
class DriftFilter:
    """Which drifts are meant; empty fields match everything. `state` is open or settled, the ids are ours."""

    store: str = ""
    contract_id: str = ""
    order_id: str = ""
    kind: str = ""
    state: str = ""


@dataclass(frozen=True)
class DriftView:
    """One thing that does not agree, and what to do about it; `settled_because` says why it is none any more."""

    id: str
    store: str
    contract_id: str | None
    contract: str
    order_id: str | None
    order_name: str | None
    kind: str
    state: str
    words: str
    remedy: str
    found_at: datetime
    seen_at: datetime
    settled_at: datetime | None
    settled_because: str


def drift_page(matching: DriftFilter, paging: Paging) -> Page[DriftView]:
    """The drifts that match, newest first. Raises UnknownStore."""
    rows = Drift.objects.select_related("store", "contract", "order")
    if matching.store:
        rows = rows.filter(store=find_store(matching.store))
    given = {"contract": matching.contract_id, "order": matching.order_id, "kind": matching.kind}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if matching.state:
        rows = rows.filter(settled_at__isnull=matching.state == OPEN)
    return newest_first(rows, drift_view, by="found_at", paging=paging)


def read_drift(drift_id: str) -> DriftView:
    """The drift as it is now. Raises NotFound."""
    row = by_id(Drift.objects.select_related("store", "contract", "order"), drift_id, "drift")
    return drift_view(row)


def drift_view(row: Drift) -> DriftView:
    """The drift as it is now."""
    return DriftView(
        id=row.pk,
        store=row.store.slug,
        contract_id=row.contract_id,
        contract=str(row.contract) if row.contract else "",
        order_id=row.order_id,
        order_name=row.order.name if row.order else None,
        kind=row.kind,
        state=OPEN if row.settled_at is None else SETTLED,
        words=row.words,
        remedy=row.remedy,
        found_at=row.found_at,
        seen_at=row.seen_at,
        settled_at=row.settled_at,
        settled_because=row.settled_because,
    )
