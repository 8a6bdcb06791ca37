"""A customer changes a subscription: says what, sees what it comes to, confirms."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from backhaul.core.change_errors import ChangeImpossible, ChangeRefusedToCustomer, ChangeUnderWay, PlanOutdated
from backhaul.core.portal_rules import OF_CONTRACT, OF_DELIVERY
from backhaul.core.wanted_changes import ChangeKind, WantedChange
from backhaul.flows.customer_changes import confirm_for_customer, preview_for_customer, standing_of, why_it_cannot_be
from backhaul.flows.read_wish import FINGERPRINT
from backhaul.flows.show.customer_contracts import customer_contract
from backhaul.models import Contract
from backhaul.portal.change_forms import ChangeForm, form_of, wanted_of
from backhaul.portal.pages import page
from backhaul.portal.visitor import Visitor, for_visitor
from backhaul.portal.wording import CONFIRMS, TITLES

EDIT = "edit"
_MISTAKEN = 422
_OUTDATED = 409
_TOO_MANY = 429
_PLAN_CHANGES = (PlanOutdated, ChangeImpossible, ChangeRefusedToCustomer, ChangeUnderWay)


@dataclass(frozen=True)
class Asking:
    """Who asks for which change of what."""

    request: HttpRequest
    visitor: Visitor
    contract: Contract
    kind: ChangeKind

    def render(self, template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
        """One of the pages on the way."""
        shared = {
            "visitor": self.visitor,
            "contract": customer_contract(self.contract, self.visitor.policies),
            "kind": self.kind,
            "title": TITLES[self.kind],
            "confirm": CONFIRMS[self.kind],
        }
        return page(self.request, self.visitor.store, template, {**shared, **context}, status=status)


@for_visitor
def ask_for_change(request: HttpRequest, visitor: Visitor, contract_id: str, kind: str) -> HttpResponse:
    """First the form, if there is anything to ask, then the preview, then, confirmed, the change."""
    if kind not in {one.value for one in (*OF_CONTRACT, *OF_DELIVERY)}:
        raise Http404
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    asking = Asking(request, visitor, visitor.contract(contract_id), ChangeKind(kind))
    is_filled = request.method == "POST"
    form = form_of(
        asking.kind,
        request.POST if is_filled else None,
        standing=standing_of(asking.contract),
        portal=visitor.policies,
        number=request.GET.get("delivery", ""),
    )
    if not is_filled and form.asks:
        return _ask(asking, form)
    if not is_filled:
        form = _answered(asking, form)
    if EDIT in request.POST:
        return _ask(asking, form)
    wanted = wanted_of(asking.kind, form) if form.is_valid() else None
    if wanted is None:
        return _ask(asking, form, status=_MISTAKEN)
    return _proceed(asking, form, wanted)


def _answered(asking: Asking, form: ChangeForm) -> ChangeForm:
    """The form as if it had been sent: there is nothing to fill in."""
    given = {"delivery": form.initial.get("delivery", "")}
    return form_of(asking.kind, given, standing=form.standing, portal=form.portal)


def _ask(asking: Asking, form: ChangeForm, *, status: int = 200) -> HttpResponse:
    """The form; where the change is not possible whatever is filled in, why."""
    number = form["delivery"].value()
    refused = why_it_cannot_be(asking.kind, number, form.standing, asking.visitor.policies)
    if refused is not None:
        return asking.render("portal/refused.html", {"refused": refused})
    return asking.render("portal/ask.html", {"form": form, "about": _about(form)}, status=status)


def _proceed(asking: Asking, form: ChangeForm, wanted: WantedChange) -> HttpResponse:
    """Show what it comes to, or begin what was shown; what has changed since is shown anew."""
    fingerprint = asking.request.POST.get(FINGERPRINT, "")
    if not fingerprint:
        return _show(asking, form, wanted)
    try:
        change = confirm_for_customer(asking.contract, wanted, fingerprint=fingerprint, portal=asking.visitor.policies)
    except _PLAN_CHANGES:
        asking.contract.refresh_from_db()
        return _show(asking, form, wanted, is_anew=True)
    address = (asking.visitor.store.slug, asking.contract.pk, change.pk)
    return HttpResponseRedirect(reverse("portal:change", args=address), status=303)


def _show(asking: Asking, form: ChangeForm, wanted: WantedChange, *, is_anew: bool = False) -> HttpResponse:
    preview = preview_for_customer(asking.contract, wanted, portal=asking.visitor.policies)
    status = _OUTDATED if is_anew else 200
    if preview.refused is not None:
        context: dict[str, object] = {"refused": preview.refused, "form": form}
        refused = asking.render("portal/refused.html", context, status=_TOO_MANY if preview.wait else status)
        if preview.wait:
            refused["Retry-After"] = str(int(preview.wait.total_seconds()) + 1)
        return refused
    context = {"form": form, "preview": preview, "is_anew": is_anew, "about": _about(form)}
    return asking.render("portal/preview.html", context, status=status)


def _about(form: ChangeForm) -> object:
    """The day of the delivery that the change is about."""
    number = str(form["delivery"].value() or "")
    found = (one.due_at for one in form.standing.deliveries if str(one.number) == number)
    return next(found, None)
