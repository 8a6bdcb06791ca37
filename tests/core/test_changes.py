"""What holds for every kind of change: whose contract it is, all orders at once, what is so already, fingerprints."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backhaul.core.change_steps import Side, Situation, StepKind
from backhaul.core.contracts import ContractStatus, Ownership
from backhaul.core.remote import RemoteOrder
from backhaul.core.wanted_changes import (
    KINDS,
    Actor,
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
from tests.core.builders import fulfillment
from tests.core.change_world import (
    PENDING,
    kinds,
    only,
    planned,
    single,
    situation,
    term,
    two_coffees,
    words,
)
from tests.core.contract_builders import (
    ADDRESS,
    COFFEE,
    COFFEE_LINE,
    NOW,
    coffee,
    contract,
    euros,
    month,
    part,
    prepaid,
)

STREET = ChangeAddress(GivenAddress(address1="2 Side Street"))
EVERY: list[WantedChange] = [
    STREET,
    ChangeShipping(price=euros("6.00")),
    ChangeQuantity(COFFEE_LINE, 1),
    SwapVariant(COFFEE_LINE, "gid://shopify/ProductVariant/6"),
    ChangePrice(COFFEE_LINE, euros("9.00")),
    ChangeDiscount(title="Loyal", percentage=10),
    MoveDate(4, month(3) + timedelta(days=4)),
    SkipDelivery(4),
    ChangePaymentMethod("gid://shopify/CustomerPaymentMethod/2"),
    ChangeNote("Ring twice"),
    Pause(),
    Cancel(),
]
EDIT, UPDATE = StepKind.EDIT_CONTRACT, StepKind.UPDATE_ORDER


def second_term(**changes: Any) -> RemoteOrder:
    """A renewal whose three deliveries are all to come."""
    later = prepaid(part(4, 3), part(5, 4), part(6, 5), gid="gid://shopify/Order/2", name="#1002")
    return replace(later, created_at=month(3), **changes)


# Whose contract it is


@pytest.mark.parametrize("wanted", EVERY, ids=lambda one: type(one).__name__)
def test_steps_of_another_apps_contract_are_shown_with_what_to_do_there(wanted: WantedChange) -> None:
    where = situation(term(), of=two_coffees(), ownership=Ownership.ANOTHER_APP)

    steps = [step for step in planned(wanted, where).steps if step.side is not Side.ORDER]

    assert [step.side for step in steps] == [Side.APP]
    assert steps[0].words.startswith("In Boxes, subscription 7: ")
    assert steps[0].depends_on == ()


def test_a_step_in_another_app_says_the_exact_values() -> None:
    where = situation(ownership=Ownership.ANOTHER_APP)

    (step,) = planned(ChangePrice(COFFEE_LINE, euros("9.00")), where).steps

    assert step.words == "In Boxes, subscription 7: “Coffee” costs 9.00 EUR each, instead of 10.00 EUR."


def test_order_steps_wait_for_no_step_in_another_app() -> None:
    where = situation(term(), ownership=Ownership.ANOTHER_APP)

    plan = planned(SkipDelivery(3), where)

    assert [(step.side, step.depends_on) for step in plan.steps] == [(Side.ORDER, ()), (Side.APP, ())]


@pytest.mark.parametrize("wanted", EVERY, ids=lambda one: type(one).__name__)
def test_a_contract_that_nobody_holds_is_changed_by_nobody(wanted: WantedChange) -> None:
    plan = planned(wanted, situation(term(), of=two_coffees(), ownership=Ownership.NOBODY))

    assert {step.side for step in plan.steps} <= {Side.ORDER}
    assert "No app that we know of holds subscription 7" in words(plan.impossible)


def test_what_is_paid_is_changed_whoever_holds_the_contract() -> None:
    assert kinds(planned(STREET, situation(term(), ownership=Ownership.NOBODY))) == [UPDATE]


@pytest.mark.parametrize("wanted", [*EVERY, Resume(), UnskipDelivery(4)], ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("status", [ContractStatus.CANCELLED, ContractStatus.EXPIRED, "PONDERING"])
def test_a_contract_that_has_ended_or_is_in_an_unknown_state_is_not_changed(wanted: WantedChange, status: str) -> None:
    plan = planned(wanted, situation(term(), of=two_coffees(status=status)))

    assert [step for step in plan.steps if step.side is Side.CONTRACT] == [] or isinstance(wanted, Cancel)
    assert plan.impossible or plan.notes


# All orders at once


def test_a_change_from_now_on_goes_to_every_order_with_paid_deliveries() -> None:
    plan = planned(STREET, situation(term(), second_term()))

    assert [step.subject_gid for step in plan.steps if step.kind is UPDATE] == [
        "gid://shopify/Order/1",
        "gid://shopify/Order/2",
    ]
    assert len({step.key for step in plan.steps}) == 3


def test_one_order_that_is_not_understood_keeps_no_other_from_being_changed() -> None:
    broken = term(fulfillment_orders=(part(3, 2),), fulfillments=())

    plan = planned(STREET, situation(broken, second_term()))

    assert [step.subject_gid for step in plan.steps] == [contract().gid, "gid://shopify/Order/2"]
    assert "Nothing is done about order #1001 by itself, because its deliveries are not understood" in words(
        plan.impossible
    )


def test_an_order_that_is_cancelled_is_left_alone() -> None:
    plan = planned(STREET, situation(term(cancelled_at=NOW)))

    assert (kinds(plan), plan.impossible) == ([EDIT], ())


def test_an_order_in_part_handed_over_is_changed_and_the_warehouse_is_named() -> None:
    order = prepaid(part(2, 1, status="IN_PROGRESS"), part(3, 2), quantity=2)

    plan = planned(STREET, situation(order))

    assert kinds(plan) == [EDIT, UPDATE]
    assert "for delivery 2 to" in only(plan, UPDATE).words
    assert "Delivery 1 of #1001 is handed over already" in words(plan.impossible)


def test_a_delivery_in_a_state_without_a_rule_is_left_to_a_person() -> None:
    plan = planned(STREET, situation(single(status="INCOMPLETE")))

    assert kinds(plan) == [EDIT]
    assert "a state for which there is no rule" in words(plan.impossible)


def test_an_edit_for_one_billing_alone_is_kept_and_said() -> None:
    of = contract(cycles=tuple(replace(one, contract_edited=one.index == 2) for one in contract().cycles))

    assert "What was edited for the billing of 2027-01-15 alone is kept" in words(
        planned(STREET, situation(of=of)).notes
    )


# Nothing to do, and wrong values


@pytest.mark.parametrize(
    "wanted",
    [
        ChangeAddress(GivenAddress(city="Berlin")),
        ChangeShipping(price=euros("4.90")),
        ChangeQuantity(COFFEE_LINE, 1),
        ChangePrice(COFFEE_LINE, euros("10.00")),
        ChangePaymentMethod("gid://shopify/CustomerPaymentMethod/1"),
        ChangeNote(""),
        Resume(),
        UnskipDelivery(4),
        MoveDate(3, month(2)),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_is_so_already_is_a_note_and_no_step(wanted: WantedChange) -> None:
    plan = planned(wanted, situation(term()))

    assert (plan.steps, plan.impossible) == ((), ())
    assert plan.notes


@pytest.mark.parametrize(
    "wanted",
    [
        ChangeQuantity("gid://shopify/SubscriptionLine/none", 1),
        ChangeQuantity(COFFEE_LINE, -1),
        ChangeQuantity(COFFEE_LINE, 0),
        SwapVariant("gid://shopify/SubscriptionLine/none", "gid://shopify/ProductVariant/6"),
        ChangePrice("gid://shopify/SubscriptionLine/none", euros("1.00")),
        ChangePrice(COFFEE_LINE, replace(euros("1.00"), currency="USD")),
        ChangePrice(COFFEE_LINE, euros("-1.00")),
        ChangeShipping(),
        ChangeShipping(price=replace(euros("1.00"), currency="USD")),
        ChangeShipping(price=euros("-1.00")),
        ChangeDiscount("gid://shopify/SubscriptionManualDiscount/none"),
        ChangeDiscount(title="Both", percentage=10, amount=euros("1.00")),
        ChangeDiscount(title="Neither"),
        ChangeDiscount(title="Too much", percentage=101),
        ChangeNote(),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(wanted: WantedChange) -> None:
    plan = planned(wanted, situation(term()))

    assert plan.steps == ()
    assert plan.impossible


def test_a_line_that_two_lines_of_an_order_may_be_is_left_to_a_person() -> None:
    line = term().lines[0]
    twice = (replace(line, quantity=1, current_quantity=1), replace(line, gid="gid://shopify/LineItem/12"))
    order = term(lines=twice)
    where = situation(term(), of=two_coffees())
    (side,) = where.orders

    plan = planned(ChangeQuantity(COFFEE_LINE, 1), replace(where, orders=(replace(side, remote=order),)))

    assert kinds(plan) == [EDIT]
    assert "no line that is surely “Coffee”" in words(plan.impossible)


# The fingerprint

TOUCHES: dict[str, Callable[[Situation], Situation]] = {
    "revision": lambda one: replace(one, contract=replace(one.contract, revision=101)),
    "status": lambda one: replace(one, contract=replace(one.contract, status="PAUSED")),
    "billing": lambda one: replace(one, contract=replace(one.contract, attempts=(PENDING,))),
    "owner": lambda one: replace(one, ownership=Ownership.ANOTHER_APP),
    "shipped": lambda one: situation(
        term(
            fulfillment_orders=(part(1, 0, status="CLOSED"), part(2, 1, status="CLOSED"), part(3, 2)),
            fulfillments=(fulfillment(1, {COFFEE: 1}), fulfillment(2, {COFFEE: 1})),
        )
    ),
    "posted": lambda one: replace(one, orders=(replace(one.orders[0], posted={COFFEE: 1}),)),
    "withheld": lambda one: replace(one, orders=(replace(one.orders[0], withheld={COFFEE: 1}),)),
    "address of the order": lambda one: situation(term(shipping_address=replace(ADDRESS, city="Bonn", company="A"))),
    "one more order": lambda one: situation(term(), second_term()),
}


@pytest.mark.parametrize("touch", TOUCHES.values(), ids=TOUCHES)
def test_the_fingerprint_changes_with_what_the_plan_rests_on(touch: Callable[[Situation], Situation]) -> None:
    before = situation(term())
    wanted = ChangeAddress(GivenAddress(address1="2 Side Street", company="B"))

    assert planned(wanted, touch(before)).fingerprint != planned(wanted, before).fingerprint


def test_the_fingerprint_changes_with_what_is_wanted_and_by_whom() -> None:
    where = situation(term())

    found = {
        planned(STREET, where).fingerprint,
        planned(STREET, where, actor=Actor.CUSTOMER).fingerprint,
        planned(ChangeAddress(GivenAddress(address1="3 Side Street")), where).fingerprint,
    }

    assert len(found) == 3


@pytest.mark.parametrize("wanted", EVERY, ids=lambda one: type(one).__name__)
def test_the_fingerprint_stays_while_nothing_changes_but_the_time_of_day(wanted: WantedChange) -> None:
    where = situation(term())
    tagged = situation(term(tags=frozenset({"vip"}), updated_at=NOW))

    found = {
        planned(wanted, where).fingerprint,
        planned(wanted, replace(where, now=NOW + timedelta(minutes=5))).fingerprint,
        planned(wanted, tagged).fingerprint,
    }

    assert len(found) == 1


def test_every_kind_of_change_has_its_plan() -> None:
    tried = {type(one) for one in [*EVERY, Resume(), UnskipDelivery(4)]}

    assert tried == set(KINDS)


def test_a_plan_is_the_same_for_the_same_situation() -> None:
    of = contract(lines=(coffee(quantity=2),))

    assert planned(STREET, situation(term(), of=of)) == planned(STREET, situation(term(), of=of))
