"""Takes in a file of what left a warehouse: every row that cannot be taken is named, the others are posted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog
from django.db import transaction

from backhaul.core.errors import BackhaulError, BadReference, MoreThanOutstanding
from backhaul.core.file_errors import (
    RefusedRow,
    RowOfBrokenShipment,
    RowsRefused,
    ShipmentWasUndone,
    TrackingPostedBefore,
)
from backhaul.core.outstanding import LineRequest
from backhaul.core.shipment_file import FileParcel, FileRow, RowOfOrder, filled_in, parcels_of_rows, read_rows
from backhaul.flows.post_shipment import Posted, ShipmentRequest, post_shipment
from backhaul.flows.shipment_rows import Reading, tracking_of
from backhaul.models import Contract, PostedShipment, SalesOrder, ShipmentUndo

log = structlog.get_logger()


@dataclass(frozen=True)
class ParcelUnits:
    """So many units of a line in a parcel."""

    line: str
    sku: str
    title: str
    quantity: int


@dataclass(frozen=True)
class ParcelView:
    """Rows of one parcel. `is_new` False: the same was posted before; then, and once posted, `shipment` is its id."""

    rows: Sequence[int]
    store: str
    order_id: str
    order: str
    external_number: str
    is_new: bool
    shipment: str
    lines: Sequence[ParcelUnits]
    tracking: Sequence[str]
    location: str


@dataclass(frozen=True)
class ImportReport:
    """What a file comes to. `is_posted` False: nothing was posted, this is what would be.

    `rows` are those that say anything, `left` those of them in which nothing was filled in.
    """

    is_posted: bool
    rows: int
    left: int
    parcels: Sequence[ParcelView]
    refused: Sequence[RefusedRow]

    @property
    def is_new(self) -> bool:
        """Whether any of its parcels was not posted before."""
        return any(parcel.is_new for parcel in self.parcels)


class _OnlyTried(Exception):
    """Takes back what was posted to see whether it can be."""


def preview_shipments(rows: Sequence[FileRow], *, store_slug: str = "") -> ImportReport:
    """What the rows come to, each one named that cannot be taken; nothing is posted.

    They are posted and taken back, so that nothing can be possible here that is not so in earnest. Raises FileTooLarge.
    """
    report: ImportReport | None = None
    try:
        with transaction.atomic():
            report = _post(rows, store_slug)
            raise _OnlyTried
    except _OnlyTried:
        assert report is not None
    tried = [replace(parcel, shipment="") if parcel.is_new else parcel for parcel in report.parcels]
    return replace(report, is_posted=False, parcels=tried)


def import_shipments(rows: Sequence[FileRow], *, store_slug: str = "", skip_bad: bool = False) -> ImportReport:
    """Post what the rows say, in one transaction; the same rows given twice are posted once.

    Raises RowsRefused when some cannot be taken, and posts nothing then. With `skip_bad` the other parcels are posted,
    but none without one of its own rows. Raises FileTooLarge.
    """
    with transaction.atomic():
        report = _post(rows, store_slug)
        if report.refused and not skip_bad:
            raise RowsRefused(report.refused)
    log.info(
        "shipments.imported",
        rows=report.rows,
        posted=sum(parcel.is_new for parcel in report.parcels),
        posted_before=sum(not parcel.is_new for parcel in report.parcels),
        refused=len(report.refused),
    )
    return report


def read_file(content: bytes) -> list[FileRow]:
    """The rows of a file. Raises FileTooLarge, FileUnreadable, ColumnsMissing, ColumnTwice."""
    return read_rows(content)


def _post(rows: Sequence[FileRow], store_slug: str) -> ImportReport:
    """Post every parcel that can be, in the caller's transaction, with all their orders locked from the start."""
    reading, said = Reading(store_slug), filled_in(rows)
    parcels = parcels_of_rows(reading.read(said))
    orders = _locked({parcel.order_id for parcel in parcels})
    views = [view for parcel in parcels if (view := _post_parcel(parcel, orders[parcel.order_id], reading)) is not None]
    refused = sorted(reading.refused, key=lambda one: one.row)
    return ImportReport(True, len(rows), len(rows) - len(said), views, refused)


def _locked(order_ids: Iterable[str]) -> Mapping[str, SalesOrder]:
    """The orders with their stores, locked in one sequence, then their contracts: no two files wait for each other."""
    wanted = list(order_ids)
    rows = SalesOrder.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=wanted)
    orders = {order.pk: order for order in rows.select_related("store").order_by("pk")}
    contracts = Contract.objects.filter(orders__order__in=wanted).values_list("pk", flat=True)
    list(Contract.objects.select_for_update(no_key=True).filter(pk__in=list(contracts)).order_by("pk"))
    return orders


def _post_parcel(parcel: FileParcel, order: SalesOrder, reading: Reading) -> ParcelView | None:
    """Post one parcel and show it; None when it cannot be, with its rows noted."""
    rows = [one.row for one in parcel.rows]
    if parcel.key in reading.broken:
        reading.refuse(rows, RowOfBrokenShipment(reading.broken[parcel.key]))
        return None
    try:
        with transaction.atomic():
            posted = post_shipment(order, _request(parcel))
            _refuse_repeated(posted, is_numbered=parcel.is_numbered)
    except BackhaulError as error:
        concerned = [one.row for one in parcel.rows if _is_about(error, one, order)] or rows
        reading.refuse(concerned, error)
        others = [row for row in rows if row not in concerned]
        reading.refuse(others, RowOfBrokenShipment(concerned[0].number))
        return None
    return _view(parcel, order, posted)


def _request(parcel: FileParcel) -> ShipmentRequest:
    if len(parcel.locations) > 1:
        raise BadReference(
            "The rows of this shipment name several locations: " + ", ".join(parcel.locations)[:200] + ".",
            hint="Give each location a shipment of its own.",
        )
    return ShipmentRequest(
        external_number=parcel.external_number,
        lines=[LineRequest(one.row.quantity, line=one.line_id) for one in parcel.rows],
        tracking=tracking_of([one.row for one in parcel.rows]),
        location=parcel.locations[0] if parcel.locations else None,
    )


def _refuse_repeated(posted: Posted, *, is_numbered: bool) -> None:
    """What was undone since is not taken for done; and one parcel is not posted a second time with more rows in it."""
    shipment = posted.shipment
    if not posted.is_new and ShipmentUndo.objects.filter(shipment=shipment).exists():
        raise ShipmentWasUndone(shipment.pk)
    if not posted.is_new or is_numbered:
        return
    others = PostedShipment.objects.filter(order=shipment.order_id, undo=None).exclude(pk=shipment.pk)
    for one in shipment.tracking:
        before = others.filter(tracking__contains=[{"number": one["number"]}]).first()
        if before is not None:
            raise TrackingPostedBefore(one["number"], before.external_number)


def _is_about(error: BackhaulError, one: RowOfOrder, order: SalesOrder) -> bool:
    """Whether an error that names a line is about this row's."""
    if not isinstance(error, MoreThanOutstanding):
        return True
    named = order.lines.filter(pk=one.line_id).values_list("pk", "sku").first()
    return named is not None and error.data["line"] in named


def _view(parcel: FileParcel, order: SalesOrder, posted: Posted) -> ParcelView:
    lines = posted.shipment.lines.select_related("order_line")
    return ParcelView(
        rows=[one.row.number for one in parcel.rows],
        store=order.store.slug,
        order_id=order.pk,
        order=order.name,
        external_number=posted.shipment.external_number,
        is_new=posted.is_new,
        shipment=posted.shipment.pk,
        lines=[
            ParcelUnits(line.order_line_id, line.order_line.sku, line.order_line.title, line.quantity) for line in lines
        ],
        tracking=[" ".join(filter(None, (one["company"], one["number"]))) for one in posted.shipment.tracking],
        location=posted.shipment.location_gid,
    )
