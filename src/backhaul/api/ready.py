"""Endpoints of a warehouse's work: what is ready, shipped early, put off; exported, and taken in again as shipments."""

from typing import Annotated, Literal

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Status
from pydantic import BaseModel, ConfigDict

from backhaul.api.bodies import RescheduleBody
from backhaul.api.paging import PageQuery
from backhaul.api.refusals import UnsupportedMediaType
from backhaul.core.ready import Due
from backhaul.flows.export_orders import Export, export_orders
from backhaul.flows.import_shipments import ImportReport, import_shipments, preview_shipments, read_file
from backhaul.flows.ready_work import WorkFilter
from backhaul.flows.scheduled_work import Wished, find_fulfillment_order, open_early, put_off
from backhaul.flows.show.pages import Page
from backhaul.flows.show.ready import ReadyView, ready_page
from backhaul.flows.show.tasks import TaskView, task_detail

BY = "API"
CSV = "text/csv"
Dues = Literal["now", "later", "held", "blocked", "all"]


def _filter(*, store: str, location: str, order: str, due: Dues) -> WorkFilter:
    return WorkFilter(store, location, None if due == "all" else Due(due), order)


class ReadyQuery(PageQuery):
    """Which work, and which page of it; what can be shipped now unless asked otherwise."""

    store: str = ""
    location: str = ""
    order: str = ""
    due: Dues = "now"

    def to_filter(self) -> WorkFilter:
        """As the read wants it."""
        return _filter(store=self.store, location=self.location, order=self.order, due=self.due)


class ExportQuery(BaseModel):
    """What is exported. `personal`: with names and addresses. `for_spreadsheet`: with the mark of UTF-8 first."""

    model_config = ConfigDict(extra="forbid")

    store: str = ""
    location: str = ""
    order: str = ""
    due: Dues = "now"
    personal: bool = False
    for_spreadsheet: bool = False

    def to_export(self) -> Export:
        """As the flow wants it."""
        wanted = _filter(store=self.store, location=self.location, order=self.order, due=self.due)
        return Export(wanted, personal=self.personal, for_spreadsheet=self.for_spreadsheet)


def list_ready(request: HttpRequest, query: Annotated[ReadyQuery, Query()]) -> Page[ReadyView]:
    """Fulfillment orders that a warehouse can ship, what has been due for longest first."""
    return ready_page(query.to_filter(), query.paging())


def open_work(request: HttpRequest, fulfillment_order: str, store: str | None = None) -> Status[TaskView]:
    """Open a scheduled fulfillment order before its date: 201 for a new task, 200 when one was there already."""
    return _wished(open_early(find_fulfillment_order(fulfillment_order, store_slug=store)))


def reschedule_work(
    request: HttpRequest, fulfillment_order: str, body: RescheduleBody, store: str | None = None
) -> Status[TaskView]:
    """Give a scheduled fulfillment order another date: 201 for a new task, 200 when one was there already."""
    return _wished(put_off(find_fulfillment_order(fulfillment_order, store_slug=store), body.to))


def export_orders_csv(request: HttpRequest, query: Annotated[ExportQuery, Query()]) -> StreamingHttpResponse:
    """A CSV file with a row for each line that is to be shipped; names and addresses only with `personal=true`."""
    pieces = export_orders(query.to_export(), by=BY)
    return StreamingHttpResponse(
        pieces,
        content_type=f"{CSV}; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="orders.csv"', "Cache-Control": "no-store"},
    )


def import_shipments_csv(
    request: HttpRequest, store: str = "", preview: bool = False, skip_bad: bool = False
) -> Status[ImportReport]:
    """Post the shipments of a CSV file, all or, with `skip_bad=true`, those that can be; `preview=true` posts nothing.

    201 when any is new, 200 when all were posted before; 422 names each row that cannot be taken.
    """
    if request.content_type != CSV:
        raise UnsupportedMediaType(request.content_type or "", hint=f"Send Content-Type: {CSV}.")
    rows = read_file(request.body)
    if preview:
        return Status(200, preview_shipments(rows, store_slug=store))
    report = import_shipments(rows, store_slug=store, skip_bad=skip_bad)
    return Status(201 if report.is_new else 200, report)


def _wished(wished: Wished) -> Status[TaskView]:
    return Status(201 if wished.is_new else 200, task_detail(wished.task.pk).task)
