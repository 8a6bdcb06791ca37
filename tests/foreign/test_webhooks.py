"""Shopify's own validator of webhooks, in @shopify/shopify-api, accepts the sandbox's and no others."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from aiohttp import web

from tests.shopify_sandbox.server import running
from tests.shopify_sandbox.webhooks.conftest import until
from tests.shopify_sandbox.webhooks.receiver import Received, Receiver
from tests.support.sandbox import API_VERSION, Sandbox

from .conftest import SHOP
from .installation import ForeignClients

pytestmark = pytest.mark.foreign
SECRET = "sandbox-secret"
SIGNATURE = "X-Shopify-Hmac-Sha256"
SUBSCRIBE = """mutation Subscribe($uri: String!) {
  webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: {uri: $uri}) { userErrors { message } }
}"""
LINES = [{"sku": "LAMP", "title": "Lampe für draußen ☂", "price": "12.50", "quantity": 2}]


@pytest.fixture(scope="module")
def validator(clients: ForeignClients) -> Iterator[str]:
    """The address of a receiver that answers 200 to valid webhooks of our app, and 401 to others."""
    with clients.served("webhook_receiver.mjs", SECRET, API_VERSION) as url:
        yield url


@pytest.fixture
def webhook(sandbox: Sandbox) -> Received:
    """A webhook that the sandbox has sent, as it arrived."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/", receiver.take)
    with running(app) as url:
        sandbox.graphql(SUBSCRIBE, uri=url)
        sandbox.checkout(lines=LINES)
        until(lambda: bool(receiver.received))
    return receiver.received[0]


def sign(body: bytes, secret: str) -> str:
    """The signature over a body."""
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def judged(validator: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """How the validator answers to a webhook that somebody sends."""
    answer = httpx2.post(validator, content=body, headers=headers)
    return answer.status_code, dict(answer.json())


def first_attempt(sandbox: Sandbox) -> dict[str, Any]:
    """How the sandbox's only webhook was answered the first time."""

    def attempts() -> list[dict[str, Any]]:
        [delivery] = sandbox.client.get(f"{sandbox.url}/sandbox/deliveries").json()["deliveries"]
        return list(delivery["attempts"])

    until(lambda: bool(attempts()))
    return attempts()[0]


def test_a_webhook_straight_from_the_sandbox_is_valid(validator: str, sandbox: Sandbox) -> None:
    sandbox.graphql(SUBSCRIBE, uri=validator)

    sandbox.checkout(lines=LINES)

    assert first_attempt(sandbox)["status"] == 200


def test_a_webhook_of_another_app_is_not_valid(clients: ForeignClients, sandbox: Sandbox) -> None:
    with clients.served("webhook_receiver.mjs", "another-secret", API_VERSION) as url:
        sandbox.graphql(SUBSCRIBE, uri=url)

        sandbox.checkout(lines=LINES)

        assert first_attempt(sandbox)["status"] == 401


def test_the_validator_finds_every_header_that_it_knows(validator: str, webhook: Received) -> None:
    status, found = judged(validator, webhook.body, webhook.headers)

    assert status == 200
    assert found == {
        "valid": True,
        "webhookType": "webhooks",
        "hmac": webhook.headers[SIGNATURE],
        "topic": "ORDERS_CREATE",
        "domain": SHOP,
        "apiVersion": API_VERSION,
        "webhookId": webhook.headers["X-Shopify-Webhook-Id"],
        "eventId": webhook.headers["X-Shopify-Event-Id"],
        "triggeredAt": webhook.headers["X-Shopify-Triggered-At"],
    }


def test_a_changed_body_is_not_valid(validator: str, webhook: Received) -> None:
    changed = webhook.body.replace(b'"12.50"', b'"02.50"')
    assert changed != webhook.body
    assert json.loads(changed)

    status, found = judged(validator, changed, webhook.headers)

    assert (status, found["reason"]) == (401, "invalid_hmac")


@pytest.mark.parametrize("secret", ["", "sandbox-secre", "another-secret"])
def test_a_signature_by_another_secret_is_not_valid(validator: str, webhook: Received, secret: str) -> None:
    status, found = judged(validator, webhook.body, webhook.headers | {SIGNATURE: sign(webhook.body, secret)})

    assert (status, found["reason"]) == (401, "invalid_hmac")


@pytest.mark.parametrize("header", ["X-Shopify-Topic", "X-Shopify-Shop-Domain", "X-Shopify-Webhook-Id"])
def test_a_webhook_without_one_of_its_headers_is_not_valid(validator: str, webhook: Received, header: str) -> None:
    headers = {name: value for name, value in webhook.headers.items() if name != header}

    status, found = judged(validator, webhook.body, headers)

    assert (status, found["reason"], found["missingHeaders"]) == (401, "missing_headers", [header])


def test_a_webhook_without_a_signature_is_not_valid(validator: str, webhook: Received) -> None:
    headers = {name: value for name, value in webhook.headers.items() if name != SIGNATURE}

    status, found = judged(validator, webhook.body, headers)

    assert (status, found["reason"]) == (401, "missing_hmac")
