"""Turns what happens into webhooks: at least once, in no promised order, dropped or doubled where a rule says so."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.world import World

from .app_bodies import COMPLIANCE_TOPICS
from .delivery import Delivery
from .dispatch import Dispatcher
from .filters import wants
from .ledger import Ledger
from .subscription import WebhookSubscription

LAST_WORD = "app/uninstalled"
BodyFor = Callable[[World, str, object], Json]


class Fault(Protocol):
    """How a delivery is to be disturbed."""

    kind: str
    seconds: float

    def places(self) -> int:
        """How many later deliveries are to overtake this one."""


@dataclass
class _Held:
    """A delivery that waits until so many later ones have overtaken it."""

    delivery: Delivery
    places: int


class Deliveries:
    """Makes deliveries of what happens in the world, and gives them to the dispatcher."""

    def __init__(self, world: World, *, body_for: BodyFor, fault_for: Callable[[str], Fault | None]) -> None:
        self.ledger = Ledger()
        self.dispatcher = Dispatcher(world, self.ledger)
        self._world = world
        self._body_for = body_for
        self._fault_for = fault_for
        self._held: list[_Held] = []
        self._event_id = ""
        self._event_topics: set[str] = set()
        self.begin_event()
        world.clock.before_each = self.begin_event
        world.listeners.append(self.happened)

    def begin_event(self) -> None:
        """What happens from here on has another cause: a new event id."""
        self._event_id = str(uuid.uuid4())
        self._event_topics = set()

    def happened(self, topic: str, subject: object) -> None:
        """Make a delivery for each subscription to the topic, with the body of this moment."""
        if topic in COMPLIANCE_TOPICS:
            self._tell_by_law(topic, subject)
        wanted = [each for each in self._world.all(WebhookSubscription) if each.header_topic == topic]
        if not wanted:
            return
        # Receivers drop a topic that comes twice with one event id: a second one is an event of its own.
        if topic in self._event_topics:
            self.begin_event()
        self._event_topics.add(topic)
        body = self._body_for(self._world, topic, subject)
        written: dict[tuple[str, ...], bytes] = {}
        for subscription in wanted:
            if wants(subscription.filter, body):
                fields = tuple(subscription.include_fields)
                if fields not in written:
                    written[fields] = _written(body, fields)
                self._add(subscription, topic, written[fields])

    def tell(self, topic: str, body: Json, *, uri: str) -> Delivery:
        """Send a topic that the app's configuration, not a subscription, sends to an address."""
        self.begin_event()
        now = self._world.now()
        target = WebhookSubscription(
            id=self._world.new_id(WebhookSubscription),
            topic=topic,
            uri=uri,
            created_at=now,
            updated_at=now,
            api_version=self._world.profile.webhook_api_version,
        )
        return self._add(target, topic, _written(body, ()), outlives=True)

    def _tell_by_law(self, topic: str, subject: object) -> None:
        uri = self._world.installation.compliance_url
        if uri is not None:
            self.tell(topic, self._body_for(self._world, topic, subject), uri=uri)

    async def close(self) -> None:
        """Stop handing over."""
        await self.dispatcher.close()

    def _add(self, subscription: WebhookSubscription, topic: str, body: bytes, *, outlives: bool = False) -> Delivery:
        delivery = Delivery(
            webhook_id=str(uuid.uuid4()),
            event_id=self._event_id,
            subscription=subscription,
            topic=topic,
            triggered_at=self._world.clock.now(),
            body=body,
            outlives=outlives or topic == LAST_WORD,
        )
        self.ledger.add(delivery)
        if not subscription.is_http:
            self.ledger.become(delivery, "not_sent")
            return delivery
        fault = self._fault_for(topic)
        if fault is None:
            self._send(delivery)
        else:
            delivery.fault = fault.kind
            self._disturb(delivery, fault)
        return delivery

    def _disturb(self, delivery: Delivery, fault: Fault) -> None:
        if fault.kind == "drop":
            self.ledger.become(delivery, "dropped")
        elif fault.kind == "duplicate":
            self._send(delivery)
            self.dispatcher.send(delivery)
        elif fault.kind == "reorder":
            self._hold(delivery, fault)
        else:
            due = delivery.triggered_at + timedelta(seconds=fault.seconds)
            self._world.clock.schedule(due, lambda: self.dispatcher.send(delivery))

    def _hold(self, delivery: Delivery, fault: Fault) -> None:
        held = _Held(delivery, fault.places())
        self._held.append(held)
        # When too little comes after it, it is not held for ever.
        due = delivery.triggered_at + timedelta(seconds=fault.seconds)
        self._world.clock.schedule(due, lambda: self._release(held))

    def _release(self, held: _Held) -> None:
        if held in self._held:
            self._held.remove(held)
            self.dispatcher.send(held.delivery)

    def _send(self, delivery: Delivery) -> None:
        for held in self._held:
            held.places -= 1
        delivery.followers += [held.delivery for held in self._held if held.places <= 0]
        self._held = [held for held in self._held if held.places > 0]
        self.dispatcher.send(delivery)


def _written(body: Json, fields: tuple[str, ...]) -> bytes:
    chosen = _chosen(body, [name.split(".") for name in fields]) if fields else body
    return json.dumps(chosen, separators=(",", ":"), ensure_ascii=False).encode()


def _chosen(value: object, paths: Sequence[Sequence[str]]) -> object:
    """What the paths lead to, in each entry of a list; a path that ends takes all that is there."""
    if isinstance(value, list):
        return [_chosen(each, paths) for each in value]
    if not isinstance(value, dict) or [] in paths:
        return value
    below: dict[str, list[Sequence[str]]] = {}
    for first, *rest in paths:
        below.setdefault(first, []).append(rest)
    return {key: _chosen(each, below[key]) for key, each in value.items() if key in below}
