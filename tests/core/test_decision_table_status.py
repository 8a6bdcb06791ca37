"""The decision table of pausing and resuming, cell by cell, with what becomes of what is paid for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backhaul.core.change_status import MOST_SKIPPED
from backhaul.core.change_steps import Side, StepKind
from backhaul.core.contracts import ContractStatus, Ownership, Rhythm
from backhaul.core.remote import RemoteOrder
from backhaul.core.subscription_policies import PausePolicy, RemainingPolicy, SubscriptionPolicies
from backhaul.core.wanted_changes import Cancel, Pause, Resume
from tests.core.change_world import (
    OURS,
    THEIRS,
    bare,
    handed_over,
    kinds,
    locked,
    only,
    planned,
    scheduled,
    shipped,
    single,
    situation,
    term,
    words,
)
from tests.core.contract_builders import contract, cycles, gid_of, month, part, prepaid

STATUS, RESCHEDULE, HOLD, RELEASE = StepKind.SET_STATUS, StepKind.RESCHEDULE, StepKind.HOLD, StepKind.RELEASE
GIVE_BACK, BILLING = StepKind.GIVE_BACK, StepKind.SET_NEXT_BILLING
PAUSED = contract(status=ContractStatus.PAUSED)
REFUND = Cancel(remaining=RemainingPolicy.REFUND_REMAINING)


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


@pytest.mark.parametrize(("overdue_days", "most"), [(7, MOST_SKIPPED), (30, 32)])
def test_after_a_year_of_days_only_the_last_ones_and_what_would_be_charged_are_skipped(
    overdue_days: int, most: int
) -> None:
    days = cycles(Rhythm("DAY", 1), number=365)
    paused = replace(PAUSED, cycles=days)

    plan = planned(Resume(), situation(of=paused, now=days[-1].expected_at, overdue_days=overdue_days))

    skips = [step.params["cycle_index"] for step in plan.steps if step.kind is StepKind.SKIP_CYCLE]
    assert skips == list(range(366 - most, 366))
    assert any("is long past, and not billed any more" in note for note in plan.notes)


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


def test_a_pause_of_a_month_leaves_a_date_that_a_person_has_moved_a_little() -> None:
    near = prepaid(replace(part(3, 2), fulfill_at=month(3) - timedelta(days=1)), quantity=1)

    assert kinds(planned(Resume(), situation(near, of=PAUSED))) == [STATUS]


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
