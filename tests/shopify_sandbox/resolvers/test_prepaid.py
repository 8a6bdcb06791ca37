"""Prepaid orders: scheduled deliveries, their dates, the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shopify_sandbox import checkout
from shopify_sandbox.state.orders import Order
from tests.shopify_sandbox.resolvers.shop import Shop, whole

OPEN = "mutation($id: ID!) { fulfillmentOrderOpen(id: $id) { fulfillmentOrder { status } userErrors { message } } }"
RESCHEDULE = """mutation($id: ID!, $at: DateTime!) { fulfillmentOrderReschedule(id: $id, fulfillAt: $at) {
  fulfillmentOrder { id fulfillAt } userErrors { message } } }"""

PREPAID = {"lines": [{"sku": "PLAN", "quantity": 1, "selling_plan": {"deliveries": 3, "every": "P30D"}}]}


def prepaid(shop: Shop) -> dict[str, Any]:
    """A prepaid order of three deliveries, thirty days apart."""
    return {"id": checkout.place(shop.world, PREPAID)["order"]}


def test_a_prepaid_order_has_one_open_and_several_scheduled_deliveries() -> None:
    shop = Shop()
    order = prepaid(shop)

    deliveries = shop.fulfillment_orders(order)

    assert [each["status"] for each in deliveries] == ["OPEN", "SCHEDULED", "SCHEDULED"]
    assert [each["fulfillAt"][:10] for each in deliveries[1:]] == ["2026-12-02", "2027-01-01"]
    assert deliveries[0]["lineItems"]["nodes"][0]["lineItem"]["fulfillableQuantity"] == 1
    assert [each["action"] for each in deliveries[1]["supportedActions"]] == ["MARK_AS_OPEN"]


def test_a_scheduled_delivery_can_not_be_fulfilled_before_its_date_and_opens_by_itself() -> None:
    shop = Shop()
    order = prepaid(shop)
    heard: list[str] = []
    shop.world.listeners.append(lambda topic, _subject: heard.append(topic))
    scheduled = shop.fulfillment_orders(order)[1]

    early = shop.fulfill(whole(scheduled))
    shop.world.clock.advance(timedelta(days=30))
    in_time = shop.fulfill(whole(scheduled))

    assert "has an unfulfillable status= scheduled." in early["userErrors"][0]["message"]
    assert in_time["userErrors"] == []
    assert heard[:2] == ["fulfillment_orders/scheduled_fulfillment_order_ready", "orders/updated"]


def test_a_scheduled_delivery_can_be_opened_early_and_an_open_one_can_not_be_opened() -> None:
    shop = Shop()
    scheduled = shop.fulfillment_orders(prepaid(shop))[1]

    opened = shop.send(OPEN, {"id": scheduled["id"]})["fulfillmentOrderOpen"]
    again = shop.send(OPEN, {"id": scheduled["id"]})["fulfillmentOrderOpen"]

    assert opened["fulfillmentOrder"] == {"status": "OPEN"}
    message = "Expected fulfillment order status to be valid but it was open."
    assert again == {"fulfillmentOrder": None, "userErrors": [{"message": message}]}


def test_a_rescheduled_delivery_opens_at_its_new_date_only() -> None:
    shop = Shop()
    order = prepaid(shop)
    scheduled = shop.fulfillment_orders(order)[1]

    shop.send(RESCHEDULE, {"id": scheduled["id"], "at": "2026-12-20T00:00:00Z"})
    shop.world.clock.advance(timedelta(days=31))
    before = shop.fulfillment_orders(order)[1]["status"]
    shop.world.clock.advance(timedelta(days=18))

    assert (before, shop.fulfillment_orders(order)[1]["status"]) == ("SCHEDULED", "OPEN")


def test_two_deliveries_of_one_date_become_one() -> None:
    shop = Shop()
    order = prepaid(shop)
    second, third = shop.fulfillment_orders(order)[1:]

    payload = shop.send(RESCHEDULE, {"id": second["id"], "at": third["fulfillAt"]})["fulfillmentOrderReschedule"]

    assert payload["fulfillmentOrder"]["id"] == third["id"]
    assert [each["status"] for each in shop.fulfillment_orders(order)] == ["OPEN", "CLOSED", "SCHEDULED"]


def test_a_prepaid_order_can_not_be_edited_and_says_why() -> None:
    shop = Shop()
    order = prepaid(shop)
    document = "query($id: ID!) { order(id: $id) { merchantEditable merchantEditableErrors } }"

    told = shop.send(document, {"id": order["id"]})["order"]

    assert told["merchantEditable"] is False
    assert len(told["merchantEditableErrors"]) == 1
    found = shop.world.find(Order, order["id"])
    assert found is not None
    assert found.is_prepaid
