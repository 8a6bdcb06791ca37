"""Endpoints of what keeps the mirror true: imports of past orders, and changes that no webhook had told of."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Status

from backhaul.api.bodies import BackfillBody, CancelBody
from backhaul.api.paging import PageQuery
from backhaul.flows.backfill import start_backfill
from backhaul.flows.find import find_store
from backhaul.flows.show.backfills import BackfillView, backfill_page, backfill_view, find_backfill
from backhaul.flows.show.missed_changes import MissedChangeView, missed_change_page
from backhaul.flows.show.pages import Page
from backhaul.flows.steer_tasks import cancel_task


class StoreQuery(PageQuery):
    """Of which store, and which page."""

    store: str = ""


def list_backfills(request: HttpRequest, query: Annotated[StoreQuery, Query()]) -> Page[BackfillView]:
    """Imports of past orders, newest first."""
    return backfill_page(query.store, query.paging())


def get_backfill(request: HttpRequest, backfill: str) -> BackfillView:
    """One import, and how far it is."""
    return backfill_view(find_backfill(backfill))


def begin_backfill(request: HttpRequest, body: BackfillBody) -> Status[BackfillView]:
    """Import a store's past orders; one that is under way is answered instead, with 200."""
    started = start_backfill(find_store(body.store), body.created_from)
    return Status(201 if started.is_new else 200, backfill_view(find_backfill(started.backfill.pk)))


def cancel_backfill(request: HttpRequest, backfill: str, body: CancelBody) -> BackfillView:
    """Call an import off; what has come in stays."""
    cancel_task(find_backfill(backfill).task_id, reason=body.reason)
    return backfill_view(find_backfill(backfill))


def list_missed_changes(request: HttpRequest, query: Annotated[StoreQuery, Query()]) -> Page[MissedChangeView]:
    """Changes that only reconciling or comparing has found, newest first."""
    return missed_change_page(query.store, query.paging())
