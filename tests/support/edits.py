"""What people do to an order in Shopify after it was placed."""

import uuid
from collections.abc import Mapping
from typing import Any

from backhaul.models import SalesOrder
from tests.support.shop import Shop

BEGIN = """mutation Begin($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id
 lineItems(first: 50) { nodes { id sku } } } userErrors { message } } }"""
SET = """mutation Set($id: ID!, $line: ID!, $quantity: Int!) {
 orderEditSetQuantity(id: $id, lineItemId: $line, quantity: $quantity) { userErrors { message } } }"""
ADD = """mutation Add($id: ID!, $price: MoneyInput!, $title: String!) {
 orderEditAddCustomItem(id: $id, title: $title, price: $price, quantity: 1) { userErrors { message } } }"""
COMMIT = "mutation Commit($id: ID!) { orderEditCommit(id: $id) { userErrors { message } } }"
UPDATE = "mutation Update($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }"
REFUND = """mutation Refund($input: RefundInput!, $key: String!) {
 refundCreate(input: $input) @idempotent(key: $key) { userErrors { field message } } }"""
SUGGEST = """query Suggested($id: ID!, $lines: [RefundLineItemInput!]) { order(id: $id) {
 suggestedRefund(refundLineItems: $lines) { suggestedTransactions { gateway
 parentTransaction { id } amountSet { presentmentMoney { amount } } } } } }"""
CANCEL = """mutation Cancel($id: ID!) { orderCancel(orderId: $id, restock: true, reason: CUSTOMER) {
 orderCancelUserErrors { message } } }"""


def set_quantity(shop: Shop, order: SalesOrder, sku: str, quantity: int, *, also: str = "") -> None:
    """Someone edits the order: so many units of a SKU, and one of something new if it is named."""
    draft = shop.sandbox.graphql(BEGIN, id=order.gid)["orderEditBegin"]["calculatedOrder"]
    line = next(one["id"] for one in draft["lineItems"]["nodes"] if one["sku"] == sku)
    _done(shop, SET, id=draft["id"], line=line, quantity=quantity)
    if also:
        price = {"amount": "3.00", "currencyCode": order.presentment_currency}
        _done(shop, ADD, id=draft["id"], price=price, title=also)
    _done(shop, COMMIT, id=draft["id"])


def update(shop: Shop, order: SalesOrder, **fields: Any) -> None:
    """Someone changes the order's note, attributes, tags, e-mail or shipping address."""
    _done(shop, UPDATE, input={"id": order.gid, **fields})


def refund_units(shop: Shop, order: SalesOrder, units: Mapping[str, int], *, restock: str = "NO_RESTOCK") -> None:
    """Someone refunds so many units per SKU, for what Shopify suggests."""
    gids = dict(order.lines.values_list("sku", "gid"))
    lines = [{"lineItemId": gids[sku], "quantity": count, "restockType": restock} for sku, count in units.items()]
    found = shop.sandbox.graphql(SUGGEST, id=order.gid, lines=lines)["order"]["suggestedRefund"]
    given = [
        {
            "orderId": order.gid,
            "kind": "REFUND",
            "gateway": one["gateway"],
            "parentId": one["parentTransaction"]["id"],
            "amount": one["amountSet"]["presentmentMoney"]["amount"],
        }
        for one in found["suggestedTransactions"]
    ]
    wanted = {"orderId": order.gid, "refundLineItems": lines, "transactions": given}
    wanted["currency"] = order.presentment_currency
    _done(shop, REFUND, input=wanted, key=str(uuid.uuid4()))


def cancel(shop: Shop, order: SalesOrder) -> None:
    """Someone cancels the order."""
    answer = shop.sandbox.graphql(CANCEL, id=order.gid)["orderCancel"]
    assert not answer["orderCancelUserErrors"], answer


def _done(shop: Shop, mutation: str, **variables: Any) -> None:
    answer = next(iter(shop.sandbox.graphql(mutation, **variables).values()))
    assert not answer["userErrors"], answer
