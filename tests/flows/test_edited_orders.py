"""Orders that people edit, refund and cancel in Shopify while we ship, invoice and give back."""

from typing import Any

from backhaul.flows.post_credit_memo import CreditRequest, post_credit_memo
from backhaul.flows.read_order import read_order
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import OrderDifference, SalesOrder
from tests.support.edits import cancel, refund_units, set_quantity, update
from tests.support.payments import MANUAL, invoice
from tests.support.shop import Shop, run_pending

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
VIENNA = {
    "firstName": "Ada",
    "lastName": "L",
    "address1": "Old Street 1",
    "city": "Vienna",
    "zip": "1010",
    "countryCode": "AT",
}
GRAZ = {**VIENNA, "address1": "New Street 2", "city": "Graz", "zip": "8010"}


def placed(shop: Shop, **checkout: Any) -> SalesOrder:
    """Five apples at 10.00."""
    return shop.order(**{"lines": [APPLES], **checkout})


def seen(shop: Shop, order: SalesOrder) -> dict[str, str]:
    """By field, the state of what differs when the order is read now."""
    before = set(OrderDifference.objects.values_list("pk", flat=True))
    read_order(shop.store, order.gid)
    rows = OrderDifference.objects.filter(order=order).exclude(pk__in=before)
    return {row.path.rpartition("/")[2]: row.state for row in rows}


def conflicts(order: SalesOrder) -> dict[str, str]:
    """By field, the words of what is still to be seen to."""
    rows = OrderDifference.objects.filter(order=order, state="conflict")
    return {row.path.rpartition("/")[2]: row.words for row in rows}


def test_shipping_and_capturing_change_nothing_that_people_edit(shop: Shop) -> None:
    order = placed(shop, payment=[MANUAL])
    shop.ship(order, "S-1", apple=2)
    invoice(order, "20.00", units=2)
    run_pending()

    found = seen(shop, order)

    assert found == {}
    assert not OrderDifference.objects.exists()


def test_what_our_credit_memos_give_back_contradicts_nothing(shop: Shop) -> None:
    order = placed(shop)
    posted = invoice(order, "50.00", units=5)
    run_pending()
    post_credit_memo(posted.invoice, CreditRequest("CM-1", "5.00", order.presentment_currency))
    run_pending()

    seen(shop, order)

    row = OrderDifference.objects.get(order=order)
    assert (row.path, row.after, row.state) == ("money/current_total", "45.00 CAD", "applied")


def test_an_edit_before_posting_is_taken_over_field_by_field(shop: Shop) -> None:
    order = placed(shop)
    set_quantity(shop, order, "apple", 3, also="Card")

    found = seen(shop, order)

    assert set(found.values()) == {"applied"}
    assert {"current_quantity", "current_total", "title", "unit_price"} <= found.keys()
    assert "current_quantity" in found
    row = OrderDifference.objects.get(order=order, path__endswith="current_quantity", before__isnull=False)
    assert (row.before, row.after) == ("5", "3")


def test_units_removed_after_they_were_posted_as_shipped_are_a_conflict_until_the_undo(shop: Shop) -> None:
    order = placed(shop)
    posted = shop.ship(order, "S-1", apple=5)
    set_quantity(shop, order, "apple", 2)

    found = seen(shop, order)
    words = conflicts(order)["current_quantity"]
    undo_shipment(posted.shipment)

    assert found["current_quantity"] == "conflict"
    assert "Shipment S-1 took 5 units of “apple”, and the order has 2 left." in words
    assert "its task asks a person" in words
    assert conflicts(order) == {}


def test_a_new_address_after_a_part_has_left_is_a_conflict_that_says_where_the_rest_goes(shop: Shop) -> None:
    order = placed(shop)
    update(shop, order, shippingAddress=VIENNA)
    seen(shop, order)
    shop.ship(order, "S-1", apple=2)
    run_pending()
    update(shop, order, shippingAddress=GRAZ)

    found = seen(shop, order)

    assert {"address1", "city", "zip"} == {name for name, state in found.items() if state == "conflict"}
    assert "3 units have not left yet: they go to the new one." in conflicts(order)["zip"]


def test_notes_and_tags_are_taken_over_whatever_was_posted(shop: Shop) -> None:
    order = placed(shop)
    shop.ship(order, "S-1", apple=5)
    run_pending()
    update(shop, order, note="Ring twice", tags=["rush"])

    found = seen(shop, order)

    assert found == {"note": "applied", "tags": "applied"}


def test_a_refund_of_invoiced_goods_in_shopify_asks_for_a_credit_memo_in_the_books(shop: Shop) -> None:
    order = placed(shop)
    shop.ship(order, "S-1", apple=5)
    invoice(order, "50.00", units=5)
    run_pending()
    refund_units(shop, order, {"apple": 1}, restock="RETURN")

    found = seen(shop, order)
    words = conflicts(order)

    assert found["current_quantity"] == found["current_total"] == "conflict"
    assert "Shipment S-1" not in words["current_quantity"]
    assert "Invoice" in words["current_quantity"]
    assert "10.00 CAD was given back in Shopify without one" in words["current_total"]


def test_a_refund_of_goods_that_were_not_invoiced_is_none(shop: Shop) -> None:
    order = placed(shop)
    invoice(order, "40.00", units=4)
    run_pending()
    refund_units(shop, order, {"apple": 1})

    found = seen(shop, order)

    assert set(found.values()) == {"applied"}


def test_an_edit_of_invoiced_goods_is_settled_by_a_credit_memo(shop: Shop) -> None:
    order = placed(shop)
    posted = invoice(order, "50.00", units=5)
    run_pending()
    set_quantity(shop, order, "apple", 4)
    seen(shop, order)
    words = conflicts(order)

    post_credit_memo(posted.invoice, CreditRequest("CM-1", "10.00", order.presentment_currency))
    run_pending()
    again = seen(shop, order)

    assert "A credit memo is due: post one" in words["current_total"]
    assert conflicts(order) == {}
    assert "conflict" not in again.values()


def test_an_order_that_is_cancelled_before_its_shipment_was_sent_is_a_conflict(shop: Shop) -> None:
    order = placed(shop)
    shop.ship(order, "S-1", apple=5)
    cancel(shop, order)

    found = seen(shop, order)

    assert found["cancelled_at"] == "conflict"
    assert "shipment S-1 still stands" in conflicts(order)["cancelled_at"]
