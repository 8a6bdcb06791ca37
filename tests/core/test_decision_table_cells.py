"""Every cell of the decision table has an answer, and what has left our hands is never touched by any change."""

from collections.abc import Mapping

import pytest

from backhaul.core.change_steps import ChangePlan, Side, Situation, StepKind
from backhaul.core.contracts import ContractStatus
from backhaul.core.remote import RemoteOrder
from backhaul.core.wanted_changes import (
    KINDS,
    Cancel,
    ChangeAddress,
    ChangeDiscount,
    ChangeNote,
    ChangePaymentMethod,
    ChangePrice,
    ChangeQuantity,
    ChangeShipping,
    GivenAddress,
    MoveDate,
    Pause,
    Resume,
    SkipDelivery,
    SwapVariant,
    UnskipDelivery,
    WantedChange,
)
from tests.core.change_world import handed_over, kinds, locked, monthly, only, planned, scheduled, shipped, single
from tests.core.change_world import situation as around
from tests.core.contract_builders import COFFEE_LINE, contract, euros, month

OTHER = "gid://shopify/ProductVariant/6"
WISHES: Mapping[str, WantedChange] = {
    "another address": ChangeAddress(GivenAddress(address1="2 Side Street")),
    "another delivery price": ChangeShipping(price=euros("3.00")),
    "a lower quantity": ChangeQuantity(COFFEE_LINE, 0),
    "a higher quantity": ChangeQuantity(COFFEE_LINE, 2),
    "another variant": SwapVariant(COFFEE_LINE, OTHER, euros("12.00")),
    "another price": ChangePrice(COFFEE_LINE, euros("8.00"), refund_paid=True),
    "a discount": ChangeDiscount(title="Thanks", percentage=10),
    "another date": MoveDate(1, month(2).replace(day=28)),
    "a skip": SkipDelivery(1),
    "the end of a skip": UnskipDelivery(1),
    "another payment method": ChangePaymentMethod("gid://shopify/CustomerPaymentMethod/2"),
    "a note": ChangeNote("Ring twice"),
    "a pause": Pause(),
    "the end of a pause": Resume(),
    "a cancellation": Cancel(),
}
STATES: Mapping[str, Situation] = {
    "not billed": around(of=monthly()),
    "being billed": around(of=locked(monthly())),
    "paid and scheduled": around(scheduled(), of=monthly()),
    "paid and open": around(single(), of=monthly()),
    "handed over": around(handed_over(), of=monthly()),
    "shipped": around(shipped(), of=monthly()),
}
OUT_OF_OUR_HANDS = {"handed over": handed_over(), "shipped": shipped()}


def on_orders(plan: ChangePlan) -> list[StepKind]:
    return [step.kind for step in plan.steps if step.side is Side.ORDER]


def test_every_kind_of_change_is_in_these_tests() -> None:
    assert {type(one) for one in WISHES.values()} == set(KINDS)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("wish", WISHES)
def test_every_cell_has_steps_or_a_sentence(wish: str, state: str) -> None:
    plan = planned(WISHES[wish], STATES[state])

    assert plan.steps or plan.impossible or plan.notes


@pytest.mark.parametrize("order", OUT_OF_OUR_HANDS.values(), ids=OUT_OF_OUR_HANDS)
@pytest.mark.parametrize("wish", WISHES)
def test_no_change_touches_an_order_that_has_left_our_hands(wish: str, order: RemoteOrder) -> None:
    plan = planned(WISHES[wish], around(order, of=monthly()))

    assert on_orders(plan) == []


@pytest.mark.parametrize("order", OUT_OF_OUR_HANDS.values(), ids=OUT_OF_OUR_HANDS)
@pytest.mark.parametrize("wish", ["another variant", "a higher quantity", "a discount", "another payment method"])
def test_what_has_left_our_hands_keeps_no_edit_from_the_contract(wish: str, order: RemoteOrder) -> None:
    plan = planned(WISHES[wish], around(order, of=monthly()))

    assert kinds(plan) == [StepKind.EDIT_CONTRACT]


def test_a_note_says_nothing_of_what_is_shipped() -> None:
    plan = planned(WISHES["a note"], STATES["shipped"])

    assert kinds(plan) == [StepKind.EDIT_CONTRACT]
    assert plan.impossible == ()


def test_a_subscription_is_taken_up_again_while_a_payment_is_under_way() -> None:
    plan = planned(Resume(), around(of=locked(contract(status=ContractStatus.PAUSED))))

    assert only(plan, StepKind.SET_STATUS).params == {"status": "ACTIVE"}


@pytest.mark.parametrize("wish", ["another date", "a skip"])
def test_a_delivery_that_has_left_our_hands_is_named_where_it_was_to_be_moved(wish: str) -> None:
    for state, words in (("handed over", "is handed over already"), ("shipped", "has left already")):
        assert words in " ".join(planned(WISHES[wish], STATES[state]).impossible)
