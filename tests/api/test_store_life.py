"""A store's life over REST: pause, resume, new access, uninstalled; and requests under data protection law."""

from collections.abc import Iterator

import pytest

from backhaul.models import SalesOrder, Store, StoreCredential
from backhaul.shopify.transport import close_transports
from tests.api.client import Caller, body_of, expect_problem, order_path, shipment
from tests.conftest import OwnDatabase
from tests.support.personal_rows import personal_order
from tests.support.privacy import data_requested
from tests.support.sandbox import TOKEN, Sandbox


@pytest.fixture
def shopify(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Sandbox]:
    """The sandbox, and a database that real requests commit to."""
    yield sandbox
    close_transports()


def test_a_store_is_paused_and_resumed(api: Caller, store: Store) -> None:
    paused = body_of(api.post("/stores/shop/pause", {"reason": "Stocktaking"}))
    resumed = body_of(api.post("/stores/shop/resume"))

    assert (paused["state"], paused["paused_by"], paused["pause_reason"]) == ("paused", "person", "Stocktaking")
    assert (resumed["state"], resumed["paused_by"]) == ("active", "")
    expect_problem(api.post("/stores/shop/pause", {"reason": ""}), 400, "bad-input")
    expect_problem(api.post("/stores/nowhere/resume"), 404, "unknown-store")


def test_nothing_is_posted_to_a_store_that_was_uninstalled(api: Caller, order: SalesOrder) -> None:
    gone = body_of(api.post("/stores/shop/uninstall"))

    assert (gone["state"], gone["access"]) == ("uninstalled", "")
    expect_problem(api.post(order_path(order.pk, "/shipments"), shipment()), 409, "store-uninstalled")
    expect_problem(api.patch("/stores/shop", {"notify_customer": True}), 409, "store-uninstalled")
    expect_problem(api.post("/stores/shop/resume"), 409, "store-uninstalled")
    assert body_of(api.get(order_path(order.pk)))["order"]["id"] == order.pk


def test_scopes_are_shown_with_what_they_cost(api: Caller, store: Store) -> None:
    StoreCredential.objects.update(granted_scopes=["write_orders"])

    scopes = {one["scope"]: one for one in body_of(api.get("/stores/shop"))["scopes"]}

    assert scopes["read_orders"]["is_granted"]
    assert not scopes["read_locations"]["is_granted"]
    assert scopes["read_locations"]["is_required"]
    assert "silently missing" in scopes["read_third_party_fulfillment_orders"]["without"]


def test_a_store_gets_new_access_and_a_refused_one_leaves_the_former(api: Caller, shopify: Sandbox) -> None:
    connection = {"slug": "shop", "shop_domain": "shop.myshopify.com", "api_url": shopify.url}
    secret = "a-secret-of-webhooks"
    first = body_of(api.post("/stores", {**connection, "token": TOKEN, "webhook_secret": secret}), 201)

    refused = api.post("/stores/shop/access", {"token": "shpat_wrong"})
    answer = api.post("/stores/shop/access", {"client_id": "sandbox-client", "client_secret": "sandbox-secret"})

    expect_problem(refused, 502, "token-refused")
    assert (first["access"], first["warnings"]) == ("permanent", [])
    assert body_of(answer)["access"] == "client_credentials"
    assert "sandbox-secret" not in answer.content.decode()
    expect_problem(api.post("/stores/shop/access", {}), 400, "bad-input")


def test_requests_are_shown_and_what_was_found_is_not(api: Caller, store: Store) -> None:
    personal_order(store)
    request = data_requested(store)

    listed = body_of(api.get("/privacy-requests", state="done", store="shop"))["items"]
    answer = api.get(f"/privacy-requests/{request.pk}")

    assert [one["id"] for one in listed] == [request.pk]
    assert body_of(answer)["can_be_downloaded"]
    assert body_of(answer)["counts"]["SalesOrder"] == 1
    assert "Anna" not in answer.content.decode()
    expect_problem(api.get("/privacy-requests/prv_nothing"), 404, "not-found")
    assert body_of(api.get("/privacy-requests", overdue="true"))["items"] == []
