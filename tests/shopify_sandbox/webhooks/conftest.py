"""A served sandbox and a receiver of its webhooks."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from aiohttp import web

from shopify_sandbox.http.shop import Sandbox
from shopify_sandbox.options import Profile
from shopify_sandbox.webhooks.subscription import WebhookSubscription
from tests.shopify_sandbox.http.conftest import TAG, TOPICS, Client, fake_domain
from tests.shopify_sandbox.live import Live, live_shop
from tests.shopify_sandbox.server import running, serving
from tests.shopify_sandbox.webhooks.receiver import Receiver


@dataclass
class Story:
    """The sandbox, its receiver, and words for what tests do with them."""

    client: Client
    receiver: Receiver

    def subscribe(self, topic: str = "ORDERS_UPDATED", **options: object) -> WebhookSubscription:
        """Subscribe the receiver to a topic."""
        world = self.client.sandbox.shop.world
        subscription = WebhookSubscription(
            id=world.new_id(WebhookSubscription),
            topic=topic,
            uri=self.receiver.url,
            created_at=world.now(),
            updated_at=world.now(),
            api_version="2026-10",
        )
        for name, value in options.items():
            setattr(subscription, name, value)
        return world.add(subscription)

    def happen(self, *topics: str) -> None:
        """Let one request cause these topics, in this order."""
        TOPICS[:] = topics
        self.client.graphql(TAG)

    def deliveries(self) -> list[dict[str, object]]:
        """What the sandbox says of its deliveries."""
        listed = self.client.read("deliveries")["deliveries"]
        assert isinstance(listed, list)
        return listed


def until(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until something holds; fail when it doesn't in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


@pytest.fixture
def story() -> Iterator[Story]:
    """A sandbox and a receiver that answers 200."""
    TOPICS[:] = ["orders/updated"]
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    sandbox = Sandbox(Profile(), fake_domain())
    with running(app) as receiving, serving(sandbox) as url:
        receiver.url = f"{receiving}/hook"
        client = Client(url, sandbox)
        yield Story(client, receiver)
        client.http.close()


@pytest.fixture
def shop() -> Iterator[Live]:
    """A sandbox with its whole domain and a receiver that answers 200."""
    with live_shop() as live:
        yield live
