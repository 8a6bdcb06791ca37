"""Endpoints of other programs: add, change, rotate the secret, remove, try out, and send again what one has missed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Manager, QuerySet

from backhaul.core.channel_errors import EndpointFailed, EndpointOff, UnknownEventType
from backhaul.core.channels import SendingState
from backhaul.core.errors import InputError
from backhaul.core.outgoing import Answer, EventType, check_event_types
from backhaul.core.targets import read_target
from backhaul.core.tasks import TaskState
from backhaul.flows.clock import now, real_now
from backhaul.flows.events import SEND_EVENT
from backhaul.flows.find import by_id
from backhaul.flows.outgoing_http import require_allowed
from backhaul.flows.send_event import hand_over, new_secret
from backhaul.flows.store_pauses import require_installed
from backhaul.flows.task_list import TaskOrder, wake, want_again
from backhaul.models import Endpoint, EventDelivery, OutgoingEvent, Store
from backhaul.shopify.vault import open_sealed, seal

LONGEST_OVERLAP_HOURS = 168
MOST_REPLAYED = 10_000

log = structlog.get_logger()


@dataclass(frozen=True)
class WithSecret:
    """An endpoint and its new secret, which is shown this once."""

    endpoint: Endpoint
    secret: str


def add_endpoint(store: Store, url: str, events: Collection[str], *, name: str = "") -> WithSecret:
    """Tell a program of these events from now on. The secret cannot be seen again.

    Raises BadTarget, PrivateTarget, UnknownEventType, InputError, StoreUninstalled.
    """
    require_installed(store)
    target = read_target(url)
    require_allowed(store, target.host, target.port)
    secret = new_secret()
    endpoint = Endpoint.objects.create(
        store=store,
        name=name.strip()[:100],
        url_encrypted=seal(target.url),
        shown=target.shown[:255],
        events=_checked(events),
        secret_encrypted=seal(secret),
        added_at=now(),
    )
    log.info("endpoint.added", endpoint=endpoint.pk, store=store.slug)
    return WithSecret(endpoint, secret)


@dataclass(frozen=True)
class EndpointWish:
    """What an endpoint is to be; None leaves it as it is."""

    url: str | None = None
    events: Collection[str] | None = None
    name: str | None = None
    is_on: bool | None = None


def change_endpoint(endpoint_id: str, wish: EndpointWish) -> Endpoint:
    """Change where events go, which, or whether. One that is switched on again begins without old failures.

    Raises NotFound, BadTarget, PrivateTarget, UnknownEventType, InputError.
    """
    target = read_target(wish.url) if wish.url is not None else None
    if target is not None:
        require_allowed(_found(endpoint_id, Endpoint.objects).store, target.host, target.port)
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        if target is not None:
            endpoint.url_encrypted, endpoint.shown = seal(target.url), target.shown[:255]
        if wish.events is not None:
            endpoint.events = _checked(wish.events)
        if wish.name is not None:
            endpoint.name = wish.name.strip()[:100]
        if wish.is_on is not None and wish.is_on != endpoint.is_on:
            endpoint.is_on, endpoint.failing_since = wish.is_on, None
            endpoint.off_because = "" if wish.is_on else "a person has switched it off"
        endpoint.save()
    log.info("endpoint.changed", endpoint=endpoint.pk, store=endpoint.store.slug, on=endpoint.is_on)
    return endpoint


def rotate_secret(endpoint_id: str, *, overlap_hours: int = 24) -> WithSecret:
    """Give an endpoint a new secret; for so many hours of real time what it gets is signed with both.

    Rotated twice within that time, only the newest two count. Raises NotFound, InputError.
    """
    if not 0 <= overlap_hours <= LONGEST_OVERLAP_HOURS:
        raise InputError(f"Both secrets can sign for 0 to {LONGEST_OVERLAP_HOURS} hours.")
    secret = new_secret()
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        endpoint.old_secret_encrypted, endpoint.secret_encrypted = endpoint.secret_encrypted, seal(secret)
        endpoint.old_secret_until = real_now() + timedelta(hours=overlap_hours)
        endpoint.save(update_fields=["old_secret_encrypted", "old_secret_until", "secret_encrypted"])
    log.info("endpoint.secret_rotated", endpoint=endpoint.pk, store=endpoint.store.slug)
    return WithSecret(endpoint, secret)


def remove_endpoint(endpoint_id: str) -> None:
    """Forget an endpoint and the log of its deliveries; what is still owed to it is not sent. Raises NotFound."""
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        endpoint.delete()
    log.info("endpoint.removed", endpoint=endpoint_id, store=endpoint.store.slug)


def try_endpoint(endpoint_id: str) -> Answer:
    """Send a test now, whatever the endpoint wants, also to one that is off. Raises NotFound, EndpointFailed."""
    endpoint = by_id(Endpoint.objects.select_related("store"), endpoint_id, "endpoint")
    event = OutgoingEvent(
        store=endpoint.store, type=EventType.TEST, data={"store": endpoint.store.slug}, happened_at=now()
    )
    answer = hand_over(event, endpoint)
    if answer.status is None or not 200 <= answer.status < 300:
        raise EndpointFailed(answer.words)
    return answer


def replay_delivery(delivery_id: str) -> EventDelivery:
    """Have one event sent once more, with the id that it had. Raises NotFound, EndpointOff."""
    with transaction.atomic():
        rows = EventDelivery.objects.select_for_update(no_key=True, of=("self",))
        delivery = by_id(rows.select_related("endpoint", "event__store", "task"), delivery_id, "delivery of an event")
        _again(delivery)
    return delivery


def replay_missed(endpoint_id: str, *, since: datetime) -> int:
    """Have everything sent again that an endpoint was to get since then and has not taken; returns how many.

    At most 10,000 at a time, the oldest first. Raises NotFound, EndpointOff.
    """
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        missed = EventDelivery.objects.select_for_update(no_key=True, of=("self",)).filter(
            endpoint=endpoint, state=SendingState.NOT_SENT, created_at__gte=since
        )
        found = list(missed.select_related("endpoint", "event__store", "task").order_by("created_at")[:MOST_REPLAYED])
        if not endpoint.is_on:
            raise EndpointOff(endpoint.pk)
        for delivery in found:
            _again(delivery)
    return len(found)


def reseal_endpoints() -> int:
    """Encrypt the addresses and secrets of every endpoint with the newest key; returns how many endpoints."""
    count = 0
    for endpoint_id in Endpoint.objects.values_list("pk", flat=True):
        with transaction.atomic():
            endpoint = _locked(endpoint_id)
            for name in ("url_encrypted", "secret_encrypted", "old_secret_encrypted"):
                sealed = getattr(endpoint, name)
                setattr(endpoint, name, seal(open_sealed(sealed).reveal()) if sealed else "")
            endpoint.save(update_fields=["url_encrypted", "secret_encrypted", "old_secret_encrypted"])
        count += 1
    return count


def _again(delivery: EventDelivery) -> None:
    if not delivery.endpoint.is_on:
        raise EndpointOff(delivery.endpoint_id)
    if delivery.task.state in (TaskState.PENDING, TaskState.RUNNING):
        return
    if delivery.task.state == TaskState.WAITING:
        wake([delivery.task])
        return
    delivery.state, delivery.sent_at = SendingState.QUEUED, None
    delivery.save(update_fields=["state", "sent_at"])
    want_again(TaskOrder(SEND_EVENT, delivery.task.unique_key, delivery.event.store))


def _checked(events: Collection[str]) -> list[str]:
    known = [one.value for one in EventType if one is not EventType.TEST]
    if not events:
        raise InputError("An endpoint needs at least one event.", hint=f"There are: {', '.join(known)}.")
    try:
        return [one.value for one in check_event_types(events)]
    except ValueError as exc:
        raise UnknownEventType(str(exc), known) from exc


def _locked(endpoint_id: str) -> Endpoint:
    return _found(endpoint_id, Endpoint.objects.select_for_update(no_key=True, of=("self",)))


def _found(endpoint_id: str, rows: "Manager[Endpoint] | QuerySet[Endpoint]") -> Endpoint:
    return by_id(rows.select_related("store"), endpoint_id, "endpoint")
