"""What waits, what is short and why, and what a person is asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backhaul.core.plan import ShortReason
from backhaul.core.remote import FulfillmentOrderStatus, FulfillmentStatus, RemoteHold, RequestStatus
from backhaul.core.shipment import FulfillmentPolicies
from backhaul.core.tasks import WaitReason
from tests.core.builders import MUG, NOW, TEA, fulfillment, fulfillment_order, order, planned, sent, shipment

HOLD = RemoteHold("gid://shopify/FulfillmentHold/1", "OTHER", reason_notes="awaiting the engraving")
LATER = NOW + timedelta(days=30)


def test_a_scheduled_order_waits_until_its_date() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}, status=FulfillmentOrderStatus.SCHEDULED, fulfill_at=LATER))

    plan = planned(shipment({MUG: 1}), remote)

    (wait,) = plan.waits
    assert (wait.reason, wait.until, wait.quantity) == (WaitReason.SCHEDULED, LATER, 1)
    assert plan.calls == ()


def test_a_scheduled_order_that_is_due_but_not_open_yet_is_looked_at_again_soon() -> None:
    overdue = NOW - timedelta(hours=1)
    remote = order(fulfillment_order(1, {MUG: 1}, status=FulfillmentOrderStatus.SCHEDULED, fulfill_at=overdue))

    plan = planned(shipment({MUG: 1}), remote)

    assert NOW < plan.waits[0].until <= NOW + timedelta(minutes=5)


def test_the_date_of_an_ordinary_open_order_does_not_matter() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}, fulfill_at=LATER))

    plan = planned(shipment({MUG: 1}), remote)

    assert plan.called == {MUG: 1}


def test_a_held_order_waits_at_most_an_hour_at_a_time_and_names_the_reason() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}, status=FulfillmentOrderStatus.ON_HOLD, holds=(HOLD,)))

    plan = planned(shipment({MUG: 1}), remote)

    (wait,) = plan.waits
    assert wait.reason is WaitReason.HOLD
    assert wait.until == NOW + timedelta(hours=1)
    assert "awaiting the engraving" in wait.words


def test_the_free_part_of_an_order_is_sent_while_the_held_part_waits() -> None:
    held = fulfillment_order(2, {MUG: 1}, status=FulfillmentOrderStatus.ON_HOLD, holds=(HOLD,))
    remote = order(fulfillment_order(1, {MUG: 2}), held)

    plan = planned(shipment({MUG: 3}), remote)

    assert plan.called == {MUG: 2}
    assert plan.waiting == {MUG: 1}


def test_the_next_delivery_that_becomes_due_is_waited_for_first() -> None:
    soon = NOW + timedelta(days=1)
    later = fulfillment_order(1, {MUG: 1}, status=FulfillmentOrderStatus.SCHEDULED, fulfill_at=LATER)
    sooner = fulfillment_order(2, {MUG: 1}, status=FulfillmentOrderStatus.SCHEDULED, fulfill_at=soon)

    plan = planned(shipment({MUG: 1}), order(later, sooner))

    assert [wait.until for wait in plan.waits] == [soon]


def test_more_than_shopify_has_sends_what_fits_and_asks_a_person_about_the_rest() -> None:
    remote = order(fulfillment_order(1, {MUG: 2}))

    plan = planned(shipment({MUG: 5}), remote)

    assert plan.called == {MUG: 2}
    assert [(one.reason, one.quantity) for one in plan.shortfalls] == [(ShortReason.NOT_IN_SHOPIFY, 3)]
    assert plan.attention[0].units == {MUG: 3}


def test_a_person_can_leave_the_rest_unsent() -> None:
    remote = order(fulfillment_order(1, {MUG: 2}))

    plan = planned(shipment({MUG: 5}), remote, policies=FulfillmentPolicies(leave_short=True))

    assert plan.short == {MUG: 3}
    assert plan.attention == ()


def test_an_order_cancelled_meanwhile_sends_nothing_and_asks_a_person() -> None:
    closed = fulfillment_order(1, {MUG: 2}, status=FulfillmentOrderStatus.CLOSED)

    plan = planned(shipment({MUG: 2}), order(closed, cancelled_at=NOW))

    assert plan.calls == ()
    assert [attention.reason for attention in plan.attention] == [ShortReason.ORDER_CANCELLED]


def test_an_order_cancelled_after_everything_was_sent_asks_nobody() -> None:
    remote = order(fulfillments=(fulfillment(9, {MUG: 2}),), cancelled_at=NOW)

    plan = planned(shipment({MUG: 2}), remote, already_sent=(sent(9, {MUG: 2}),))

    assert plan.attention == ()
    assert plan.already == {MUG: 2}


def test_our_fulfillment_cancelled_in_shopify_is_not_sent_again_by_itself() -> None:
    cancelled = fulfillment(9, {MUG: 2}, status=FulfillmentStatus.CANCELLED)
    remote = order(fulfillment_order(1, {MUG: 2}), fulfillments=(cancelled,))

    plan = planned(shipment({MUG: 2}), remote, already_sent=(sent(9, {MUG: 2}),))

    assert plan.calls == ()
    assert [attention.reason for attention in plan.attention] == [ShortReason.CANCELLED_IN_SHOPIFY]


def test_our_cancelled_fulfillment_is_sent_again_when_a_person_allows_it() -> None:
    cancelled = fulfillment(9, {MUG: 2}, status=FulfillmentStatus.CANCELLED)
    remote = order(fulfillment_order(1, {MUG: 2}), fulfillments=(cancelled,))

    plan = planned(shipment({MUG: 2}), remote, already_sent=(sent(9, {MUG: 2}, resend_allowed=True),))

    assert plan.called == {MUG: 2}


def test_a_fulfillment_of_ours_that_the_read_does_not_show_still_counts_as_sent() -> None:
    remote = order(fulfillment_order(1, {MUG: 2}))

    plan = planned(shipment({MUG: 2}), remote, already_sent=(sent(9, {MUG: 2}),))

    assert plan.is_empty
    assert plan.already == {MUG: 2}


def test_a_young_order_without_fulfillment_orders_waits_for_routing() -> None:
    remote = order(ordered={MUG: 1}, created_at=NOW - timedelta(minutes=1))

    plan = planned(shipment({MUG: 1}), remote)

    assert [(wait.reason, wait.until) for wait in plan.waits] == [(WaitReason.ROUTING, NOW + timedelta(minutes=2))]


def test_units_that_an_older_order_does_not_show_anywhere_need_a_person() -> None:
    remote = order(fulfillment_order(1, {TEA: 1}), ordered={MUG: 1, TEA: 1})

    plan = planned(shipment({MUG: 1, TEA: 1}), remote)

    assert plan.called == {TEA: 1}
    assert [attention.reason for attention in plan.attention] == [ShortReason.HIDDEN]


@pytest.mark.parametrize(
    ("status", "request_status", "reason"),
    [
        ("INCOMPLETE", RequestStatus.UNSUBMITTED, ShortReason.INCOMPLETE),
        ("OPEN", RequestStatus.SUBMITTED, ShortReason.AT_FULFILLMENT_SERVICE),
        ("IN_PROGRESS", RequestStatus.ACCEPTED, ShortReason.AT_FULFILLMENT_SERVICE),
        ("SOMETHING_NEW", RequestStatus.UNSUBMITTED, ShortReason.UNKNOWN_STATUS),
    ],
)
def test_goods_that_cannot_be_fulfilled_have_a_reason(
    status: str, request_status: RequestStatus, reason: ShortReason
) -> None:
    remote = order(fulfillment_order(1, {MUG: 1}, status=status, request_status=request_status))

    plan = planned(shipment({MUG: 1}), remote)

    assert plan.calls == ()
    assert [(one.reason, bool(one.words)) for one in plan.attention] == [(reason, True)]


def test_an_open_order_that_does_not_offer_to_be_fulfilled_is_not_fulfilled() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}, actions=frozenset()))

    plan = planned(shipment({MUG: 1}), remote)

    assert [one.reason for one in plan.shortfalls] == [ShortReason.NOT_FULFILLABLE]


def test_a_hold_counts_even_when_the_status_does_not_show_it() -> None:
    remote = order(replace(fulfillment_order(1, {MUG: 1}), holds=(HOLD,)))

    plan = planned(shipment({MUG: 1}), remote)

    assert plan.calls == ()
    assert plan.waiting == {MUG: 1}


def test_closed_orders_of_a_cancellation_that_is_under_way_are_waited_for() -> None:
    closed = fulfillment_order(1, {MUG: 1}, status=FulfillmentOrderStatus.CLOSED)
    remote = order(closed, updated_at=NOW - timedelta(seconds=5))

    plan = planned(shipment({MUG: 1}), remote)

    assert plan.waiting == {MUG: 1}
    assert plan.attention == ()


def test_a_scheduled_order_without_a_date_is_looked_at_again_within_the_hour() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}, status=FulfillmentOrderStatus.SCHEDULED))

    plan = planned(shipment({MUG: 1}), remote)

    assert [wait.until for wait in plan.waits] == [NOW + timedelta(hours=1)]
