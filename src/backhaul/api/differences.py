"""Endpoints of what was changed in orders after they were first read: look at, mark conflicts as resolved."""

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from backhaul.api.bodies import ResolvedBody
from backhaul.api.paging import PageQuery
from backhaul.flows.differences import resolve_conflict
from backhaul.flows.show.differences import (
    DifferenceDetail,
    DifferenceFilter,
    DifferenceView,
    difference_detail,
    difference_page,
    difference_view,
)
from backhaul.flows.show.pages import Page


class DifferencesQuery(PageQuery):
    """Which differences, and which page of them."""

    store: str = ""
    order: str = ""
    state: str = ""

    def to_filter(self) -> DifferenceFilter:
        """As the read wants it."""
        return DifferenceFilter(self.store, self.order, self.state)


@dataclass(frozen=True)
class Resolved:
    """The conflict that was asked for, and those that were settled with it."""

    items: list[DifferenceView]


def list_differences(request: HttpRequest, query: Annotated[DifferencesQuery, Query()]) -> Page[DifferenceView]:
    """What was changed in orders, newest first, without personal data; `order` is our id of an order."""
    return difference_page(query.to_filter(), query.paging())


def get_difference(request: HttpRequest, difference: str) -> DifferenceDetail:
    """One change with what was noticed together with it, without personal data."""
    return difference_detail(difference)


def resolve_difference(request: HttpRequest, difference: str, body: ResolvedBody) -> Resolved:
    """Mark a conflict as resolved, with what else the same edit changed of the same line, address or amounts."""
    settled = resolve_conflict(difference, note=body.note, by=body.by)
    return Resolved([difference_view(row) for row in settled])
