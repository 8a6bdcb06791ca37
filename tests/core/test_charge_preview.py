"""The next charge as a customer can expect it."""

from dataclasses import replace

from backhaul.core.charge_preview import preview_charge
from backhaul.core.contracts import ContractStatus, RemoteDiscount
from tests.core.change_world import monthly
from tests.core.contract_builders import coffee, contract, euros, month


def test_each_delivery_is_charged_with_its_shipping() -> None:
    found = preview_charge(monthly(lines=(coffee(quantity=2),)), "UTC")

    assert found is not None
    assert (found.day, found.deliveries, found.amount) == (month(2).date(), 1, euros("24.90"))
    assert not found.is_at_most


def test_a_prepaid_charge_holds_the_goods_of_all_its_deliveries() -> None:
    found = preview_charge(contract(), "UTC")

    assert found is not None
    assert (found.deliveries, found.amount) == (3, euros("34.90"))


def test_with_a_discount_it_is_at_most_so_much() -> None:
    discount = RemoteDiscount("gid://shopify/SubscriptionManualDiscount/1", "Loyal", is_percentage=True, value="10")

    found = preview_charge(monthly(discounts=(discount,)), "UTC")

    assert found is not None
    assert found.is_at_most


def test_a_cycle_with_a_content_of_its_own_has_no_amount_that_we_know() -> None:
    found = monthly()
    edited = replace(found, cycles=tuple(replace(one, contract_edited=one.index == 3) for one in found.cycles))

    charge = preview_charge(edited, "UTC")

    assert charge is not None
    assert charge.amount is None


def test_nothing_is_charged_while_paused_or_without_a_date() -> None:
    assert preview_charge(monthly(status=ContractStatus.PAUSED), "UTC") is None
    assert preview_charge(monthly(cycles=(), next_billing_at=None), "UTC") is None
