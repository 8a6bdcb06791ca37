"""An app's life as Shopify tells it: scopes taken away, data asked for, uninstalled, everything deleted after it."""

import json
from collections.abc import Iterator

import pytest

from backhaul.core.scopes import SCOPES
from backhaul.flows.privacy_export import read_export
from backhaul.flows.process_deliveries import process_deliveries
from backhaul.flows.read_order import import_order
from backhaul.flows.stores import StoreRequest, connect_store
from backhaul.models import Notice, OrderSnapshot, PrivacyRequest, SalesOrder, Store
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.support.inbox import let_webhooks_arrive, subscribe_all, take_in
from tests.support.rows import order_row, store_row
from tests.support.sandbox import TOKEN, Sandbox
from tests.support.shop import Shop, run_pending
from tests.support.whole_database import everything, rows_of

NOWHERE = "http://127.0.0.1:9/webhooks/shopify"
STREET = "1 Nevsky prospekt"
WHO = {"firstName": "Anna", "lastName": "Karenina", "address1": STREET, "zip": "19116", "countryCode": "RU"}


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    """A store of the shop's own domain, to which it sends everything."""
    domain = sandbox._post("/sandbox/reset", {})["shop"]
    request = StoreRequest(slug="shop", shop_domain=domain, token=TOKEN, api_url=sandbox.url)
    shop = Shop(connect_store(request), sandbox)
    subscribe_all(shop)
    sandbox._post("/sandbox/app", {"compliance_url": NOWHERE})
    yield shop
    close_transports()


def annas_order(shop: Shop) -> SalesOrder:
    """An order of Anna's, read."""
    lines = [{"sku": "apple", "title": "Apple", "price": "1.00", "quantity": 2}]
    placed = shop.sandbox.checkout(lines=lines, email="anna@example.net", shipping_address=WHO, note="For my birthday")
    return import_order(shop.store, placed["order"])


def test_scopes_that_are_taken_away_are_told_of(shop: Shop) -> None:
    kept = [scope.handle for scope in SCOPES if scope.handle != "read_all_orders"]

    shop.sandbox._post("/sandbox/app", {"scopes": kept})
    let_webhooks_arrive(shop)

    assert "older than 60 days" in Notice.objects.get(kind="scopes_lost").words


def test_what_a_customer_asked_for_is_found_and_deleted(shop: Shop) -> None:
    order = annas_order(shop)
    assert (order.customer_gid, order.facts["shipping_address/address1"]) != ("", None)

    shop.sandbox._post("/sandbox/privacy", {"topic": "customers/data_request", "customer": order.customer_gid})
    let_webhooks_arrive(shop)
    export = PrivacyRequest.objects.get()
    found = read_export(export, by="boss").decode()
    shop.sandbox._post("/sandbox/privacy", {"topic": "customers/redact", "customer": order.customer_gid})
    let_webhooks_arrive(shop)
    import_order(shop.store, order.gid)

    assert export.state == "done"
    assert len(json.loads(found)["kept"]["OrderSnapshot"]) == 1
    assert [word for word in (STREET, "anna@example.net", "For my birthday") if word not in found] == []
    kept = everything()
    assert [word for word in (STREET, "anna@example.net", "For my birthday", "Karenina") if word in kept] == []
    assert not OrderSnapshot.objects.exists()


def test_an_uninstalled_shop_is_forgotten_when_shopify_says_so(shop: Shop) -> None:
    other = store_row("other")
    order_row(other)
    before = rows_of(other)
    annas_order(shop)

    shop.sandbox._post("/sandbox/app", {"uninstall": True})
    let_webhooks_arrive(shop)
    uninstalled = Store.objects.get(pk=shop.store.pk)
    kept = uninstalled.orders.count()
    shop.sandbox.advance("P3D")
    process_deliveries([delivery.pk for delivery in take_in(shop)])
    run_pending()

    assert (uninstalled.state, kept) == ("uninstalled", 1)
    assert list(Store.objects.values_list("slug", flat=True)) == ["other"]
    assert PrivacyRequest.objects.get(topic="shop/redact").state == "done"
    assert rows_of(other) == before


def test_a_shop_that_was_installed_again_is_not_forgotten(shop: Shop) -> None:
    annas_order(shop)

    shop.sandbox._post("/sandbox/privacy", {"topic": "shop/redact"})
    let_webhooks_arrive(shop)

    assert PrivacyRequest.objects.get().state == "refused"
    assert Store.objects.get().orders.count() == 1
