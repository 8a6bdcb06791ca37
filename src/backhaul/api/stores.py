"""Endpoints of stores: connect, look at, set policies, map."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja import Status

from backhaul.api.bodies import (
    AccessBody,
    CarrierBody,
    GatewayBody,
    LocationBody,
    PauseBody,
    PoliciesBody,
    StoreBody,
    SubscriptionPoliciesBody,
    TagPolicyBody,
)
from backhaul.api.once import calls_shopify
from backhaul.flows.find import find_store
from backhaul.flows.show.stores import StoreView, store_list, store_view
from backhaul.flows.store_access import Access, check_access
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.flows.store_mappings import map_carrier, map_gateway, map_location
from backhaul.flows.store_pauses import pause_by_hand, resume_store
from backhaul.flows.store_policies import set_policies
from backhaul.flows.stores import connect_store, replace_access
from backhaul.flows.subscription_policies import set_subscription_policies
from backhaul.flows.tag_policy import set_tag_policy


@dataclass(frozen=True)
class Stores:
    """Every connected store."""

    items: list[StoreView]


def list_stores(request: HttpRequest) -> Stores:
    """Every connected store, by its slug."""
    return Stores(store_list())


def get_store(request: HttpRequest, slug: str) -> StoreView:
    """One store with its policies and mappings."""
    return store_view(find_store(slug))


@calls_shopify
def connect(request: HttpRequest, body: StoreBody) -> Status[StoreView]:
    """Connect a store: its access is tried, and its name and locations are read."""
    return Status(201, _afresh(connect_store(body.to_request()).slug))


@calls_shopify
def check(request: HttpRequest, slug: str) -> Access:
    """Try a store's access, and read its name and locations again."""
    return check_access(find_store(slug))


@calls_shopify
def put_access(request: HttpRequest, slug: str, body: AccessBody) -> StoreView:
    """Give a store another token, or other client credentials; they are tried first."""
    replace_access(find_store(slug), **body.model_dump())
    return _afresh(slug)


def pause(request: HttpRequest, slug: str, body: PauseBody) -> StoreView:
    """Stop a store's work until somebody resumes it; its webhooks are still taken."""
    pause_by_hand(find_store(slug), reason=body.reason)
    return _afresh(slug)


def resume(request: HttpRequest, slug: str) -> StoreView:
    """Let a paused store's work go on."""
    resume_store(find_store(slug))
    return _afresh(slug)


def uninstall(request: HttpRequest, slug: str) -> StoreView:
    """Say that the app was uninstalled from a store, when Shopify has not: its work stops, what is kept stays."""
    uninstall_by_hand(find_store(slug))
    return _afresh(slug)


def change_subscription_policies(request: HttpRequest, slug: str, body: SubscriptionPoliciesBody) -> StoreView:
    """Change a store's subscription policies, or those of one selling plan; what is left out stays."""
    set_subscription_policies(find_store(slug), body.to_choices(), plan=body.plan or "")
    return store_view(find_store(slug))


def change_tag_policy(request: HttpRequest, slug: str, body: TagPolicyBody) -> StoreView:
    """Change the tags that orders of subscriptions get; what is left out stays."""
    set_tag_policy(find_store(slug), body.to_choices())
    return _afresh(slug)


def change_policies(request: HttpRequest, slug: str, body: PoliciesBody) -> StoreView:
    """Change a store's policies; what is left out stays."""
    set_policies(find_store(slug), body.to_policies())
    return _afresh(slug)


def put_location(request: HttpRequest, slug: str, body: LocationBody) -> StoreView:
    """Call one of Shopify's locations by a code of yours."""
    map_location(find_store(slug), body.code, body.location)
    return _afresh(slug)


def put_carrier(request: HttpRequest, slug: str, body: CarrierBody) -> StoreView:
    """Say what Shopify calls a carrier of yours, and where its tracking address is."""
    map_carrier(find_store(slug), body.code, company=body.company, url_template=body.url_template)
    return _afresh(slug)


def put_gateway(request: HttpRequest, slug: str, body: GatewayBody) -> StoreView:
    """Say what the back office calls one of Shopify's payment gateways, and how long its authorisations live."""
    map_gateway(
        find_store(slug),
        body.gateway,
        payment_method=body.payment_method,
        authorisation_days=body.authorisation_days,
    )
    return _afresh(slug)


def _afresh(slug: str) -> StoreView:
    return store_view(find_store(slug))
