"""The decision table of a change, cell by cell: what is edited, what becomes of what is paid, what cannot be done."""

from dataclasses import replace

import pytest

from backhaul.core.change_steps import Side, StepKind
from backhaul.core.contracts import RemoteAttempt, RemoteContract, RemoteDeliveryMethod, RemoteDiscount
from backhaul.core.draft_edits import (
    AddDiscount,
    DeliverTo,
    RemoveDiscount,
    RemoveLine,
    SetLine,
    SetNote,
    SetPaymentMethod,
    SetShipping,
)
from backhaul.core.order_money import BothMoneys
from backhaul.core.remote import RemoteOrder
from backhaul.core.wanted_changes import (
    ChangeAddress,
    ChangeDiscount,
    ChangeNote,
    ChangePaymentMethod,
    ChangePrice,
    ChangeQuantity,
    ChangeShipping,
    GivenAddress,
    SwapVariant,
    WantedChange,
)
from tests.core.change_world import (
    CONFIRMING,
    PENDING,
    edits,
    handed_over,
    kinds,
    locked,
    only,
    planned,
    shipped,
    single,
    situation,
    term,
    two_coffees,
    words,
)
from tests.core.contract_builders import ADDRESS, COFFEE, COFFEE_LINE, VARIANT, coffee, contract, euros, part, prepaid

NEW_STREET = ChangeAddress(GivenAddress(address1="2 Side Street"))
OTHER_VARIANT = "gid://shopify/ProductVariant/6"
EDIT, UPDATE, GIVE_BACK = StepKind.EDIT_CONTRACT, StepKind.UPDATE_ORDER, StepKind.GIVE_BACK
TEN_OFF = ChangeDiscount(title="Loyal", percentage=10)
EDITING: list[WantedChange] = [
    NEW_STREET,
    ChangeShipping(price=euros("6.00")),
    ChangeQuantity(COFFEE_LINE, 2),
    SwapVariant(COFFEE_LINE, OTHER_VARIANT),
    ChangePrice(COFFEE_LINE, euros("9.00")),
    TEN_OFF,
    ChangePaymentMethod("gid://shopify/CustomerPaymentMethod/2"),
    ChangeNote("Ring twice"),
]


# Address


def test_an_address_of_what_is_not_billed_is_edited_on_the_contract() -> None:
    plan = planned(NEW_STREET, situation())

    assert edits(plan) == (DeliverTo(GivenAddress(address1="2 Side Street")),)
    assert only(plan, EDIT).words == (
        "Change the shipping address to: Ada Lovelace, 2 Side Street, 10115 Berlin, DE, +4930123. "
        "The way of shipping is chosen again for it."
    )


def test_an_address_of_what_is_paid_and_not_shipped_is_changed_on_its_order_as_a_whole() -> None:
    plan = planned(NEW_STREET, situation(term()))

    assert kinds(plan) == [EDIT, UPDATE]
    assert only(plan, UPDATE).params["address"] == {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "company": "",
        "address1": "2 Side Street",
        "address2": "",
        "city": "Berlin",
        "zip": "10115",
        "province_code": "",
        "country_code": "DE",
        "phone": "+4930123",
    }
    assert "for deliveries 2 and 3" in only(plan, UPDATE).words


def test_an_address_of_what_is_handed_over_is_a_matter_for_the_warehouse() -> None:
    plan = planned(NEW_STREET, situation(handed_over()))

    assert kinds(plan) == [EDIT]
    assert words(plan.impossible) == (
        "Delivery 1 of #1001 is handed over already: "
        "ask the warehouse whether it can still send it to the other address."
    )


def test_an_address_of_what_is_shipped_is_left_alone() -> None:
    plan = planned(NEW_STREET, situation(shipped()))

    assert (kinds(plan), plan.impossible) == ([EDIT], ())


# Shipping method or price


def test_another_delivery_price_is_edited_on_the_contract() -> None:
    plan = planned(ChangeShipping("express", "Express", euros("9.00")), situation())

    assert edits(plan) == (SetShipping("express", "Express", euros("9.00")),)
    assert only(plan, EDIT).words == "Ship by “Express” for 9.00 EUR, instead of 4.90 EUR, from the next renewal on."


def test_shipping_of_what_is_paid_stays_until_the_next_renewal() -> None:
    plan = planned(ChangeShipping(price=euros("9.00")), situation(term()))

    assert kinds(plan) == [EDIT]
    assert words(plan.impossible) == (
        "Deliveries 2 and 3 are paid for and leave in the way that was paid for: "
        "this applies from the next renewal on (2027-01-15)."
    )


@pytest.mark.parametrize("order", [handed_over(), shipped()])
def test_shipping_of_what_has_left_our_hands_is_not_spoken_of(order: RemoteOrder) -> None:
    plan = planned(ChangeShipping(price=euros("9.00")), situation(order))

    assert (kinds(plan), plan.impossible) == ([EDIT], ())


# Quantity


def test_a_lower_quantity_of_what_is_not_billed_is_edited_on_the_contract() -> None:
    plan = planned(ChangeQuantity(COFFEE_LINE, 1), situation(of=two_coffees()))

    assert edits(plan) == (SetLine(COFFEE_LINE, quantity=1),)


def test_a_lower_quantity_of_what_is_paid_is_a_refund_of_the_units_that_are_too_many() -> None:
    order = prepaid(part(2, 1, quantity=2), part(3, 2, quantity=2), quantity=4)

    plan = planned(ChangeQuantity(COFFEE_LINE, 1), situation(order, of=two_coffees()))

    assert kinds(plan) == [EDIT, GIVE_BACK]
    assert only(plan, GIVE_BACK).params == {
        "units": {COFFEE: 2},
        "restock": "cancel",
        "reason": "The subscription delivers fewer.",
    }
    assert "Shopify decides from which deliveries" in words(plan.notes)


def test_units_that_are_posted_or_refunded_already_are_not_refunded_for_a_lower_quantity() -> None:
    order = prepaid(part(2, 1, quantity=2), part(3, 2, quantity=2), quantity=4)

    plan = planned(ChangeQuantity(COFFEE_LINE, 1), situation(order, of=two_coffees(), withheld={COFFEE: 3}))

    assert only(plan, GIVE_BACK).params["units"] == {COFFEE: 1}
    assert "1 of 2 “Coffee” of order #1001 cannot be refunded" in words(plan.impossible)


def test_a_line_that_is_removed_is_refunded_where_it_is_paid() -> None:
    tea = coffee(gid="gid://shopify/SubscriptionLine/b", title="Tea", sku="TEA", variant_gid=None)

    plan = planned(ChangeQuantity(COFFEE_LINE, 0), situation(term(), of=contract(lines=(coffee(), tea))))

    assert edits(plan) == (RemoveLine(COFFEE_LINE),)
    assert only(plan, GIVE_BACK).params["units"] == {COFFEE: 2}


def test_a_lower_quantity_of_what_is_handed_over_is_a_matter_for_the_warehouse() -> None:
    order = prepaid(part(2, 1, quantity=2, status="IN_PROGRESS"), quantity=2)

    plan = planned(ChangeQuantity(COFFEE_LINE, 1), situation(order, of=two_coffees()))

    assert kinds(plan) == [EDIT]
    assert "ask the warehouse whether it can still take something out" in words(plan.impossible)


def test_a_lower_quantity_of_what_is_shipped_is_left_alone() -> None:
    plan = planned(ChangeQuantity(COFFEE_LINE, 1), situation(shipped(), of=two_coffees()))

    assert (kinds(plan), plan.impossible) == ([EDIT], ())


def test_a_higher_quantity_comes_with_the_next_charge_or_by_an_extra_order() -> None:
    plan = planned(ChangeQuantity(COFFEE_LINE, 3), situation(term()))

    assert edits(plan) == (SetLine(COFFEE_LINE, quantity=3),)
    assert kinds(plan) == [EDIT]
    assert "make an extra order" in words(plan.impossible)


# Variant


def test_another_variant_of_what_is_not_billed_is_edited_with_its_price() -> None:
    plan = planned(SwapVariant(COFFEE_LINE, OTHER_VARIANT, euros("12.00")), situation())

    assert edits(plan) == (SetLine(COFFEE_LINE, price=euros("12.00"), variant_gid=OTHER_VARIANT),)


def test_another_variant_keeps_the_price_that_is_not_given() -> None:
    plan = planned(SwapVariant(COFFEE_LINE, OTHER_VARIANT), situation())

    assert edits(plan) == (SetLine(COFFEE_LINE, price=euros("10.00"), variant_gid=OTHER_VARIANT),)


def test_another_variant_of_what_is_paid_is_a_refund_and_a_new_order() -> None:
    plan = planned(SwapVariant(COFFEE_LINE, OTHER_VARIANT), situation(term()))

    assert kinds(plan) == [EDIT]
    assert "Shopify does not let prepaid orders be edited" in words(plan.impossible)
    assert "refund what is left of it and make a new order" in words(plan.impossible)


# Price and discount


def test_another_price_of_what_is_not_billed_is_edited_on_the_contract() -> None:
    plan = planned(ChangePrice(COFFEE_LINE, euros("8.00")), situation())

    assert edits(plan) == (SetLine(COFFEE_LINE, price=euros("8.00")),)


def test_a_price_is_not_raised_for_what_is_paid() -> None:
    plan = planned(ChangePrice(COFFEE_LINE, euros("12.00"), refund_paid=True), situation(term()))

    assert kinds(plan) == [EDIT]
    assert "leave at the price that was paid" in words(plan.impossible)


def test_a_lower_price_is_refunded_for_what_is_paid_and_unshipped_if_that_is_wanted() -> None:
    plan = planned(ChangePrice(COFFEE_LINE, euros("8.00"), refund_paid=True), situation(term()))

    assert kinds(plan) == [EDIT, GIVE_BACK]
    assert only(plan, GIVE_BACK).params == {
        "units": {},
        "line": COFFEE,
        "restock": "no_restock",
        "amount": "4.00",
        "currency": "EUR",
        "reason": "The price of the subscription went down.",
    }


def test_the_refund_of_a_lower_price_is_the_same_share_of_what_was_paid() -> None:
    total = BothMoneys(euros("27.00"), euros("27.00"))
    line = replace(term().lines[0], discounted_total=total)

    plan = planned(ChangePrice(COFFEE_LINE, euros("7.50"), refund_paid=True), situation(term(lines=(line,))))

    assert only(plan, GIVE_BACK).params["amount"] == "4.50"


def test_a_lower_price_is_not_refunded_unless_that_is_wanted() -> None:
    plan = planned(ChangePrice(COFFEE_LINE, euros("8.00")), situation(term()))

    assert kinds(plan) == [EDIT]


@pytest.mark.parametrize("order", [handed_over(), shipped()])
def test_a_lower_price_is_not_refunded_for_what_has_left_our_hands(order: RemoteOrder) -> None:
    where = situation(order)

    assert kinds(planned(ChangePrice(COFFEE_LINE, euros("8.00"), refund_paid=True), where)) == [EDIT]


def test_a_discount_is_added_to_the_contract_and_changes_nothing_that_is_paid() -> None:
    plan = planned(TEN_OFF, situation(term()))

    assert edits(plan) == (AddDiscount("Loyal", percentage=10),)
    assert "a discount holds from the next charge on" in words(plan.impossible)


def test_a_discount_is_removed_by_its_id() -> None:
    discount = RemoteDiscount("gid://shopify/SubscriptionManualDiscount/1", "Loyal", is_percentage=True, value="10")

    plan = planned(ChangeDiscount(discount.gid), situation(of=contract(discounts=(discount,))))

    assert edits(plan) == (RemoveDiscount(discount.gid),)


# Payment method


def test_another_payment_method_is_edited_on_the_contract_and_concerns_nothing_that_is_paid() -> None:
    plan = planned(ChangePaymentMethod("gid://shopify/CustomerPaymentMethod/2"), situation(term()))

    assert edits(plan) == (SetPaymentMethod("gid://shopify/CustomerPaymentMethod/2"),)
    assert (kinds(plan), plan.impossible) == ([EDIT], ())


@pytest.mark.parametrize("of", [contract(), locked(contract()), locked(contract(), CONFIRMING)])
def test_the_customer_can_be_asked_for_another_payment_method_at_any_time(of: RemoteContract) -> None:
    step = only(planned(ChangePaymentMethod(), situation(of=of)), StepKind.ASK_FOR_PAYMENT_METHOD)

    assert step.params == {"payment_method": "gid://shopify/CustomerPaymentMethod/1"}


# Note and attributes


def test_a_note_of_what_is_not_billed_is_edited_on_the_contract_with_all_its_attributes() -> None:
    of = contract(attributes=(("door", "blue"), ("floor", "2")))

    plan = planned(ChangeNote("Ring twice", (("floor", ""), ("bell", "Ada"))), situation(of=of))

    assert edits(plan) == (SetNote("Ring twice", (("door", "blue"), ("bell", "Ada"))),)


def test_a_note_of_what_is_paid_is_merged_into_its_order() -> None:
    order = term(note="Fragile", attributes=(("gift", "yes"),))

    plan = planned(ChangeNote("Ring twice", (("bell", "Ada"),)), situation(order))

    assert only(plan, UPDATE).params == {"note": "Fragile\nRing twice", "attributes": [["bell", "Ada"]]}
    assert "What somebody else has written in the note of order #1001 stays." in plan.notes


def test_the_contracts_former_note_on_an_order_is_replaced() -> None:
    plan = planned(ChangeNote("New"), situation(term(note="Fragile\nOld"), of=contract(note="Old")))

    assert only(plan, UPDATE).params == {"note": "Fragile\nNew"}


def test_a_note_on_what_is_handed_over_has_to_be_told_to_the_warehouse() -> None:
    plan = planned(ChangeNote("Ring twice"), situation(handed_over()))

    assert kinds(plan) == [EDIT]
    assert "tell the warehouse what the note says" in words(plan.impossible)


# Locked, and nothing paid


@pytest.mark.parametrize("wanted", EDITING, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("attempt", [PENDING, CONFIRMING], ids=["pending", "confirming"])
def test_the_contract_is_not_edited_while_a_payment_is_under_way(wanted: WantedChange, attempt: RemoteAttempt) -> None:
    plan = planned(wanted, situation(of=locked(contract(), attempt)))

    assert plan.steps == ()
    assert "Try again when that has ended." in words(plan.impossible)


def test_what_is_paid_gets_its_new_address_while_a_payment_is_under_way() -> None:
    plan = planned(NEW_STREET, situation(term(), of=locked(contract())))

    assert kinds(plan) == [UPDATE]


@pytest.mark.parametrize("wanted", EDITING, ids=lambda one: type(one).__name__)
def test_each_edit_of_a_contract_is_one_step_of_its_own(wanted: WantedChange) -> None:
    (step,) = planned(wanted, situation()).steps

    assert (step.kind, step.side, step.subject_gid) == (EDIT, Side.CONTRACT, contract().gid)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("Pickup", "picked up by the customer"), ("LocalDelivery", "has to be decided by a person")],
)
def test_what_is_not_shipped_has_no_shipping_address_to_change(kind: str, sentence: str) -> None:
    method = RemoteDeliveryMethod(kind, ADDRESS)

    plan = planned(NEW_STREET, situation(of=contract(method=method)))

    assert plan.steps == ()
    assert sentence in words(plan.impossible)


def test_the_variant_that_it_has_already_is_not_set_again() -> None:
    assert planned(SwapVariant(COFFEE_LINE, VARIANT), situation(single())).steps == ()
