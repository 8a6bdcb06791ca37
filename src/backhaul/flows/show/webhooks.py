"""What is shown of the webhook inbox: deliveries in a line each, one with its body, and what each topic has sent."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from backhaul.core.inbox import DeliveryState
from backhaul.core.redaction import redact
from backhaul.core.topics import SUBSCRIBED
from backhaul.core.webhook_body import UnreadableBody, parse_body
from backhaul.flows.clock import now
from backhaul.flows.find import by_id, find_store
from backhaul.flows.replay_deliveries import DeliveryFilter
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import Store, WebhookDelivery

COUNTED = timedelta(days=1)
"""Counts are of the last day; those of all time would have every row read."""
COUNTS = ("received", "waiting", "unreadable", "failed", "duplicated")
LONGEST_UNREADABLE = 2000


@dataclass(frozen=True)
class DeliveryView:
    """A webhook in one line. `duplicates` says how often it came again, `result` what followed from it."""

    id: str
    store: str
    topic: str
    name: str
    state: str
    means: str
    result: str
    order_id: str | None
    order_name: str | None
    subject: str
    event_id: str
    webhook_id: str
    api_version: str
    triggered_at: datetime | None
    received_at: datetime
    processed_at: datetime | None
    replayed_at: datetime | None
    duplicates: int
    last_duplicate_at: datetime | None
    attempts: int


@dataclass(frozen=True)
class DeliveryDetail:
    """A webhook with its body, and how many bytes that has.

    `body` is None when it is no JSON, or was deleted by age. Of what is no JSON, `text` has the beginning, for those
    who may see personal data.
    """

    delivery: DeliveryView
    size: int
    body: Mapping[str, object] | None
    text: str


@dataclass(frozen=True)
class TopicView:
    """What one topic has sent a store. The counts are of the last day; `is_subscribed`: it is to be sent to us."""

    store: str
    topic: str
    is_subscribed: bool
    last_received_at: datetime | None
    received: int
    waiting: int
    unreadable: int
    failed: int
    duplicated: int


def delivery_page(matching: DeliveryFilter, paging: Paging) -> Page[DeliveryView]:
    """The deliveries that match, newest first. Raises UnknownStore."""
    rows = matching.deliveries().defer("body").select_related("store", "order")
    return newest_first(rows, delivery_view, by="received_at", paging=paging)


def delivery_detail(delivery_id: str, *, personal: bool = False) -> DeliveryDetail:
    """One delivery with its body, without personal data unless `personal`. Raises NotFound."""
    row = by_id(WebhookDelivery.objects.select_related("store", "order"), delivery_id, "webhook delivery")
    body = body_of(row, personal=personal)
    text = _printable(bytes(row.body)[:LONGEST_UNREADABLE].decode(errors="replace"))
    return DeliveryDetail(delivery_view(row), len(row.body), body, text if personal and body is None else "")


def delivery_view(row: WebhookDelivery) -> DeliveryView:
    """The delivery as it is now."""
    return DeliveryView(
        id=row.pk,
        store=row.store.slug,
        topic=row.topic,
        name=row.name,
        state=row.state,
        means=DeliveryState(row.state).words,
        result=row.result,
        order_id=row.order_id,
        order_name=row.order.name if row.order else None,
        subject=row.subject_gid,
        event_id=row.event_id,
        webhook_id=row.webhook_id,
        api_version=row.api_version,
        triggered_at=row.triggered_at,
        received_at=row.received_at,
        processed_at=row.processed_at,
        replayed_at=row.replayed_at,
        duplicates=row.duplicates,
        last_duplicate_at=row.last_duplicate_at,
        attempts=row.attempts,
    )


def body_of(row: WebhookDelivery, *, personal: bool) -> Mapping[str, object] | None:
    """The body as JSON, without personal data unless `personal`; None when it is no JSON or was deleted by age."""
    try:
        content = parse_body(bytes(row.body))
    except UnreadableBody:
        return None
    shown: Mapping[str, object] = json.loads(
        _printable(json.dumps(content if personal else redact(content), ensure_ascii=False))
    )
    return shown


def topic_list(store: str = "") -> list[TopicView]:
    """What each topic has sent each store that has the app, and those that are to be sent but never were.

    Raises UnknownStore.
    """
    stores = [find_store(store)] if store else list(Store.objects.exclude(state=Store.State.UNINSTALLED))
    return [view for one in stores for view in _topics_of(one)]


def _topics_of(store: Store) -> Iterable[TopicView]:
    subscribed = {topic.name for topic in SUBSCRIBED}
    counted = _counts(store)
    for topic in sorted(subscribed | counted.keys()):
        yield TopicView(
            store=store.slug,
            topic=topic,
            is_subscribed=topic in subscribed,
            last_received_at=_last(store, topic),
            **counted.get(topic, dict.fromkeys(COUNTS, 0)),
        )


def _counts(store: Store) -> dict[str, dict[str, int]]:
    recent = WebhookDelivery.objects.filter(store=store, received_at__gte=now() - COUNTED).order_by()
    rows = (
        recent.values("topic")
        .annotate(
            received=Count("pk"),
            waiting=Count("pk", filter=Q(state=DeliveryState.RECEIVED)),
            unreadable=Count("pk", filter=Q(state=DeliveryState.UNREADABLE)),
            failed=Count("pk", filter=Q(state=DeliveryState.FAILED)),
            duplicated=Count("pk", filter=Q(duplicates__gt=0)),
        )
        .values_list("topic", *COUNTS)
    )
    return {topic: dict(zip(COUNTS, numbers, strict=True)) for topic, *numbers in rows}


def _last(store: Store, topic: str) -> datetime | None:
    rows = WebhookDelivery.objects.filter(store=store, topic=topic).order_by("-received_at")
    return rows.values_list("received_at", flat=True).first()


def _printable(text: str) -> str:
    """Without halves of surrogate pairs, which no terminal and no answer can carry."""
    return text.encode(errors="replace").decode()
