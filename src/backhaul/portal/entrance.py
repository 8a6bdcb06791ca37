"""The pages by which customers enter and leave: ask for a link, follow one, come from the shop, sign out."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from backhaul.core.portal_access import SESSION_LIVES, Language, masked
from backhaul.core.portal_errors import LinkRefused, ProxyCallRefused
from backhaul.flows.mail import mail_is_on
from backhaul.flows.portal_customers import address_of
from backhaul.flows.portal_entry import Admission, end_session, enter, look_at_ticket
from backhaul.flows.portal_links import Asking, ask_for_link
from backhaul.flows.portal_policies import portal_address
from backhaul.flows.portal_proxy import open_it_again_at, take_proxy_call
from backhaul.models import Store
from backhaul.portal.pages import page
from backhaul.portal.visitor import COOKIE, Visitor, for_store, for_visitor, session_of


class AddressForm(forms.Form):
    """Where the link is to go."""

    address = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@for_store
def sign_in(request: HttpRequest, store: Store) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whoever asks, and whoever the address belongs to."""
    if session_of(request, store) is not None:
        return HttpResponseRedirect(_overview(store))
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asking = Asking(form.cleaned_data["address"], came_from(request), language_now())
        ask_for_link(store, asking)
        return HttpResponseRedirect(reverse("portal:link_sent", args=(store.slug,)))
    status = 422 if form.is_bound else 200
    return page(request, store, "portal/sign_in.html", {"form": form, "has_mail": mail_is_on()}, status=status)


@for_store
def link_sent(request: HttpRequest, store: Store) -> HttpResponse:
    """What happens now."""
    return page(request, store, "portal/link_sent.html")


@for_store
def follow_link(request: HttpRequest, store: Store, token: str) -> HttpResponse:
    """Show one button, which enters. Opening the link changes nothing: mail programs open links before people do."""
    try:
        if request.method == "POST":
            return _let_in(request, store, enter(store, token))
        ticket = look_at_ticket(store, token)
    except LinkRefused:
        return page(request, store, "portal/link_refused.html", status=410)
    whose = masked(address_of(store, ticket.customer_gid))
    return page(request, store, "portal/follow_link.html", {"whose": whose})


@for_visitor
def sign_out(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """End the session; the cookie goes, and would be worth nothing if it stayed."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    end_session(visitor.session)
    response = HttpResponseRedirect(reverse("portal:sign_in", args=(visitor.store.slug,)))
    response.delete_cookie(COOKIE, path=_overview(visitor.store), samesite="Lax")
    return response


@csrf_exempt
@for_store
def come_from_shop(request: HttpRequest, store: Store, rest: str = "") -> HttpResponse:
    """Send on whom the shop knows; offer the others a link by mail. The page is shown under the shop's own address.

    A page that goes on by itself rather than a redirect, which the shop's proxy follows in the customer's stead. What
    was refused for parameters of the visitor's is opened again without them.
    """
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    address, query = portal_address(store), request.META.get("QUERY_STRING", "")
    try:
        context = {"go_on": take_proxy_call(store, query), "refused": False}
    except ProxyCallRefused:
        context = {"go_on": open_it_again_at(store, query, rest=rest), "refused": True}
    status = 403 if context["refused"] and not context["go_on"] else 200
    context |= {"sign_in": f"{address}sign-in", "public_url": settings.BACKHAUL.public_url}
    response = page(request, store, "portal/from_shop.html", context, status=status)
    policy = f"default-src 'none'; style-src {settings.BACKHAUL.public_url}; base-uri 'none'; frame-ancestors 'none'"
    response["Content-Security-Policy"] = policy
    return response


def came_from(request: HttpRequest) -> str:
    """The network address of whoever asks: behind proxies the one that the outermost of ours has seen and added."""
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = [one.strip() for one in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if one.strip()]
        if seen:
            return seen[-min(len(seen), settings.BACKHAUL.proxies)]
    return str(request.META.get("REMOTE_ADDR", ""))


def language_now() -> Language:
    """The language that the page is shown in."""
    return Language((get_language() or "en").partition("-")[0])


def _let_in(request: HttpRequest, store: Store, admission: Admission) -> HttpResponse:
    """Whoever was in with this browser before is out: two customers never share one."""
    before = session_of(request, store)
    if before is not None:
        end_session(before)
    response = HttpResponseRedirect(_overview(store))
    response.set_cookie(
        COOKIE,
        admission.token,
        max_age=SESSION_LIVES,
        path=_overview(store),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _overview(store: Store) -> str:
    return reverse("portal:overview", args=(store.slug,))
