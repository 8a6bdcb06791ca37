"""A prepaid subscription as an app sees it: over HTTP, from the purchase to the refund of what remains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.shopify_sandbox.live import Live, live_shop
from tests.shopify_sandbox.resolvers.subscription_story import THE_15TH, a_plan

GROUP = """mutation($input: SellingPlanGroupInput!) { sellingPlanGroupCreate(input: $input) {
  sellingPlanGroup { sellingPlans(first: 1) { nodes { id } } } userErrors { message } } }"""
READ = """query($id: ID!) { order(id: $id) { displayFulfillmentStatus merchantEditable merchantEditableErrors
  lineItems(first: 5) { nodes { id quantity fulfillableQuantity sellingPlan { name sellingPlanId }
    contract { id status app { id } nextBillingDate deliveryPolicy { interval intervalCount anchors { type day } }
      billingPolicy { intervalCount } lines(first: 5) { nodes { quantity currentPrice { amount } } } } } }
  fulfillmentOrders(first: 9) { nodes { id status fulfillAt } } } }"""
FULFIL = """mutation($id: ID!) { fulfillmentCreate(fulfillment: { lineItemsByFulfillmentOrder: [
  { fulfillmentOrderId: $id }] }) { userErrors { message } } }"""
OPEN = "mutation($id: ID!) { fulfillmentOrderOpen(id: $id) { fulfillmentOrder { status } userErrors { message } } }"
SUGGESTED = """query($order: ID!, $line: ID!, $quantity: Int!) { order(id: $order) { suggestedRefund(refundLineItems: [
  { lineItemId: $line, quantity: $quantity, restockType: CANCEL }]) { amountSet { shopMoney { amount } }
  suggestedTransactions { parentTransaction { id } gateway amountSet { shopMoney { amount } } } } } }"""
REFUND = """mutation($input: RefundInput!) {
  refundCreate(input: $input) @idempotent(key: "4f0d7e0c-94a9-4a8e-9a4b-4b1a8b1d7f10") {
    refund { totalRefundedSet { shopMoney { amount } } } userErrors { message } } }"""


@pytest.fixture
def shop() -> Iterator[Live]:
    """A shop that stands at the twelfth of January, with a receiver of its webhooks."""
    with live_shop() as live:
        live.control("reset", {"now": "2027-01-12T15:00:00Z"})
        yield live


def plan(shop: Live, *, cutoff: int | None = None, pre_anchor: str = "ASAP") -> str:
    """A plan of three monthly deliveries on the fifteenth, paid at once."""
    offered = a_plan(anchors=THE_15TH, cutoff=cutoff, preAnchorBehavior=pre_anchor)
    wanted = {"name": "Club", "options": ["How often"], "sellingPlansToCreate": [offered]}
    payload = shop.ask(GROUP, input=wanted)["data"]["sellingPlanGroupCreate"]
    assert payload["userErrors"] == []
    return str(payload["sellingPlanGroup"]["sellingPlans"]["nodes"][0]["id"])


def buy(shop: Live, plan_id: str) -> dict[str, Any]:
    """One unit per delivery at twenty dollars, paid."""
    line = {"sku": "BOX", "price": "20.00", "selling_plan": {"id": plan_id}}
    return shop.control("checkout", {"lines": [line], "payment": "paid"})


def read(shop: Live, order: dict[str, Any]) -> dict[str, Any]:
    """The order as the Admin API shows it."""
    found: dict[str, Any] = shop.ask(READ, id=order["order"])["data"]["order"]
    return found


def test_a_purchase_is_read_with_its_plan_its_contract_and_its_deliveries(shop: Live) -> None:
    wanted = plan(shop, cutoff=5, pre_anchor="NEXT")

    told = read(shop, buy(shop, wanted))

    (line,) = told["lineItems"]["nodes"]
    contract = line["contract"]
    assert line["sellingPlan"] == {"name": "Monthly, prepaid", "sellingPlanId": wanted}
    assert (line["quantity"], line["fulfillableQuantity"]) == (3, 0)
    assert (contract["status"], contract["nextBillingDate"]) == ("ACTIVE", "2027-05-15T04:00:00Z")
    assert contract["deliveryPolicy"]["anchors"] == [{"type": "MONTHDAY", "day": 15}]
    assert contract["lines"]["nodes"] == [{"quantity": 1, "currentPrice": {"amount": "20.0"}}]
    dates = [each["fulfillAt"] for each in told["fulfillmentOrders"]["nodes"]]
    assert dates == ["2027-02-15T05:00:00Z", "2027-03-15T04:00:00Z", "2027-04-15T04:00:00Z"]
    assert (told["displayFulfillmentStatus"], told["merchantEditable"]) == ("SCHEDULED", False)
    assert told["merchantEditableErrors"] != []


def test_the_webhooks_of_a_delivery_that_falls_due(shop: Live) -> None:
    order = buy(shop, plan(shop))
    first = read(shop, order)["fulfillmentOrders"]["nodes"][0]
    shop.ask(FULFIL, id=first["id"])
    shop.subscribe("FULFILLMENT_ORDERS_SCHEDULED_FULFILLMENT_ORDER_READY", "ORDERS_UPDATED")

    shop.pass_time("P4D")

    told = shop.read("deliveries")["deliveries"]
    assert [each["topic"] for each in told] == [
        "fulfillment_orders/scheduled_fulfillment_order_ready",
        "orders/updated",
    ]
    assert set(told[0]["body"]["fulfillment_order"]) == {"id", "status"}
    assert told[1]["body"]["line_items"][0]["fulfillable_quantity"] == 1


def test_the_rest_of_a_prepaid_order_is_refunded_as_shopify_suggests(shop: Live) -> None:
    order = buy(shop, plan(shop))
    before = read(shop, order)
    line = before["lineItems"]["nodes"][0]["id"]
    shop.ask(FULFIL, id=before["fulfillmentOrders"]["nodes"][0]["id"])

    suggested = shop.ask(SUGGESTED, order=order["order"], line=line, quantity=2)["data"]["order"]["suggestedRefund"]
    money = [
        {
            "orderId": order["order"],
            "parentId": each["parentTransaction"]["id"],
            "gateway": each["gateway"],
            "kind": "REFUND",
            "amount": each["amountSet"]["shopMoney"]["amount"],
        }
        for each in suggested["suggestedTransactions"]
    ]
    lines = [{"lineItemId": line, "quantity": 2, "restockType": "CANCEL"}]
    wanted = {"orderId": order["order"], "refundLineItems": lines, "transactions": money}
    payload = shop.ask(REFUND, input=wanted)["data"]["refundCreate"]

    assert payload["userErrors"] == []
    assert payload["refund"]["totalRefundedSet"]["shopMoney"]["amount"] == "40.0"
    assert [each["status"] for each in read(shop, order)["fulfillmentOrders"]["nodes"]] == ["CLOSED"] * 3


def test_a_renewal_of_a_prepaid_contract_has_its_deliveries(shop: Live) -> None:
    order = buy(shop, plan(shop, pre_anchor="NEXT"))
    shop.control("clock", {"now": "2027-04-15T04:00:00Z"})

    shop.control("billing", {"delay": "PT0S", "do": "charge", "contract": order["contracts"][0]})
    shop.pass_time("PT1S")

    (renewal,) = [each for each in shop.read("state")["orders"] if each["id"] != order["order"]]
    told = read(shop, {"order": renewal["id"]})
    assert [(each["status"], each["fulfillAt"]) for each in told["fulfillmentOrders"]["nodes"]][1:] == [
        ("SCHEDULED", "2027-05-15T04:00:00Z"),
        ("SCHEDULED", "2027-06-15T04:00:00Z"),
    ]
    assert told["fulfillmentOrders"]["nodes"][0]["status"] == "OPEN"
    assert told["lineItems"]["nodes"][0]["contract"]["id"] == order["contracts"][0]


def test_somebody_else_changes_a_contract_and_the_app_hears_of_it(shop: Live) -> None:
    order = buy(shop, plan(shop))
    shop.subscribe("SUBSCRIPTION_CONTRACTS_CANCEL")

    shop.control("contracts", {"contract": order["contracts"][0], "do": "cancel", "actor": "CUSTOMER"})

    (told,) = shop.read("deliveries")["deliveries"]
    assert told["topic"] == "subscription_contracts/cancel"
    assert told["body"]["status"] == "cancelled"
    assert "there is no SubscriptionContract 1" in shop.refusal("contracts", {"contract": 1, "do": "cancel"})


def test_a_shop_that_fulfils_automatically_is_a_matter_of_its_profile(shop: Live) -> None:
    shop.control("reset", {"fulfils_automatically": True, "now": "2027-01-15T15:00:00Z"})

    told = read(shop, buy(shop, plan(shop)))

    assert [each["status"] for each in told["fulfillmentOrders"]["nodes"]] == ["CLOSED", "SCHEDULED", "SCHEDULED"]
    assert "true or false" in shop.refusal("reset", {"fulfils_automatically": "yes"})


def test_how_long_jobs_take_is_a_matter_of_its_profile(shop: Live) -> None:
    assert "whole number of seconds" in shop.refusal("reset", {"job_seconds": -1})
    assert "whole number of seconds" in shop.refusal("reset", {"job_seconds": True})
    shop.control("reset", {"job_seconds": 60})


def test_the_plans_of_an_uninstalled_app_are_deleted_after_two_days_and_its_contracts_stay(shop: Live) -> None:
    buy(shop, plan(shop))
    shop.control("app", {"uninstall": True})

    shop.pass_time("PT47H")
    before = shop.read("state")["counts"]
    shop.pass_time("PT1H")

    after = shop.read("state")["counts"]
    assert (before["SellingPlanGroup"], before["SellingPlan"]) == (1, 1)
    assert (after["SellingPlanGroup"], after["SellingPlan"], after["SubscriptionContract"]) == (0, 0, 1)


def test_the_plans_of_an_app_that_came_back_in_time_stay(shop: Live) -> None:
    plan(shop)
    shop.control("app", {"uninstall": True})
    shop.pass_time("PT47H")

    shop.control("app", {"install": True})
    shop.pass_time("PT2H")

    assert shop.read("state")["counts"]["SellingPlan"] == 1
