"""Every address of the portal; called once by the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLResolver, include, path, re_path
from django.utils import translation

from backhaul.models import Store
from backhaul.portal import entrance
from backhaul.portal.customer_pages import ADDRESSES
from backhaul.portal.pages import nothing_here, protected
from backhaul.portal.visitor import for_store

PREFIX = "portal/"


@for_store
def unknown_address(request: HttpRequest, store: Store, rest: str) -> HttpResponse:
    """404, protected like every other answer."""
    return nothing_here(request, store)


def is_ours(request: HttpRequest) -> bool:
    """Whether it is about a page of the portal."""
    return request.path.startswith(f"/{PREFIX}")


def refuse_form(request: HttpRequest) -> HttpResponse:
    """403 for a form that comes from elsewhere, or from a page that was open for too long."""
    with translation.override(translation.get_language_from_request(request)):
        return protected(render(request, "portal/forged_form.html", status=403))


def apologise(request: HttpRequest) -> HttpResponse:
    """500 for what nobody has foreseen. Nothing is read for it: it may be the database that does not answer."""
    slug = request.resolver_match.kwargs.get("slug", "") if request.resolver_match else ""
    with translation.override(translation.get_language_from_request(request)):
        return protected(render(request, "portal/failed.html", {"slug": slug}, status=500))


def addresses() -> list[URLResolver]:
    """What the site adds to its addresses; they are called `portal:…`."""
    of_store = [
        path("sign-in", entrance.sign_in, name="sign_in"),
        path("sign-in/sent", entrance.link_sent, name="link_sent"),
        path("enter/<str:token>", entrance.follow_link, name="follow_link"),
        path("sign-out", entrance.sign_out, name="sign_out"),
        re_path(r"^from-shop(?:/(?P<rest>[\s\S]*))?\Z", entrance.come_from_shop, name="from_shop"),
        *ADDRESSES,
        re_path(r"^(?P<rest>[\s\S]+)\Z", unknown_address),
    ]
    return [path(f"{PREFIX}<slug:slug>/", include((of_store, "portal")))]
