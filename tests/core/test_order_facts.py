"""What of an order is a fact, and what two readings of it differ in."""

from dataclasses import replace

import pytest

from backhaul.core.differences import Difference, carried, differences, rewound
from backhaul.core.money import Money
from backhaul.core.order_facts import LONGEST_KEY, facts_of, subject_of, words_of
from backhaul.core.order_money import BothMoneys, OrderMoney
from backhaul.core.remote import RemoteOrder
from tests.core.builders import HERE, MUG, NOW, TEA, THERE, fulfillment, fulfillment_order
from tests.core.edit_builders import HOME, both, edited, euros, line


def changed(before: RemoteOrder, after: RemoteOrder) -> tuple[Difference, ...]:
    return differences(facts_of(before), facts_of(after))


def test_a_changed_field_is_one_difference() -> None:
    found = changed(edited(note="Ring twice"), edited(note="Ring once"))

    assert found == (Difference("note", "Ring twice", "Ring once"),)


def test_the_same_reading_twice_differs_in_nothing() -> None:
    assert changed(edited(), edited()) == ()


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("tags", edited(tags=frozenset({"rush"}))),
        ("attributes/gift", edited(attributes=(("gift", "yes"),))),
        ("email", edited(email="new@shop.example")),
        ("phone", edited(phone="+43 2")),
        ("cancelled_at", edited(cancelled_at=NOW)),
        ("cancel_reason", edited(cancel_reason="FRAUD")),
        ("money/current_shipping", edited(money=OrderMoney(current_total=both(30), current_shipping=both(5)))),
        ("money/current_total", edited(worth="31")),
        ("shipping_address/zip", edited(shipping_address=replace(HOME, zip="1020"))),
        (f"lines/{MUG}/quantity", edited(line(quantity=4, left=3, total="30"))),
        (f"lines/{MUG}/current_quantity", edited(line(left=2))),
        (f"lines/{MUG}/unit_price", edited(line(price="9", total="30"))),
        (f"lines/{MUG}/discounted_total", edited(line(total="27"))),
        (f"lines/{MUG}/title", edited(replace(line(), title="Cup"))),
        (f"lines/{MUG}/sku", edited(replace(line(), sku="cup"))),
    ],
)
def test_what_people_edit_is_a_difference(path: str, after: RemoteOrder) -> None:
    before = edited(
        email="old@shop.example", phone="+43 1", money=OrderMoney(current_total=both(30), current_shipping=both(4))
    )
    if not path.startswith("money/"):
        after = replace(after, money=before.money)
    after = replace(after, email=after.email or before.email, phone=after.phone or before.phone)

    found = changed(before, after)

    assert path in [one.path for one in found]


def test_an_added_line_comes_with_all_its_fields() -> None:
    found = changed(edited(), edited(line(), line(TEA, quantity=1, price="4")))

    assert {one.path.rpartition("/")[2]: one.after for one in found} == {
        "quantity": "1",
        "current_quantity": "1",
        "sku": "tea",
        "title": "Mug",
        "variant_title": "",
        "unit_price": "4.00 EUR",
        "discounted_total": "4.00 EUR",
    }
    assert {one.before for one in found} == {None}


def test_a_line_that_is_gone_leaves_with_all_its_fields() -> None:
    found = changed(edited(line(), line(TEA)), edited())

    assert len(found) == 7
    assert {one.after for one in found} == {None}


def test_what_happens_to_every_order_is_no_difference() -> None:
    before = edited(fulfillment_orders=(fulfillment_order(1, {MUG: 3}, location=HERE),))
    after = edited(
        fulfillment_orders=(fulfillment_order(1, {MUG: 3}, location=THERE),),
        fulfillments=(fulfillment(1, {MUG: 1}),),
        financial_status="PAID",
        fulfillment_status="FULFILLED",
        closed_at=NOW,
        updated_at=NOW,
        money=OrderMoney(current_total=both(30), received=both(30), net_payment=both(30), refunded=both(1)),
    )

    assert changed(before, after) == ()


def test_the_same_amount_written_otherwise_is_no_difference() -> None:
    before = edited(line(price="10.00", total="30.00"))
    after = edited(line(price="10", total="30"))

    assert changed(before, after) == ()


def test_only_the_shops_own_currency_changing_is_no_difference() -> None:
    def worth(in_shop: str) -> RemoteOrder:
        bag = BothMoneys(Money(euros(in_shop).amount, "USD"), euros(30))
        return edited(money=OrderMoney(current_total=bag))

    assert changed(worth("33"), worth("35")) == ()


@pytest.mark.parametrize(
    "hidden",
    [
        {"email": None},
        {"phone": None},
        {"shipping_address": None},
        {"shipping_address": replace(HOME, name=None)},
        {"shipping_address": replace(HOME, address1=None, zip=None, city=None, country_code=None)},
        {"money": OrderMoney()},
        {"note": None, "hidden": frozenset({"note"})},
        {"cancelled_at": None, "hidden": frozenset({"cancelled_at"})},
        {"lines": (replace(line(), sku=None),), "hidden": frozenset({"lines/sku"})},
    ],
)
def test_what_is_not_permitted_any_more_was_not_cleared(hidden: dict[str, object]) -> None:
    before = edited(email="ada@shop.example", phone="+43 1", note="Ring", cancelled_at=NOW)

    after = replace(before, **hidden)  # type: ignore[arg-type]

    assert changed(before, after) == ()
    assert changed(after, before) == ()


def test_a_change_behind_a_time_without_permission_is_found_afterwards() -> None:
    before, hidden = facts_of(edited(email="old@shop.example")), facts_of(edited())
    after = facts_of(edited(email="new@shop.example"))

    found = differences(carried(before, hidden), after)

    assert found == (Difference("email", "old@shop.example", "new@shop.example"),)


def test_an_emptied_part_of_an_address_that_is_there_was_cleared() -> None:
    before = edited(shipping_address=replace(HOME, address2="Door 4"))

    found = changed(before, edited())

    assert found == (Difference("shipping_address/address2", "Door 4", ""),)


def test_differences_can_be_taken_back() -> None:
    first, last = facts_of(edited(line(), line(TEA))), facts_of(edited(line(left=1), note="Ring"))

    assert rewound(last, differences(first, last)) == first


def test_long_keys_fit_into_a_path_and_stay_apart() -> None:
    long = "k" * 2000

    facts = facts_of(edited(attributes=((long + "1", "a"), (long + "2", "b"))))

    found = [path for path in facts if path.startswith("attributes/")]
    assert len(found) == 2
    assert max(map(len, found)) < LONGEST_KEY + 40


def test_text_that_a_database_cannot_keep_loses_only_that() -> None:
    assert facts_of(edited(note="a\x00b"))["note"] == "ab"


def test_paths_have_words() -> None:
    assert words_of(f"lines/{MUG}/current_quantity", {MUG: "mug"}) == "“mug”: quantity that is left of it"
    assert words_of("shipping_address/zip", {}) == "shipping address: postal code"
    assert words_of("attributes/Gift", {}) == "attribute “Gift”"


def test_what_belongs_together_has_one_subject() -> None:
    assert subject_of(f"lines/{MUG}/unit_price") == subject_of(f"lines/{MUG}/sku") != subject_of(f"lines/{TEA}/sku")
    assert subject_of("shipping_address/zip") == subject_of("shipping_address/city")
    assert subject_of("attributes/a") != subject_of("attributes/b")
