"""Giving back units: one refund of them, once both figures agree, and what becomes of its money."""

import pytest

from backhaul.core.decisions import Done, Person, Replan, Verdict
from backhaul.core.outcome import Outcome
from backhaul.core.refunded import Given
from backhaul.core.restock import Restock
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from backhaul.core.unit_credit import (
    RefundAmount,
    UnitsPlan,
    booked_outcome,
    plan_missing,
    plan_rest,
    plan_units,
    units_outcome,
)
from tests.core.payment_builders import FAILURE, NOW, PENDING, eur, gid
from tests.core.refund_builders import LINE, given, memo, stock, suggested, work


def ended(plan: UnitsPlan, *after: Given, results: dict[str, Verdict] | None = None) -> Outcome:
    steps = [*(call.step for call in plan.calls), *(call.step for call in plan.again)]
    verdicts: dict[str, Verdict] = {step: Done() for step in steps} if results is None else results
    return units_outcome(plan, verdicts, after, look_again_at=NOW)


def test_units_are_given_back_in_one_refund_out_of_the_payments_that_shopify_suggests() -> None:
    plan = plan_units(
        memo("90.00", 3), stock(work(4)), suggested("90.00", (1, "40.00", "40.00"), (2, "50.00", "80.00")), decided=None
    )

    (call,) = plan.calls
    assert [(one.line_gid, one.quantity, one.restock) for one in call.units] == [(LINE, 3, Restock.CANCEL)]
    assert [(one.receipt_gid, one.amount.text) for one in call.payments] == [(gid(1), "40.00"), (gid(2), "50.00")]
    assert not call.is_discrepant


def test_figures_that_differ_by_a_minor_unit_agree_and_shopifys_is_given_back() -> None:
    plan = plan_units(memo("90.00"), stock(work(1)), suggested("90.01"), decided=None)

    (call,) = plan.calls
    assert [one.amount for one in call.payments] == [eur("90.01")]
    assert ended(plan, given(9, "90.01")).words == (
        "90.01 EUR was given back for 1 unit. The credit memo says 90.00 EUR, Shopify has computed 90.01 EUR."
    )


def test_figures_that_differ_by_more_are_a_persons_who_is_shown_both() -> None:
    plan = plan_units(memo("90.00"), stock(work(1)), suggested("89.98"), decided=None)

    ending = ended(plan)
    assert plan.calls == ()
    assert ending.state is TaskState.NEEDS_ATTENTION
    assert "says 90.00 EUR, and Shopify computes 89.98 EUR" in ending.words


@pytest.mark.parametrize(
    ("decided", "amount", "discrepant"), [(RefundAmount.OURS, "75.00", True), (RefundAmount.SHOPIFYS, "90.00", False)]
)
def test_what_a_person_has_decided_is_given_back(decided: RefundAmount, amount: str, discrepant: bool) -> None:
    plan = plan_units(memo("75.00"), stock(work(1)), suggested("90.00"), decided=decided)

    (call,) = plan.calls
    assert [one.amount for one in call.payments] == [eur(amount)]
    assert call.is_discrepant is discrepant


def test_more_than_suggested_comes_from_whatever_payment_still_has_it() -> None:
    found = suggested("60.00", (1, "60.00", "70.00"), (2, "0.00", "80.00"))

    plan = plan_units(memo("100.00"), stock(work(1)), found, decided=RefundAmount.OURS)

    (call,) = plan.calls
    assert [one.amount.text for one in call.payments] == ["70.00", "30.00"]


def test_no_more_is_given_back_than_was_received_whoever_decides_it() -> None:
    found = suggested("60.00", (1, "60.00", "70.00"))

    plan = plan_units(memo("70.01"), stock(work(1)), found, decided=RefundAmount.OURS)

    assert plan.calls == ()
    assert "70.01 EUR cannot be given back: 70.00 EUR is left" in ended(plan).words


def test_units_that_are_gone_are_a_persons_and_nothing_is_given_back() -> None:
    plan = plan_missing(memo("90.00", 3), stock(work(1)))

    assert plan is not None
    assert plan.calls == ()
    assert "2 of 3 units can no longer be given back (“box”: 1 not refunded yet, 0 shipped)" in ended(plan).words
    assert plan_missing(memo("90.00", 3), stock(work(3))) is None


def test_unshipped_units_go_back_to_where_they_are_and_money_alone_nowhere() -> None:
    order = stock(work(2, location_gid="here"), work(1, "SCHEDULED", location_gid="there"))

    cancelled = plan_units(memo("90.00", 3), order, suggested("90.00"), decided=None)
    money = plan_units(memo("90.00", 3, restock=Restock.NO_RESTOCK), order, suggested("90.00"), decided=None)

    assert [(one.quantity, one.location_gid) for one in cancelled.calls[0].units] == [(1, "there"), (2, "here")]
    assert [(one.quantity, one.location_gid) for one in money.calls[0].units] == [(3, "")]


def test_the_same_refund_has_the_same_key_and_another_one_another() -> None:
    order = stock(work(4))

    first = plan_units(memo("90.00", 3), order, suggested("90.00"), decided=None).calls[0]
    again = plan_units(memo("90.00", 3), order, suggested("90.00"), decided=None).calls[0]
    other = plan_units(memo("60.00", 2), order, suggested("60.00"), decided=None).calls[0]

    assert first.idempotency_key == again.idempotency_key
    assert first.idempotency_key != other.idempotency_key


def test_a_pending_refund_is_waited_for() -> None:
    plan = plan_rest(memo("90.00"), [given(9, "90.00", status=PENDING)], may_try_again=True, gateways={})

    ending = ended(plan, given(9, "90.00", status=PENDING))

    assert (plan.calls, plan.again) == ((), ())
    assert (ending.state, ending.wait_reason) == (TaskState.WAITING, WaitReason.PAYMENT_PENDING)


def test_what_has_failed_is_asked_for_again_only_once_a_person_says_so_and_without_the_units() -> None:
    before = [given(8, "40.00", of=1), given(9, "50.00", of=2, status=FAILURE, error="CARD_DECLINED")]

    asking = plan_rest(memo("90.00", 3), before, may_try_again=False, gateways={})
    trying = plan_rest(memo("90.00", 3), before, may_try_again=True, gateways={gid(2): "cards"})

    assert asking.again == ()
    assert "Giving back 50.00 EUR has failed: the card was declined" in ended(asking, *before).words
    (call,) = trying.again
    assert (call.receipt_gid, call.amount, call.gateway) == (gid(2), eur("50.00"), "cards")
    assert trying.calls == ()


def test_what_succeeded_when_it_was_tried_again_is_not_tried_once_more() -> None:
    before = [given(8, "50.00", status=FAILURE), given(9, "50.00")]

    plan = plan_rest(memo("50.00"), before, may_try_again=True, gateways={})

    assert plan.again == ()
    assert ended(plan, *before).name is OutcomeName.REFUNDED


def test_a_refund_that_fails_at_once_is_named_by_its_reason() -> None:
    plan = plan_units(memo("90.00"), stock(work(1)), suggested("90.00"), decided=None)
    refused: dict[str, Verdict] = {plan.calls[0].step: Person("The refund has failed at the gateway.")}

    ending = ended(plan, given(9, "90.00", status=FAILURE, error="CARD_DECLINED"), results=refused)

    assert ending.state is TaskState.NEEDS_ATTENTION
    assert ending.words.startswith("Giving back 90.00 EUR has failed: the card was declined")


def test_a_refund_without_money_is_a_persons() -> None:
    plan = plan_units(memo("90.00"), stock(work(1)), suggested("90.00"), decided=None)

    assert "shows no money moving" in ended(plan).words
    assert "shows no money moving" in ended(plan_rest(memo("90.00"), [], may_try_again=True, gateways={})).words


def test_what_has_changed_is_planned_anew() -> None:
    plan = plan_units(memo("90.00"), stock(work(1)), suggested("90.00"), decided=None)

    ending = ended(plan, results={plan.calls[0].step: Replan("The order has changed.")})

    assert ending.name is OutcomeName.CONTINUE


def test_what_was_given_back_elsewhere_is_noted_as_far_as_shopify_shows_it() -> None:
    noted = booked_outcome(eur("30.00"), shown=eur("50.00"), booked=eur("20.00"))
    short = booked_outcome(eur("30.01"), shown=eur("50.00"), booked=eur("20.00"))

    assert (noted.name, noted.state) == (OutcomeName.BOOKED, TaskState.SUCCEEDED)
    assert short.state is TaskState.NEEDS_ATTENTION
    assert "Shopify shows 30.00 EUR given back by somebody else, and the credit memo says 30.01 EUR" in short.words
