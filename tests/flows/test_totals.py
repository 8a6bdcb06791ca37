"""Whatever is bought, edited, refunded or cancelled at random: the totals add up, or what is said of them is why."""

import random
import uuid
from decimal import Decimal
from typing import Any

import pytest

from backhaul.core.totals import ROUNDING
from backhaul.flows.read_order import read_order
from backhaul.models import SalesOrder
from tests.support.shop import Shop

ORDERS = 12
CURRENCIES = [("CAD", "1"), ("USD", "0.7432"), ("JPY", "107.31"), ("KWD", "0.2231")]
SUGGEST = """query Suggested($id: ID!, $lines: [RefundLineItemInput!], $shipping: Boolean) { order(id: $id) {
 suggestedRefund(refundLineItems: $lines, refundShipping: $shipping) { suggestedTransactions { gateway
 parentTransaction { id } amountSet { presentmentMoney { amount } } } } } }"""
REFUND = """mutation Refund($input: RefundInput!, $key: String!) {
 refundCreate(input: $input) @idempotent(key: $key) { userErrors { field message } } }"""
CANCEL = """mutation Cancel($id: ID!) { orderCancel(orderId: $id, restock: true, reason: CUSTOMER) {
 orderCancelUserErrors { message } } }"""
BEGIN = """mutation Begin($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id
 lineItems(first: 9) { nodes { id } } } userErrors { message } } }"""
SET = """mutation Set($id: ID!, $line: ID!, $quantity: Int!) {
 orderEditSetQuantity(id: $id, lineItemId: $line, quantity: $quantity) { userErrors { message } } }"""
ADD = """mutation Add($id: ID!, $price: MoneyInput!) {
 orderEditAddCustomItem(id: $id, title: "Card", price: $price, quantity: 2) { userErrors { message } } }"""
COMMIT = "mutation Commit($id: ID!) { orderEditCommit(id: $id) { userErrors { message } } }"


def placed(shop: Shop, pick: random.Random) -> SalesOrder:
    """A customer buys something, somehow; the last line is of one thing that is dear."""
    lines = [
        {
            "sku": f"thing-{number}",
            "title": "Thing",
            "price": f"{pick.randint(1, 9999) / 100:.2f}",
            "quantity": pick.randint(1, 5),
        }
        for number in range(pick.randint(1, 4))
    ]
    lines.append({"sku": "dear", "title": "Dear thing", "price": "500.00", "quantity": 1})
    currency, rate = pick.choice(CURRENCIES)
    return shop.order(
        lines=lines,
        presentment_currency=currency,
        rate=rate,
        shipping=pick.choice(["0", "7.95"]),
        tax_rate=pick.choice(["0", "0.07", "0.13"]),
        taxes_included=pick.random() < 0.3,
    )


def edit(shop: Shop, order: SalesOrder, pick: random.Random) -> None:
    """Somebody takes units of a line away and puts something else in."""
    draft = shop.sandbox.graphql(BEGIN, id=order.gid)["orderEditBegin"]["calculatedOrder"]
    line = pick.choice(draft["lineItems"]["nodes"])["id"]
    shop.sandbox.graphql(SET, id=draft["id"], line=line, quantity=0)
    price = {"amount": "3.00", "currencyCode": order.presentment_currency}
    shop.sandbox.graphql(ADD, id=draft["id"], price=price)
    made = shop.sandbox.graphql(COMMIT, id=draft["id"])["orderEditCommit"]
    assert not made["userErrors"], made["userErrors"]


def refund(shop: Shop, order: SalesOrder, pick: random.Random, *, beyond: int) -> None:
    """Somebody takes units back for what Shopify suggests, and so much more."""
    lines: list[dict[str, Any]] = [
        {"lineItemId": line.gid, "quantity": pick.randint(1, line.current_quantity), "restockType": "NO_RESTOCK"}
        for line in list(order.lines.all())[: 1 if beyond else None]
        if line.current_quantity
    ]
    shipping = pick.random() < 0.5
    found = shop.sandbox.graphql(SUGGEST, id=order.gid, lines=lines, shipping=shipping)["order"]["suggestedRefund"]
    given = [
        {
            "orderId": order.gid,
            "kind": "REFUND",
            "gateway": one["gateway"],
            "parentId": one["parentTransaction"]["id"],
            "amount": str(Decimal(one["amountSet"]["presentmentMoney"]["amount"]) + beyond),
        }
        for one in found["suggestedTransactions"]
    ]
    wanted: dict[str, Any] = {"orderId": order.gid, "refundLineItems": lines, "transactions": given}
    wanted |= {"currency": order.presentment_currency}
    if shipping:
        wanted["shipping"] = {"fullRefund": True}
    made = shop.sandbox.graphql(REFUND, input=wanted, key=str(uuid.uuid4()))["refundCreate"]
    assert not made["userErrors"], made["userErrors"]


def words(shop: Shop, order: SalesOrder) -> str:
    read_order(shop.store, order.gid)
    order.refresh_from_db()
    return order.totals_words


def _is_rounding_alone(said: str) -> bool:
    return said == "" or (said.count("parts:") == said.count(ROUNDING) and "0.01 CAD" in said)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_totals_of_random_orders_add_up_in_both_currencies(shop: Shop, seed: int) -> None:
    pick = random.Random(seed)
    shop.sandbox.scale_budget(1000)
    for _ in range(ORDERS):
        order = placed(shop, pick)

        said = [order.totals_words]
        if pick.random() < 0.5:
            edit(shop, order, pick)
            said.append(words(shop, order))
        if pick.random() < 0.7:
            refund(shop, order, pick, beyond=0)
            said.append(words(shop, order))

        assert all(_is_rounding_alone(one) for one in said), (said, order.money)


def test_money_beyond_the_goods_is_what_explains_every_total_that_differs(shop: Shop) -> None:
    pick = random.Random(3)
    found = []
    for _ in range(ORDERS):
        order = placed(shop, pick)
        refund(shop, order, pick, beyond=50)
        found.append(words(shop, order))

    assert any(found)
    assert all("refunds gave back more" in one and "nothing that Shopify" not in one for one in found if one)


def test_the_totals_of_a_cancelled_order_add_up_to_nothing(shop: Shop) -> None:
    order = placed(shop, random.Random(4))
    shop.sandbox.graphql(CANCEL, id=order.gid)
    shop.sandbox.advance("PT1M")

    assert words(shop, order) == ""
    assert order.cancelled_at is not None
    assert Decimal(order.money["current_total"][0]) == 0
