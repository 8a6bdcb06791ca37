"""Commands of a warehouse's work: what is ready, ship early, put off; the export of it, and the import of shipments."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter, StoreOption
from backhaul.cli.reading import read_file, read_moment
from backhaul.core.errors import InputError
from backhaul.core.file_errors import RefusedRow, RowsRefused
from backhaul.core.ready import Due
from backhaul.core.shipment_file import FileRow
from backhaul.flows import import_shipments as files
from backhaul.flows.export_orders import Export, export_orders
from backhaul.flows.ready_work import WorkFilter
from backhaul.flows.scheduled_work import Wished, find_fulfillment_order, open_early, put_off
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain
from backhaul.flows.show.ready import ReadyView, ready_page
from backhaul.flows.show.tasks import task_detail

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
exports = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
imports = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

COLUMNS = ("number", "store", "order", "fulfil_at", "location", "delivery", "units")
BY = "command line"


class Shown(StrEnum):
    """Which work is meant."""

    NOW = "now"
    LATER = "later"
    HELD = "held"
    BLOCKED = "blocked"
    ALL = "all"

    @property
    def due(self) -> Due | None:
        """As the flows want it."""
        return None if self is Shown.ALL else Due(self.value)


Location = Annotated[str, typer.Option(help="Only at this location: your code, Shopify's gid or number.")]
OfOrder = Annotated[str, typer.Option("--order", help="Only of this order, by any of its names.")]
DueOption = Annotated[Shown, typer.Option("--due", help="What can be shipped now, later, not as it is, or all of it.")]
FulfillmentOrder = Annotated[str, typer.Argument(help="Shopify's number or gid of the fulfillment order.")]


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    location: Location = "",
    order: OfOrder = "",
    due: DueOption = Shown.NOW,
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List what a warehouse can ship, what has been due for longest first."""
    with installation_of(ctx).database():
        page = ready_page(WorkFilter(store, location, due.due, order), Paging(limit, cursor))
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(_table(page.items) or ["Nothing is to be shipped."]), *more], as_json=as_json)


@app.command("open")
def open_(
    ctx: typer.Context, fulfillment_order: FulfillmentOrder, store: StoreOption = None, as_json: AsJson = False
) -> None:
    """Open a scheduled fulfillment order before its date, so that it can be shipped now."""
    with installation_of(ctx).database():
        _show_wish(open_early(find_fulfillment_order(fulfillment_order, store_slug=store)), as_json=as_json)


@app.command()
def reschedule(
    ctx: typer.Context,
    fulfillment_order: FulfillmentOrder,
    to: Annotated[str, typer.Option(help="When it is to be shipped instead, like 2026-10-01T12:00:00Z.")],
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Give a scheduled fulfillment order another date."""
    moment = read_moment(to)
    assert isinstance(moment, datetime)
    with installation_of(ctx).database():
        _show_wish(put_off(find_fulfillment_order(fulfillment_order, store_slug=store), moment), as_json=as_json)


@exports.command("orders")
def orders(
    ctx: typer.Context,
    store: StoreFilter = "",
    location: Location = "",
    order: OfOrder = "",
    due: DueOption = Shown.NOW,
    personal: Annotated[bool, typer.Option("--personal", help="With names and addresses.")] = False,
    for_spreadsheet: Annotated[
        bool, typer.Option("--for-spreadsheet", help="Begin with the mark by which spreadsheets recognise UTF-8.")
    ] = False,
    output: Annotated[Path | None, typer.Option(help="The file to write; standard output when left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a CSV file with a row for each line that is to be shipped."""
    export = Export(WorkFilter(store, location, due.due, order), personal=personal, for_spreadsheet=for_spreadsheet)
    with installation_of(ctx).database():
        pieces = export_orders(export, by=BY)
        if output is None:
            for piece in pieces:
                typer.echo(piece, nl=False)
            return
        written = _write(output, pieces)
    show({"file": str(output), "bytes": written}, [f"{output}: {written} bytes."], as_json=as_json)


@imports.command("shipments")
def shipments(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A CSV file; - is standard input.")],
    preview: Annotated[bool, typer.Option("--preview", help="Say what it comes to, and post nothing.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Post the shipments that can be; otherwise all or nothing.")
    ] = False,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Post the shipments of a CSV file; each row that cannot be taken is named before anything is posted."""
    with installation_of(ctx).database():
        rows = files.read_file(read_file("shipments", file))
        if preview:
            report = files.preview_shipments(rows, store_slug=store or "")
        else:
            report = _import(rows, store or "", skip_bad=skip_bad, as_json=as_json)
    show(plain(report), [*_lines(report), *_so_far(report, skip_bad=skip_bad)], as_json=as_json)


def _import(rows: Sequence[FileRow], store: str, *, skip_bad: bool, as_json: bool) -> files.ImportReport:
    try:
        return files.import_shipments(rows, store_slug=store, skip_bad=skip_bad)
    except RowsRefused as error:
        if not as_json:
            for line in _refusals(error.rows):
                typer.echo(line, err=True)
        raise


def _lines(report: files.ImportReport) -> list[str]:
    verbs = {(True, True): "Posted", (True, False): "Would be posted"}
    parcels = [
        f"{verbs.get((one.is_new, report.is_posted), 'Was posted before')}: {one.external_number} of {one.order}, "
        + ", ".join(f"{line.quantity} {line.sku or line.title}" for line in one.lines)
        + (f", {', '.join(one.tracking)}" if one.tracking else "")
        for one in report.parcels
    ]
    left = [f"{report.left} rows have nothing filled in."] if report.left else []
    return [*parcels, *_refusals(report.refused), *left]


def _so_far(report: files.ImportReport, *, skip_bad: bool) -> list[str]:
    """What a preview comes to when some rows cannot be taken."""
    if report.is_posted or not report.refused:
        return []
    new = sum(parcel.is_new for parcel in report.parcels)
    rest = f"{new} shipment{'' if new == 1 else 's'} would be posted"
    if skip_bad:
        return [f"{rest}; the rows that cannot be taken are left out."]
    return [f"As it is, nothing is posted: correct the rows that cannot be taken. With --skip-bad, {rest}."]


def _refusals(rows: Iterable[RefusedRow]) -> list[str]:
    return [f"Row {one.row} ({one.order}): {one.message} {one.hint}".strip() for one in rows]


def _write(output: Path, pieces: Iterable[bytes]) -> int:
    """The file appears only when it is whole. Raises InputError when it cannot be written."""
    try:
        with tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as part:
            unfinished = Path(part.name)
            try:
                written = sum(part.write(piece) for piece in pieces)
            except BaseException:
                unfinished.unlink()
                raise
        unfinished.replace(output)
    except OSError as exc:
        raise InputError(f"The file cannot be written: {exc}.", hint="Check its path.") from exc
    return written


def _show_wish(wished: Wished, *, as_json: bool) -> None:
    task = task_detail(wished.task.pk).task
    verb = "Asked for" if wished.is_new else "Was asked for before"
    show(plain(task), [f"{verb}: task {task.id} is {task.state}."], as_json=as_json)


def _table(found: list[ReadyView]) -> list[str]:
    rows = [{**vars(one), "units": one.units, "fulfil_at": plain(one.fulfil_at) or ""} for one in found]
    return table(rows, COLUMNS)
