"""A posted shipment on an order that can be fulfilled: which calls are made."""

from dataclasses import replace

from backhaul.core.plan import CreateFulfillment, MoveFulfillmentOrder, OpenFulfillmentOrder, ShortReason
from backhaul.core.remote import Action, FulfillmentOrderStatus
from backhaul.core.shipment import FulfillmentPolicies, OtherLocation, ScheduledPolicy
from tests.core.builders import (
    HERE,
    MUG,
    NOW,
    TEA,
    THERE,
    fulfillment,
    fulfillment_order,
    order,
    planned,
    sent,
    shipment,
)

MOVE = FulfillmentPolicies(other_location=OtherLocation.MOVE)
ASK = FulfillmentPolicies(other_location=OtherLocation.ASK)
OPEN_EARLY = FulfillmentPolicies(scheduled=ScheduledPolicy.OPEN_EARLY)


def creates(calls: tuple[object, ...]) -> list[CreateFulfillment]:
    return [call for call in calls if isinstance(call, CreateFulfillment)]


def test_a_shipment_becomes_one_call_for_exactly_what_left() -> None:
    remote = order(fulfillment_order(1, {MUG: 3, TEA: 2}))

    plan = planned(shipment({MUG: 2}, tracking=("T1", "T2")), remote)

    (call,) = creates(plan.calls)
    assert call.units == {MUG: 2}
    assert [entry.number for entry in call.tracking] == ["T1", "T2"]
    assert (plan.waits, plan.shortfalls, plan.attention) == ((), (), ())


def test_the_rest_of_a_line_comes_from_what_remains() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillments=(fulfillment(9, {MUG: 2}),))

    plan = planned(shipment({MUG: 1}), remote, owned={fulfillment(9, {}).gid: {MUG: 2}})

    assert plan.called == {MUG: 1}


def test_units_sent_by_an_earlier_try_are_not_sent_again() -> None:
    remote = order(fulfillment_order(1, {MUG: 3}), fulfillments=(fulfillment(9, {MUG: 1}),))

    plan = planned(
        shipment({MUG: 2}), remote, already_sent=(sent(9, {MUG: 1}),), owned={fulfillment(9, {}).gid: {MUG: 1}}
    )

    assert plan.already == {MUG: 1}
    assert plan.called == {MUG: 1}


def test_two_locations_become_two_calls_with_the_shipments_own_location_first() -> None:
    remote = order(fulfillment_order(1, {TEA: 1}, location=THERE), fulfillment_order(2, {MUG: 1}))

    plan = planned(shipment({MUG: 1, TEA: 1}), remote)

    assert [call.location_gid for call in creates(plan.calls)] == [HERE, THERE]


def test_several_fulfillment_orders_of_one_location_share_a_call() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillment_order(2, {MUG: 2}))

    plan = planned(shipment({MUG: 3}), remote)

    (call,) = creates(plan.calls)
    assert len(call.entries) == 2


def test_the_shipments_location_is_used_up_before_another_one() -> None:
    remote = order(fulfillment_order(1, {MUG: 5}, location=THERE), fulfillment_order(2, {MUG: 2}))

    plan = planned(shipment({MUG: 3}), remote)

    assert {call.location_gid: call.units[MUG] for call in creates(plan.calls)} == {HERE: 2, THERE: 1}


def test_more_than_250_lines_are_cut_into_calls_of_250_and_the_customer_is_told_once() -> None:
    units = {f"gid://shopify/LineItem/{number}": 1 for number in range(1, 502)}
    remote = order(fulfillment_order(1, units))

    plan = planned(shipment(units, notify=True), remote)

    calls = creates(plan.calls)
    assert [len(call.units) for call in calls] == [250, 250, 1]
    assert [call.notify_customer for call in calls] == [True, False, False]
    assert {call.tracking for call in calls} == {calls[0].tracking}


def test_the_customer_is_not_told_again_for_a_later_part_from_the_same_location() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillments=(fulfillment(9, {MUG: 1}),))

    plan = planned(shipment({MUG: 2}, notify=True), remote, already_sent=(sent(9, {MUG: 1}),))

    assert [call.notify_customer for call in creates(plan.calls)] == [False]


def test_a_step_names_its_content() -> None:
    remote = order(fulfillment_order(1, {MUG: 5}))

    two, three = planned(shipment({MUG: 2}), remote), planned(shipment({MUG: 3}), remote)

    assert two.calls[0].step.startswith("fulfil:1:")
    assert two.calls[0].step == planned(shipment({MUG: 2}), remote).calls[0].step
    assert two.calls[0].step != three.calls[0].step


def test_goods_assigned_elsewhere_are_fulfilled_there_by_default() -> None:
    remote = order(fulfillment_order(1, {MUG: 2}, location=THERE))

    plan = planned(shipment({MUG: 2}), remote)

    assert [call.location_gid for call in creates(plan.calls)] == [THERE]


def test_with_the_policy_move_goods_elsewhere_are_moved_and_not_yet_fulfilled() -> None:
    remote = order(fulfillment_order(1, {MUG: 2}, location=THERE))

    plan = planned(shipment({MUG: 1}), remote, policies=MOVE)

    (call,) = plan.calls
    assert isinstance(call, MoveFulfillmentOrder)
    assert (call.new_location_gid, call.units) == (HERE, {MUG: 1})
    assert plan.prepares


def test_goods_in_progress_elsewhere_cannot_be_moved_and_need_a_person() -> None:
    remote = order(fulfillment_order(1, {MUG: 2}, location=THERE, status=FulfillmentOrderStatus.IN_PROGRESS))

    plan = planned(shipment({MUG: 2}), remote, policies=MOVE)

    assert plan.calls == ()
    assert [attention.reason for attention in plan.attention] == [ShortReason.CANNOT_MOVE]


def test_with_the_policy_ask_goods_elsewhere_need_a_person() -> None:
    remote = order(fulfillment_order(1, {MUG: 2}, location=THERE), fulfillment_order(2, {TEA: 1}))

    plan = planned(shipment({MUG: 2, TEA: 1}), remote, policies=ASK)

    assert plan.called == {TEA: 1}
    assert [(one.reason, one.units) for one in plan.attention] == [(ShortReason.OTHER_LOCATION, {MUG: 2})]


def test_a_shipment_without_location_is_fulfilled_wherever_the_goods_are() -> None:
    remote = order(fulfillment_order(1, {MUG: 2}, location=THERE))

    plan = planned(shipment({MUG: 2}, location=None), remote, policies=ASK)

    assert plan.called == {MUG: 2}


def test_a_deleted_location_has_a_call_of_its_own() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}, location=None), fulfillment_order(2, {TEA: 1}))

    plan = planned(shipment({MUG: 1, TEA: 1}), remote)

    assert [call.location_gid for call in creates(plan.calls)] == [HERE, None]


def test_with_the_policy_open_early_a_scheduled_order_is_opened_first() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}, status=FulfillmentOrderStatus.SCHEDULED, fulfill_at=NOW))

    plan = planned(shipment({MUG: 1}), remote, policies=OPEN_EARLY)

    (call,) = plan.calls
    assert isinstance(call, OpenFulfillmentOrder)
    assert plan.prepares
    assert plan.waits == ()


def test_digital_goods_are_fulfilled_like_any_other_line_of_a_fulfillment_order() -> None:
    remote = order(fulfillment_order(1, {MUG: 1, TEA: 1}))

    plan = planned(shipment({MUG: 1, TEA: 1}, tracking=()), remote)

    assert creates(plan.calls)[0].tracking == ()
    assert plan.called == {MUG: 1, TEA: 1}


def test_an_open_order_that_does_not_offer_to_be_moved_needs_a_person() -> None:
    stuck = fulfillment_order(1, {MUG: 1}, location=THERE, actions=frozenset({Action.CREATE_FULFILLMENT}))

    plan = planned(shipment({MUG: 1}), order(stuck), policies=MOVE)

    assert plan.calls == ()
    assert [attention.reason for attention in plan.attention] == [ShortReason.CANNOT_MOVE]


def test_two_deleted_locations_are_told_apart_by_their_names() -> None:
    first = replace(fulfillment_order(1, {MUG: 1}, location=None), location_name="Old attic")
    second = replace(fulfillment_order(2, {TEA: 1}, location=None), location_name="Old cellar")

    plan = planned(shipment({MUG: 1, TEA: 1}), order(first, second))

    assert [call.units for call in creates(plan.calls)] == [{MUG: 1}, {TEA: 1}]
