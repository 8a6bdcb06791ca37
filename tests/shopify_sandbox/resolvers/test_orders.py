"""Orders: updating, tags, searching, cancelling, webhooks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shopify_sandbox import checkout, snapshot
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.webhooks.payloads import body_for
from tests.shopify_sandbox.resolvers.shop import Shop, a_line, a_transaction, whole

CANCEL = """mutation($id: ID!, $refund: OrderCancelRefundMethodInput, $note: String) {
  orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: $refund, staffNote: $note) {
    job { id done } jobResult { id done status }
    orderCancelUserErrors { field message code } userErrors { field message } } }"""
RESULT = """query($id: ID!) { node(id: $id) { ... on OrderCancelJobResult { done status errors { code message }
  order { cancelledAt cancelReason closed displayFulfillmentStatus } } } }"""
UPDATE = """mutation($input: OrderInput!) { orderUpdate(input: $input) {
  order { note tags shippingAddress { city provinceCode lastName } } userErrors { field message } } }"""
ADD = "mutation($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { id } userErrors { message } } }"


def cancel(shop: Shop, order: dict[str, Any], **given: object) -> dict[str, Any]:
    """orderCancel's payload."""
    payload: dict[str, Any] = shop.send(CANCEL, {"id": order["id"], **given})["orderCancel"]
    return payload


def test_cancelling_is_a_job_that_voids_closes_and_restocks() -> None:
    shop = Shop()
    order = shop.order(transactions=[a_transaction("AUTHORIZATION", "20.00")])

    payload = cancel(shop, order)
    result = shop.send(RESULT, {"id": payload["jobResult"]["id"]})["node"]

    assert payload["jobResult"] == {"id": payload["jobResult"]["id"], "done": False, "status": "STARTED"}
    assert (result["done"], result["status"], result["errors"]) == (True, "SUCCEEDED", [])
    assert result["order"]["cancelReason"] == "CUSTOMER"
    assert result["order"]["closed"] is True
    (closed,) = shop.fulfillment_orders(order)
    assert (closed["status"], closed["lineItems"]["nodes"][0]["totalQuantity"]) == ("CLOSED", 0)
    financial = "query($id: ID!) { order(id: $id) { displayFinancialStatus transactions { kind } } }"
    told = shop.send(financial, {"id": order["id"]})["order"]
    assert told == {"displayFinancialStatus": "VOIDED", "transactions": [{"kind": "AUTHORIZATION"}, {"kind": "VOID"}]}


def test_cancelling_with_the_money_back_refunds_all_of_it() -> None:
    shop = Shop()
    order = shop.order(transactions=[a_transaction("SALE", "20.00")])

    cancel(shop, order, refund={"originalPaymentMethodsRefund": True})

    document = """query($id: ID!) { order(id: $id) { displayFinancialStatus
      totalRefundedSet { shopMoney { amount } } refunds { transactions(first: 5) { nodes { kind } } } } }"""
    told = shop.send(document, {"id": order["id"]})["order"]
    assert told["displayFinancialStatus"] == "REFUNDED"
    assert told["totalRefundedSet"]["shopMoney"]["amount"] == "20.0"
    assert told["refunds"] == [{"transactions": {"nodes": [{"kind": "REFUND"}]}}]


def test_an_order_with_a_fulfillment_can_be_cancelled_only_after_that_was_cancelled() -> None:
    shop = Shop()
    order = shop.order()
    made = shop.fulfill(whole(order["fulfillmentOrders"]["nodes"][0]))["fulfillment"]

    refused = cancel(shop, order)
    shop.send("mutation($id: ID!) { fulfillmentCancel(id: $id) { userErrors { message } } }", {"id": made["id"]})

    message = "Cannot cancel an order that has outstanding fulfillments"
    assert refused["orderCancelUserErrors"] == [{"field": ["orderId"], "message": message, "code": "INVALID"}]
    assert refused["userErrors"] == [{"field": ["orderId"], "message": message}]
    assert cancel(shop, order)["orderCancelUserErrors"] == []


def test_a_fulfillment_made_while_the_job_waits_makes_it_fail() -> None:
    shop = Shop()
    order = shop.order()
    fulfillment_order = order["fulfillmentOrders"]["nodes"][0]
    document = f"""mutation($id: ID!, $f: FulfillmentInput!) {{
      cancel: orderCancel(orderId: $id, reason: OTHER, restock: true) {{ jobResult {{ id }} }}
      fulfill: fulfillmentCreate(fulfillment: $f) {{ userErrors {{ message }} }} }}{""}"""
    everything = {"lineItemsByFulfillmentOrder": [whole(fulfillment_order)]}

    started = shop.send(document, {"id": order["id"], "f": everything})["cancel"]["jobResult"]["id"]

    result = shop.send(RESULT, {"id": started})["node"]
    assert (result["status"], result["order"]["cancelledAt"]) == ("FAILED", None)


def test_a_cancelled_order_can_not_be_cancelled_again() -> None:
    shop = Shop()
    order = shop.order()
    cancel(shop, order)

    again = cancel(shop, order)

    assert again["userErrors"][0]["message"] == "Cannot cancel an order that has already been canceled"


def test_tags_are_split_at_commas_kept_once_and_sorted() -> None:
    shop = Shop()
    order = shop.order(tags=["gift", "VIP"])

    shop.send(ADD, {"id": order["id"], "tags": ["vip, early", "Gift"]})

    tags = shop.send("query($id: ID!) { order(id: $id) { tags } }", {"id": order["id"]})["order"]["tags"]
    assert tags == ["early", "gift", "VIP"]


def test_updating_tags_replaces_them_all() -> None:
    shop = Shop()
    order = shop.order(tags=["gift"], note="ring twice")

    payload = shop.send(UPDATE, {"input": {"id": order["id"], "tags": ["new"]}})["orderUpdate"]

    assert (payload["order"]["tags"], payload["order"]["note"]) == (["new"], "ring twice")


def test_a_bad_address_changes_nothing_and_names_each_field() -> None:
    shop = Shop()
    order = shop.order()
    address = {"address1": "1 Main St", "city": "Chicago", "countryCode": "US", "provinceCode": "ON"}

    payload = shop.send(UPDATE, {"input": {"id": order["id"], "note": "x", "shippingAddress": address}})["orderUpdate"]

    assert [error["field"][-1] for error in payload["userErrors"]] == ["lastName", "zip", "province"]
    assert payload["order"] == {"note": None, "tags": [], "shippingAddress": None}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name:#1001", 1),
        ("tag:gift", 1),
        ("tag:gift OR tag:other", 2),
        ("-tag:gift", 2),
        ("NOT (tag:gift OR tag:other)", 1),
        ("financial_status:paid", 1),
        ("fulfillment_status:fulfilled", 0),
        ("status:open", 3),
        ("created_at:>=2026-11-02", 3),
        ("created_at:<2026-11-02", 0),
        ("updated_at:>'2026-11-01T00:00:00Z' tag:gift", 1),
        ("id:1", 0),
        ('"nobody"', 0),
    ],
)
def test_orders_are_found_by(query: str, found: int) -> None:
    shop = Shop()
    shop.order(tags=["gift"], transactions=[a_transaction("SALE", "20.00")])
    shop.order(tags=["other"])
    shop.order()
    document = "query($q: String) { orders(first: 10, query: $q) { nodes { id } } }"

    nodes = shop.send(document, {"q": query})["orders"]["nodes"]

    assert len(nodes) == found


def test_webhooks_of_an_order_are_told_in_order_and_carry_what_was_true_then() -> None:
    shop = Shop()
    heard: list[tuple[str, dict[str, Any]]] = []
    shop.world.listeners.append(lambda topic, subject: heard.append((topic, body_for(shop.world, topic, subject))))

    order = shop.order(transactions=[a_transaction("SALE", "20.00")])
    shop.fulfill(whole(order["fulfillmentOrders"]["nodes"][0]), trackingInfo={"numbers": ["1", "2"], "company": "DHL"})

    topics = [topic for topic, _ in heard]
    assert topics == [
        "orders/create",
        "order_transactions/create",
        "orders/paid",
        "fulfillment_orders/order_routing_complete",
        "orders/updated",
        "fulfillments/create",
        "orders/updated",
        "orders/fulfilled",
    ]
    created, fulfilled = heard[0][1], heard[-1][1]
    assert (created["fulfillment_status"], fulfilled["fulfillment_status"]) == (None, "fulfilled")
    assert created["line_items"][0]["fulfillable_quantity"] == 2
    assert fulfilled["fulfillments"][0]["tracking_numbers"] == ["1", "2"]
    assert created["admin_graphql_api_id"] == order["id"]
    assert created["created_at"] == "2026-11-02T04:30:00-05:00"
    assert (created["total_price"], created["total_price_set"]["shop_money"]["amount"]) == ("20.00", "20.00")


def test_every_webhook_body_is_json() -> None:
    shop = Shop()
    heard: dict[str, str] = {}
    shop.world.listeners.append(
        lambda topic, subject: heard.update({topic: json.dumps(body_for(shop.world, topic, subject))})
    )
    order = shop.order(transactions=[a_transaction("AUTHORIZATION", "20.00")], email="ada@example.com")

    cancel(shop, order)
    snapshot_text = json.dumps(snapshot.snapshot(shop.world))
    shop.world.clock.run_due()

    assert "orders/cancelled" in heard
    assert json.loads(heard["refunds/create"])["restock"] is True
    assert "customers/create" in heard
    assert order["id"] in snapshot_text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lines": []},
        {"lines": [{"quantity": 0}]},
        {"lines": [{"price": "-1"}]},
        {"lines": [{"location": "Nowhere"}]},
        {"lines": [{"sku": "A"}], "payment": "barter"},
        {"lines": [{"sku": "A"}], "colour": "red"},
        {"lines": [{"sku": "A", "selling_plan": {"every": "P1M"}}]},
    ],
)
def test_a_checkout_that_makes_no_sense_is_refused_and_places_nothing(body: dict[str, object]) -> None:
    shop = Shop()

    with pytest.raises(BadControlRequest):
        checkout.place(shop.world, body)

    assert shop.send("{ ordersCount { count } }")["ordersCount"]["count"] == 0


def test_a_fixed_discount_is_spread_over_the_lines() -> None:
    shop = Shop()
    code = {
        "itemFixedDiscountCode": {"code": "FIVE", "amountSet": {"shopMoney": {"amount": "5", "currencyCode": "CAD"}}}
    }

    order = shop.order(lineItems=[a_line(), a_line(quantity=1)], discountCode=code)

    document = """query($id: ID!) { order(id: $id) { discountCodes totalPriceSet { shopMoney { amount } }
      lineItems(first: 5) { nodes { discountedUnitPriceAfterAllDiscountsSet { shopMoney { amount } } } } } }"""
    told = shop.send(document, {"id": order["id"]})["order"]
    assert told["discountCodes"] == ["FIVE"]
    assert told["totalPriceSet"]["shopMoney"]["amount"] == "25.0"
