"""Refunds and returns of an order reach the mirror, and stay where they could not be read."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from backhaul.core.budget import Priority
from backhaul.flows.clock import real_now
from backhaul.flows.mirror import apply_snapshot
from backhaul.flows.read_order import read_order
from backhaul.models import SalesOrder
from backhaul.shopify.client import connect
from tests.support.shop import Shop, fulfil_elsewhere

LINES = [{"sku": "mug", "title": "Mug", "price": "10.00", "quantity": 3}]
REFUND = """mutation Refund($input: RefundInput!, $key: String!) {
 refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } } }"""
RETURN = """mutation Return($input: ReturnInput!) { returnCreate(returnInput: $input) {
 return { id name } userErrors { field message } } }"""
CHANGE_RETURN = {
    "close": "mutation Close($id: ID!) { returnClose(id: $id) { userErrors { message } } }",
    "cancel": "mutation Cancel($id: ID!) { returnCancel(id: $id) { userErrors { message } } }",
}
SENT_LINES = (
    """query Sent($id: ID!) { order(id: $id) { fulfillments { fulfillmentLineItems(first: 9) { nodes { id } } } } }"""
)


@pytest.fixture
def order(shop: Shop) -> SalesOrder:
    """Three mugs, paid for in US dollars."""
    return shop.order(lines=LINES, presentment_currency="USD", rate="0.75", tax_rate="0.10")


def refund(shop: Shop, order: SalesOrder, units: int, *, amount: str = "", restock: str = "CANCEL") -> None:
    """Somebody takes so many mugs back, and gives this much money for it."""
    (line,) = order.lines.all()
    paid = order.transactions.get(kind="SALE")
    money = {"orderId": order.gid, "parentId": paid.gid, "gateway": paid.gateway, "kind": "REFUND", "amount": amount}
    wanted = {
        "orderId": order.gid,
        "currency": order.presentment_currency,
        "note": "broken",
        "refundLineItems": [{"lineItemId": line.gid, "quantity": units, "restockType": restock}],
        "transactions": [money] if amount else [],
    }
    made = shop.sandbox.graphql(REFUND, input=wanted, key=str(uuid.uuid4()))["refundCreate"]
    assert not made["userErrors"], made["userErrors"]


def ask_back(shop: Shop, order: SalesOrder, units: int) -> dict[str, Any]:
    """Somebody opens a return of so many mugs that were sent."""
    sent = shop.sandbox.graphql(SENT_LINES, id=order.gid)["order"]["fulfillments"][0]
    line = sent["fulfillmentLineItems"]["nodes"][0]["id"]
    reason = {"fulfillmentLineItemId": line, "quantity": units, "returnReason": "OTHER", "returnReasonNote": "x"}
    wanted = {"orderId": order.gid, "returnLineItems": [reason]}
    made = shop.sandbox.graphql(RETURN, input=wanted)["returnCreate"]
    assert not made["userErrors"], made["userErrors"]
    return dict(made["return"])


def test_a_refund_is_mirrored_with_its_lines_money_and_transactions(shop: Shop, order: SalesOrder) -> None:
    refund(shop, order, 1, amount="8.25")

    read_order(shop.store, order.gid)

    order.refresh_from_db()
    (found,) = order.refunds.all()
    (line,) = found.lines.all()
    money = order.transactions.get(kind="REFUND")
    assert (found.note, found.transaction_gids) == ("broken", [money.gid])
    assert (str(found.total_shop), str(found.total_presentment)) == ("11.0000", "8.2500")
    assert (line.quantity, line.restock_type, line.order_line) == (1, "CANCEL", order.lines.get())
    assert (str(line.subtotal_shop), str(line.subtotal_presentment)) == ("10.0000", "7.5000")
    assert (str(line.tax_shop), str(line.tax_presentment)) == ("1.0000", "0.7500")
    assert order.lines.get().current_quantity == 2
    assert order.money["refunded"] == ["11.00", "8.25"]
    assert order.totals_words == ""


def test_more_money_than_the_goods_were_worth_is_said_in_the_totals(shop: Shop, order: SalesOrder) -> None:
    refund(shop, order, 1, amount="9.25")

    read_order(shop.store, order.gid)

    order.refresh_from_db()
    assert order.totals_words == (
        "The current total is 1.00 USD (1.33 CAD) less than its parts: "
        "refunds gave back more than the goods were worth."
    )


def test_a_second_refund_leaves_the_row_of_the_first_alone(shop: Shop, order: SalesOrder) -> None:
    refund(shop, order, 1)
    read_order(shop.store, order.gid)
    before = list(order.refunds.values_list("pk", "lines__pk"))

    refund(shop, order, 1)
    read_order(shop.store, order.gid)

    assert len(before) == 1
    assert set(before) < set(order.refunds.values_list("pk", "lines__pk"))


def test_refunds_that_could_not_be_read_stay_as_they_were_known(shop: Shop, order: SalesOrder) -> None:
    refund(shop, order, 1)
    read_order(shop.store, order.gid)
    remote = connect(shop.store, priority=Priority.REFRESH).read_order(order.gid).order

    unread = replace(remote, refunds=None, returns=None, raw=None)
    apply_snapshot(shop.store, unread, read_started_at=real_now())

    assert order.refunds.count() == 1


def test_a_return_is_mirrored_in_brief_and_followed_to_its_end(shop: Shop, order: SalesOrder) -> None:
    fulfil_elsewhere(shop, order, mug=3)
    made = ask_back(shop, order, 2)
    read_order(shop.store, order.gid)
    (found,) = order.returns.all()
    opened = (found.name, found.status, found.total_quantity, found.units)

    shop.sandbox.graphql(CHANGE_RETURN["close"], id=made["id"])
    read_order(shop.store, order.gid)

    order.refresh_from_db()
    (closed,) = order.returns.all()
    assert opened == (made["name"], "OPEN", 2, [[order.lines.get().gid, 2]])
    assert (closed.pk, closed.status, order.return_status) == (found.pk, "CLOSED", "RETURNED")
    assert closed.shopify_closed_at is not None


def test_a_return_that_was_cancelled_is_known_to_be_so_although_the_order_speaks_of_none(
    shop: Shop, order: SalesOrder
) -> None:
    fulfil_elsewhere(shop, order, mug=3)
    made = ask_back(shop, order, 2)
    read_order(shop.store, order.gid)

    shop.sandbox.graphql(CHANGE_RETURN["cancel"], id=made["id"])
    read_order(shop.store, order.gid)

    order.refresh_from_db()
    assert (order.return_status, order.returns.get().status) == ("NO_RETURN", "CANCELED")


def test_a_store_whose_app_may_not_see_returns_customers_and_products_keeps_what_it_knew(
    shop: Shop, order: SalesOrder
) -> None:
    fulfil_elsewhere(shop, order, mug=3)
    ask_back(shop, order, 2)
    refund(shop, order, 1, restock="NO_RESTOCK")
    read_order(shop.store, order.gid)
    customer = SalesOrder.objects.get().customer_gid
    scopes = ["read_orders", "read_locations", "read_merchant_managed_fulfillment_orders"]
    answer = shop.sandbox.client.post(f"{shop.sandbox.url}/sandbox/app", json={"scopes": scopes})
    assert answer.is_success, answer.text

    read_order(shop.store, order.gid)

    order.refresh_from_db()
    assert customer.startswith("gid://shopify/Customer/")
    assert order.customer_gid == customer
    assert (order.returns.count(), order.refunds.count()) == (1, 1)


def test_an_order_without_refunds_and_returns_is_read_in_one_request(shop: Shop, order: SalesOrder) -> None:
    before = len(shop.sandbox.log())

    read_order(shop.store, order.gid)

    asked = shop.sandbox.log()[before:]
    assert [(entry["operation"], entry["requested"]) for entry in asked] == [("Order", 44)]


def test_an_order_with_refunds_takes_one_small_request_more(shop: Shop, order: SalesOrder) -> None:
    refund(shop, order, 1)
    before = len(shop.sandbox.log())

    read_order(shop.store, order.gid)

    asked = shop.sandbox.log()[before:]
    assert [(entry["operation"], entry["requested"]) for entry in asked] == [("Order", 44), ("OrderRefunds", 19)]
