"""Captures, voids, refunds and the money an order is shown with."""

from __future__ import annotations

from typing import Any

import pytest

from shopify_sandbox import checkout
from tests.shopify_sandbox.resolvers.shop import Shop, a_line, a_transaction, part

MONEY = """query($id: ID!) { order(id: $id) { displayFinancialStatus totalCapturable
  totalOutstandingSet { shopMoney { amount } } totalReceivedSet { shopMoney { amount } }
  currentTotalPriceSet { shopMoney { amount } presentmentMoney { amount currencyCode } }
  transactions { id kind status gateway amountSet { shopMoney { amount } presentmentMoney { amount currencyCode } }
    totalUnsettledSet { presentmentMoney { amount } } } } }"""
CAPTURE = """mutation($input: OrderCaptureInput!) { orderCapture(input: $input) {
  transaction { kind status parentTransaction { id } } userErrors { field message } } }"""
VOID = """mutation($id: ID!) { transactionVoid(parentTransactionId: $id) {
  transaction { kind status } userErrors { field message code } } }"""
REFUND = """mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
  refund { id } order { displayFinancialStatus } userErrors { field message } } }"""


def read(shop: Shop, order: dict[str, Any]) -> dict[str, Any]:
    """The order's money."""
    told: dict[str, Any] = shop.send(MONEY, {"id": order["id"]})["order"]
    return told


def authorised(shop: Shop) -> dict[str, Any]:
    """An order of 20.00 CAD, authorised."""
    return shop.order(transactions=[a_transaction("AUTHORIZATION", "20.00")])


def capture(shop: Shop, order: dict[str, Any], amount: str, **given: object) -> dict[str, Any]:
    """orderCapture on the order's first transaction."""
    parent = read(shop, order)["transactions"][0]["id"]
    wanted = {"id": order["id"], "parentTransactionId": parent, "amount": amount, **given}
    payload: dict[str, Any] = shop.send(CAPTURE, {"input": wanted})["orderCapture"]
    return payload


def test_an_order_without_transactions_has_no_financial_status() -> None:
    shop = Shop()

    told = read(shop, shop.order())

    assert told["displayFinancialStatus"] is None
    assert told["totalOutstandingSet"]["shopMoney"]["amount"] == "20.0"


def test_amounts_are_trimmed_in_money_bags_and_have_two_decimals_elsewhere() -> None:
    shop = Shop()
    price = {"priceSet": {"shopMoney": {"amount": "12.50", "currencyCode": "CAD"}}}

    order = shop.order(lineItems=[a_line(quantity=1, **price)], transactions=[a_transaction("AUTHORIZATION", "12.50")])

    told = read(shop, order)
    assert (told["totalCapturable"], told["currentTotalPriceSet"]["shopMoney"]["amount"]) == ("12.50", "12.5")


def test_two_partial_captures_pay_an_order_and_a_third_finds_nothing_left() -> None:
    shop = Shop()
    order = authorised(shop)

    first = capture(shop, order, "12.00")
    between = read(shop, order)["displayFinancialStatus"]
    capture(shop, order, "8.00")
    third = capture(shop, order, "1.00")

    assert first["transaction"]["kind"] == "CAPTURE"
    assert (between, read(shop, order)["displayFinancialStatus"]) == ("PARTIALLY_PAID", "PAID")
    assert third["userErrors"] == [{"field": None, "message": "Can only capture successful authorizations"}]


def test_capturing_more_than_the_authorisation_holds_is_refused() -> None:
    shop = Shop()

    payload = capture(shop, authorised(shop), "20.01")

    message = "Cannot capture more than the authorized 20.00 for this payment."
    assert payload["userErrors"] == [{"field": None, "message": message}]


@pytest.mark.parametrize("currency", [None, "CAD"])
def test_a_capture_needs_the_presentment_currency_where_it_differs(currency: str | None) -> None:
    shop = Shop()
    body = {"lines": [{"sku": "BEANS", "price": "20.00"}], "presentment_currency": "USD", "rate": "0.75"}
    order = {"id": checkout.place(shop.world, body)["order"]}

    refused = capture(shop, order, "15.00", currency=currency)
    taken = capture(shop, order, "15.00", currency="USD")

    message = "Currency Currency must match parent transaction USD"
    assert refused["userErrors"] == [{"field": ["currency"], "message": message}]
    assert taken["userErrors"] == []
    assert read(shop, order)["totalReceivedSet"]["shopMoney"]["amount"] == "20.0"


def test_a_voided_authorisation_can_not_be_captured_or_voided_again() -> None:
    shop = Shop()
    order = authorised(shop)
    authorization = read(shop, order)["transactions"][0]["id"]

    voided = shop.send(VOID, {"id": authorization})["transactionVoid"]
    again = shop.send(VOID, {"id": authorization})["transactionVoid"]

    assert voided["transaction"] == {"kind": "VOID", "status": "SUCCESS"}
    assert again["userErrors"][0]["code"] == "AUTH_NOT_VOIDABLE"
    assert read(shop, order)["displayFinancialStatus"] == "VOIDED"
    assert capture(shop, order, "1.00")["transaction"] is None


def test_a_gift_card_pays_a_part_and_the_rest_is_authorised() -> None:
    shop = Shop()
    payment = [{"kind": "gift_card", "amount": "5.00"}, {"kind": "authorised"}]

    placed = checkout.place(shop.world, {"lines": [{"sku": "BEANS", "price": "20.00"}], "payment": payment})

    told = read(shop, {"id": placed["order"]})
    assert [(each["kind"], each["gateway"]) for each in told["transactions"]] == [
        ("SALE", "gift_card"),
        ("AUTHORIZATION", "manual"),
    ]
    assert told["totalCapturable"] == "15.00"
    assert told["displayFinancialStatus"] == "PARTIALLY_PAID"


@pytest.mark.parametrize(("restock_type", "left"), [("CANCEL", [1]), ("NO_RESTOCK", [2])])
def test_only_cancelled_units_leave_the_fulfillment_order(restock_type: str, left: list[int]) -> None:
    shop = Shop()
    order = shop.order(transactions=[a_transaction("SALE", "20.00")])
    line = order["lineItems"]["nodes"][0]["id"]
    lines = [{"lineItemId": line, "quantity": 1, "restockType": restock_type}]

    payload = shop.send(REFUND, {"input": {"orderId": order["id"], "refundLineItems": lines}, "key": "k"})

    assert payload["refundCreate"]["userErrors"] == []
    nodes = shop.fulfillment_orders(order)[0]["lineItems"]["nodes"]
    assert [node["remainingQuantity"] for node in nodes] == left


def test_a_fulfilled_unit_can_not_be_cancelled_by_a_refund() -> None:
    shop = Shop()
    order = shop.order(transactions=[a_transaction("SALE", "20.00")])
    shop.fulfill(part(order["fulfillmentOrders"]["nodes"][0], 1))
    line = order["lineItems"]["nodes"][0]["id"]
    lines = [{"lineItemId": line, "quantity": 2, "restockType": "CANCEL"}]

    payload = shop.send(REFUND, {"input": {"orderId": order["id"], "refundLineItems": lines}, "key": "k"})

    assert payload["refundCreate"]["refund"] is None
    assert shop.fulfillment_orders(order)[0]["lineItems"]["nodes"][0]["remainingQuantity"] == 1


def test_the_same_key_refunds_once() -> None:
    shop = Shop()
    order = shop.order(transactions=[a_transaction("SALE", "20.00")])
    parent = read(shop, order)["transactions"][0]["id"]
    money = {"orderId": order["id"], "parentId": parent, "amount": "5.00", "kind": "REFUND", "gateway": "manual"}
    variables = {"input": {"orderId": order["id"], "transactions": [money]}, "key": "once"}

    first, second = (shop.send(REFUND, variables)["refundCreate"] for _ in range(2))

    assert first["refund"] == second["refund"]
    kinds = [each["kind"] for each in read(shop, order)["transactions"]]
    assert kinds == ["SALE", "REFUND"]


def test_a_refund_without_a_key_is_refused_as_a_whole() -> None:
    shop = Shop()
    order = shop.order(transactions=[a_transaction("SALE", "20.00")])
    document = "mutation($input: RefundInput!) { refundCreate(input: $input) { refund { id } } }"

    answer = shop.answer(document, {"input": {"orderId": order["id"]}})

    message = "The @idempotent directive is required for this mutation but was not provided."
    assert answer["errors"][0]["message"] == message


def test_more_than_was_paid_is_not_given_back() -> None:
    shop = Shop()
    order = shop.order(transactions=[a_transaction("SALE", "20.00")])
    parent = read(shop, order)["transactions"][0]["id"]
    money = {"orderId": order["id"], "parentId": parent, "amount": "25.00", "kind": "REFUND", "gateway": "manual"}

    payload = shop.send(REFUND, {"input": {"orderId": order["id"], "transactions": [money]}, "key": "k"})

    message = "Refund amount $25.00 is greater than net payment received $20.00"
    assert payload["refundCreate"]["userErrors"] == [{"field": None, "message": message}]
