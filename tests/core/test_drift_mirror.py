"""What we keep is held against Shopify: readings, deliveries, changes that do not end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backhaul.core.contracts import ContractStatus, RemoteDeliveryMethod
from backhaul.core.deliveries import DeliveryState
from backhaul.core.drift import DriftKind, Mirrored, OrderEvidence, Version, is_undecidable, why_settled
from backhaul.core.drift_rules import find_drifts
from tests.core.builders import fulfillment
from tests.core.contract_builders import ADDRESS, COFFEE, NOW, contract, part, prepaid
from tests.core.drift_builders import evidence, kinds, of_order, only, paid

YOUNG = Version(NOW - timedelta(minutes=1), 101)
EARLIER, LATER = Version(NOW - timedelta(days=1), 100), Version(NOW - timedelta(hours=1), 101)
ELSEWHERE = contract(method=RemoteDeliveryMethod("Shipping", replace(ADDRESS, city="Graz")))


def test_an_order_that_could_not_be_read_is_named_by_its_number() -> None:
    found = only(evidence(of_order(), OrderEvidence("gid://shopify/Order/9", None)))

    assert found.kind is DriftKind.ORDER_NOT_MIRRORED
    assert "Shopify does not show us order 9 of the subscription" in found.words


def test_an_order_whose_deliveries_are_not_understood_says_why_and_nothing_else() -> None:
    unclear = of_order(layout_unknown="1 of 3 of “Coffee” are in no fulfillment order that we see.", deliveries=())

    found = only(evidence(unclear))

    assert found.kind is DriftKind.LAYOUT_UNKNOWN
    assert found.words.endswith("1 of 3 of “Coffee” are in no fulfillment order that we see.")


def test_a_paid_unit_that_is_in_no_delivery_is_lost() -> None:
    found = only(evidence(of_order(deliveries=(paid(1), paid(2)))))

    assert found.kind is DriftKind.DELIVERIES_LOST
    assert "3 were paid with order #1001: 0 are shipped, 2 in deliveries to come and 0 taken off" in found.words


def test_more_units_in_deliveries_than_were_paid_do_not_add_up() -> None:
    assert kinds(evidence(of_order(deliveries=(paid(1), paid(2), paid(3, units={COFFEE: 2}))))) == [
        DriftKind.DELIVERIES_LOST
    ]


def test_units_that_are_shipped_or_were_taken_off_are_not_lost() -> None:
    order = prepaid(part(1, 0, status="CLOSED"), part(2, 1), fulfillments=(fulfillment(1, {COFFEE: 1}),))
    refunded = replace(order, lines=(replace(order.lines[0], current_quantity=2),))

    shipped = paid(1, state=DeliveryState.SHIPPED, units={})
    removed = paid(3, state=DeliveryState.REMOVED, units={})

    assert kinds(evidence(of_order(refunded, deliveries=(shipped, paid(2), removed)))) == []


def test_a_delivery_that_no_fulfillment_order_carries_cannot_be_shipped() -> None:
    astray = paid(3, fulfillment_order_gid="gid://shopify/FulfillmentOrder/77")

    found = only(evidence(of_order(deliveries=(paid(1), paid(2), astray))))

    assert found.kind is DriftKind.DELIVERY_WITHOUT_WORK
    assert found.words.startswith("Delivery 3 of order #1001 has no fulfillment order")


def test_a_change_that_does_not_end_within_a_day_is_found() -> None:
    assert kinds(evidence(change_began=NOW - timedelta(days=2))) == [DriftKind.CHANGE_UNFINISHED]
    assert kinds(evidence(change_began=NOW - timedelta(hours=2))) == []


def test_a_contract_that_shopify_does_not_show_any_more_leaves_paid_deliveries() -> None:
    found = find_drifts(evidence(is_gone=True))

    assert [one.kind for one in found] == [DriftKind.CONTRACT_GONE]
    assert "left to ship: 3 deliveries" in found[0].words


def test_a_change_that_had_not_come_to_us_is_kept_as_mended_once_it_was_read() -> None:
    found = only(evidence(mirrored=Mirrored(EARLIER, LATER, LATER)))

    assert (found.kind, found.is_mended) == (DriftKind.MIRROR_BEHIND, True)
    assert "A change of the subscription in Shopify, at 2026-11-20 11:00 UTC" in found.words


def test_a_mirror_that_does_not_take_what_shopify_shows_stays_open() -> None:
    found = only(evidence(of_order(mirrored=Mirrored(EARLIER, LATER, EARLIER))))

    assert (found.is_mended, found.order_gid) == (False, "gid://shopify/Order/1")


@pytest.mark.parametrize("true", [Mirrored(LATER, LATER, LATER), Mirrored(EARLIER, YOUNG, YOUNG)])
def test_a_mirror_that_is_true_or_whose_webhook_may_be_on_its_way_is_not_behind(true: Mirrored) -> None:
    assert kinds(evidence(mirrored=true)) == []


def test_the_same_drift_has_the_same_key_whenever_it_is_found() -> None:
    first = find_drifts(evidence(of=ELSEWHERE))
    again = find_drifts(evidence(of=replace(ELSEWHERE, revision=200), now=NOW + timedelta(hours=5)))

    assert [one.subject_key for one in first] == [one.subject_key for one in again]
    assert len({one.subject_key for one in first}) == len(first)


def test_what_is_settled_says_why_as_far_as_that_is_known() -> None:
    shipped = evidence(of_order(deliveries=()))
    ended = evidence(of=contract(status=ContractStatus.CANCELLED))
    order = "gid://shopify/Order/1"

    assert why_settled(DriftKind.ADDRESS_DIFFERS, evidence(), order) == "Subscription and order have the same address."
    assert why_settled(DriftKind.ADDRESS_DIFFERS, shipped, order) == (
        "Nothing of the order that is paid is left to ship."
    )
    assert why_settled(DriftKind.BILLING_FAILED, ended, None) == "The subscription has ended."
    assert why_settled(DriftKind.BILLING_FAILED, evidence(is_gone=True), None) == (
        "Shopify does not show the subscription any more."
    )


def test_every_kind_says_why_it_is_settled() -> None:
    assert all(kind.settled.endswith(".") for kind in DriftKind)


def test_what_a_change_is_about_to_move_is_neither_found_nor_settled() -> None:
    moving = evidence(of=ELSEWHERE, change_began=NOW)

    assert is_undecidable(DriftKind.ADDRESS_DIFFERS, moving)
    assert not is_undecidable(DriftKind.WORK_OVERDUE, moving)
