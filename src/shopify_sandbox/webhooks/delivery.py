"""One webhook on its way: what it says, its headers and signature, and each try to hand it over."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime

from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.world import World

from .subscription import WebhookSubscription

PENDING = "pending"


@dataclass(eq=False)
class Delivery:
    """One webhook for one subscription: the body of the moment it was caused, and each try to hand it over.

    One that `outlives` is sent although its subscription is gone: the last word to an app, or a topic that the app's
    configuration sends somewhere. `followers` are sent as soon as this one was answered.
    """

    webhook_id: str
    event_id: str
    subscription: WebhookSubscription
    topic: str
    triggered_at: datetime
    body: bytes
    outlives: bool = False
    state: str = PENDING
    fault: str | None = None
    attempts: list[Json] = field(default_factory=list)
    redelivered: int = 0
    followers: list[Delivery] = field(default_factory=list)

    def as_json(self) -> Json:
        """As GET /sandbox/deliveries lists it."""
        return {
            "webhook_id": self.webhook_id,
            "event_id": self.event_id,
            "subscription": self.subscription.gid,
            "uri": self.subscription.uri,
            "topic": self.topic,
            "triggered_at": self.triggered_at.isoformat(),
            "state": self.state,
            "fault": self.fault,
            "attempts": self.attempts,
            "redelivered": self.redelivered,
            "body": json.loads(self.body),
        }


def delivery_headers(delivery: Delivery, world: World) -> dict[str, str]:
    """Shopify's headers; the signature is over the raw body, with the app's secret of this moment."""
    subscription = delivery.subscription
    headers = {
        "Content-Type": "application/json",
        "X-Shopify-Topic": delivery.topic,
        "X-Shopify-Shop-Domain": world.profile.shop_domain,
        "X-Shopify-Hmac-Sha256": signature(delivery.body, world.installation.signing_secret),
        "X-Shopify-Webhook-Id": delivery.webhook_id,
        "X-Shopify-Event-Id": delivery.event_id,
        "X-Shopify-Triggered-At": delivery.triggered_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "X-Shopify-API-Version": subscription.api_version,
    }
    return headers | ({"X-Shopify-Name": subscription.name} if subscription.name else {})


def signature(body: bytes, secret: str) -> str:
    """Base64 of the HMAC-SHA256 of the raw body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
