"""The reads of a store besides orders."""

from datetime import UTC, datetime
from typing import Any

import pytest

from backhaul.core.shopify_errors import NotFoundInShopify
from backhaul.shopify import changes
from backhaul.shopify.changes import ChangedOrder
from backhaul.shopify.client import FoundOrder, RemoteLocation, Shopify
from tests.shopify.replies import connection, fulfillment, fulfillment_line, fulfillment_order, reply
from tests.shopify.scripted_server import ScriptedServer

SINCE = datetime(2026, 1, 1, 12, 0, 0, 5000, tzinfo=UTC)


def changed(number: int, second: int = 0) -> dict[str, Any]:
    return {"id": f"gid://shopify/Order/{number}", "updatedAt": f"2026-01-02T10:00:{second:02}Z"}


def named(number: int, name: str) -> dict[str, Any]:
    return {"id": f"gid://shopify/Order/{number}", "name": name, "number": number}


def test_orders_changed_since_an_instant_are_paged_to_the_end(server: ScriptedServer, shopify: Shopify) -> None:
    pages = [connection(changed(1), changed(2), after="a"), connection(changed(3))]
    server.answer_operation("OrdersChanged", *(reply({"orders": page}) for page in pages))

    found = list(shopify.orders_changed_since(SINCE))

    assert [one.gid[-1] for one in found] == ["1", "2", "3"]
    assert found[0] == ChangedOrder("gid://shopify/Order/1", datetime(2026, 1, 2, 10, tzinfo=UTC))
    query = "updated_at:>='2026-01-01T12:00:00Z'"
    assert [request.json["variables"] for request in server.requests] == [
        {"query": query, "after": None},
        {"query": query, "after": "a"},
    ]


def test_a_search_too_long_to_be_paged_begins_anew_where_it_was(
    server: ScriptedServer, shopify: Shopify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_NODES_PER_SEARCH", 2)
    pages = [connection(changed(1, 1), changed(2, 2), after="a"), connection(changed(2, 2), changed(3, 2))]
    server.answer_operation("OrdersChanged", *(reply({"orders": page}) for page in pages))

    found = list(shopify.orders_changed_since(SINCE))

    assert [one.gid[-1] for one in found] == ["1", "2", "3"]
    assert server.requests[1].json["variables"] == {"query": "updated_at:>='2026-01-02T10:00:02Z'", "after": None}


@pytest.mark.parametrize(
    ("wanted", "expected"), [("#1001", ["1001"]), ("1001", ["1001", "5001"]), (" EN1001 ", ["5001"]), ("100", [])]
)
def test_an_order_is_found_by_exactly_its_name_or_number(
    server: ScriptedServer, shopify: Shopify, wanted: str, expected: list[str]
) -> None:
    nodes = [named(1001, "#1001"), {**named(5001, "EN1001"), "number": 1001}, named(10011, "#10011")]
    server.answer_operation("OrdersNamed", reply({"orders": {"nodes": nodes}}))

    found = shopify.find_orders(wanted)

    assert [one.gid.rsplit("/")[-1] for one in found] == expected


def test_a_name_cannot_break_out_of_the_search(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("OrdersNamed", reply({"orders": {"nodes": []}}))

    assert shopify.find_orders('#1" OR id:>0 OR name:"\\') == ()

    assert server.requests[0].json["variables"] == {"query": 'name:"1\\" OR id:>0 OR name:\\"\\\\"'}


def test_an_empty_name_asks_nothing(server: ScriptedServer, shopify: Shopify) -> None:
    assert shopify.find_orders("  ") == ()
    assert server.requests == []


def test_found_orders_carry_their_name(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("OrdersNamed", reply({"orders": {"nodes": [named(7, "#7")]}}))

    assert shopify.find_orders("7") == (FoundOrder("gid://shopify/Order/7", "#7"),)


def test_the_shop_is_read_with_the_scopes_of_its_app(server: ScriptedServer, shopify: Shopify) -> None:
    shop = {
        "id": "gid://shopify/Shop/1",
        "name": "A shop",
        "myshopifyDomain": "a.myshopify.com",
        "currencyCode": "CAD",
        "ianaTimezone": "America/Toronto",
        "plan": {"publicDisplayName": "Basic", "shopifyPlus": False, "partnerDevelopment": True},
    }
    scopes = [{"handle": "read_orders"}, {"handle": "write_orders"}]
    server.answer_operation("Shop", reply({"shop": shop, "currentAppInstallation": {"accessScopes": scopes}}))

    found = shopify.read_shop()

    assert (found.name, found.currency, found.timezone, found.plan) == ("A shop", "CAD", "America/Toronto", "Basic")
    assert (found.is_plus, found.is_development, set(found.scopes)) == (False, True, {"read_orders", "write_orders"})


def test_all_pages_of_locations_are_read(server: ScriptedServer, shopify: Shopify) -> None:
    def location(number: int, *, active: bool) -> dict[str, Any]:
        gid = f"gid://shopify/Location/{number}"
        return {"id": gid, "name": f"L{number}", "isActive": active, "fulfillsOnlineOrders": True}

    pages = [connection(location(1, active=True), after="a"), connection(location(2, active=False))]
    server.answer_operation("Locations", *(reply({"locations": page}) for page in pages))

    assert shopify.read_locations() == (
        RemoteLocation("gid://shopify/Location/1", "L1", True, True),
        RemoteLocation("gid://shopify/Location/2", "L2", False, True),
    )


def test_a_fulfillment_is_read_by_its_id_with_all_its_lines(server: ScriptedServer, shopify: Shopify) -> None:
    long = fulfillment(7, fulfillmentLineItems=connection(fulfillment_line(1), after="x"))
    server.answer_operation("Fulfillment", reply({"fulfillment": {**long, "order": {"id": "gid://shopify/Order/1"}}}))
    more = {"updatedAt": long["updatedAt"], "fulfillmentLineItems": connection(fulfillment_line(2))}
    server.answer_operation("FulfillmentLinesNext", reply({"fulfillment": more}))

    found = shopify.read_fulfillment("gid://shopify/Fulfillment/7")

    assert found.order_gid == "gid://shopify/Order/1"
    assert found.fulfillment.units == {"gid://shopify/LineItem/1": 2}


def test_a_fulfillment_order_is_read_by_its_id(server: ScriptedServer, shopify: Shopify) -> None:
    content = {**fulfillment_order(3), "orderId": "gid://shopify/Order/1"}
    server.answer_operation("FulfillmentOrder", reply({"fulfillmentOrder": content}))

    found = shopify.read_fulfillment_order("gid://shopify/FulfillmentOrder/3")

    assert (found.order_gid, found.fulfillment_order.status) == ("gid://shopify/Order/1", "OPEN")


def test_what_shopify_does_not_show_is_not_found(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("Fulfillment", reply({"fulfillment": None}))
    server.answer_operation("FulfillmentOrder", reply({"fulfillmentOrder": None}))

    with pytest.raises(NotFoundInShopify):
        shopify.read_fulfillment("gid://shopify/Fulfillment/7")
    with pytest.raises(NotFoundInShopify):
        shopify.read_fulfillment_order("gid://shopify/FulfillmentOrder/7")
