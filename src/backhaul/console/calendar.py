"""The calendar page of deliveries: a month of a store or of one subscription, or one of its days in full."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from backhaul.core.calendar_days import CalendarState, month_of, next_month, previous_month, weeks_of
from backhaul.core.errors import BackhaulError
from backhaul.core.moments import parse_day
from backhaul.flows.find import find_store, find_stores
from backhaul.flows.show.calendar import (
    CalendarDay,
    CalendarWish,
    calendar_view,
    deliveries_page,
    today_of,
)
from backhaul.flows.show.pages import Paging
from backhaul.models import Contract, Store

TEMPLATE = "console/calendar.html"
LISTED = 3
ON_A_DAY = 100


@dataclass(frozen=True)
class Cell:
    """A day of the grid; `counts` are numbers with their words."""

    day: date
    is_today: bool
    is_other_month: bool
    found: CalendarDay | None

    @property
    def counts(self) -> list[tuple[CalendarState, int]]:
        """How many of each kind, those to be seen to first."""
        return [
            (state, self.found.counts[state]) for state in CalendarState if self.found and state in self.found.counts
        ]


def serve_calendar(request: HttpRequest, *, contract: Contract | None = None, back: str) -> HttpResponse:
    """The month that is asked for, or the day; what cannot be is said, and the present month shown instead."""
    store = contract.store if contract is not None else _store(request)
    if store is None:
        return _render(request, {"title": "Calendar of deliveries", "back": back})
    of = f"subscription {contract}" if contract is not None else str(store)
    page: dict[str, Any] = {"store": store, "contract": contract, "back": back, "title": f"Deliveries of {of}"}
    page["stores"] = [] if contract is not None else [one.slug for one in find_stores()]
    wished = CalendarWish(store.slug, contract.pk if contract is not None else "")
    try:
        if request.GET.get("day"):
            return _render(request, {**page, **_one_day(request, wished)})
        return _render(
            request, {**page, **_month(month_of(request.GET.get("month", ""), today=today_of(store)), wished)}
        )
    except BackhaulError as error:
        messages.error(request, f"{error.message} {error.hint}".strip())
        return _render(request, {**page, **_month(month_of("", today=today_of(store)), wished)})


def _store(request: HttpRequest) -> Store | None:
    """The one that is asked for, or the first; None where none is connected, or no such one."""
    try:
        slug = request.GET.get("store", "")
        return find_store(slug) if slug else next(iter(find_stores()), None)
    except BackhaulError as error:
        messages.error(request, f"{error.message} {error.hint}".strip())
        return None


def _month(month: date, wished: CalendarWish) -> dict[str, Any]:
    weeks = weeks_of(month)
    view = calendar_view(replace(wished, first=weeks[0][0], last=weeks[-1][-1]), listed=LISTED)
    found = {one.day: one for one in view.days}
    cells = [[Cell(day, day == view.today, day.month != month.month, found.get(day)) for day in week] for week in weeks]
    return {
        "view": view,
        "month": month,
        "weeks": cells,
        "earlier": _query(wished, month=f"{previous_month(month):%Y-%m}"),
        "later": _query(wished, month=f"{next_month(month):%Y-%m}"),
        "is_empty": not view.days,
    }


def _one_day(request: HttpRequest, wished: CalendarWish) -> dict[str, Any]:
    day = parse_day(request.GET["day"])
    page = deliveries_page(replace(wished, first=day, last=day), Paging(ON_A_DAY, request.GET.get("cursor", "")))
    more = page.next_cursor
    return {
        "day": day,
        "deliveries": page.items,
        "whole_month": _query(wished, month=f"{day:%Y-%m}"),
        "more": _query(wished, day=day.isoformat(), cursor=more) if more else "",
    }


def _query(wished: CalendarWish, **asked: str) -> str:
    return urlencode({**({} if wished.contract else {"store": wished.store}), **asked})


def _render(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, TEMPLATE, {**site.each_context(request), **page})
