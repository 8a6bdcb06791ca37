"""The file that a warehouse works from: a row for each line that is to be shipped, written while it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import structlog
from django.db.models import F

from backhaul.core.csv_text import csv_text
from backhaul.core.order_csv import OfLine, OfOrder, header, row
from backhaul.core.ready import Due
from backhaul.flows.ready_work import Work, WorkFilter, load_work, matching_work

log = structlog.get_logger()

AT_A_TIME = 250
"""Fulfillment orders that are held in memory together."""
MARK = "\ufeff"
"""By which a spreadsheet recognises UTF-8."""


@dataclass(frozen=True)
class Export:
    """What is exported. With a `due` of None what cannot be shipped now is in it, too, with 0 fulfillable units.

    `personal`: with names and addresses. `for_spreadsheet`: begins with the mark that spreadsheets look for.
    """

    wanted: WorkFilter = field(default_factory=lambda: WorkFilter(due=Due.NOW))
    personal: bool = False
    for_spreadsheet: bool = False


def export_orders(export: Export, *, by: str) -> Iterator[bytes]:
    """The file in pieces, in UTF-8, what has been due for longest first; flat in memory whatever its length.

    Raises what `matching_work` raises, before the first piece.
    """
    rows = matching_work(export.wanted).order_by(F("due_at").asc(), "pk").values_list("pk", flat=True)
    log.info("orders.exported", by=by, store=export.wanted.store, personal=export.personal)
    return _pieces(export, rows.iterator(chunk_size=AT_A_TIME))


def _pieces(export: Export, ids: Iterator[int]) -> Iterator[bytes]:
    names = header(personal=export.personal)
    yield ((MARK if export.for_spreadsheet else "") + csv_text([names])).encode()
    while some := list(islice(ids, AT_A_TIME)):
        piece = csv_text(cells for work in load_work(some) for cells in _rows_of(work, export))
        if piece:
            yield piece.encode()


def _rows_of(work: Work, export: Export) -> Iterator[list[str]]:
    order = work.row.order
    shared = OfOrder(
        id=order.pk,
        store=order.store.slug,
        zone=order.store.timezone,
        name=order.name,
        created_at=order.shopify_created_at,
        financial_status=order.financial_status,
        fulfillment_status=order.fulfillment_status,
        tags=order.tags,
        facts=order.facts,
    )
    for line in work.row.lines.all():
        fulfillable = work.units.get(line.gid, 0)
        if fulfillable == 0 and (export.wanted.due is Due.NOW or line.remaining_quantity == 0):
            continue
        of_line = OfLine(
            id=line.order_line_id,
            gid=line.order_line.gid,
            title=line.order_line.title,
            sku=line.order_line.sku,
            quantity=line.order_line.quantity,
            requires_shipping=line.order_line.requires_shipping,
            fulfillment_order_gid=work.row.gid,
            status=work.row.status,
            location=work.location,
            fulfil_at=work.row.fulfill_at,
            delivery=work.delivery,
            fulfillable=fulfillable,
        )
        yield row(shared, of_line, personal=export.personal)
