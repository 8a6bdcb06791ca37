"""Endpoints of outgoing webhooks: look at, add, change, rotate, remove, try out, send again."""

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Status

from backhaul.api.channels import Removed
from backhaul.api.once import calls_shopify
from backhaul.api.paging import PageQuery
from backhaul.api.telling_bodies import EndpointBody, EndpointChangeBody, MissedBody, RotateBody
from backhaul.flows.endpoints import (
    add_endpoint,
    change_endpoint,
    remove_endpoint,
    replay_delivery,
    replay_missed,
    rotate_secret,
    try_endpoint,
)
from backhaul.flows.find import find_store
from backhaul.flows.show.endpoints import (
    EndpointView,
    EventDeliveryFilter,
    EventDeliveryView,
    EventView,
    SecretOnce,
    endpoint_list,
    endpoint_view,
    event_delivery_page,
    event_list,
    read_endpoint,
    read_event_delivery,
    secret_once,
)
from backhaul.flows.show.pages import Page


@dataclass(frozen=True)
class Endpoints:
    """Where programs are told."""

    items: list[EndpointView]


@dataclass(frozen=True)
class Events:
    """What endpoints can be told."""

    items: list[EventView]


@dataclass(frozen=True)
class Taken:
    """How an endpoint has answered a test."""

    status: int | None
    words: str


@dataclass(frozen=True)
class Replayed:
    """How many events are sent again."""

    count: int


class EventDeliveriesQuery(PageQuery):
    """Which deliveries, and which page of them."""

    store: str = ""
    endpoint: str = ""
    type: str = ""
    state: str = ""

    def to_filter(self) -> EventDeliveryFilter:
        """As the read wants it."""
        return EventDeliveryFilter(self.store, self.endpoint, self.type, self.state)


def list_events(request: HttpRequest) -> Events:
    """Every event that an endpoint can be told, and when it is."""
    return Events(event_list())


def list_endpoints(request: HttpRequest, store: str = "") -> Endpoints:
    """Where other programs are told of a store's events, or of all."""
    return Endpoints(endpoint_list(store))


def get_endpoint(request: HttpRequest, endpoint: str) -> EndpointView:
    """One endpoint."""
    return read_endpoint(endpoint)


def post_endpoint(request: HttpRequest, body: EndpointBody) -> Status[SecretOnce]:
    """Tell a program of events from now on; its secret is shown this once."""
    made = add_endpoint(find_store(body.store), body.url.get_secret_value(), body.events, name=body.name)
    return Status(201, secret_once(made))


def patch_endpoint(request: HttpRequest, endpoint: str, body: EndpointChangeBody) -> EndpointView:
    """Change where events go, which, or whether."""
    return endpoint_view(change_endpoint(endpoint, body.to_wish()))


def post_endpoint_rotation(request: HttpRequest, endpoint: str, body: RotateBody) -> SecretOnce:
    """Give an endpoint a new secret, which is shown this once; for a while both sign."""
    return secret_once(rotate_secret(endpoint, overlap_hours=body.overlap_hours))


def post_endpoint_removal(request: HttpRequest, endpoint: str) -> Removed:
    """Forget an endpoint and the log of what it was sent."""
    remove_endpoint(endpoint)
    return Removed(True)


@calls_shopify
def post_endpoint_test(request: HttpRequest, endpoint: str) -> Taken:
    """Send a test to an endpoint, now."""
    answer = try_endpoint(endpoint)
    return Taken(answer.status, answer.words)


def post_endpoint_replay(request: HttpRequest, endpoint: str, body: MissedBody) -> Replayed:
    """Have everything sent again that an endpoint was to get since then and has not taken."""
    return Replayed(replay_missed(endpoint, since=body.since))


def list_event_deliveries(
    request: HttpRequest, query: Annotated[EventDeliveriesQuery, Query()]
) -> Page[EventDeliveryView]:
    """What was sent to endpoints, or is to be, newest first."""
    return event_delivery_page(query.to_filter(), query.paging())


def get_event_delivery(request: HttpRequest, delivery: str) -> EventDeliveryView:
    """One event on its way to one endpoint, with its payload."""
    return read_event_delivery(delivery)


def post_event_delivery_replay(request: HttpRequest, delivery: str) -> EventDeliveryView:
    """Have one event sent once more, with the id that it had."""
    return read_event_delivery(replay_delivery(delivery).pk)
