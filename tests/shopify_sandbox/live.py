"""A served sandbox with its whole domain, a receiver of its webhooks, and words for what tests do with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
from aiohttp import web

from shopify_sandbox.assembly import shopify_domain
from shopify_sandbox.http.shop import Sandbox
from shopify_sandbox.options import Profile
from tests.shopify_sandbox.server import running, serving
from tests.shopify_sandbox.webhooks.receiver import Receiver

TOKEN = "shpat_sandbox"
SUBSCRIBE = """mutation($topic: WebhookSubscriptionTopic!, $given: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $given) {
    webhookSubscription { id uri topic } userErrors { field message } } }"""
LINE = {"sku": "TEA", "price": "10.00", "quantity": 2}

Json = dict[str, Any]


@dataclass
class Live:
    """A sandbox and a receiver, both over HTTP."""

    http: httpx2.Client
    receiver: Receiver
    sandbox: Sandbox

    def ask(self, document: str, *, token: str = TOKEN, **variables: object) -> Json:
        """The whole answer of the Admin API."""
        answer: Json = self.response(document, token=token, **variables).json()
        return answer

    def response(self, document: str, *, token: str = TOKEN, **variables: object) -> httpx2.Response:
        """The answer of the Admin API with its status."""
        return self.http.post(
            "/admin/api/2026-10/graphql.json",
            json={"query": document, "variables": variables},
            headers={"X-Shopify-Access-Token": token},
        )

    def control(self, name: str, body: Mapping[str, object] | None = None) -> Json:
        """POST to a control endpoint that takes the body."""
        response = self.http.post(f"/sandbox/{name}", json=body or {})
        assert response.status_code == 200, response.text
        answer: Json = response.json()
        return answer

    def refusal(self, name: str, body: Mapping[str, object]) -> str:
        """Why a control endpoint refuses a body."""
        response = self.http.post(f"/sandbox/{name}", json=body)
        assert response.status_code == 400, response.text
        return str(response.json()["error"])

    def read(self, name: str) -> Json:
        """GET a control endpoint."""
        answer: Json = self.http.get(f"/sandbox/{name}").json()
        return answer

    def subscribe(self, *topics: str, **given: object) -> list[Json]:
        """The payloads of subscribing the receiver to topics."""
        wanted = {"uri": self.receiver.url, **given}
        answers = [self.ask(SUBSCRIBE, topic=topic, given=wanted) for topic in topics]
        return [each["data"]["webhookSubscriptionCreate"] for each in answers]

    def buy(self, **given: object) -> Json:
        """The order of a customer who buys two of something, or what is given."""
        return self.control("checkout", {"lines": [LINE], **given})

    def pass_time(self, duration: str) -> None:
        """Let the sandbox's time pass."""
        self.control("clock", {"advance": duration})


@contextmanager
def live_shop(profile: Profile | None = None) -> Iterator[Live]:
    """A shop of its own; nothing of it outlives the block."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    sandbox = Sandbox(profile or Profile(), shopify_domain())
    with running(app) as receiving, serving(sandbox) as url, httpx2.Client(base_url=url, timeout=60) as client:
        receiver.url = f"{receiving}/hook"
        yield Live(client, receiver, sandbox)
