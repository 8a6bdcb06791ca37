"""Routing, scopes, pages and cursors."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopify_sandbox import checkout
from tests.shopify_sandbox.resolvers.shop import Shop, a_line


def test_lines_of_several_locations_get_a_fulfillment_order_each() -> None:
    shop = Shop()
    places = [{"location": "Main Street", "quantity": 2}, {"location": "Warehouse", "quantity": 1}]

    placed = checkout.place(shop.world, {"lines": [{"sku": "BEANS", "locations": places}]})

    told = placed["fulfillment_orders"]
    assert isinstance(told, list)
    assert [(each["location_name"], each["lines"][0]["quantity"]) for each in told] == [
        ("Main Street", 2),
        ("Warehouse", 1),
    ]


def test_routing_may_come_later_than_the_order() -> None:
    shop = Shop()
    heard: list[str] = []
    shop.world.listeners.append(lambda topic, _subject: heard.append(topic))

    placed = checkout.place(shop.world, {"lines": [{"sku": "BEANS"}], "routing_delay": "PT10S"})
    before = shop.fulfillment_orders({"id": placed["order"]})
    shop.world.clock.advance(timedelta(seconds=10))

    assert before == placed["fulfillment_orders"] == []
    assert [each["status"] for each in shop.fulfillment_orders({"id": placed["order"]})] == ["OPEN"]
    assert heard.index("orders/create") < heard.index("fulfillment_orders/order_routing_complete")


def test_third_party_fulfillment_orders_are_missing_without_their_scope() -> None:
    shop = Shop(scopes=frozenset({"read_orders", "read_merchant_managed_fulfillment_orders"}))
    places = [{"location": "Main Street", "quantity": 1}, {"location": "Acme Logistics", "quantity": 1}]

    placed = checkout.place(shop.world, {"lines": [{"sku": "BEANS", "locations": places}]})

    seen = shop.fulfillment_orders({"id": placed["order"]})
    assert [each["assignedLocation"]["location"]["name"] for each in seen] == ["Main Street"]


@pytest.mark.parametrize(("days", "seen"), [(60, True), (61, False)])
def test_orders_older_than_sixty_days_need_their_own_scope(days: int, seen: bool) -> None:
    shop = Shop(scopes=frozenset({"read_orders"}))
    placed = checkout.place(shop.world, {"lines": [{"sku": "BEANS"}]})
    shop.world.clock.advance(timedelta(days=days))

    order = shop.send("query($id: ID!) { order(id: $id) { id } }", {"id": placed["order"]})["order"]
    counted = shop.send("{ ordersCount { count } }")["ordersCount"]["count"]

    assert (order is not None, counted) == (seen, int(seen))


def test_more_than_two_hundred_and_fifty_a_page_is_an_error() -> None:
    shop = Shop()

    answer = shop.answer("{ orders(first: 251) { nodes { id } } }")

    assert answer["data"] is None
    assert answer["errors"]


def test_an_order_of_three_hundred_lines_is_read_in_pages_backwards_too() -> None:
    shop = Shop()
    placed = checkout.place(shop.world, {"lines": [{"sku": f"S{number}"} for number in range(300)]})
    document = """query($id: ID!, $before: String) { order(id: $id) { fulfillmentOrders(first: 1) { nodes {
      lineItems(last: 120, before: $before) { nodes { sku } pageInfo { hasPreviousPage startCursor } } } } } }"""

    seen: list[str] = []
    before, more = None, True
    while more:
        data = shop.send(document, {"id": placed["order"], "before": before})
        page = data["order"]["fulfillmentOrders"]["nodes"][0]["lineItems"]
        seen = [node["sku"] for node in page["nodes"]] + seen
        before, more = page["pageInfo"]["startCursor"], page["pageInfo"]["hasPreviousPage"]

    assert seen == [f"S{number}" for number in range(300)]


def test_a_cursor_still_works_when_a_new_order_came_in_between() -> None:
    shop = Shop()
    names = [shop.order(lineItems=[a_line()])["name"] for _ in range(3)]
    document = """query($after: String) { orders(first: 2, after: $after, sortKey: CREATED_AT) {
      nodes { name } pageInfo { endCursor hasNextPage } } }"""

    first = shop.send(document)["orders"]
    names.append(shop.order()["name"])
    second = shop.send(document, {"after": first["pageInfo"]["endCursor"]})["orders"]

    assert [node["name"] for page in (first, second) for node in page["nodes"]] == names


def test_merged_and_emptied_fulfillment_orders_are_not_displayable() -> None:
    shop = Shop()
    order = shop.order()
    source = order["fulfillmentOrders"]["nodes"][0]["id"]
    split = """mutation($s: [FulfillmentOrderSplitInput!]!) { fulfillmentOrderSplit(fulfillmentOrderSplits: $s) {
      fulfillmentOrderSplits { remainingFulfillmentOrder { id } } userErrors { message } } }"""
    merge = """mutation($m: [FulfillmentOrderMergeInput!]!) { fulfillmentOrderMerge(fulfillmentOrderMergeInputs: $m) {
      userErrors { message } } }"""
    line = order["fulfillmentOrders"]["nodes"][0]["lineItems"]["nodes"][0]["id"]

    wanted = [{"fulfillmentOrderId": source, "fulfillmentOrderLineItems": [{"id": line, "quantity": 1}]}]
    made = shop.send(split, {"s": wanted})["fulfillmentOrderSplit"]["fulfillmentOrderSplits"][0]
    intents = [{"fulfillmentOrderId": gid} for gid in (source, made["remainingFulfillmentOrder"]["id"])]
    assert shop.send(merge, {"m": [{"mergeIntents": intents}]})["fulfillmentOrderMerge"]["userErrors"] == []

    read = """query($id: ID!) { order(id: $id) { all: fulfillmentOrders(first: 5) { nodes { id } }
      shown: fulfillmentOrders(first: 5, displayable: true) { nodes { id } }
      closed: fulfillmentOrders(first: 5, query: "status:closed") { nodes { id } } } }"""
    told = shop.send(read, {"id": order["id"]})["order"]
    assert [len(told[name]["nodes"]) for name in ("all", "shown", "closed")] == [2, 1, 1]
    assert told["shown"]["nodes"] == [{"id": source}]


def test_products_and_customers_are_counted_by_the_query_that_lists_them() -> None:
    shop = Shop()
    for title in ("Beans", "Cups"):
        shop.send(
            "mutation($product: ProductCreateInput!) { productCreate(product: $product) { userErrors { message } } }",
            {"product": {"title": title, "tags": [title]}},
        )
    shop.order(email="buyer@example.com")

    seen = shop.send("""{ productsCount { count } tagged: productsCount(query: "tag:Cups") { count precision }
      customersCount(query: "email:nobody@example.com") { count } }""")

    assert seen["productsCount"] == {"count": 2}
    assert seen["tagged"] == {"count": 1, "precision": "EXACT"}
    assert seen["customersCount"] == {"count": 0}
