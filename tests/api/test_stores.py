"""Stores over REST; connecting and reading needs a Shopify, which the sandbox is."""

from collections.abc import Iterator

import pytest

from backhaul.models import SalesOrder, Store
from backhaul.shopify.transport import close_transports
from tests.api.client import Caller, body_of, expect_problem, json_of
from tests.conftest import OwnDatabase
from tests.support.contract_rows import contract_row
from tests.support.rows import WAREHOUSE
from tests.support.sandbox import TOKEN, Sandbox


@pytest.fixture
def shopify(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Sandbox]:
    """The sandbox, and a database that real requests commit to."""
    yield sandbox
    close_transports()


def _connection(sandbox: Sandbox, **fields: str) -> dict[str, str]:
    return {
        "slug": "shop",
        "shop_domain": "shop.myshopify.com",
        "token": TOKEN,
        "api_url": sandbox.url,
        **fields,
    }


def test_a_connected_store_shows_its_locations_and_no_secret(api: Caller, shopify: Sandbox) -> None:
    answer = api.post("/stores", _connection(shopify), key="k")
    again = api.post("/stores", _connection(shopify), key="k")

    connected = body_of(answer, 201)
    assert connected["missing_scopes"] == []
    assert connected["locations"]
    assert TOKEN not in answer.content.decode()
    assert json_of(again) == connected
    expect_problem(api.post("/stores", _connection(shopify)), 409, "store-exists")


def test_a_store_whose_token_is_refused_is_not_kept(api: Caller, shopify: Sandbox) -> None:
    answer = api.post("/stores", _connection(shopify, token="shpat_wrong"))

    expect_problem(answer, 502, "token-refused")
    assert not Store.objects.exists()


def test_a_store_nobody_answers_for_is_not_kept(api: Caller, shopify: Sandbox) -> None:
    answer = api.post("/stores", _connection(shopify, api_url="http://127.0.0.1:9"))

    expect_problem(answer, 502, "network-failure")
    assert not Store.objects.exists()


def test_an_order_is_read_from_shopify_by_its_name(api: Caller, shopify: Sandbox) -> None:
    body_of(api.post("/stores", _connection(shopify)), 201)
    placed = shopify.checkout(lines=[{"sku": "apple", "title": "Apple", "price": "1.00", "quantity": 2}])

    read = body_of(api.post("/orders/import", {"reference": placed["order"]}))

    assert read["order"]["id"] == SalesOrder.objects.get().pk
    assert read["lines"][0]["outstanding"] == 2
    assert read["fulfillment_orders"][0]["status"] == "OPEN"


@pytest.mark.parametrize(
    "reference", ["#9999", "9999", "gid://shopify/Order/9999", "9" * 200, "gid://shopify/X/1", '" OR']
)
def test_an_order_that_shopify_does_not_have_is_not_found(api: Caller, shopify: Sandbox, reference: str) -> None:
    body_of(api.post("/stores", _connection(shopify)), 201)

    answer = api.post("/orders/import", {"reference": reference})

    assert answer.status_code in (400, 404), answer.content


@pytest.mark.parametrize(
    "changed",
    [
        {"slug": "Bad Slug"},
        {"slug": ""},
        {"shop_domain": "evil.example", "api_url": None},
        {"token": None},
        {"client_id": "a", "client_secret": "b"},
        {"api_url": "https://evil.example"},
        {"api_url": "http://["},
        {"api_url": "localhost"},
    ],
)
def test_a_store_that_cannot_be_is_refused(api: Caller, db: None, changed: dict[str, object]) -> None:
    wanted = {"slug": "shop", "shop_domain": "shop.myshopify.com", "token": "t", "api_url": "http://127.0.0.1:9"}

    answer = api.post("/stores", {**wanted, **changed})

    expect_problem(answer, 400, "bad-input")
    assert not Store.objects.exists()


def test_policies_change_and_the_rest_stays(api: Caller, store: Store) -> None:
    changed = body_of(api.patch("/stores/shop", {"scheduled": "open_early", "expiry_notice_hours": [6, 48, 6]}))

    assert changed["policies"] == {
        "other_location": "fulfil_there",
        "scheduled": "open_early",
        "notify_customer": False,
        "partial_capture": "at_last_invoice",
        "expiry_notice_hours": [48, 6],
        "mail_customers": False,
        "customer_language": "en",
    }
    expect_problem(api.patch("/stores/shop", {"scheduled": "never"}), 400, "invalid-request-body")
    expect_problem(api.patch("/stores/nowhere", {}), 404, "unknown-store")


@pytest.mark.parametrize("hours", [[0], [-1], [721], list(range(1, 12))])
def test_hours_that_cannot_be_are_refused(api: Caller, store: Store, hours: list[int]) -> None:
    expect_problem(api.patch("/stores/shop", {"expiry_notice_hours": hours}), 400, "bad-input")

    store.refresh_from_db()
    assert store.expiry_notice_hours == [72, 24, 6]


def test_no_notices_can_be_wanted_and_captures_at_once(api: Caller, store: Store) -> None:
    policies = body_of(api.patch("/stores/shop", {"expiry_notice_hours": [], "partial_capture": "now"}))["policies"]

    assert (policies["expiry_notice_hours"], policies["partial_capture"]) == ([], "now")
    expect_problem(api.patch("/stores/shop", {"partial_capture": "later"}), 400, "invalid-request-body")
    expect_problem(api.patch("/stores/shop", {"expiry_notice_hours": ["6"]}), 400, "invalid-request-body")


def test_locations_carriers_and_gateways_are_mapped(api: Caller, store: Store) -> None:
    api.post("/stores/shop/locations", {"code": "MAIN", "location": WAREHOUSE})
    api.post("/stores/shop/carriers", {"code": "BP", "company": "Bpost", "url_template": "https://b.example/{number}"})
    api.post("/stores/shop/gateways", {"gateway": "manual", "payment_method": "BANK", "authorisation_days": 30})

    found = body_of(api.get("/stores/shop"))

    assert found["locations"] == [{"code": "MAIN", "location": WAREHOUSE, "name": "Warehouse"}]
    assert found["carriers"] == [{"code": "BP", "company": "Bpost", "url_template": "https://b.example/{number}"}]
    assert found["gateways"] == [{"gateway": "manual", "payment_method": "BANK", "authorisation_days": 30}]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/stores/shop/locations", {"code": "MAIN", "location": "gid://shopify/Location/77"}),
        ("/stores/shop/locations", {"code": "a\nb", "location": WAREHOUSE}),
        ("/stores/shop/carriers", {"code": "BP", "company": " "}),
        ("/stores/shop/carriers", {"code": "BP", "company": "Bpost", "url_template": "https://b.example"}),
        ("/stores/shop/carriers", {"code": "BP", "company": "Bpost", "url_template": "https://[{number}"}),
        ("/stores/shop/gateways", {"gateway": "", "payment_method": "BANK"}),
        ("/stores/shop/gateways", {"gateway": "manual", "payment_method": "BANK", "authorisation_days": 0}),
        ("/stores/shop/gateways", {"gateway": "manual", "payment_method": "BANK", "authorisation_days": 366}),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(api: Caller, store: Store, path: str, body: object) -> None:
    expect_problem(api.post(path, body), 400, "bad-input")


def test_tags_of_orders_are_chosen_by_templates(api: Caller, store: Store) -> None:
    address = f"/stores/{store.slug}/tag-policy"
    wanted = {"templates": ["subscription", "box {number}"], "contracts": "all", "placed_from": "2026-11-01"}

    shown = body_of(api.patch(address, wanted))["tag_policy"]

    assert (shown["templates"], shown["contracts"]) == (["subscription", "box {number}"], "all")
    assert shown["placed_from"] == "2026-11-01T00:00:00Z"
    assert "{plan}" in shown["offered"]
    expect_problem(api.patch(address, {"templates": ["a,b"]}), 400, "bad-tag")
    expect_problem(api.patch(address, {"placed_from": "soon"}), 400, "bad-reference")
    assert body_of(api.patch(address, {"templates": []}))["tag_policy"]["templates"] == []


def test_subscription_policies_are_changed_for_the_store_and_for_one_plan(api: Caller, store: Store) -> None:
    address = f"/stores/{store.slug}/subscription-policies"
    contract_row(store)

    body_of(api.patch(address, {"order_cancelled": "ask", "paused_contract": "hold"}))
    shown = body_of(api.patch(address, {"plan": "5", "order_cancelled": "cancel_contract"}))

    assert shown["subscription_policies"]["order_cancelled"] == "ask"
    assert shown["subscription_policies"]["paused_contract"] == "hold"
    assert shown["subscription_policies"]["fully_refunded"] == "notify_only"
    assert [one["order_cancelled"] for one in shown["plan_policies"]] == ["cancel_contract"]
    expect_problem(api.patch(address, {"order_cancelled": "perhaps"}), 400, "invalid-request-body")
    expect_problem(api.patch(address, {"plan": "x", "order_cancelled": "ask"}), 400, "bad-reference")
    expect_problem(api.patch(address, {"plan": "42", "order_cancelled": "ask"}), 400, "unknown-plan")
