"""What is shown of an order's differences: in a line each, and one with what the same reading showed beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from backhaul.core.differences import DifferenceState
from backhaul.core.erasing import is_personal_path
from backhaul.core.learned import LearnedBy
from backhaul.core.order_facts import LINES, Facts, line_of, words_of
from backhaul.core.redaction import HIDDEN
from backhaul.flows.find import by_id, find_store
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import OrderDifference

MOST_TOGETHER = 250


@dataclass(frozen=True)
class DifferenceFilter:
    """Which differences are meant; empty fields match everything. `order_id` is our id of an order."""

    store: str = ""
    order_id: str = ""
    state: str = ""

    def differences(self) -> "QuerySet[OrderDifference]":
        """Those that match. Raises UnknownStore."""
        rows = OrderDifference.objects.all()
        if self.store:
            rows = rows.filter(order__store=find_store(self.store))
        if self.order_id:
            rows = rows.filter(order=self.order_id)
        return rows.filter(state=self.state) if self.state else rows


@dataclass(frozen=True)
class DifferenceView:
    """One field that was found changed. `field` names it in words, `now` is what it is at present.

    None is a field that was, or is, not there. `learned` says how we know, `words` what it contradicts and what to do.
    """

    id: str
    store: str
    order_id: str
    order_name: str
    path: str
    field: str
    before: str | None
    after: str | None
    now: str | None
    changed_at: datetime
    noticed_at: datetime
    learned_by: str
    learned: str
    topic: str
    delivery_id: str | None
    state: str
    means: str
    words: str
    resolved_at: datetime | None
    resolved_by: str
    resolution: str


@dataclass(frozen=True)
class DifferenceDetail:
    """A difference, and those that were noticed together with it."""

    difference: DifferenceView
    together: Sequence[DifferenceView]


def difference_page(matching: DifferenceFilter, paging: Paging) -> Page[DifferenceView]:
    """The differences that match, newest first, without personal data. Raises UnknownStore."""
    rows = matching.differences().select_related("order__store")
    return newest_first(rows, difference_view, by="noticed_at", paging=paging)


def difference_detail(difference_id: str, *, personal: bool = False) -> DifferenceDetail:
    """One difference, without personal data unless `personal`. Raises NotFound."""
    row = by_id(OrderDifference.objects.select_related("order__store"), difference_id, "difference")
    return DifferenceDetail(
        difference_view(row, personal=personal),
        [difference_view(other, personal=personal) for other in noticed_with(row)],
    )


def noticed_with(row: OrderDifference) -> list[OrderDifference]:
    """What else the same reading showed, conflicts first."""
    rows = OrderDifference.objects.filter(order=row.order_id, noticed_at=row.noticed_at).exclude(pk=row.pk)
    found = rows.select_related("order__store").order_by("path")[:MOST_TOGETHER]
    return sorted(found, key=lambda one: one.state != DifferenceState.CONFLICT)


def difference_view(row: OrderDifference, *, personal: bool = False) -> DifferenceView:
    """The difference as it is now; personal data is hidden unless `personal`."""
    return DifferenceView(
        id=row.pk,
        store=row.order.store.slug,
        order_id=row.order_id,
        order_name=row.order.name,
        path=row.path,
        field=field_words(row),
        before=shown_value(row.path, row.before, personal=personal),
        after=shown_value(row.path, row.after, personal=personal),
        now=shown_value(row.path, row.order.facts.get(row.path), personal=personal),
        changed_at=row.changed_at,
        noticed_at=row.noticed_at,
        learned_by=row.learned_by,
        learned=learned_words(row),
        topic=row.topic,
        delivery_id=row.delivery_id,
        state=row.state,
        means=DifferenceState(row.state).words,
        words=row.words,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
        resolution=row.resolution,
    )


def field_words(row: OrderDifference) -> str:
    """The field's name in words."""
    return words_of(row.path, _names(row))


def learned_words(row: OrderDifference) -> str:
    """How we know of it, in words."""
    words = LearnedBy(row.learned_by).words
    return f"{words}: {row.topic}" if row.topic else words


def shown_value(path: str, value: str | None, *, personal: bool) -> str | None:
    """A value as it may be shown; that there is none, or an empty one, tells nothing of anybody."""
    return HIDDEN if value and is_personal_path(path) and not personal else value


def _names(row: OrderDifference) -> Mapping[str, str]:
    """What a person calls the line that it is about, if it is about one."""
    gid = line_of(row.path)
    if gid is None:
        return {}
    facts: Facts = row.order.facts
    name = facts.get(f"{LINES}{gid}/sku") or facts.get(f"{LINES}{gid}/title")
    return {gid: name} if name else {}
