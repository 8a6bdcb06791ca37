"""Delivers webhooks: signed, at least once, in no promised order, again and again by the sandbox's clock."""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import aiohttp

from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.world import World

from .filters import wants
from .subscription import WebhookSubscription

CONNECT_SECONDS = 1
TOTAL_SECONDS = 5
AT_ONCE = 10
# Shopify tries eight more times within four hours; how it spaces them is not documented.
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 3, 7, 15, 30, 60, 120, 240))

BodyFor = Callable[[World, str, object], Json]
logger = logging.getLogger(__name__)


class Fault(Protocol):
    """How a delivery is to be disturbed."""

    kind: str
    seconds: float


@dataclass
class Delivery:
    """One webhook for one subscription: the body of the moment it was caused, and each try to hand it over."""

    webhook_id: str
    event_id: str
    subscription: WebhookSubscription
    topic: str
    triggered_at: datetime
    body: bytes
    state: str = "pending"
    fault: str | None = None
    attempts: list[Json] = field(default_factory=list)

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
            "body": json.loads(self.body),
        }


class Deliveries:
    """Turns what happens in the world into deliveries, and hands them over in the running event loop."""

    def __init__(self, world: World, *, body_for: BodyFor, fault_for: Callable[[str], Fault | None]) -> None:
        self._world = world
        self._body_for = body_for
        self._fault_for = fault_for
        self._all: list[Delivery] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[Delivery] = []
        self._session: aiohttp.ClientSession | None = None
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._event_id = ""
        self._event_topics: set[str] = set()
        self.begin_event()
        world.listeners.append(self.happened)

    def begin_event(self) -> None:
        """What happens from here on has another cause: a new event id."""
        self._event_id = str(uuid.uuid4())
        self._event_topics = set()

    def happened(self, topic: str, subject: object) -> None:
        """Make a delivery for each subscription to the topic, with the body of this moment."""
        wanted = [each for each in self._world.all(WebhookSubscription) if each.header_topic == topic]
        if not wanted:
            return
        # Receivers drop a topic that comes twice with one event id: a second one is an event of its own.
        if topic in self._event_topics:
            self.begin_event()
        self._event_topics.add(topic)
        body = self._body_for(self._world, topic, subject)
        for subscription in wanted:
            if wants(subscription.filter, body):
                self._add(subscription, topic, body)

    def listed(self, last: int | None = None) -> list[Json]:
        """Every delivery since the reset, or the `last` of them, oldest first."""
        return [each.as_json() for each in (self._all if last is None else self._all[max(len(self._all) - last, 0) :])]

    async def close(self) -> None:
        """Stop handing over."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _add(self, subscription: WebhookSubscription, topic: str, body: Json) -> None:
        raw = json.dumps(_chosen(body, subscription.include_fields), separators=(",", ":"), ensure_ascii=False).encode()
        now = self._world.clock.now()
        delivery = Delivery(str(uuid.uuid4()), self._event_id, subscription, topic, now, raw)
        self._all.append(delivery)
        if not subscription.is_http:
            delivery.state = "not_sent"
            return
        fault = self._fault_for(topic)
        if fault is None:
            self._spawn(delivery)
            self._release_held()
            return
        delivery.fault = fault.kind
        self._disturb(delivery, fault)

    def _disturb(self, delivery: Delivery, fault: Fault) -> None:
        if fault.kind == "drop":
            delivery.state = "dropped"
        elif fault.kind == "duplicate":
            self._spawn(delivery)
            self._spawn(delivery)
        elif fault.kind == "reorder":
            self._held.append(delivery)
        else:
            due = delivery.triggered_at + timedelta(seconds=fault.seconds)
            self._world.clock.schedule(due, lambda: self._spawn(delivery))

    def _release_held(self) -> None:
        held, self._held = self._held, []
        for delivery in held:
            self._spawn(delivery)

    def _spawn(self, delivery: Delivery) -> None:
        task = asyncio.get_running_loop().create_task(self._hand_over(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hand_over(self, delivery: Delivery) -> None:
        async with self._gate:
            if self._world.get(WebhookSubscription, delivery.subscription.id) is None:
                delivery.state = "subscription_removed"
                return
            status, problem = await self._post(delivery)
        number = len(delivery.attempts) + 1
        at = self._world.clock.now().isoformat()
        delivery.attempts.append({"number": number, "at": at, "status": status, "problem": problem})
        if status is not None and 200 <= status < 300:
            delivery.state = "delivered"
        elif delivery.state != "delivered":
            self._retry_later(delivery)

    def _retry_later(self, delivery: Delivery) -> None:
        failures = len(delivery.attempts)
        if failures > len(RETRY_AFTER):
            delivery.state = "failed"
            logger.warning("subscription %s removed: its endpoint never answered", delivery.subscription.gid)
            self._world.remove(delivery.subscription)
            return
        delivery.state = "retrying"
        due = delivery.triggered_at + RETRY_AFTER[failures - 1]
        self._world.clock.schedule(due, lambda: self._spawn(delivery))
        self._world.clock.run_due()

    async def _post(self, delivery: Delivery) -> tuple[int | None, str | None]:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=TOTAL_SECONDS, sock_connect=CONNECT_SECONDS)
            )
        headers = delivery_headers(delivery, self._world)
        try:
            async with self._session.post(
                delivery.subscription.uri, data=delivery.body, headers=headers, allow_redirects=False
            ) as response:
                await response.read()
                return response.status, None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return None, f"{type(error).__name__}: {error}"


def delivery_headers(delivery: Delivery, world: World) -> dict[str, str]:
    """Shopify's headers; the signature is over the raw body, with the app's secret."""
    subscription = delivery.subscription
    headers = {
        "Content-Type": "application/json",
        "X-Shopify-Topic": delivery.topic,
        "X-Shopify-Shop-Domain": world.profile.shop_domain,
        "X-Shopify-Hmac-Sha256": signature(delivery.body, world.profile.webhook_secret),
        "X-Shopify-Webhook-Id": delivery.webhook_id,
        "X-Shopify-Event-Id": delivery.event_id,
        "X-Shopify-Triggered-At": delivery.triggered_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "X-Shopify-API-Version": subscription.api_version,
    }
    return headers | ({"X-Shopify-Name": subscription.name} if subscription.name else {})


def signature(body: bytes, secret: str) -> str:
    """Base64 of the HMAC-SHA256 of the raw body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def _chosen(body: Json, fields: list[str]) -> Json:
    if not fields:
        return body
    top = {name.split(".")[0] for name in fields}
    return {key: value for key, value in body.items() if key in top}
