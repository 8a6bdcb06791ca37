"""Orders larger than any page: each list is read and mirrored to its end."""

import uuid
from typing import Any

from backhaul.flows.read_order import read_order
from backhaul.models import FulfillmentLine, FulfillmentOrderLine, OrderRefundLine, SalesOrder
from tests.support.shop import Shop

FAST = 1000.0
REFUND = """mutation Refund($input: RefundInput!, $key: String!) {
 refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } } }"""
FULFIL = """mutation Fulfil($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
 fulfillment { id } userErrors { field message } } }"""


def things(count: int, quantity: int = 1) -> list[dict[str, Any]]:
    """So many different things of one dollar each."""
    return [
        {"sku": f"thing-{number}", "title": "Thing", "price": "1.00", "quantity": quantity} for number in range(count)
    ]


def refund(shop: Shop, order: SalesOrder, *line_gids: str) -> None:
    """Somebody takes one unit of each line back, and gives no money for it."""
    lines = [{"lineItemId": gid, "quantity": 1, "restockType": "NO_RESTOCK"} for gid in line_gids]
    wanted = {"orderId": order.gid, "refundLineItems": lines, "transactions": []}
    made = shop.sandbox.graphql(REFUND, input=wanted, key=str(uuid.uuid4()))["refundCreate"]
    assert not made["userErrors"], made["userErrors"]


def fulfil_all(shop: Shop, work_gid: str) -> None:
    """Somebody fulfils a whole fulfillment order."""
    entry = {"lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": work_gid}]}
    made = shop.sandbox.graphql(FULFIL, fulfillment=entry)["fulfillmentCreate"]
    assert not made["userErrors"], made["userErrors"]


def test_251_lines_are_ordered_fulfilled_and_refunded_to_the_last(shop: Shop) -> None:
    shop.sandbox.scale_budget(FAST)
    order = shop.order(lines=things(251, 2))
    (work,) = order.fulfillment_orders.all()
    gids = [line.gid for line in order.lines.all()]
    fulfil_all(shop, work.gid)
    refund(shop, order, *gids[:250])
    refund(shop, order, gids[250])

    read_order(shop.store, order.gid)

    order.refresh_from_db()
    assert order.lines.filter(quantity=2, current_quantity=1, refundable_quantity=1).count() == 251
    assert FulfillmentOrderLine.objects.filter(fulfillment_order__order=order, remaining_quantity=0).count() == 251
    assert FulfillmentLine.objects.filter(fulfillment__order=order, quantity=2).count() == 251
    assert OrderRefundLine.objects.filter(refund__order=order, quantity=1).count() == 251
    assert sorted(one.lines.count() for one in order.refunds.all()) == [1, 250]
    assert order.money["current_subtotal"] == ["251.00", "251.00"]
    assert order.totals_words == ""


def test_thirty_fulfillment_orders_of_ten_lines_are_all_there(shop: Shop) -> None:
    shop.sandbox.scale_budget(FAST)
    plan = {"name": "Monthly", "deliveries": 30, "every": "P30D"}

    order = shop.order(lines=[{**line, "selling_plan": plan} for line in things(10)])

    assert order.fulfillment_orders.count() == 30
    assert FulfillmentOrderLine.objects.filter(fulfillment_order__order=order).count() == 300


def test_three_hundred_transactions_are_all_there(shop: Shop) -> None:
    payments = [{"kind": "paid", "amount": "1.00"} for _ in range(300)]

    order = shop.order(lines=things(1, 300), payment=payments)

    assert order.transactions.count() == 300
    assert order.money["received"] == ["300.00", "300.00"]


def test_251_refunds_and_251_fulfillments_are_all_there(shop: Shop) -> None:
    shop.sandbox.scale_budget(FAST)
    plan = {"name": "Daily", "deliveries": 251, "every": "P1D"}
    order = shop.order(lines=[{**things(1, 2)[0], "selling_plan": plan}])
    shop.sandbox.advance("P300D")
    (line,) = order.lines.all()
    for work in order.fulfillment_orders.all():
        fulfil_all(shop, work.gid)
        refund(shop, order, line.gid)

    read_order(shop.store, order.gid)

    assert order.fulfillments.count() == 251
    assert order.refunds.count() == 251
    assert OrderRefundLine.objects.filter(refund__order=order).count() == 251
