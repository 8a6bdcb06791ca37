"""Someone else has fulfilled the same goods in Shopify."""

from datetime import timedelta

from backhaul.core.plan import Adoption, ShortReason
from backhaul.core.remote import FulfillmentStatus
from backhaul.core.shipment import SentKind
from tests.core.builders import MUG, NOW, TEA, fulfillment, fulfillment_order, order, planned, sent, shipment

OTHERS = fulfillment(9, {}).gid
YESTERDAY = NOW - timedelta(days=1)


def test_a_fulfillment_with_the_same_tracking_and_lines_is_adopted() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillments=(fulfillment(9, {MUG: 2}, tracking=("T1",)),))

    plan = planned(shipment({MUG: 2}, tracking=("T1",)), remote)

    assert plan.adoptions == (Adoption(OTHERS, {MUG: 2}),)
    assert plan.calls == ()


def test_of_a_parcel_with_our_number_only_the_missing_lines_are_sent() -> None:
    theirs = fulfillment(9, {MUG: 1}, tracking=("T1",))
    remote = order(fulfillment_order(1, {TEA: 1}), fulfillments=(theirs,))

    plan = planned(shipment({MUG: 1, TEA: 1}, tracking=("T1",)), remote)

    assert plan.adopted == {MUG: 1}
    assert plan.called == {TEA: 1}


def test_with_other_tracking_and_enough_remaining_we_send_and_note_the_foreign_one() -> None:
    remote = order(fulfillment_order(1, {MUG: 2}), fulfillments=(fulfillment(9, {MUG: 2}, tracking=("X",)),))

    plan = planned(shipment({MUG: 2}), remote)

    assert plan.called == {MUG: 2}
    assert plan.adoptions == ()
    assert [note.fulfillment_gid for note in plan.notes] == [OTHERS]


def test_units_that_are_missing_are_adopted_from_a_later_fulfillment_that_covers_them_exactly() -> None:
    remote = order(fulfillments=(fulfillment(9, {MUG: 2}, tracking=("X",)),))

    plan = planned(shipment({MUG: 2}, previous_posted_at=YESTERDAY), remote)

    assert plan.adoptions == (Adoption(OTHERS, {MUG: 2}),)
    assert plan.attention == ()


def test_several_foreign_fulfillments_may_cover_the_missing_units_together() -> None:
    remote = order(fulfillments=(fulfillment(8, {MUG: 1}), fulfillment(9, {MUG: 1, TEA: 1})))

    plan = planned(shipment({MUG: 2, TEA: 1}), remote)

    assert plan.adopted == {MUG: 2, TEA: 1}


def test_a_fulfillment_made_before_the_previous_posting_is_not_adopted() -> None:
    old = fulfillment(9, {MUG: 2}, created_at=YESTERDAY - timedelta(days=1))

    plan = planned(shipment({MUG: 2}, previous_posted_at=YESTERDAY), order(fulfillments=(old,)))

    assert plan.adoptions == ()
    assert [attention.reason for attention in plan.attention] == [ShortReason.FULFILLED_ELSEWHERE]


def test_a_foreign_fulfillment_that_covers_other_quantities_needs_a_person() -> None:
    remote = order(fulfillments=(fulfillment(9, {MUG: 3}),))

    plan = planned(shipment({MUG: 2}), remote)

    assert plan.adoptions == ()
    assert [(one.reason, one.quantity) for one in plan.shortfalls] == [(ShortReason.FULFILLED_ELSEWHERE, 2)]


def test_only_the_units_that_shopify_no_longer_has_are_adopted() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillments=(fulfillment(9, {MUG: 2}, tracking=("X",)),))

    plan = planned(shipment({MUG: 3}), remote)

    assert plan.called == {MUG: 1}
    assert plan.adopted == {MUG: 2}


def test_units_that_another_shipment_adopted_are_never_adopted_again() -> None:
    remote = order(fulfillments=(fulfillment(9, {MUG: 2}, tracking=("T1",)),))

    plan = planned(shipment({MUG: 2}), remote, owned={OTHERS: {MUG: 2}})

    assert plan.adoptions == ()
    assert [one.reason for one in plan.shortfalls] == [ShortReason.NOT_IN_SHOPIFY]


def test_what_another_shipment_left_of_a_parcel_is_adopted() -> None:
    remote = order(fulfillments=(fulfillment(9, {MUG: 3}, tracking=("T1",)),))

    plan = planned(shipment({MUG: 2}), remote, owned={OTHERS: {MUG: 1}})

    assert plan.adopted == {MUG: 2}


def test_a_cancelled_fulfillment_is_never_adopted() -> None:
    cancelled = fulfillment(9, {MUG: 2}, tracking=("T1",), status=FulfillmentStatus.CANCELLED)
    remote = order(fulfillment_order(1, {MUG: 2}), fulfillments=(cancelled,))

    plan = planned(shipment({MUG: 2}), remote)

    assert plan.called == {MUG: 2}


def test_units_adopted_before_stay_adopted() -> None:
    remote = order(fulfillment_order(1, {MUG: 5}), fulfillments=(fulfillment(9, {MUG: 2}, tracking=("T1",)),))

    plan = planned(
        shipment({MUG: 2}), remote, already_sent=(sent(9, {MUG: 2}, kind=SentKind.ADOPTED),), owned={OTHERS: {MUG: 2}}
    )

    assert plan.is_empty
    assert plan.already_adopted == {MUG: 2}


def test_our_cancelled_units_are_covered_by_a_person_who_fulfilled_the_same_parcel() -> None:
    ours = fulfillment(8, {MUG: 2}, tracking=("T1",), status=FulfillmentStatus.CANCELLED)
    theirs = fulfillment(9, {MUG: 2}, tracking=("T1",))

    plan = planned(shipment({MUG: 2}), order(fulfillments=(ours, theirs)), already_sent=(sent(8, {MUG: 2}),))

    assert plan.adopted == {MUG: 2}
    assert plan.attention == ()


def test_of_two_parcels_with_our_number_only_as_much_as_is_needed_is_adopted_oldest_first() -> None:
    older = fulfillment(9, {MUG: 2}, tracking=("T1",), created_at=YESTERDAY)
    newer = fulfillment(8, {MUG: 2}, tracking=("T1",))

    plan = planned(shipment({MUG: 3}, tracking=("T1",)), order(fulfillments=(newer, older)))

    assert plan.adoptions == (Adoption(older.gid, {MUG: 2}), Adoption(newer.gid, {MUG: 1}))


def test_a_note_names_the_tracking_of_the_foreign_fulfillment() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillments=(fulfillment(9, {MUG: 1}, tracking=("Y", "X")),))

    plan = planned(shipment({MUG: 1}), remote)

    assert "(X, Y)" in plan.notes[0].words
