"""Undoing a shipment, and changing its tracking."""

import pytest

from backhaul.core.decisions import Done, Person
from backhaul.core.errors import BadTracking
from backhaul.core.remote import FulfillmentStatus
from backhaul.core.shipment import SentKind
from backhaul.core.tasks import OutcomeName, TaskState
from backhaul.core.tracking import Tracking
from backhaul.core.undo import plan_tracking_change, plan_undo, tracking_outcome, undo_outcome
from tests.core.builders import MUG, fulfillment, order, sent

NEW = (Tracking("T2"),)


def test_an_undo_cancels_what_the_shipment_created_and_leaves_what_it_adopted() -> None:
    remote = order(fulfillments=(fulfillment(8, {MUG: 1}), fulfillment(9, {MUG: 1})))
    ours, theirs = sent(8, {MUG: 1}), sent(9, {MUG: 1}, kind=SentKind.ADOPTED)

    plan = plan_undo((ours, theirs), remote)

    assert [call.fulfillment_gid for call in plan.cancels] == [ours.fulfillment_gid]
    assert plan.left == (theirs.fulfillment_gid,)


def test_an_undo_that_leaves_adopted_fulfillments_names_them() -> None:
    remote = order(fulfillments=(fulfillment(9, {MUG: 1}),))
    plan = plan_undo((sent(9, {MUG: 1}, kind=SentKind.ADOPTED),), remote)

    result = undo_outcome(plan, {})

    assert (result.name, result.state) == (OutcomeName.UNDONE_IN_PART, TaskState.SUCCEEDED)
    assert "fulfillment 9" in result.words


def test_a_fulfillment_cancelled_in_shopify_before_is_not_cancelled_again() -> None:
    cancelled = fulfillment(8, {MUG: 1}, status=FulfillmentStatus.CANCELLED)

    plan = plan_undo((sent(8, {MUG: 1}),), order(fulfillments=(cancelled,)))

    assert plan.cancels == ()
    assert undo_outcome(plan, {}).name is OutcomeName.UNDONE


def test_an_undo_before_anything_was_sent_has_a_name_of_its_own() -> None:
    plan = plan_undo((), order())

    result = undo_outcome(plan, {})

    assert result.name is OutcomeName.UNDONE_BEFORE_SENDING


def test_an_undo_has_succeeded_only_when_every_cancellation_is_done() -> None:
    remote = order(fulfillments=(fulfillment(7, {MUG: 1}), fulfillment(8, {MUG: 1})))
    plan = plan_undo((sent(7, {MUG: 1}), sent(8, {MUG: 1})), remote)
    first, second = plan.cancels

    refused = undo_outcome(plan, {first.step: Done(), second.step: Person("No.")})
    done = undo_outcome(plan, {first.step: Done(), second.step: Done()})

    assert refused.state is TaskState.NEEDS_ATTENTION
    assert (done.name, done.state) == (OutcomeName.UNDONE, TaskState.SUCCEEDED)
    assert done.words == "Cancelled in Shopify: fulfillment 7, fulfillment 8."


def test_an_undo_whose_calls_were_not_all_made_goes_on() -> None:
    plan = plan_undo((sent(7, {MUG: 1}),), order(fulfillments=(fulfillment(7, {MUG: 1}),)))

    assert undo_outcome(plan, {}).name is OutcomeName.CONTINUE


def test_new_tracking_goes_to_what_was_created_and_differs_and_tells_the_customer_once() -> None:
    remote = order(
        fulfillments=(
            fulfillment(6, {MUG: 1}, tracking=("T2",)),
            fulfillment(7, {MUG: 1}, tracking=("T1",)),
            fulfillment(8, {MUG: 1}),
            fulfillment(9, {MUG: 1}, tracking=("T1",)),
        )
    )
    before = [sent(6, {MUG: 1}), sent(7, {MUG: 1}), sent(8, {MUG: 1}), sent(9, {MUG: 1}, kind=SentKind.ADOPTED)]

    plan = plan_tracking_change(NEW, before, remote, notify_customer=True, all_sent=True)

    assert [(one.fulfillment_gid, one.notify_customer) for one in plan.updates] == [
        (before[1].fulfillment_gid, True),
        (before[2].fulfillment_gid, False),
    ]
    assert (plan.right, plan.left) == ((before[0].fulfillment_gid,), (before[3].fulfillment_gid,))


def test_tracking_changed_while_unsent_changes_what_will_be_sent() -> None:
    plan = plan_tracking_change(NEW, (), order(), notify_customer=True, all_sent=False)

    result = tracking_outcome(plan, {})

    assert (plan.updates, result.name) == ((), OutcomeName.TRACKING_WILL_BE_SENT)


def test_tracking_changed_in_part_names_what_is_still_to_be_sent() -> None:
    remote = order(fulfillments=(fulfillment(7, {MUG: 1}),))
    plan = plan_tracking_change(NEW, (sent(7, {MUG: 1}),), remote, notify_customer=False, all_sent=False)

    result = tracking_outcome(plan, {plan.updates[0].step: Done()})

    assert result.name is OutcomeName.TRACKING_CHANGED
    assert result.words.startswith("The tracking of fulfillment 7 is changed.")
    assert "will be sent with the new tracking" in result.words


def test_tracking_of_a_shipment_that_stands_nowhere_any_more_is_nothing_to_do() -> None:
    cancelled = fulfillment(7, {MUG: 1}, status=FulfillmentStatus.CANCELLED)
    plan = plan_tracking_change(
        NEW, (sent(7, {MUG: 1}),), order(fulfillments=(cancelled,)), notify_customer=False, all_sent=True
    )

    result = tracking_outcome(plan, {})
    assert (result.name, result.words) == (OutcomeName.NOTHING_TO_DO, "No fulfillment of this shipment stands.")


def test_tracking_cannot_be_taken_away() -> None:
    with pytest.raises(BadTracking):
        plan_tracking_change((), (), order(), notify_customer=False, all_sent=True)
