"""Take in a file of shipments: upload it, see what each row comes to, confirm."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminFileFieldWidget

from backhaul.console.forms import store_choice
from backhaul.core.errors import BackhaulError
from backhaul.core.file_errors import RowsRefused
from backhaul.core.packed_rows import pack_rows, unpack_rows
from backhaul.core.shipment_file import MOST_BYTES, FileRow
from backhaul.flows.import_shipments import ImportReport, import_shipments, preview_shipments, read_file

TEMPLATE = "console/import_shipments.html"
EXPLANATION = (
    "A CSV file as the export gives it, with tracking numbers filled in, or one of your own with columns for order, "
    "the line or SKU, and the quantity. The next page says what each row comes to; nothing is posted before that."
)
CHANGED = "Something has changed since the preview. See once more what the rows come to."
REFUSED = ("Row", "Order", "Why", "What to do")
PARCELS = ("Rows", "Order", "Shipment", "Goods", "Tracking", "")
ROWS_SHOWN = 200


class UploadForm(forms.Form):
    """The file, and of which store it is."""

    file = forms.FileField(label="File", widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.txt,text/csv"}))
    store = store_choice("Store", any_of_them="as the rows say")


def serve_import(request: HttpRequest, *, back: str) -> HttpResponse:
    """First a form for the file, then what its rows come to, then, confirmed, the deed."""
    page = {"title": "Import shipments", "back": back, "again": request.path, "explanation": EXPLANATION}
    form = UploadForm()
    try:
        if request.method == "POST" and "rows" in request.POST:
            return _confirmed(request, page)
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                content = form.cleaned_data["file"].read(MOST_BYTES + 1)
                return _previewed(request, read_file(content), form.cleaned_data["store"], page)
    except BackhaulError as error:
        form = form if form.is_bound else UploadForm({})
        form.errors.clear()
        form.add_error(None, f"{error.message} {error.hint}".strip())
    return _render(request, {**page, "form": form})


def _previewed(request: HttpRequest, rows: Sequence[FileRow], store: str, page: dict[str, Any]) -> HttpResponse:
    report = preview_shipments(rows, store_slug=store)
    shown = {
        "form": UploadForm(),
        "report": report,
        "rows": pack_rows(rows),
        "store": store,
        "summary": _summary(report),
        "refused": _table(REFUSED, [[str(one.row), one.order, one.message, one.hint] for one in report.refused]),
        "parcels": _table(PARCELS, [_cells(report, index) for index in range(len(report.parcels))]),
    }
    return _render(request, {**page, **shown})


def _confirmed(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    """Post what the preview has shown; where that is not possible any more, nothing is posted and it is shown anew."""
    rows, store = unpack_rows(request.POST["rows"]), request.POST.get("store", "")
    try:
        report = import_shipments(rows, store_slug=store, skip_bad="skip_bad" in request.POST)
    except RowsRefused:
        messages.warning(request, CHANGED)
        return _previewed(request, rows, store, page)
    messages.success(request, _summary(report))
    return HttpResponseRedirect(page["back"])


def _summary(report: ImportReport) -> str:
    new = sum(parcel.is_new for parcel in report.parcels)
    before = len(report.parcels) - new
    said = [
        f"{_count(new, 'shipment')} {'posted' if report.is_posted else 'to be posted'}",
        f"{_count(before, 'shipment')} posted before" if before else "",
        f"{_count(len(report.refused), 'row')} that cannot be taken" if report.refused else "",
        f"{_count(report.left, 'row')} with nothing filled in" if report.left else "",
    ]
    return "; ".join(filter(None, said)) + f". {_hint(report)}".rstrip()


def _hint(report: ImportReport) -> str:
    """What to do about a file that says nothing."""
    if report.parcels or report.refused:
        return ""
    if report.left:
        return "Fill in a tracking number, or a quantity, where something has left, and give the file once more."
    return "The file has no rows below the names of its columns."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _cells(report: ImportReport, index: int) -> list[str]:
    one = report.parcels[index]
    return [
        ", ".join(map(str, one.rows)),
        one.order,
        one.external_number,
        ", ".join(f"{line.quantity} {line.sku or line.title}" for line in one.lines),
        ", ".join(one.tracking),
        "" if one.is_new else "was posted before",
    ]


def _table(headers: Sequence[str], rows: list[list[str]]) -> dict[str, object]:
    more = [[f"… and {len(rows) - ROWS_SHOWN} more", *("" for _ in headers[1:])]] if len(rows) > ROWS_SHOWN else []
    return {"headers": headers, "rows": rows[:ROWS_SHOWN] + more}


def _render(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, TEMPLATE, {**site.each_context(request), **context})
