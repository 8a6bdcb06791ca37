"""The pages of a customer who has entered."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from backhaul.portal.pages import page
from backhaul.portal.visitor import Visitor, for_visitor


@for_visitor
def overview(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The visitor's subscriptions."""
    context = {"visitor": visitor, "contracts": visitor.contracts().prefetch_related("lines")}
    return page(request, visitor.store, "portal/overview.html", context)


ADDRESSES: list[URLPattern] = [path("", overview, name="overview")]
"""Below the store's address."""
