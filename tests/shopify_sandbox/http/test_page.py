"""The page at / and what it asks for."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from shopify_sandbox.assembly import shopify_domain
from shopify_sandbox.http.shop import Sandbox
from shopify_sandbox.options import Profile
from tests.shopify_sandbox.server import serving

from .conftest import Client

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
LINE = {"sku": "<i>TEA</i>", "title": "Tea", "price": "5.00", "quantity": 2}


@pytest.fixture
def shop() -> Iterator[httpx2.Client]:
    """The whole local Shopify, freshly started."""
    with (
        serving(Sandbox(Profile(), shopify_domain())) as url,
        httpx2.Client(base_url=url, timeout=10, headers={"X-Shopify-Access-Token": "shpat_sandbox"}) as client,
    ):
        yield client


def test_the_page_needs_nothing_from_elsewhere(client: Client) -> None:
    response = client.http.get("/")

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert re.findall(r"https?://|@import|<script src|<link rel=\"stylesheet\"", response.text) == []


def test_every_endpoint_that_the_page_asks_is_there(client: Client) -> None:
    page = client.http.get("/").text
    read = set(re.findall(r'ask\("([a-z]+)[^"]*"(?: \+ [^)]+)?\)', page))
    sent = set(re.findall(r'ask\("([a-z]+)", "POST"', page)) | set(re.findall(r'onSubmit\("[a-z]+", "([a-z]+)"', page))

    answers = {client.http.get(f"/sandbox/{name}").status_code for name in read}
    refusals = {client.control(name, {"nonsense": 1}).status_code for name in sent - {"checkout"}}

    assert read == {"state", "clock", "bucket", "log", "faults", "deliveries"}
    assert sent == {"clock", "reset", "checkout", "faults"}
    assert answers == {200}
    assert refusals == {400}


def test_the_state_can_be_asked_for_the_orders_placed_last(shop: httpx2.Client) -> None:
    for _ in range(3):
        shop.post("/sandbox/checkout", json={"lines": [LINE]})

    whole, last, none = (shop.get(f"/sandbox/state{query}").json() for query in ("", "?last=2", "?last=0"))

    assert [each["name"] for each in whole["orders"]] == ["#1001", "#1002", "#1003"]
    assert [each["name"] for each in last["orders"]] == ["#1002", "#1003"]
    assert none["orders"] == []
    assert none["counts"]["Order"] == 3


def test_the_log_can_be_asked_for_the_last_requests_after_a_number(client: Client) -> None:
    for _ in range(4):
        client.graphql()

    requests = client.read("log?after=1&last=2")["requests"]

    assert isinstance(requests, list)
    assert [each["n"] for each in requests] == [3, 4]
    assert client.http.get("/sandbox/log?last=some").status_code == 400


def test_the_bucket_is_told_without_being_charged(client: Client) -> None:
    client.control("reset", {"bucket_size": 1000, "restore_rate": 50})

    told = [client.read("bucket") for _ in range(2)]

    assert told == [{"maximumAvailable": 1000, "currentlyAvailable": 1000, "restoreRate": 50.0}] * 2


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_a_browser_shows_orders_requests_and_subscriptions(shop: httpx2.Client, tmp_path: Path) -> None:
    placed = shop.post("/sandbox/checkout", json={"lines": [LINE], "payment": "authorised"}).json()
    subscribe = (
        'mutation Subscribe { webhookSubscriptionCreate(topic: ORDERS_PAID, webhookSubscription: {uri: "http://127.0.0.1:9/hook"})'
        " { userErrors { message } } }"
    )
    shop.post("/admin/api/2026-10/graphql.json", json={"query": subscribe})

    shown = _rendered(str(shop.base_url), tmp_path)

    assert "#1001" in shown
    assert f"FO {placed['fulfillment_orders'][0]['id'].rsplit('/')[-1]}" in shown
    assert 'class="bar OPEN"' in shown
    assert "AUTHORIZATION" in shown
    assert "&lt;i&gt;TEA&lt;/i&gt;" in shown
    assert "mutation Subscribe" in shown
    assert "ORDERS_PAID" in shown


def _rendered(url: str, profile: Path) -> str:
    """The page's elements after it has asked and drawn."""
    assert CHROMIUM is not None
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={profile}",
        "--virtual-time-budget=3000",
    ]
    done = subprocess.run(
        [CHROMIUM, *options, "--dump-dom", url], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout
