"""What is shown of endpoints and of what was sent to them: never a secret or an address in full."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.core.outgoing import EventType, payload
from backhaul.flows.endpoints import WithSecret
from backhaul.flows.find import by_id, find_stores
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import Endpoint, EventDelivery


@dataclass(frozen=True)
class EndpointView:
    """An endpoint; `off_because` says why one that is off gets nothing, `failing_since` when it last took something."""

    id: str
    store: str
    name: str
    target: str
    events: list[str]
    is_on: bool
    off_because: str
    failing_since: datetime | None
    old_secret_until: datetime | None
    added_at: datetime


@dataclass(frozen=True)
class SecretOnce:
    """An endpoint with its new secret, which is shown this once: null when the same request is repeated."""

    endpoint: EndpointView
    secret: str | None


@dataclass(frozen=True)
class EventView:
    """A kind of event that an endpoint can be told, and when it is."""

    type: str
    means: str


@dataclass(frozen=True)
class EventDeliveryView:
    """One event on its way to one endpoint; `status` and `words` are those of the last try."""

    id: str
    store: str
    endpoint_id: str
    event_id: str
    type: str
    payload: dict[str, object]
    state: str
    tries: int
    status: int | None
    words: str
    task_id: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class EventDeliveryFilter:
    """Which deliveries are meant; empty fields match everything."""

    store: str = ""
    endpoint: str = ""
    type: str = ""
    state: str = ""


def event_list() -> list[EventView]:
    """Every event that an endpoint can be told."""
    return [EventView(one.value, one.words) for one in EventType]


def endpoint_list(store: str = "") -> list[EndpointView]:
    """The endpoints of a store, or of all. Raises UnknownStore."""
    rows = Endpoint.objects.filter(store__in=find_stores(store)).select_related("store")
    return [endpoint_view(row) for row in rows.order_by("store__slug", "added_at", "pk")]


def read_endpoint(endpoint_id: str) -> EndpointView:
    """The endpoint as it is now. Raises NotFound."""
    row = by_id(Endpoint.objects.select_related("store"), endpoint_id, "endpoint")
    return endpoint_view(row)


def endpoint_view(row: Endpoint) -> EndpointView:
    """The endpoint as it is in this row."""
    return EndpointView(
        id=row.pk,
        store=row.store.slug,
        name=row.name,
        target=row.shown,
        events=row.events,
        is_on=row.is_on,
        off_because=row.off_because,
        failing_since=row.failing_since,
        old_secret_until=row.old_secret_until,
        added_at=row.added_at,
    )


def secret_once(made: WithSecret) -> SecretOnce:
    """What is shown when an endpoint has a new secret."""
    return SecretOnce(endpoint_view(made.endpoint), made.secret)


def event_delivery_page(matching: EventDeliveryFilter, paging: Paging) -> Page[EventDeliveryView]:
    """The deliveries that match, newest first. Raises UnknownStore."""
    rows = EventDelivery.objects.select_related("event__store")
    if matching.store:
        rows = rows.filter(event__store__in=find_stores(matching.store))
    wanted = {"endpoint": matching.endpoint, "event__type": matching.type, "state": matching.state}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return newest_first(rows, event_delivery_view, by="created_at", paging=paging)


def read_event_delivery(delivery_id: str) -> EventDeliveryView:
    """The delivery as it is now. Raises NotFound."""
    row = by_id(EventDelivery.objects.select_related("event__store"), delivery_id, "delivery of an event")
    return event_delivery_view(row)


def event_delivery_view(row: EventDelivery) -> EventDeliveryView:
    """The delivery as it is in this row."""
    event = row.event
    return EventDeliveryView(
        id=row.pk,
        store=event.store.slug,
        endpoint_id=row.endpoint_id,
        event_id=event.pk,
        type=event.type,
        payload=payload(event.type, event.happened_at, event.data),
        state=row.state,
        tries=row.tries,
        status=row.status,
        words=row.words,
        task_id=row.task_id,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
