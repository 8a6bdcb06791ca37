"""What a change of a line gives back of paid deliveries: once, and also when only that part of it is left to do."""

from decimal import Decimal

import pytest

from backhaul.core.change_steps import StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.money import Money
from backhaul.core.subscription_policies import RemainingPolicy
from backhaul.core.wanted_changes import Actor, Cancel, ChangePrice, ChangeQuantity, WantedChange
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.steer_tasks import cancel_task
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Change, Contract
from tests.support.credits import refunds
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import offer, order_of, subscribe
from tests.support.unit_credits import still_to_ship


def two_lines(shop: Shop) -> Contract:
    """Two coffees and a tea at each delivery."""
    plan = {"id": offer(shop)}
    lines = [
        {"sku": sku, "price": "10.00", "quantity": n, "selling_plan": plan} for sku, n in (("coffee", 2), ("tea", 1))
    ]
    order = shop.order(lines=lines)
    run_pending()
    return Contract.objects.get(store=shop.store, orders__order=order)


def begun(contract: Contract, wanted: WantedChange) -> Change:
    """The change, confirmed; nothing of it is carried out yet."""
    wish = ChangeWish(wanted, Actor.MERCHANT, "ada")
    return confirm_change(contract, wish, fingerprint=preview_change(contract, wish).plan.fingerprint)


def carried_out(contract: Contract, wanted: WantedChange) -> Change:
    change = begun(contract, wanted)
    run_pending()
    change.refresh_from_db()
    return change


def price(contract: Contract, amount: str) -> ChangePrice:
    return ChangePrice(contract.lines.get().gid, Money(Decimal(amount), contract.currency), refund_paid=True)


def test_a_price_that_went_up_again_in_between_is_refunded_once(shop: Shop) -> None:
    contract = subscribe(shop)
    carried_out(contract, price(contract, "8.00"))
    carried_out(contract, price(contract, "10.00"))

    again = carried_out(contract, price(contract, "8.00"))

    assert list(again.steps.values_list("kind", flat=True)) == [StepKind.EDIT_CONTRACT]
    assert refunds(shop, order_of(contract)) == [("6.00", "SUCCESS")]


def test_after_a_second_lower_price_the_whole_difference_is_given_back(shop: Shop) -> None:
    contract = subscribe(shop)
    carried_out(contract, price(contract, "8.00"))

    carried_out(contract, price(contract, "6.00"))

    assert sorted(refunds(shop, order_of(contract))) == [("6.00", "SUCCESS"), ("6.00", "SUCCESS")]


def test_money_that_was_given_back_in_shopify_leaves_the_rest_of_the_order_to_a_person(shop: Shop) -> None:
    contract = subscribe(shop)
    carried_out(contract, price(contract, "8.00"))
    wish = ChangeWish(Cancel(remaining=RemainingPolicy.REFUND_REMAINING), Actor.MERCHANT, "ada")

    plan = preview_change(contract, wish).plan

    assert [step.kind for step in plan.steps] == [StepKind.SET_STATUS]
    assert "was given back without goods" in " ".join(plan.impossible)


@pytest.mark.parametrize("quantity", [1, 0])
def test_what_is_left_of_a_lower_quantity_is_given_back_when_it_is_planned_anew(shop: Shop, quantity: int) -> None:
    contract = two_lines(shop)
    wanted = ChangeQuantity(contract.lines.get(sku="coffee").gid, quantity)
    first = begun(contract, wanted)
    called_off = first.steps.get(kind=StepKind.GIVE_BACK).task
    assert called_off is not None
    cancel_task(called_off.pk, reason="Not yet.")
    run_pending()

    again = carried_out(contract, wanted)

    assert list(again.steps.values_list("kind", flat=True)) == [StepKind.GIVE_BACK]
    assert again.state == ChangeState.DONE, again.words
    assert still_to_ship(shop, order_of(contract)).get("coffee", 0) == 3 * quantity
