"""The page at / and what it asks for."""

import asyncio
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from shopify_sandbox.assembly import shopify_domain
from shopify_sandbox.http.shop import Sandbox
from shopify_sandbox.options import Profile
from tests.shopify_sandbox.server import serving

from .browser import CHROMIUM, opened
from .conftest import Client

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

    shown = asyncio.run(_rendered(str(shop.base_url), tmp_path))

    assert "#1001" in shown
    assert f"FO {placed['fulfillment_orders'][0]['id'].rsplit('/')[-1]}" in shown
    assert 'class="bar OPEN"' in shown
    assert "AUTHORIZATION" in shown
    assert "&lt;i&gt;TEA&lt;/i&gt;" in shown
    assert "mutation Subscribe" in shown
    assert "ORDERS_PAID" in shown


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_the_buttons_of_the_page_turn_clock_and_faults_and_place_orders(shop: httpx2.Client, tmp_path: Path) -> None:
    before = shop.get("/sandbox/clock").json()["now"]

    async def use() -> None:
        async with opened(str(shop.base_url), tmp_path) as page:
            await page.until("document.querySelector('#orders').innerText.includes('No orders yet')")
            await page.click("#buy button")
            await page.until("document.querySelector('#orders').innerText.includes('#1001')")
            await page.click("[data-advance=P1D]")
            await page.click("[data-rate='10']")
            await page.click("#fault button")
            await page.until("document.querySelector('#faults').innerText.includes('timeout_before')")
            await page.until("document.querySelector('#bucket').innerText.includes('refill \u00d7 10')")

    asyncio.run(use())

    clock = shop.get("/sandbox/clock").json()
    assert datetime.fromisoformat(clock["now"]) - datetime.fromisoformat(before) >= timedelta(days=1)
    assert clock["rate"] == 10
    assert [rule["kind"] for rule in shop.get("/sandbox/faults").json()["rules"]] == ["timeout_before"]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_the_page_says_what_was_refused(shop: httpx2.Client, tmp_path: Path) -> None:
    async def use() -> object:
        async with opened(str(shop.base_url), tmp_path) as page:
            await page.evaluate("document.querySelector('[name=price]').value = 'dear'")
            await page.click("#buy button")
            await page.until("document.querySelector('#problem').innerText")
            return await page.evaluate("document.querySelector('#problem').innerText")

    said = asyncio.run(use())

    assert "price" in str(said)


async def _rendered(url: str, profile: Path) -> str:
    async with opened(url, profile) as page:
        await page.until(
            "document.querySelector('#log').innerText && document.querySelector('#subscriptions').innerText"
        )
        return str(await page.evaluate("document.body.outerHTML"))
