"""Webhooks in the inbox: as the local Shopify would have sent them, or made by hand."""

import json
import uuid
from datetime import datetime
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from backhaul.core.topics import SUBSCRIBED
from backhaul.flows.clock import now
from backhaul.flows.process_deliveries import process_deliveries
from backhaul.models import Store, WebhookDelivery
from backhaul.models.queue import PROCESS_DELIVERIES
from tests.support.sandbox import reads
from tests.support.shop import Shop, run_pending

UNSENT = "pubsub://a-project:a-topic"
SUBSCRIBE = """mutation Subscribe($topic: WebhookSubscriptionTopic!, $given: WebhookSubscriptionInput!) {
 webhookSubscriptionCreate(topic: $topic, webhookSubscription: $given) { userErrors { field message } } }"""


def delivery_row(
    store: Store, topic: str, body: object = None, *, received_at: datetime | None = None, **fields: Any
) -> WebhookDelivery:
    """A delivery as the intake leaves it; `body` is bytes, or JSON."""
    raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
    event_id = fields.pop("event_id", uuid.uuid4().hex)
    received = received_at or now()
    return WebhookDelivery.objects.create(
        store=store, topic=topic, event_id=event_id, body=raw, received_at=received, **fields
    )


def processed(delivery: WebhookDelivery) -> WebhookDelivery:
    """The delivery, after it was looked at."""
    process_deliveries([delivery.pk])
    delivery.refresh_from_db()
    return delivery


def subscribe_all(shop: Shop, uri: str = UNSENT) -> None:
    """Have the local Shopify make a webhook of everything that stores are to send us; it keeps them, unless told."""
    for topic in SUBSCRIBED:
        given = {"uri": uri, "includeFields": list(topic.include_fields)}
        made = shop.sandbox.graphql(SUBSCRIBE, topic=topic.enum_name, given=given)
        assert not made["webhookSubscriptionCreate"]["userErrors"], (topic.name, made)


def take_in(shop: Shop) -> list[WebhookDelivery]:
    """Put the webhooks that the local Shopify has made since the last time into the inbox."""
    listed = shop.sandbox.client.get(f"{shop.sandbox.url}/sandbox/deliveries").json()["deliveries"]
    known = set(WebhookDelivery.objects.filter(store=shop.store).values_list("webhook_id", flat=True))
    return [
        delivery_row(
            shop.store,
            made["topic"],
            made["body"],
            event_id=made["event_id"],
            webhook_id=made["webhook_id"],
            triggered_at=datetime.fromisoformat(made["triggered_at"]),
        )
        for made in listed
        if made["webhook_id"] not in known
    ]


def let_webhooks_arrive(shop: Shop) -> list[WebhookDelivery]:
    """Take in what has happened, look at it, and carry out the tasks that follow."""
    deliveries = take_in(shop)
    process_deliveries([delivery.pk for delivery in deliveries])
    run_pending()
    for delivery in deliveries:
        delivery.refresh_from_db()
    return deliveries


def queued_deliveries() -> list[str]:
    """The deliveries for which a job is there."""
    jobs = ProcrastinateJob.objects.filter(task_name=PROCESS_DELIVERIES, status="todo").order_by("id")
    return [pk for job in jobs for pk in job.args["delivery_ids"]]


def order_reads(shop: Shop) -> int:
    """How often the local Shopify was asked for a whole order."""
    return reads(shop.sandbox)


def operations(shop: Shop) -> list[str]:
    """What the local Shopify was asked for, in order."""
    return [request["operation"] for request in shop.sandbox.log()]
