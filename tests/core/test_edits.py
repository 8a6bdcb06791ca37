"""Which changes contradict what was posted."""

from dataclasses import replace
from decimal import Decimal

import pytest

from backhaul.core.order_facts import facts_of
from backhaul.core.order_money import OrderMoney
from backhaul.core.remote import RemoteOrder
from tests.core.builders import MUG, NOW, TEA
from tests.core.edit_builders import HOME, both, conflicts, edited, euros, invoiced, judged, line, posted, shipped

LEFT = f"lines/{MUG}/current_quantity"
PRICE = f"lines/{MUG}/unit_price"
DISCOUNT = f"lines/{MUG}/discounted_total"
TOTAL = "money/current_total"
MOVED = edited(shipping_address=replace(HOME, address1="New Street 2", zip="1020"))


@pytest.mark.parametrize(
    "after",
    [
        edited(line(left=0), worth="0"),
        edited(line(price="9", total="20"), worth="20"),
        MOVED,
        edited(cancelled_at=NOW, worth="0"),
    ],
)
def test_nothing_is_a_conflict_before_something_was_posted(after: RemoteOrder) -> None:
    assert judged(edited(), after, posted())
    assert conflicts(edited(), after, posted()) == {}


def test_fewer_units_than_were_shipped_are_a_conflict() -> None:
    found = conflicts(edited(), edited(line(left=1)), posted(shipped(2)))

    assert list(found) == [LEFT]
    assert found[LEFT].startswith(
        "Shipment S-1 took 2 units of “mug”, and the order has 1 left. If the goods are still"
    )


def test_as_many_units_as_were_shipped_are_none() -> None:
    assert conflicts(edited(), edited(line(left=2)), posted(shipped(2))) == {}


def test_units_of_several_shipments_count_together() -> None:
    found = conflicts(edited(), edited(line(left=2)), posted(shipped(2), shipped(1, number="S-2")))

    assert found[LEFT].startswith("Shipments S-1 and S-2 took 3 units")


def test_shipped_goods_that_came_back_do_not_contradict_their_shipment() -> None:
    assert conflicts(edited(), edited(line(left=1)), posted(shipped(3), returned={MUG: 2})) == {}


def test_a_shipment_that_is_still_being_sent_says_what_its_task_will_do() -> None:
    found = conflicts(edited(), edited(line(left=0)), posted(shipped(3, is_sending=True)))

    assert "its task asks a person" in found[LEFT]


def test_a_line_that_is_gone_altogether_counts_as_none_left() -> None:
    found = conflicts(edited(line(), line(TEA)), edited(line(TEA)), posted(shipped(1)))

    assert list(found) == [LEFT]


def test_more_units_are_never_a_conflict() -> None:
    after = edited(line(quantity=5, left=2, total="50"))

    assert conflicts(edited(line(left=1)), after, posted(shipped(3), invoiced())) == {}


def test_fewer_units_than_were_invoiced_are_a_conflict() -> None:
    found = conflicts(edited(), edited(line(left=1)), posted(invoiced(2, "20")))

    assert list(found) == [LEFT]
    assert found[LEFT].startswith("Invoice R-1 charges 2 units of “mug”, and the order has 1 left.")


def test_units_whose_price_was_credited_are_none() -> None:
    assert conflicts(edited(), edited(line(left=1)), posted(invoiced(2, "20"), credited=Decimal(10))) == {}


def test_too_small_a_credit_leaves_the_conflict() -> None:
    found = conflicts(edited(), edited(line(left=1)), posted(invoiced(2, "20"), credited=Decimal("9.99")))

    assert list(found) == [LEFT]


def test_units_that_were_charged_nothing_for_stay_a_conflict_until_a_person_says() -> None:
    free = replace(invoiced(2, "0"), total=euros(10))

    found = conflicts(edited(), edited(line(left=1)), posted(free, credited=Decimal(5)))

    assert list(found) == [LEFT]


@pytest.mark.parametrize("price", ["9", "11"])
def test_another_price_after_invoicing_in_part_is_a_conflict(price: str) -> None:
    found = conflicts(edited(), edited(line(price=price, total="30")), posted(invoiced(1, "10")))

    assert list(found) == [PRICE]
    assert found[PRICE].startswith("When invoice R-1 was posted, “mug” cost 10.00 EUR each; now it costs")


def test_another_price_of_a_line_that_was_not_invoiced_is_none() -> None:
    before, after = edited(line(), line(TEA)), edited(line(), line(TEA, price="9"))

    assert conflicts(before, after, posted(invoiced(), shipped())) == {}


def test_a_price_that_goes_back_to_what_was_invoiced_is_none() -> None:
    assert conflicts(edited(line(price="9", total="30")), edited(), posted(invoiced())) == {}


def test_the_price_at_invoicing_counts_not_the_one_before() -> None:
    before = edited(line(price="9", total="30"))

    found = conflicts(before, edited(), posted(invoiced(at=before)))

    assert list(found) == [PRICE]


def test_a_fallen_price_that_was_credited_is_none() -> None:
    after = edited(line(price="9", total="30"))

    assert conflicts(edited(), after, posted(invoiced(), credited=Decimal(3))) == {}


def test_another_discount_after_invoicing_is_a_conflict() -> None:
    found = conflicts(edited(), edited(line(total="27")), posted(invoiced(1, "10")))

    assert list(found) == [DISCOUNT]
    assert "3 units of “mug” cost 30.00 EUR with discounts; now 3 units cost 27.00 EUR." in found[DISCOUNT]


def test_a_total_that_only_follows_the_quantity_is_none() -> None:
    before, after = edited(line(total="20")), edited(line(quantity=7, total="46.67"))

    assert conflicts(before, after, posted(invoiced(1, "6.67", at=before))) == {}


def test_an_order_worth_less_than_was_invoiced_is_a_conflict() -> None:
    found = conflicts(edited(), edited(worth="25"), posted(invoiced()))

    assert found[TOTAL].startswith("Invoice R-1 charges 30.00 EUR, and the order is worth 25.00 EUR now.")


def test_an_order_worth_what_was_invoiced_and_not_credited_is_none() -> None:
    assert conflicts(edited(), edited(worth="25"), posted(invoiced(), credited=Decimal(5))) == {}


def test_an_order_that_is_worth_more_again_is_no_new_conflict() -> None:
    assert conflicts(edited(worth="20"), edited(worth="25"), posted(invoiced())) == {}


def test_a_refund_in_shopify_asks_for_a_credit_memo_that_gives_nothing_back_again() -> None:
    what = posted(invoiced(), refunded_elsewhere=Decimal(10), received=Decimal(20))

    found = conflicts(edited(), edited(line(left=2), worth="20"), what)

    assert list(found) == [LEFT, TOTAL]
    assert "A credit memo is due: 10.00 EUR was given back in Shopify without one." in found[LEFT]
    assert "do not post it here" in found[TOTAL]


def test_money_that_is_still_here_is_to_be_given_back_with_a_credit_memo() -> None:
    found = conflicts(edited(), edited(worth="20"), posted(invoiced(), received=Decimal(30)))

    assert "A credit memo is due: post one, it gives the money back" in found[TOTAL]


def test_money_that_was_never_taken_is_not_to_be_given_back() -> None:
    found = conflicts(edited(), edited(worth="20"), posted(invoiced()))

    assert "No more was taken than the order is worth now" in found[TOTAL]


def test_another_address_after_a_shipment_was_posted_is_a_conflict() -> None:
    found = conflicts(edited(), MOVED, posted(shipped(1), unshipped=2))

    assert list(found) == ["shipping_address/address1", "shipping_address/zip"]
    assert "Shipment S-1 was posted before the address was changed" in found["shipping_address/zip"]
    assert "2 units have not left yet: they go to the new one." in found["shipping_address/zip"]


def test_nothing_is_said_of_units_to_come_when_all_have_left() -> None:
    found = conflicts(edited(), MOVED, posted(shipped()))

    assert "not left yet" not in found["shipping_address/zip"]


def test_another_phone_number_at_the_same_address_is_none() -> None:
    before, after = (edited(shipping_address=replace(HOME, phone=phone)) for phone in ("1", "2"))

    assert conflicts(before, after, posted(shipped(at=before))) == {}


def test_an_invoice_has_no_address_to_contradict() -> None:
    assert conflicts(edited(), MOVED, posted(invoiced())) == {}


def test_an_address_that_was_not_known_when_the_shipment_was_posted_contradicts_nothing() -> None:
    hidden = edited(shipping_address=None)

    assert conflicts(edited(), MOVED, posted(shipped(at=hidden))) == {}


def test_a_shipment_that_was_posted_for_the_new_address_contradicts_nothing() -> None:
    assert conflicts(edited(), MOVED, posted(shipped(at=MOVED))) == {}


@pytest.mark.parametrize("document", [shipped(), invoiced()])
def test_a_cancelled_order_with_something_posted_is_a_conflict(document: object) -> None:
    found = conflicts(edited(), edited(cancelled_at=NOW), posted(document))  # type: ignore[arg-type]

    assert list(found) == ["cancelled_at"]
    assert "The order was cancelled in Shopify, and" in found["cancelled_at"]


def test_a_cancelled_order_whose_invoices_are_credited_is_none() -> None:
    assert conflicts(edited(), edited(cancelled_at=NOW), posted(invoiced(), credited=Decimal(30))) == {}


def test_a_deleted_order_with_something_posted_is_a_conflict() -> None:
    before = facts_of(edited())

    found = judged(before, {**before, "deleted": "yes"}, posted(shipped(), invoiced()))

    assert found["deleted"].words.startswith(
        "The order is not in Shopify any more, and shipment S-1 and invoice R-1 still stand."
    )


def test_an_added_line_is_never_a_conflict() -> None:
    after = edited(line(), line(TEA, quantity=1), worth="40")

    assert conflicts(edited(), after, posted(shipped(), invoiced())) == {}


def test_tags_notes_attributes_titles_and_shipping_are_never_a_conflict() -> None:
    after = edited(
        replace(line(), title="Cup", sku="cup"),
        tags=frozenset({"x"}),
        note="y",
        attributes=(("a", "b"),),
        email="e@shop.example",
        money=OrderMoney(current_total=both(30), current_shipping=both(1)),
    )

    assert conflicts(edited(), after, posted(shipped(), invoiced())) == {}


def test_amounts_in_another_currency_contradict_nothing_and_break_nothing() -> None:
    before, after = facts_of(edited()), facts_of(edited())
    after |= {TOTAL: "1.00 USD", PRICE: "1.00 USD", DISCOUNT: "not an amount"}

    assert {one.words for one in judged(before, after, posted(shipped(), invoiced())).values()} == {""}
