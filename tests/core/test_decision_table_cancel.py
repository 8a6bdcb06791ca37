"""The decision table of cancelling, cell by cell, with what becomes of what is paid for."""

from dataclasses import replace

import pytest

from backhaul.core.change_steps import StepKind
from backhaul.core.contracts import ContractStatus
from backhaul.core.subscription_policies import LastOrderPolicy, RemainingPolicy, SubscriptionPolicies
from backhaul.core.wanted_changes import Actor, Cancel
from tests.core.builders import TEA, fulfillment
from tests.core.change_world import (
    OURS,
    handed_over,
    kinds,
    locked,
    monthly,
    only,
    planned,
    shipped,
    single,
    situation,
    term,
    words,
)
from tests.core.contract_builders import COFFEE, MONTHLY, QUARTERLY, contract, month, part, prepaid

STATUS, RESCHEDULE, RELEASE = StepKind.SET_STATUS, StepKind.RESCHEDULE, StepKind.RELEASE
GIVE_BACK, CANCEL_ORDER = StepKind.GIVE_BACK, StepKind.CANCEL_ORDER
PAUSED = contract(status=ContractStatus.PAUSED)
REFUND = Cancel(remaining=RemainingPolicy.REFUND_REMAINING)
CANCEL_LAST = Cancel(last_order=LastOrderPolicy.CANCEL_ORDER)


def test_a_subscription_of_which_nothing_is_paid_is_cancelled() -> None:
    plan = planned(Cancel(), situation())

    assert only(plan, STATUS).params == {"status": "CANCELLED"}


def test_what_is_prepaid_is_shipped_after_a_cancellation_unless_a_policy_says_otherwise() -> None:
    plan = planned(Cancel(), situation(term()))

    assert kinds(plan) == [STATUS]
    assert plan.notes == ("Deliveries 2 and 3 of #1001 are paid for and still shipped.",)


def test_what_is_prepaid_is_refunded_after_a_cancellation_if_that_is_wanted() -> None:
    plan = planned(REFUND, situation(term()))

    assert kinds(plan) == [STATUS, GIVE_BACK]
    step = only(plan, GIVE_BACK)
    assert step.params == {
        "units": {COFFEE: 2},
        "restock": "cancel",
        "shipping": "share",
        "reason": "The subscription was cancelled.",
    }
    assert step.depends_on == (only(plan, STATUS).key,)


def test_what_is_posted_as_shipped_is_not_refunded() -> None:
    plan = planned(REFUND, situation(term(), posted={COFFEE: 1}))

    assert only(plan, GIVE_BACK).params["units"] == {COFFEE: 1}
    assert "Delivery 2 of #1001 is handed over already" in words(plan.impossible)


def test_what_is_being_refunded_is_not_refunded_again() -> None:
    plan = planned(REFUND, situation(term(), withheld={COFFEE: 2}))

    assert kinds(plan) == [STATUS]
    assert "What is left of order #1001 is being refunded." in plan.notes


def test_no_more_is_refunded_than_shopify_lets_be_refunded() -> None:
    line = replace(term().lines[0], refundable_quantity=1)

    plan = planned(REFUND, situation(term(lines=(line,))))

    assert only(plan, GIVE_BACK).params["units"] == {COFFEE: 1}


def test_the_merchant_is_asked_about_what_is_prepaid() -> None:
    policies = SubscriptionPolicies(prepaid_cancelled=RemainingPolicy.ASK_MERCHANT)

    plan = planned(Cancel(), situation(term(), policies=policies), actor=Actor.CUSTOMER)

    assert kinds(plan) == [STATUS]
    assert "the merchant is asked whether to ship or to refund" in words(plan.notes)


def test_what_is_handed_over_leaves_in_spite_of_a_cancellation() -> None:
    plan = planned(REFUND, situation(handed_over()))

    assert kinds(plan) == [STATUS]
    assert "it leaves, unless the warehouse can stop it" in words(plan.impossible)


def test_a_cancellation_says_nothing_of_what_is_shipped() -> None:
    plan = planned(REFUND, situation(shipped()))

    assert (kinds(plan), plan.notes, plan.impossible) == ([STATUS], (), ())


def test_a_subscription_is_cancelled_while_a_payment_is_under_way_and_what_may_follow_is_said() -> None:
    plan = planned(Cancel(), situation(of=locked(contract())))

    assert kinds(plan) == [STATUS]
    assert "A payment is under way" in words(plan.notes)


@pytest.mark.parametrize(("actor", "reason"), [(Actor.CUSTOMER, "CUSTOMER"), (Actor.MERCHANT, "OTHER")])
def test_the_last_order_is_cancelled_whole_by_policy(actor: Actor, reason: str) -> None:
    policies = SubscriptionPolicies(last_order=LastOrderPolicy.CANCEL_ORDER)

    plan = planned(Cancel(), situation(single(), of=monthly(), policies=policies), actor=actor)

    assert kinds(plan) == [STATUS, CANCEL_ORDER]
    step = only(plan, CANCEL_ORDER)
    assert (step.params["reason"], step.params["refund"], step.params["restock"]) == (reason, True, True)
    assert step.depends_on == (only(plan, STATUS).key,)


def test_an_order_with_other_goods_is_refunded_in_part_instead_of_cancelled() -> None:
    line = single().lines[0]
    tea = replace(line, gid=TEA, contract_gid=None, requires_shipping=False)

    plan = planned(CANCEL_LAST, situation(replace(single(), lines=(line, tea)), of=monthly()))

    assert kinds(plan) == [STATUS, GIVE_BACK]
    assert only(plan, GIVE_BACK).params["units"] == {COFFEE: 1}
    assert "it has other goods, too" in words(plan.notes)


def test_an_order_that_has_left_in_part_is_refunded_instead_of_cancelled() -> None:
    order = prepaid(part(1, 0, status="CLOSED"), part(2, 1), quantity=2, fulfillments=(fulfillment(1, {COFFEE: 1}),))

    plan = planned(CANCEL_LAST, situation(order, of=monthly()))

    assert kinds(plan) == [STATUS, GIVE_BACK]
    assert "a part of it has left already" in words(plan.notes)


@pytest.mark.parametrize(
    ("policy", "words_of_it"),
    [
        (LastOrderPolicy.SHIP_ORDER, "Order #1001 is paid for and still shipped."),
        (
            LastOrderPolicy.ASK_MERCHANT,
            "Order #1001 is paid for: the merchant is asked whether to ship or to cancel it.",
        ),
    ],
)
def test_the_last_order_ships_or_the_merchant_is_asked(policy: LastOrderPolicy, words_of_it: str) -> None:
    plan = planned(Cancel(last_order=policy), situation(single(), of=monthly()))

    assert (kinds(plan), plan.notes) == ([STATUS], (words_of_it,))


def test_the_last_order_that_is_handed_over_is_not_cancelled() -> None:
    plan = planned(CANCEL_LAST, situation(handed_over(), of=monthly()))

    assert kinds(plan) == [STATUS]
    assert "it leaves, unless the warehouse can stop it" in words(plan.impossible)


def test_a_subscription_that_has_ended_is_not_cancelled_again_but_what_is_paid_can_be_refunded() -> None:
    plan = planned(REFUND, situation(term(), of=contract(status=ContractStatus.CANCELLED)))

    assert kinds(plan) == [GIVE_BACK]
    assert plan.notes == ("The subscription is CANCELLED already.",)
    assert only(plan, GIVE_BACK).depends_on == ()


def test_what_we_held_for_a_pause_is_released_when_the_subscription_is_cancelled() -> None:
    plan = planned(Cancel(), situation(single(status="ON_HOLD", holds=(OURS,)), of=PAUSED))

    assert kinds(plan) == [STATUS, RELEASE]


def test_what_was_put_off_for_a_pause_comes_nearer_when_the_subscription_is_cancelled() -> None:
    plan = planned(Cancel(), situation(prepaid(part(3, 14), quantity=1), of=PAUSED))

    assert only(plan, RESCHEDULE).params["date"] == month(2).isoformat()


def test_a_customer_cannot_cancel_before_the_least_number_of_billings_and_is_told_from_when_on() -> None:
    of = monthly(billing=replace(MONTHLY, min_cycles=4))

    plan = planned(Cancel(), situation(single(), of=of, billed_cycles=2), actor=Actor.CUSTOMER)

    assert plan.steps == ()
    assert words(plan.impossible) == (
        "The subscription runs for at least 4 billings: it can be cancelled from 2027-01-15 on."
    )


def test_the_date_is_reckoned_where_shopify_does_not_tell_so_far_ahead() -> None:
    of = contract(billing=replace(QUARTERLY, min_cycles=9), next_billing_at=month(3))

    plan = planned(Cancel(), situation(of=of, billed_cycles=1), actor=Actor.CUSTOMER)

    assert "from 2028-10-15 on" in words(plan.impossible)


def test_a_merchant_cancels_before_that_and_is_told_what_is_missing() -> None:
    of = monthly(billing=replace(MONTHLY, min_cycles=4))

    plan = planned(Cancel(), situation(of=of, billed_cycles=2))

    assert kinds(plan) == [STATUS]
    assert "2 of at least 4 billings have not been made." in plan.notes


def test_a_customer_cancels_once_the_least_number_is_billed() -> None:
    of = monthly(billing=replace(MONTHLY, min_cycles=2))

    assert kinds(planned(Cancel(), situation(of=of, billed_cycles=2), actor=Actor.CUSTOMER)) == [STATUS]


def test_a_customer_who_is_one_billing_short_waits_for_it() -> None:
    of = monthly(billing=replace(MONTHLY, min_cycles=3))

    plan = planned(Cancel(), situation(of=of, billed_cycles=2), actor=Actor.CUSTOMER)

    assert (plan.steps, "from 2026-12-15 on" in words(plan.impossible)) == ((), True)
