"""A page with one form: it shows what will be done, hands valid data to a flow, and says what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin, site
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from backhaul.core.errors import BackhaulError
from backhaul.flows.payment_tasks import PAYMENT_TASKS
from backhaul.models import Task

TEMPLATE = "console/form_page.html"
CAPTURE = "capture_paymentline"
"""The permission to have money moved; whoever steers a task that does so needs it too."""
PERSONAL_DATA = "see_personal_data"
"""The permission to see names, addresses and the like in what Shopify sent."""
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class FormPage:
    """What the page says, its form, what carries the form's data out and says so, and where it leads then."""

    title: str
    form: Callable[..., forms.Form]
    carry_out: Callable[[dict[str, Any]], str]
    back: str
    button: str
    explanation: str = ""
    initial: Mapping[str, object] = field(default_factory=dict)


def serve_form(request: HttpRequest, page: FormPage) -> HttpResponse:
    """Show the form, or carry it out; what a flow refuses stands above the form, and nothing is lost."""
    form = page.form(request.POST if request.method == "POST" else None, initial=dict(page.initial))
    if request.method == "POST" and form.is_valid():
        try:
            done = page.carry_out(form.cleaned_data)
        except BackhaulError as error:
            form.add_error(None, f"{error.message} {error.hint}".strip())
        else:
            messages.success(request, done)
            return HttpResponseRedirect(page.back)
    context = {**site.each_context(request), "title": page.title, "page": page, "form": form}
    return TemplateResponse(request, TEMPLATE, context)


def require(request: HttpRequest, permission: str) -> None:
    """Raise PermissionDenied unless the member of staff may do this."""
    if not request.user.has_perm(f"backhaul.{permission}"):
        raise PermissionDenied


def may_capture(request: HttpRequest) -> bool:
    """Whether the member of staff may have payments captured, retrieved again and voided."""
    return request.user.has_perm(f"backhaul.{CAPTURE}")


def may_see_personal_data(request: HttpRequest) -> bool:
    """Whether the member of staff may see names, addresses and the like."""
    return request.user.has_perm(f"backhaul.{PERSONAL_DATA}")


def require_for_task(request: HttpRequest, task: Task) -> None:
    """Raise PermissionDenied unless the member of staff may steer this task."""
    require(request, "change_task")
    if task.kind in PAYMENT_TASKS:
        require(request, CAPTURE)


def shown(admin: "ModelAdmin[Any]", request: HttpRequest, object_id: str, kind: type[Row]) -> Row:
    """The row whose page this belongs to. Raises Http404."""
    row = admin.get_object(request, object_id)
    if not isinstance(row, kind):
        raise Http404
    return row
