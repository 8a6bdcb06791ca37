"""The deliveries of an order keep their ids through everything that Shopify does to its fulfillment orders."""

from dataclasses import replace
from typing import Any

import pytest

from backhaul.core.deliveries import DeliveryState
from backhaul.core.delivery_keeping import Kept
from backhaul.core.layout import lay_out
from backhaul.core.remote import FulfillmentOrderStatus, RemoteOrder, RequestStatus
from backhaul.core.units import add_up, count
from tests.core.builders import TEA, fulfillment, fulfillment_order
from tests.core.contract_builders import COFFEE, CONTRACT, NOW, gid_of, kept_of, month, part, prepaid

CLOSED = FulfillmentOrderStatus.CLOSED
SHIPPED, REMOVED = DeliveryState.SHIPPED, DeliveryState.REMOVED
UNSHIPPED, HANDED_OVER = DeliveryState.BILLED_UNSHIPPED, DeliveryState.BILLED_HANDED_OVER


def paid(kept: Kept) -> list[tuple[int, DeliveryState, int]]:
    """Of each paid delivery its number, its state and its units that are left."""
    found = (one.delivery for one in kept.deliveries if one.delivery.order_gid)
    return [(one.number, one.state, count(one.units)) for one in found]


def carried_by(kept: Kept) -> list[str | None]:
    return [one.delivery.fulfillment_order_gid for one in kept.deliveries if one.delivery.order_gid]


def three(**changes: Any) -> RemoteOrder:
    return prepaid(part(1, 0), part(2, 2), part(3, 3), **changes)


def test_each_fulfillment_order_is_a_delivery_numbered_by_date() -> None:
    kept = kept_of(three())

    assert paid(kept) == [(1, UNSHIPPED, 1), (2, UNSHIPPED, 1), (3, UNSHIPPED, 1)]
    assert carried_by(kept) == [gid_of(1), gid_of(2), gid_of(3)]
    assert [one.delivery.due_at for one in kept.deliveries[:3]] == [month(0), month(2), month(3)]


def test_a_shipped_delivery_stays_known() -> None:
    before = kept_of(three())

    after = kept_of(
        prepaid(part(1, 0, status=CLOSED), part(2, 2), part(3, 3), fulfillments=(fulfillment(1, {COFFEE: 1}),)),
        before=before,
    )

    assert paid(after) == [(1, SHIPPED, 0), (2, UNSHIPPED, 1), (3, UNSHIPPED, 1)]


def test_the_first_time_an_order_is_seen_it_may_have_a_shipment() -> None:
    order = prepaid(part(1, 0, status=CLOSED), part(2, 2), part(3, 3), fulfillments=(fulfillment(1, {COFFEE: 1}),))

    assert paid(kept_of(order)) == [(1, SHIPPED, 0), (2, UNSHIPPED, 1), (3, UNSHIPPED, 1)]


def test_a_rescheduled_delivery_keeps_its_number() -> None:
    before = kept_of(three())

    after = kept_of(prepaid(part(1, 0), part(2, 5), part(3, 3)), before=before)

    assert carried_by(after) == [gid_of(1), gid_of(2), gid_of(3)]
    assert after.deliveries[1].delivery.due_at == month(5)


def test_deliveries_that_shopify_merges_keep_their_ids_in_one_fulfillment_order() -> None:
    before = kept_of(three())

    after = kept_of(prepaid(part(1, 0), part(3, 3, quantity=2)), before=before)

    assert paid(after) == [(1, UNSHIPPED, 1), (2, UNSHIPPED, 1), (3, UNSHIPPED, 1)]
    assert carried_by(after) == [gid_of(1), gid_of(3), gid_of(3)]
    assert [one.delivery.id for one in after.deliveries[:3]] == ["dlv_1", "dlv_2", "dlv_3"]


def test_a_delivery_that_leaves_a_merged_fulfillment_order_is_known_again() -> None:
    before = kept_of(three())
    merged = kept_of(prepaid(part(1, 0), part(3, 3, quantity=2)), before=before)

    after = kept_of(prepaid(part(1, 0), part(3, 3), part(4, 5)), before=merged)

    assert [(number, units) for number, _, units in paid(after)][:2] == [(1, 1), (2, 1)]
    assert sum(units for _, _, units in paid(after)) == 3


def test_a_fulfillment_order_under_a_new_id_is_the_same_delivery() -> None:
    before = kept_of(three())

    after = kept_of(prepaid(part(1, 0), part(9, 2), part(3, 3)), before=before)

    assert carried_by(after) == [gid_of(1), gid_of(9), gid_of(3)]
    assert after.deliveries[1].former_gids == (gid_of(2),)


def test_a_delivery_goes_back_to_the_fulfillment_order_that_it_was_in_before() -> None:
    first = kept_of(three())
    second = kept_of(prepaid(part(1, 0), part(9, 2), part(3, 3)), before=first)

    after = kept_of(prepaid(part(1, 0), part(2, 4), part(3, 3)), before=second)

    assert carried_by(after)[1] == gid_of(2)


def test_a_delivery_of_two_that_is_split_becomes_two_and_loses_nothing() -> None:
    before = kept_of(prepaid(part(1, 0, quantity=2), part(2, 2, quantity=2), quantity=4))

    after = kept_of(
        prepaid(part(1, 0, quantity=2), part(2, 2, quantity=1), part(3, 2, quantity=1), quantity=4), before=before
    )
    merged = kept_of(prepaid(part(1, 0, quantity=2), part(2, 2, quantity=2), quantity=4), before=after)

    assert sum(units for _, _, units in paid(after)) == 4
    assert sum(units for _, _, units in paid(merged)) == 4
    assert REMOVED not in [state for _, state, _ in paid(merged)]


def test_goods_left_behind_by_a_shipment_in_a_fulfillment_order_of_their_own_are_counted_once() -> None:
    coffee = three().lines[0]
    lines = (replace(coffee, quantity=1, current_quantity=1), replace(coffee, gid=TEA, quantity=1, current_quantity=1))
    whole = fulfillment_order(1, {COFFEE: 1, TEA: 1}, fulfill_at=month(0))
    sent = replace(whole, status=CLOSED, lines=(replace(whole.lines[0], remaining=0),))
    rest = fulfillment_order(2, {TEA: 1}, fulfill_at=month(0))
    before = kept_of(prepaid(whole, lines=lines))

    after = kept_of(prepaid(sent, rest, lines=lines, fulfillments=(fulfillment(1, {COFFEE: 1}),)), before=before)

    paid_for = [one for one in after.deliveries if one.delivery.order_gid]
    assert add_up(unit for one in paid_for for unit in one.whole.items()) == {COFFEE: 1, TEA: 1}
    assert add_up(unit for one in paid_for for unit in one.delivery.units.items()) == {TEA: 1}


def test_a_cancelled_fulfillment_makes_its_delivery_unshipped_again() -> None:
    sent = prepaid(part(1, 0, status=CLOSED), part(2, 2), part(3, 3), fulfillments=(fulfillment(1, {COFFEE: 1}),))
    before = kept_of(sent, before=kept_of(three()))

    after = kept_of(
        prepaid(
            part(1, 0, status=CLOSED),
            part(2, 2),
            part(3, 3),
            part(4, 0),
            fulfillments=(fulfillment(1, {COFFEE: 1}, status="CANCELLED"),),
        ),
        before=before,
    )

    assert paid(after) == [(1, UNSHIPPED, 1), (2, UNSHIPPED, 1), (3, UNSHIPPED, 1)]
    assert carried_by(after)[0] == gid_of(4)


def test_units_that_were_refunded_and_restocked_are_a_removed_delivery() -> None:
    before = kept_of(three())
    line = replace(three().lines[0], current_quantity=2)

    after = kept_of(prepaid(part(1, 0), part(2, 2), part(3, 3, quantity=0), lines=(line,)), before=before)

    assert paid(after) == [(1, UNSHIPPED, 1), (2, UNSHIPPED, 1), (3, REMOVED, 0)]


def test_units_that_were_refunded_alone_are_still_due() -> None:
    before = kept_of(three())
    line = replace(three().lines[0], current_quantity=2)

    after = kept_of(three(lines=(line,)), before=before)

    assert paid(after) == [(1, UNSHIPPED, 1), (2, UNSHIPPED, 1), (3, UNSHIPPED, 1)]


def test_a_removed_delivery_is_not_taken_for_shipped_when_its_parcel_leaves() -> None:
    merged = kept_of(prepaid(part(1, 0), part(3, 3, quantity=2)), before=kept_of(three()))
    line = replace(three().lines[0], current_quantity=2)
    refunded = kept_of(prepaid(part(1, 0), part(3, 3), lines=(line,)), before=merged)

    gone = prepaid(part(1, 0), part(3, 3, status=CLOSED), lines=(line,), fulfillments=(fulfillment(1, {COFFEE: 1}),))
    gone = replace(gone, fulfillment_orders=(part(3, 3, status=CLOSED), part(1, 4)))
    after = kept_of(gone, before=refunded)

    assert sorted(state for _, state, _ in paid(after)) == sorted([UNSHIPPED, SHIPPED, REMOVED])


def test_a_cancelled_order_has_removed_what_had_not_left() -> None:
    sent = prepaid(part(1, 0, status=CLOSED), part(2, 2), part(3, 3), fulfillments=(fulfillment(1, {COFFEE: 1}),))
    before = kept_of(sent)

    after = kept_of(replace(sent, cancelled_at=NOW), before=before)

    assert paid(after) == [(1, SHIPPED, 0), (2, REMOVED, 0), (3, REMOVED, 0)]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"status": FulfillmentOrderStatus.SCHEDULED}, UNSHIPPED),
        ({"status": FulfillmentOrderStatus.OPEN}, UNSHIPPED),
        ({"status": FulfillmentOrderStatus.ON_HOLD}, UNSHIPPED),
        ({"status": FulfillmentOrderStatus.IN_PROGRESS}, HANDED_OVER),
        ({"request_status": RequestStatus.SUBMITTED}, HANDED_OVER),
        ({"request_status": RequestStatus.ACCEPTED}, HANDED_OVER),
        ({"request_status": RequestStatus.REJECTED}, UNSHIPPED),
        ({"status": FulfillmentOrderStatus.INCOMPLETE}, DeliveryState.UNKNOWN),
        ({"status": "PONDERING"}, DeliveryState.UNKNOWN),
    ],
)
def test_the_state_of_a_delivery_follows_its_fulfillment_order(changes: dict[str, Any], state: DeliveryState) -> None:
    kept = kept_of(prepaid(part(1, 0, **changes), part(2, 2), part(3, 3)))

    assert kept.deliveries[0].delivery.state is state


def test_what_is_posted_and_not_yet_sent_is_handed_over() -> None:
    kept = kept_of(three(), posted={COFFEE: 1})

    assert paid(kept) == [(1, HANDED_OVER, 1), (2, UNSHIPPED, 1), (3, UNSHIPPED, 1)]


def test_units_that_shopify_does_not_show_make_the_layout_unknown() -> None:
    before = kept_of(three())

    after = kept_of(prepaid(part(1, 0), part(2, 2)), before=before)

    assert [state for _, state, _ in paid(after)] == [DeliveryState.UNKNOWN] * 3
    assert after.unknown_because == {three().gid: "1 of 3 of “Coffee” are in no fulfillment order that we see."}


def test_a_layout_that_is_understood_again_has_its_deliveries_back() -> None:
    before = kept_of(three())
    unknown = kept_of(prepaid(part(1, 0), part(2, 2)), before=before)

    assert kept_of(three(), before=unknown).deliveries == before.deliveries


def test_more_units_than_were_ordered_make_the_layout_unknown() -> None:
    kept = kept_of(prepaid(part(1, 0), part(2, 2), part(3, 3), part(4, 4)))

    assert paid(kept) == []
    assert "4 of “Coffee” to ship or shipped, and 3 were ordered" in kept.unknown_because[three().gid]


def test_while_an_order_is_being_cancelled_its_layout_is_unknown() -> None:
    closing = [replace(one, status=CLOSED) for one in three().fulfillment_orders]

    kept = kept_of(replace(three(), fulfillment_orders=tuple(closing)), before=kept_of(three()))

    assert [state for _, state, _ in paid(kept)] == [DeliveryState.UNKNOWN] * 3


def test_other_goods_of_the_order_are_no_part_of_its_deliveries() -> None:
    mixed = fulfillment_order(1, {COFFEE: 1, TEA: 4}, fulfill_at=month(0))
    tea = replace(three().lines[0], gid=TEA, contract_gid="gid://shopify/SubscriptionContract/8", quantity=4)

    kept = kept_of(prepaid(mixed, part(2, 2), part(3, 3), lines=(three().lines[0], replace(tea, current_quantity=4))))

    assert kept.deliveries[0].delivery.units == {COFFEE: 1}


def test_where_contracts_are_hidden_the_lines_bought_with_a_plan_are_meant() -> None:
    line = replace(three().lines[0], contract_gid=None, selling_plan_name="Monthly")

    assert len(paid(kept_of(three(lines=(line,))))) == 3


def test_an_order_of_which_no_line_names_the_contract_is_not_understood() -> None:
    line = replace(three().lines[0], contract_gid="gid://shopify/SubscriptionContract/8")

    kept = kept_of(three(lines=(line,)))

    assert kept.unknown_because[three().gid] == "None of its lines names this subscription."


def test_reading_the_same_again_changes_nothing() -> None:
    before = kept_of(three())

    assert kept_of(three(), before=before) == before


def test_what_only_a_shipment_of_ours_has_begun_is_still_ours() -> None:
    half = part(1, 0, quantity=2, status="IN_PROGRESS")
    half = replace(half, lines=(replace(half.lines[0], remaining=1),))
    order = prepaid(half, quantity=2, fulfillments=(fulfillment(1, {COFFEE: 1}),))

    ours = lay_out(order, CONTRACT, kept=(), expected=(), posted={}, begun={gid_of(1)})
    another = lay_out(order, CONTRACT, kept=(), expected=(), posted={})

    assert [one.state for one in ours.layout.deliveries] == [UNSHIPPED]
    assert [one.state for one in another.layout.deliveries] == [HANDED_OVER]
