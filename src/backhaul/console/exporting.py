"""Export what is to be shipped: say what, and get the file."""

import functools
from typing import Any

from django import forms
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse

from backhaul.console.forms import choice, switch, text
from backhaul.console.pages import TEMPLATE, FormPage, may_see_personal_data
from backhaul.core.errors import BackhaulError
from backhaul.core.ready import SHIPPABLE_SOMETIME, Due
from backhaul.flows.export_orders import Export, export_orders
from backhaul.flows.ready_work import WorkFilter
from backhaul.models import Store

WORDS = (
    "One row for each line. Fill in tracking numbers, and the quantity where less has left, in the last columns; then "
    "give the file back by “Import shipments”."
)
_EVERYTHING = ("", "everything that is left, whenever it can be shipped")


class ExportForm(forms.Form):
    """What is exported. Names and addresses are offered to who may see them."""

    def __init__(self, *args: Any, personal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stores = [(slug, slug) for slug in Store.objects.values_list("slug", flat=True)]
        self.fields["store"] = choice("Store", [("", "all"), *stores], required=False)
        self.fields["location"] = text("Location", required=False, help_text="Your code for it; all if empty.")
        self.fields["due"] = choice(
            "What", [*((due.value, due.words) for due in SHIPPABLE_SOMETIME), _EVERYTHING], required=False
        )
        if personal:
            self.fields["personal"] = switch("With names and addresses")


def serve_export(request: HttpRequest, *, back: str) -> HttpResponseBase:
    """The form, or the file; what is wrong stands above the form."""
    make = functools.partial(ExportForm, personal=may_see_personal_data(request))
    form = make(request.POST if request.method == "POST" else None, initial={"due": Due.NOW, "personal": True})
    if request.method == "POST" and form.is_valid():
        try:
            pieces = export_orders(_export(form.cleaned_data), by=request.user.get_username())
        except BackhaulError as error:
            form.add_error(None, f"{error.message} {error.hint}".strip())
        else:
            headers = {"Content-Disposition": 'attachment; filename="orders.csv"', "Cache-Control": "no-store"}
            return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=headers)
    page = FormPage("Export what is to be shipped", make, lambda _data: "", back, "Export", explanation=WORDS)
    context = {**site.each_context(request), "title": page.title, "page": page, "form": form}
    return TemplateResponse(request, TEMPLATE, context)


def _export(data: dict[str, Any]) -> Export:
    due = Due(data["due"]) if data["due"] else None
    wanted = WorkFilter(data["store"], data["location"], due)
    return Export(wanted, personal=data.get("personal", False), for_spreadsheet=True)
