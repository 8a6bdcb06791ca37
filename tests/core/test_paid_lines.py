"""What is given back of paid deliveries is never more than was paid too much, however often a line changes."""

from dataclasses import replace

import pytest

from backhaul.core.change_steps import Situation, StepKind
from backhaul.core.money import Money
from backhaul.core.subscription_policies import RemainingPolicy
from backhaul.core.wanted_changes import Cancel, ChangePrice, ChangeQuantity
from tests.core.change_world import kinds, only, planned, situation, term, two_coffees, words
from tests.core.contract_builders import COFFEE, COFFEE_LINE, coffee, contract, euros, part, prepaid

GIVE_BACK = StepKind.GIVE_BACK


def costing(price: str, *, before: dict[str, Money] | None = None) -> Situation:
    """Two unshipped coffees bought at 10.00 each; the contract says another price by now."""
    where = situation(term(), of=contract(lines=(coffee(current_price=euros(price)),)))
    return with_money(where, before or {})


def with_money(where: Situation, money: dict[str, Money]) -> Situation:
    return replace(where, orders=tuple(replace(side, money_alone=money) for side in where.orders))


def lower(price: str) -> ChangePrice:
    return ChangePrice(COFFEE_LINE, euros(price), refund_paid=True)


def test_a_price_that_went_up_and_down_again_refunds_nothing_of_what_was_bought_at_the_same() -> None:
    plan = planned(lower("10.00"), costing("12.00"))

    assert kinds(plan) == [StepKind.EDIT_CONTRACT]
    assert "nothing to refund" in words(plan.notes)


@pytest.mark.parametrize("key", [COFFEE, ""])
def test_a_price_that_goes_down_twice_gives_back_the_whole_difference_once(key: str) -> None:
    plan = planned(lower("6.00"), costing("8.00", before={key: euros("4.00")}))

    assert only(plan, GIVE_BACK).params["amount"] == "4.00"


def test_a_difference_of_another_line_leaves_that_of_this_one() -> None:
    plan = planned(lower("8.00"), costing("10.00", before={"gid://shopify/LineItem/99": euros("4.00")}))

    assert only(plan, GIVE_BACK).params["amount"] == "4.00"


@pytest.mark.parametrize("wanted", [Cancel(remaining=RemainingPolicy.REFUND_REMAINING), ChangeQuantity(COFFEE_LINE, 1)])
def test_units_whose_price_was_given_back_in_part_are_left_to_a_person(wanted: Cancel | ChangeQuantity) -> None:
    order = prepaid(part(2, 1, quantity=2), part(3, 2, quantity=2), quantity=4)

    plan = planned(wanted, with_money(situation(order, of=two_coffees()), {COFFEE: euros("8.00")}))

    assert GIVE_BACK not in kinds(plan)
    assert "8.00 EUR of order #1001 was given back without goods" in words(plan.impossible)


def test_planned_anew_what_is_too_many_of_paid_deliveries_is_given_back_although_the_contract_is_as_wanted() -> None:
    order = prepaid(part(2, 1, quantity=2), part(3, 2, quantity=2), quantity=4)

    plan = planned(ChangeQuantity(COFFEE_LINE, 1), situation(order))

    assert kinds(plan) == [GIVE_BACK]
    assert only(plan, GIVE_BACK).params["units"] == {COFFEE: 2}


def test_planned_anew_a_line_that_was_removed_is_given_back() -> None:
    tea = coffee(gid="gid://shopify/SubscriptionLine/b", title="Tea", sku="TEA", variant_gid=None)

    plan = planned(ChangeQuantity(COFFEE_LINE, 0), situation(term(), of=contract(lines=(tea,)), removed=(coffee(),)))

    assert kinds(plan) == [GIVE_BACK]
    assert only(plan, GIVE_BACK).params["units"] == {COFFEE: 2}


def test_planned_anew_the_difference_is_given_back_although_the_contract_has_the_price() -> None:
    plan = planned(lower("8.00"), costing("8.00"))

    assert kinds(plan) == [GIVE_BACK]
    assert only(plan, GIVE_BACK).params["amount"] == "4.00"
