"""What Shopify does not permit us to see is never written over: a change is refused, or everything is given."""

from dataclasses import replace
from typing import Any

from backhaul.core.change_steps import StepKind
from backhaul.core.contracts import RemoteContract, RemoteDeliveryMethod
from backhaul.core.remote_customer import RemoteAddress
from backhaul.core.wanted_changes import ChangeAddress, ChangeNote, ChangePaymentMethod, GivenAddress
from tests.core.change_world import kinds, only, planned, situation, term, words
from tests.core.contract_builders import ADDRESS, contract

STREET = ChangeAddress(GivenAddress(address1="2 Side Street"))
WHOLE = GivenAddress("Ada", "Lovelace", "", "2 Side Street", "", "Berlin", "10115", "", "DE", "+4930123")
EDIT, UPDATE = StepKind.EDIT_CONTRACT, StepKind.UPDATE_ORDER


def delivered_to(address: RemoteAddress, **changes: Any) -> RemoteContract:
    return contract(method=RemoteDeliveryMethod("Shipping", address, "standard", "Standard"), **changes)


def test_parts_of_an_address_are_not_given_where_the_rest_is_hidden() -> None:
    of = delivered_to(RemoteAddress(), hidden=frozenset({"address"}))

    plan = planned(STREET, situation(of=of))

    assert plan.steps == ()
    assert "Shopify does not permit us to see the address of the subscription" in words(plan.impossible)


def test_a_whole_address_is_given_also_where_the_present_one_is_hidden() -> None:
    of = contract(hidden=frozenset({"address"}))
    order = term(shipping_address=None, hidden=frozenset({"shipping_address"}))

    assert kinds(planned(ChangeAddress(WHOLE), situation(order, of=of))) == [EDIT, UPDATE]


def test_an_order_whose_address_is_hidden_gets_no_part_of_one() -> None:
    order = term(shipping_address=None, hidden=frozenset({"shipping_address"}))
    of = contract(hidden=frozenset({"address"}))

    plan = planned(STREET, situation(order, of=of))

    assert "the address of order #1001" in words(plan.impossible)


def test_a_name_that_is_not_shown_is_never_cleared() -> None:
    nameless = replace(ADDRESS, name=None)
    of = delivered_to(nameless)

    plan = planned(STREET, situation(term(shipping_address=nameless), of=of))

    assert plan.steps == ()
    assert len(plan.impossible) == 2


def test_an_order_keeps_its_own_phone_number_where_the_contracts_is_not_shown() -> None:
    of = delivered_to(replace(ADDRESS, phone=None))

    address = only(planned(STREET, situation(term(), of=of)), UPDATE).params["address"]

    assert isinstance(address, dict)
    assert address["phone"] == "+4930123"


def test_a_province_does_not_stay_in_another_country() -> None:
    there = replace(ADDRESS, country_code="US", province_code="NY")
    of = delivered_to(there)

    plan = planned(ChangeAddress(GivenAddress(country_code="DE", city="Bonn")), situation(term(), of=of))

    address = only(plan, UPDATE).params["address"]
    assert isinstance(address, dict)
    assert (address["country_code"], address["province_code"]) == ("DE", "")


def test_a_second_line_that_stays_is_pointed_out() -> None:
    flat = replace(ADDRESS, address2="Flat 4")
    of = delivered_to(flat)

    assert "keeps its second line, “Flat 4”" in words(planned(STREET, situation(of=of)).notes)


def test_attributes_that_are_hidden_are_not_replaced() -> None:
    of = contract(hidden=frozenset({"attributes"}))

    plan = planned(ChangeNote(attributes=(("door", "blue"),)), situation(of=of))

    assert plan.steps == ()
    assert "those not given would be lost" in words(plan.impossible)


def test_a_note_of_an_order_that_is_hidden_is_not_overwritten() -> None:
    plan = planned(ChangeNote("Ring twice"), situation(term(hidden=frozenset({"note"}))))

    assert kinds(plan) == [EDIT]


def test_a_payment_method_that_is_hidden_cannot_be_asked_for() -> None:
    of = contract(payment_method_gid=None, hidden=frozenset({"payment_method"}))

    plan = planned(ChangePaymentMethod(), situation(of=of))

    assert plan.steps == ()
    assert "does not permit us to see the payment method" in words(plan.impossible)
