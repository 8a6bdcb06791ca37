"""Tells of webhooks that Shopify believes to have delivered and from which nothing has followed."""

from backhaul.flows.notices import Telling, tell
from backhaul.models import WebhookDelivery

WEBHOOK_LOST = "webhook_lost"


def tell_lost(delivery: WebhookDelivery) -> None:
    """Tell of a delivery that has failed or cannot be understood, in the caller's transaction.

    At most once a day for each topic of a store: a defect may strike thousands of them.
    """
    received = delivery.received_at
    key = f"{WEBHOOK_LOST}:{delivery.store_id}:{delivery.topic}:{received.date().isoformat()}"
    words = (
        f"Nothing has followed from the webhook {delivery.topic} of {received:%Y-%m-%d %H:%M} UTC ({delivery.pk}). "
        f"{delivery.result} Shopify will not send it again: replay it, and others of the topic, when the cause is gone."
    )
    tell(delivery.store, None, Telling(WEBHOOK_LOST, delivery.pk, key, words))
