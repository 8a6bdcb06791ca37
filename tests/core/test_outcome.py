"""How a run of a sending task ends."""

from datetime import timedelta

from backhaul.core.decisions import Done, Person, Replan, RetryAt, Verdict, WaitUntil
from backhaul.core.outcome import Outcome, outcome, stopped
from backhaul.core.plan import Plan
from backhaul.core.remote import FulfillmentOrderStatus
from backhaul.core.shipment import FulfillmentPolicies, ScheduledPolicy, SentKind
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from tests.core.builders import MUG, NOW, TEA, THERE, fulfillment, fulfillment_order, order, planned, sent, shipment

SOON = NOW + timedelta(seconds=30)
LATER = NOW + timedelta(days=30)


def ended(plan: Plan, *verdicts: Verdict) -> Outcome:
    """The outcome when the plan's calls end in these verdicts, in order; those left over are Done."""
    given = [*verdicts, *[Done()] * len(plan.calls)]
    return outcome(plan, {call.step: verdict for call, verdict in zip(plan.calls, given, strict=False)})


def test_everything_called_and_done_is_sent() -> None:
    plan = planned(shipment({MUG: 2}), order(fulfillment_order(1, {MUG: 2})))

    result = ended(plan)

    assert (result.name, result.state) == (OutcomeName.SENT, TaskState.SUCCEEDED)
    assert result.words == "2 units sent."


def test_everything_adopted_is_adopted_and_nothing_was_sent() -> None:
    plan = planned(shipment({MUG: 1}), order(fulfillments=(fulfillment(9, {MUG: 1}, tracking=("T1",)),)))

    result = ended(plan)

    assert (result.name, result.state) == (OutcomeName.ADOPTED, TaskState.SUCCEEDED)
    assert "1 unit fulfilled by someone else" in result.words


def test_a_foreign_fulfillment_beside_ours_is_told() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillments=(fulfillment(9, {MUG: 1}, tracking=("X",)),))

    result = ended(planned(shipment({MUG: 1}), remote))

    assert result.name is OutcomeName.SENT
    assert "Someone else has fulfilled 1 unit" in result.words


def test_a_scheduled_rest_waits_until_its_date() -> None:
    scheduled = fulfillment_order(2, {TEA: 1}, status=FulfillmentOrderStatus.SCHEDULED, fulfill_at=LATER)
    plan = planned(shipment({MUG: 1, TEA: 1}), order(fulfillment_order(1, {MUG: 1}), scheduled))

    result = ended(plan)

    assert (result.name, result.state) == (OutcomeName.WAITING_UNTIL, TaskState.WAITING)
    assert not result.counts
    assert (result.wake_at, result.wait_reason) == (LATER, WaitReason.SCHEDULED)
    assert result.words.startswith("1 unit sent.")


def test_a_held_order_waits_for_its_hold() -> None:
    held = fulfillment_order(1, {MUG: 1}, status=FulfillmentOrderStatus.ON_HOLD)

    result = ended(planned(shipment({MUG: 1}), order(held)))

    assert result.name is OutcomeName.WAITING_FOR_HOLD
    assert result.wake_at == NOW + timedelta(hours=1)


def test_a_shortfall_needs_attention_and_says_how_much_was_sent() -> None:
    plan = planned(shipment({MUG: 3}), order(fulfillment_order(1, {MUG: 2})))

    result = ended(plan)

    assert (result.name, result.state) == (OutcomeName.NEEDS_ATTENTION, TaskState.NEEDS_ATTENTION)
    assert result.words.startswith("2 units sent. 1 unit: The shipment says more")


def test_a_shortfall_that_a_person_accepts_is_sent_in_part_with_a_reason() -> None:
    policies = FulfillmentPolicies(leave_short=True)
    plan = planned(shipment({MUG: 3}), order(fulfillment_order(1, {MUG: 2})), policies=policies)

    result = ended(plan)

    assert (result.name, result.state) == (OutcomeName.SENT_IN_PART, TaskState.SUCCEEDED)
    assert "1 unit left unsent: not in shopify." in result.words


def test_when_nothing_could_be_sent_and_a_person_accepts_it_the_goods_are_left_unsent() -> None:
    policies = FulfillmentPolicies(leave_short=True)
    plan = planned(shipment({MUG: 3}), order(cancelled_at=NOW), policies=policies)

    result = ended(plan)

    assert (result.name, result.state) == (OutcomeName.LEFT_UNSENT, TaskState.SUCCEEDED)


def test_a_failed_call_is_tried_again_and_counts_although_another_location_was_refused() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillment_order(2, {TEA: 1}, location=THERE))
    plan = planned(shipment({MUG: 1, TEA: 1}), remote)

    result = ended(plan, Person("Shopify refused."), RetryAt(SOON, "No answer."))

    assert (result.state, result.wake_at, result.wait_reason) == (TaskState.WAITING, SOON, WaitReason.RETRY)
    assert result.counts


def test_a_refused_call_needs_a_person_and_names_what_the_other_location_has_sent() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillment_order(2, {TEA: 1}, location=THERE))
    plan = planned(shipment({MUG: 1, TEA: 1}), remote)

    result = ended(plan, Done(), Person("Shopify refused."))

    assert result.state is TaskState.NEEDS_ATTENTION
    assert result.words == "1 unit sent. Shopify refused."


def test_a_changed_order_is_planned_again_at_once() -> None:
    plan = planned(shipment({MUG: 1}), order(fulfillment_order(1, {MUG: 1})))

    result = ended(plan, Replan("It changed."))

    assert (result.name, result.state) == (OutcomeName.CONTINUE, TaskState.PENDING)


def test_after_opening_early_the_order_is_planned_again() -> None:
    scheduled = fulfillment_order(1, {MUG: 1}, status=FulfillmentOrderStatus.SCHEDULED, fulfill_at=LATER)
    policies = FulfillmentPolicies(scheduled=ScheduledPolicy.OPEN_EARLY)
    plan = planned(shipment({MUG: 1}), order(scheduled), policies=policies)

    result = ended(plan)

    assert result.name is OutcomeName.CONTINUE


def test_a_call_that_was_not_made_is_planned_again() -> None:
    plan = planned(shipment({MUG: 1}), order(fulfillment_order(1, {MUG: 1})))

    result = outcome(plan, {})

    assert result.name is OutcomeName.CONTINUE


def test_a_call_that_has_to_wait_makes_the_task_wait_for_the_soonest() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillment_order(2, {TEA: 1}, location=THERE))
    plan = planned(shipment({MUG: 1, TEA: 1}), remote)

    result = ended(plan, WaitUntil(WaitReason.THROTTLED, LATER, "Slow."), WaitUntil(WaitReason.BUDGET, SOON, "Empty."))

    assert (result.state, result.wake_at, result.wait_reason) == (TaskState.WAITING, SOON, WaitReason.BUDGET)
    assert not result.counts


def test_needs_attention_keeps_what_else_it_waits_for() -> None:
    held = fulfillment_order(2, {TEA: 1}, status=FulfillmentOrderStatus.ON_HOLD)

    result = ended(planned(shipment({MUG: 1, TEA: 1}), order(held, ordered={TEA: 1})))

    assert result.state is TaskState.NEEDS_ATTENTION
    assert result.wait_reason is WaitReason.HOLD


def test_a_task_called_off_before_anything_was_sent_says_so() -> None:
    result = stopped(sent_units=0, of_units=3, undone=True)

    assert (result.name, result.state) == (OutcomeName.UNDONE_BEFORE_SENDING, TaskState.CANCELLED)


def test_a_task_called_off_in_the_middle_says_how_much_was_sent() -> None:
    result = stopped(sent_units=1, of_units=3, undone=True)

    assert result.name is OutcomeName.STOPPED
    assert "1 of 3" in result.words


def test_what_was_sent_and_adopted_before_is_counted_with_what_is_sent_now() -> None:
    fulfillments = (fulfillment(7, {MUG: 2}), fulfillment(8, {MUG: 1}), fulfillment(9, {TEA: 1}, tracking=("T1",)))
    remote = order(fulfillment_order(1, {MUG: 3}), fulfillments=fulfillments)
    before = (sent(7, {MUG: 2}), sent(8, {MUG: 1}, kind=SentKind.ADOPTED))
    owned = {before[0].fulfillment_gid: {MUG: 2}, before[1].fulfillment_gid: {MUG: 1}}

    result = ended(planned(shipment({MUG: 6, TEA: 1}), remote, already_sent=before, owned=owned))

    assert result.name is OutcomeName.SENT
    assert result.words == "5 units sent. 2 units fulfilled by someone else already."


def test_a_part_adopted_and_the_rest_left_is_sent_in_part() -> None:
    remote = order(fulfillments=(fulfillment(9, {MUG: 1}, tracking=("T1",)),))

    result = ended(planned(shipment({MUG: 2}), remote, policies=FulfillmentPolicies(leave_short=True)))

    assert result.name is OutcomeName.SENT_IN_PART


def test_the_soonest_of_several_retries_wakes_the_task() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillment_order(2, {TEA: 1}, location=THERE))
    plan = planned(shipment({MUG: 1, TEA: 1}), remote)

    result = ended(plan, RetryAt(LATER, "Later."), RetryAt(SOON, "Soon."))

    assert (result.wake_at, result.words) == (SOON, "Soon.")
