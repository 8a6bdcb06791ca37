"""The next charge as a customer can expect it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backhaul.core.bills import BillState
from backhaul.core.charge_preview import NextCharge, preview_charge
from backhaul.core.charges_to_come import BillStands, charge_to_come
from backhaul.core.contracts import ContractStatus, RemoteContract, RemoteDiscount
from tests.core.change_world import monthly
from tests.core.contract_builders import coffee, contract, euros, month


def preview(remote: RemoteContract, **bills: BillStands) -> NextCharge | None:
    """What is charged next; `bills` by their cycles: c3."""
    by_cycle = {int(name.removeprefix("c")): stands for name, stands in bills.items()}
    return preview_charge(remote, charge_to_come(remote.cycles, by_cycle, noted=remote.next_billing_at), "UTC")


def test_each_delivery_is_charged_with_its_shipping() -> None:
    found = preview(monthly(lines=(coffee(quantity=2),)))

    assert found is not None
    assert (found.day, found.deliveries, found.amount) == (month(2).date(), 1, euros("24.90"))
    assert not found.is_at_most


def test_a_prepaid_charge_holds_the_goods_of_all_its_deliveries() -> None:
    found = preview(contract())

    assert found is not None
    assert (found.deliveries, found.amount) == (3, euros("34.90"))


def test_with_a_discount_it_is_at_most_so_much() -> None:
    discount = RemoteDiscount("gid://shopify/SubscriptionManualDiscount/1", "Loyal", is_percentage=True, value="10")

    found = preview(monthly(discounts=(discount,)))

    assert found is not None
    assert found.is_at_most


def test_a_cycle_with_a_content_of_its_own_has_no_amount_that_we_know() -> None:
    found = monthly()
    edited = replace(found, cycles=tuple(replace(one, contract_edited=one.index == 3) for one in found.cycles))

    charge = preview(edited)

    assert charge is not None
    assert charge.amount is None


def test_nothing_is_charged_while_paused_or_without_a_date() -> None:
    assert preview(monthly(status=ContractStatus.PAUSED)) is None
    assert preview(monthly(cycles=(), next_billing_at=None)) is None


def test_a_charge_that_has_failed_shows_the_day_of_its_next_try() -> None:
    found = preview(monthly(), c3=BillStands(BillState.RETRYING, month(2) + timedelta(days=5)))

    assert found is not None
    assert (found.day, str(found.stands)) == ((month(2) + timedelta(days=5)).date(), "The last payment has failed.")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (BillState.WAITS_FOR_CARD, "when you have given another way to pay"),
        (BillState.CHALLENGED, "confirm the payment"),
        (BillState.PENDING, "is being processed"),
        (BillState.ASKS, "The shop sees to this charge."),
    ],
)
def test_what_waits_for_somebody_has_no_day(state: BillState, words: str) -> None:
    found = preview(monthly(), c3=BillStands(state))

    assert found is not None
    assert found.day is None
    assert words in str(found.stands)


@pytest.mark.parametrize("state", [BillState.FAILED, BillState.LEFT])
def test_behind_what_was_given_up_the_next_cycle_is_the_next_charge(state: BillState) -> None:
    found = preview(monthly(), c3=BillStands(state))

    assert found is not None
    assert (found.day, found.stands) == (month(3).date(), None)


@pytest.mark.parametrize("state", [BillState.OPEN, BillState.STOPPED, BillState.SKIPPED])
def test_what_is_charged_after_all_is_charged_at_its_own_date(state: BillState) -> None:
    found = preview(monthly(), c3=BillStands(state))

    assert found is not None
    assert (found.day, found.stands) == (month(2).date(), None)
