"""What is left to invoice of an order that changes in Shopify: refunded, returned, cancelled, in another currency."""

import pytest

from backhaul.core.errors import BackhaulError
from backhaul.flows.invoiceable import invoiceable
from backhaul.flows.post_invoice import post_invoice
from backhaul.flows.read_order import import_order
from backhaul.models import SalesOrder
from tests.support.invoices import invoice_line, invoice_request
from tests.support.shop import Shop, fulfil_elsewhere

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
PAID = (
    "query($id: ID!) { order(id: $id) { transactions(first: 9) { id gateway } lineItems(first: 9) { nodes { id } } } }"
)
REFUND = """mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "key") {
 refund { id } userErrors { field message } } }"""


def refund(shop: Shop, order: SalesOrder, *, units: int = 0, amount: str, restock: str = "NO_RESTOCK") -> SalesOrder:
    """Someone gives money back in Shopify, for units of the first line or for none; the order is read again."""
    found = shop.sandbox.graphql(PAID, id=order.gid)["order"]
    paid = {"orderId": order.gid, "parentId": found["transactions"][0]["id"], "kind": "REFUND", "amount": amount}
    lines = [{"lineItemId": found["lineItems"]["nodes"][0]["id"], "quantity": units, "restockType": restock}]
    given = {"transactions": [{**paid, "gateway": found["transactions"][0]["gateway"]}]}
    answer = shop.sandbox.graphql(
        REFUND, input={"orderId": order.gid, **given, **({"refundLineItems": lines} if units else {})}
    )
    assert not answer["refundCreate"]["userErrors"], answer
    return import_order(order.store, order.gid)


def left(order: SalesOrder) -> tuple[int, str]:
    """Units of the first line, and money."""
    found = invoiceable(order)
    return found.units_left(found.lines[0]), str(found.money_left)


def test_goods_that_came_back_after_they_were_invoiced_leave_the_rest_to_invoice(shop: Shop) -> None:
    order = shop.order(lines=[APPLES], currency="EUR")
    fulfil_elsewhere(shop, order, apple=3)
    order = import_order(shop.store, order.gid)
    post_invoice(order, invoice_request(lines=[invoice_line(quantity=3, amount="30.00")], total="30.00"))

    order = refund(shop, order, units=3, amount="30.00")
    post_invoice(order, invoice_request("I-2", [invoice_line(quantity=2, amount="20.00")], total="20.00"))

    assert left(order) == (0, "0.00 EUR")


def test_goods_that_were_refunded_before_they_left_cannot_be_invoiced(shop: Shop) -> None:
    order = refund(shop, shop.order(lines=[APPLES], currency="EUR"), units=3, amount="30.00", restock="CANCEL")

    with pytest.raises(BackhaulError) as refusal:
        post_invoice(order, invoice_request(lines=[invoice_line(quantity=3, amount="30.00")], total="30.00"))

    assert refusal.value.code == "more-than-left-to-invoice"
    assert "2 are left; 3 were refunded or removed in Shopify" in refusal.value.message
    assert left(order) == (2, "20.00 EUR")


def test_goods_that_came_back_before_they_were_invoiced_cannot_be_invoiced(shop: Shop) -> None:
    order = shop.order(lines=[APPLES], currency="EUR")
    fulfil_elsewhere(shop, order, apple=5)

    order = refund(shop, order, units=3, amount="30.00")

    assert left(order) == (2, "20.00 EUR")


def test_an_order_is_invoiced_in_the_currency_of_its_customer(shop: Shop) -> None:
    order = shop.order(lines=[APPLES], presentment_currency="JPY", rate="160")

    with pytest.raises(BackhaulError) as refusal:
        post_invoice(order, invoice_request(lines=[invoice_line(quantity=5, amount="50.00")], total="50.00"))
    post_invoice(order, invoice_request("I-1", [invoice_line(amount="1600")], total="1600", currency="JPY"))

    assert refusal.value.code == "other-currency"
    assert left(order) == (4, "6400 JPY")
