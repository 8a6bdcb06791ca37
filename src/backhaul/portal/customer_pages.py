"""The pages of a customer who has entered: the subscriptions, one of them, and how a change stands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from backhaul.flows.show.customer_changes import customer_change
from backhaul.flows.show.customer_contracts import customer_contract, customer_contract_page
from backhaul.portal.changing import ask_for_change
from backhaul.portal.pages import page
from backhaul.portal.visitor import Visitor, for_visitor


@for_visitor
def overview(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The visitor's subscriptions, those that have ended last."""
    shown = [customer_contract(one, visitor.policies) for one in visitor.contracts()]
    shown.sort(key=lambda one: one.has_ended)
    return page(request, visitor.store, "portal/overview.html", {"visitor": visitor, "contracts": shown})


@for_visitor
def subscription(request: HttpRequest, visitor: Visitor, contract_id: str) -> HttpResponse:
    """One subscription with its deliveries, and what can be changed."""
    shown = customer_contract_page(visitor.contract(contract_id), visitor.policies)
    context = {"visitor": visitor, "page": shown, "contract": shown.contract}
    return page(request, visitor.store, "portal/subscription.html", context)


@for_visitor
def change(request: HttpRequest, visitor: Visitor, contract_id: str, change_id: str) -> HttpResponse:
    """A change of the subscription with what came of its steps so far."""
    contract = visitor.contract(contract_id)
    shown = customer_change(contract, change_id)
    if shown is None:
        raise Http404
    context = {"visitor": visitor, "contract": contract, "change": shown}
    return page(request, visitor.store, "portal/change.html", context)


ADDRESSES: list[URLPattern] = [
    path("", overview, name="overview"),
    path("subscriptions/<str:contract_id>/", subscription, name="subscription"),
    path("subscriptions/<str:contract_id>/changes/<str:change_id>/", change, name="change"),
    path("subscriptions/<str:contract_id>/<slug:kind>/", ask_for_change, name="ask"),
]
"""Below the store's address."""
