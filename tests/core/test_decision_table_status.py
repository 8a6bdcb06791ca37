"""The decision table of pausing, resuming and cancelling, cell by cell, with what becomes of what is paid for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backhaul.core.change_steps import Side, StepKind
from backhaul.core.contracts import ContractStatus, Ownership
from backhaul.core.remote import RemoteOrder
from backhaul.core.subscription_policies import LastOrderPolicy, PausePolicy, RemainingPolicy, SubscriptionPolicies
from backhaul.core.wanted_changes import Actor, Cancel, Pause, Resume
from tests.core.builders import TEA, fulfillment
from tests.core.change_world import (
    OURS,
    THEIRS,
    bare,
    handed_over,
    kinds,
    locked,
    monthly,
    only,
    planned,
    scheduled,
    shipped,
    single,
    situation,
    term,
    words,
)
from tests.core.contract_builders import COFFEE, MONTHLY, QUARTERLY, contract, gid_of, month, part, prepaid

STATUS, RESCHEDULE, HOLD, RELEASE = StepKind.SET_STATUS, StepKind.RESCHEDULE, StepKind.HOLD, StepKind.RELEASE
GIVE_BACK, CANCEL_ORDER, BILLING = StepKind.GIVE_BACK, StepKind.CANCEL_ORDER, StepKind.SET_NEXT_BILLING
PAUSED = contract(status=ContractStatus.PAUSED)
REFUND = Cancel(remaining=RemainingPolicy.REFUND_REMAINING)
CANCEL_LAST = Cancel(last_order=LastOrderPolicy.CANCEL_ORDER)


# Pause


def test_a_subscription_of_which_nothing_is_paid_is_paused() -> None:
    plan = planned(Pause(), situation())

    assert only(plan, STATUS).params == {"status": "PAUSED"}
    assert plan.notes == ()


def test_what_is_paid_keeps_shipping_during_a_pause() -> None:
    plan = planned(Pause(), situation(term()))

    assert kinds(plan) == [STATUS]
    assert plan.notes == ("Deliveries 2 and 3 are paid for and still leave.",)


def test_a_pause_that_reschedules_puts_the_scheduled_off_and_lets_the_open_leave() -> None:
    plan = planned(Pause(PausePolicy.RESCHEDULE), situation(term()))

    assert kinds(plan) == [STATUS, RESCHEDULE]
    step = only(plan, RESCHEDULE)
    assert step.params == {"fulfillment_order": gid_of(3), "date": month(14).isoformat()}
    assert step.depends_on == (only(plan, STATUS).key,)
    assert "Delivery 2 of #1001 is due and still leaves." in plan.notes


def test_a_pause_that_holds_holds_the_open_and_puts_off_the_scheduled_which_cannot_be_held() -> None:
    policies = SubscriptionPolicies(paused=PausePolicy.HOLD)

    plan = planned(Pause(), situation(term(), policies=policies))

    assert kinds(plan) == [STATUS, HOLD, RESCHEDULE]
    assert only(plan, HOLD).params == {"fulfillment_order": gid_of(2), "reason": "Its subscription is paused."}


def test_what_is_handed_over_leaves_in_spite_of_a_pause() -> None:
    plan = planned(Pause(PausePolicy.HOLD), situation(handed_over()))

    assert kinds(plan) == [STATUS]
    assert "it leaves, unless the warehouse can stop it" in words(plan.impossible)


def test_a_pause_says_nothing_of_what_is_shipped() -> None:
    plan = planned(Pause(PausePolicy.HOLD), situation(shipped()))

    assert (kinds(plan), plan.notes, plan.impossible) == ([STATUS], (), ())


def test_a_subscription_is_paused_while_a_payment_is_under_way_and_what_may_follow_is_said() -> None:
    plan = planned(Pause(), situation(of=locked(contract())))

    assert kinds(plan) == [STATUS]
    assert "If it still succeeds, one more delivery is paid for" in words(plan.notes)


def test_a_paused_subscription_is_not_paused_again_but_what_is_paid_can_be_held() -> None:
    plan = planned(Pause(PausePolicy.HOLD), situation(single(), of=PAUSED))

    assert kinds(plan) == [HOLD]


def test_a_paused_subscription_that_is_paused_anew_puts_off_only_what_was_not_put_off_before() -> None:
    order = prepaid(part(2, 14), part(3, 2), quantity=2)

    plan = planned(Pause(PausePolicy.RESCHEDULE), situation(order, of=PAUSED))

    assert only(plan, RESCHEDULE).params["fulfillment_order"] == gid_of(3)
    assert any("is put off already" in note for note in plan.notes)


# Resume


@pytest.mark.parametrize("status", [ContractStatus.PAUSED, ContractStatus.FAILED])
def test_a_subscription_is_taken_up_again(status: ContractStatus) -> None:
    plan = planned(Resume(), situation(of=contract(status=status)))

    assert only(plan, STATUS).params == {"status": "ACTIVE"}
    assert kinds(plan) == [STATUS]


def test_a_subscription_is_never_billed_for_a_time_that_has_passed() -> None:
    plan = planned(Resume(), situation(of=PAUSED, now=month(8)))

    *skips, billing, status = map(bare, plan.steps)
    assert [(one.kind, one.params) for one in skips] == [
        (StepKind.SKIP_CYCLE, {"cycle_index": 2}),
        (StepKind.SKIP_CYCLE, {"cycle_index": 3}),
    ]
    assert (billing.kind, billing.params) == (BILLING, {"date": month(9).isoformat()})
    assert status.depends_on == tuple(step.key for step in (*skips, billing))


def test_another_app_sees_itself_to_the_time_that_has_passed() -> None:
    plan = planned(Resume(), situation(of=PAUSED, now=month(8), ownership=Ownership.ANOTHER_APP))

    assert kinds(plan) == [BILLING, STATUS]


def test_what_could_not_be_paid_for_is_not_given_up_by_resuming() -> None:
    failed = contract(status=ContractStatus.FAILED)

    plan = planned(Resume(), situation(of=failed, now=month(3) + timedelta(days=2)))

    assert StepKind.SKIP_CYCLE not in kinds(plan)


@pytest.mark.parametrize("status", [ContractStatus.CANCELLED, ContractStatus.EXPIRED])
def test_a_subscription_that_has_ended_is_not_taken_up_again(status: ContractStatus) -> None:
    plan = planned(Resume(), situation(of=contract(status=status)))

    assert plan.steps == ()
    assert "make a new one" in words(plan.impossible)


def test_what_we_hold_is_released_and_what_others_hold_is_not() -> None:
    ours, theirs = part(2, 1, status="ON_HOLD", holds=(OURS,)), part(3, 2, status="ON_HOLD", holds=(THEIRS,))

    plan = planned(Resume(), situation(prepaid(ours, theirs, quantity=2), of=PAUSED))

    assert kinds(plan) == [STATUS, RELEASE]
    assert only(plan, RELEASE).params == {"fulfillment_order": gid_of(2)}
    assert only(plan, RELEASE).depends_on == (only(plan, STATUS).key,)


def test_what_was_put_off_during_the_pause_comes_in_its_rhythm_again_and_not_in_the_past() -> None:
    order = prepaid(part(2, 14), part(3, 15), quantity=2)

    plan = planned(Resume(), situation(order, of=contract(status="PAUSED", next_billing_at=month(7)), now=month(5)))

    dates = [step.params["date"] for step in plan.steps if step.kind is RESCHEDULE]
    assert dates == [month(6).isoformat(), month(7).isoformat()]


def test_a_delivery_that_is_in_its_rhythm_stays_when_the_subscription_is_taken_up_again() -> None:
    assert kinds(planned(Resume(), situation(scheduled(), of=PAUSED))) == [STATUS]


def test_an_active_subscription_has_its_own_holds_released_all_the_same() -> None:
    plan = planned(Resume(), situation(single(status="ON_HOLD", holds=(OURS,))))

    assert kinds(plan) == [RELEASE]


@pytest.mark.parametrize("order", [handed_over(), shipped()])
def test_taking_up_again_leaves_alone_what_has_left_our_hands(order: RemoteOrder) -> None:
    assert kinds(planned(Resume(), situation(order, of=PAUSED))) == [STATUS]


def test_a_revoked_payment_method_is_told_of_when_a_subscription_is_taken_up_again() -> None:
    plan = planned(Resume(), situation(of=replace(PAUSED, payment_method_revoked=True)))

    assert "ask the customer for another one" in words(plan.notes)


# Cancel


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


# The least number of cycles


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


def test_a_pause_of_a_month_leaves_a_date_that_a_person_has_moved_a_little() -> None:
    near = prepaid(replace(part(3, 2), fulfill_at=month(3) - timedelta(days=1)), quantity=1)

    assert kinds(planned(Resume(), situation(near, of=PAUSED))) == [STATUS]


def test_a_customer_who_is_one_billing_short_waits_for_it() -> None:
    of = monthly(billing=replace(MONTHLY, min_cycles=3))

    plan = planned(Cancel(), situation(of=of, billed_cycles=2), actor=Actor.CUSTOMER)

    assert (plan.steps, "from 2026-12-15 on" in words(plan.impossible)) == ((), True)


def test_a_delivery_that_is_far_away_stays_there_while_the_subscription_is_active() -> None:
    assert kinds(planned(Resume(), situation(prepaid(part(3, 14), quantity=1)))) == []


def test_what_a_pause_put_off_comes_back_also_when_its_subscription_was_taken_up_by_the_first_try() -> None:
    done = frozenset({STATUS})

    plan = planned(Resume(), situation(prepaid(part(3, 14), quantity=1), done_before=done))

    assert only(plan, RESCHEDULE).params["date"] == month(2).isoformat()


def test_what_is_done_about_orders_waits_for_the_other_app() -> None:
    where = situation(term(), ownership=Ownership.ANOTHER_APP)

    cancelled, refund = map(bare, planned(REFUND, where).steps)

    assert (cancelled.side, refund.kind) == (Side.APP, GIVE_BACK)
    assert refund.depends_on == (cancelled.key,)
