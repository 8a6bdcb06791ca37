"""The pages of the customer portal in the console: a store's portal, and a link for one customer."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminIntegerFieldWidget

from backhaul.console.forms import choice, switch
from backhaul.console.pages import FormPage, serve_form
from backhaul.core.portal_access import Language
from backhaul.core.portal_policy import LONGEST_NOTICE_DAYS, CustomerChange
from backhaul.flows.portal_links import send_link_by_hand
from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.flows.show.portal import portal_view
from backhaul.models import Contract, Store

LANGUAGES = [(Language.ENGLISH.value, "English"), (Language.GERMAN.value, "German")]


class PortalForm(forms.Form):
    """Whether a store's portal is open, and what customers may do there."""

    is_open = switch("Open to customers")
    allowed = forms.MultipleChoiceField(
        label="Without asking, customers may",
        choices=[(one.value, one.words) for one in CustomerChange],
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
    )
    notice_days = forms.IntegerField(
        label="At the latest so many days before a charge or delivery",
        min_value=0,
        max_value=LONGEST_NOTICE_DAYS,
        widget=UnfoldAdminIntegerFieldWidget(),
    )


class PortalLinkForm(forms.Form):
    """In which language the customer is written to."""

    language = choice("Language of the mail", LANGUAGES)


def serve_portal(request: HttpRequest, store: Store, *, back: str) -> HttpResponse:
    """Open or close a store's portal, and say what customers may do there."""
    view = portal_view(store)

    def carry_out(data: dict[str, Any]) -> str:
        allowed = [CustomerChange(one) for one in data["allowed"]]
        portal = set_portal(store, PortalChoices(bool(data["is_open"]), allowed, data["notice_days"]))
        return f"The portal is {'open' if portal.is_open else 'closed'}."

    where = f"Customers find it at {view.address}; the app proxy of the app in Shopify goes to {view.proxy_address}."
    words = [
        where if view.address else "Nobody could reach it: BACKHAUL_PUBLIC_URL is not set.",
        "" if view.has_mail else "No links can be mailed: this installation has no mail server.",
        f"{view.visitors} customers are in it now; closing it ends that." if view.visitors else "",
    ]
    title = f"Customer portal of {store}"
    page = FormPage(title, PortalForm, carry_out, back, "Save", " ".join(filter(None, words)), initial=vars(view))
    return serve_form(request, page)


def serve_portal_link(request: HttpRequest, contract: Contract, *, back: str) -> HttpResponse:
    """Mail the customer of a contract a link that opens the portal once."""

    def carry_out(data: dict[str, str]) -> str:
        by, language = request.user.get_username(), Language(data["language"])
        return f"{send_link_by_hand(contract, requested_by=by, language=language).pk} mails the link."

    words = "The link goes to the e-mail address of the customer's newest order. It works once, within 15 minutes."
    title = f"A link to the portal for the customer of {contract}"
    return serve_form(request, FormPage(title, PortalLinkForm, carry_out, back, "Send", words))
