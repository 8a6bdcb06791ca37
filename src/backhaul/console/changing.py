"""Change a subscription: say what, see what it comes to on both sides, confirm."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from backhaul.console.change_forms import KIND_WORDS, KindForm, body_of, form_of
from backhaul.core.change_errors import PlanOutdated
from backhaul.core.errors import BackhaulError
from backhaul.core.wanted_changes import Actor, ChangeKind
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.read_wish import FINGERPRINT, read_wish
from backhaul.flows.show.changes import PreviewView, preview_view
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Contract

TEMPLATE = "console/change.html"
CHANGE_PAGE = "admin:backhaul_change_change"
OUTDATED = "The subscription or its orders have changed since. This is the new preview."


def serve_change(request: HttpRequest, contract: Contract, *, back: str) -> HttpResponse:
    """First the kind, then its form, then the preview, then, confirmed, the change."""
    kind = request.GET.get("kind", "")
    page = {"contract": contract, "back": back, "title": f"Change subscription {contract}"}
    if kind not in set(ChangeKind):
        return _render(request, KindForm(), {**page, "asks_kind": True})
    page |= {"kind": kind, "title": f"{KIND_WORDS[ChangeKind(kind)]}: subscription {contract}"}
    form = form_of(ChangeKind(kind), contract, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _render(request, form, page)
    try:
        return _proceed(request, contract, form, page)
    except BackhaulError as error:
        form.add_error(None, f"{error.message} {error.hint}".strip())
        return _render(request, form, page)


def _proceed(request: HttpRequest, contract: Contract, form: forms.Form, page: dict[str, Any]) -> HttpResponse:
    """Show the preview, or begin what it has shown; what has changed since is shown anew."""
    confirmed = request.POST.get(FINGERPRINT, "")
    body = {**body_of(ChangeKind(page["kind"]), form.cleaned_data), FINGERPRINT: confirmed}
    by = request.user.get_username()
    wish, fingerprint = read_wish(body, contract, actor=Actor.MERCHANT, by=by, is_preview=not confirmed)
    if not fingerprint:
        return _render(request, form, {**page, "preview": _preview(contract, wish)})
    try:
        change = confirm_change(contract, wish, fingerprint=fingerprint)
    except PlanOutdated:
        messages.warning(request, OUTDATED)
        return _render(request, form, {**page, "preview": _preview(contract, wish)})
    messages.success(request, "The change is under way.")
    return HttpResponseRedirect(reverse(CHANGE_PAGE, args=(change.pk,)))


def _preview(contract: Contract, wish: ChangeWish) -> PreviewView:
    return preview_view(contract, wish.wanted, preview_change(contract, wish).plan)


def _render(request: HttpRequest, form: forms.Form, page: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, TEMPLATE, {**site.each_context(request), "form": form, **page})
