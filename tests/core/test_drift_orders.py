"""A contract is held against its orders; what does not agree is said without personal data."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backhaul.core.contracts import ContractStatus, RemoteDeliveryMethod
from backhaul.core.deliveries import DeliveryState
from backhaul.core.drift import DriftKind, Held
from backhaul.core.remote import FulfillmentOrderStatus, RemoteOrder
from backhaul.core.remote_customer import RemoteAddress
from tests.core.contract_builders import ADDRESS, COFFEE, NOW, coffee, contract, gid_of, month, part, prepaid
from tests.core.drift_builders import evidence, kinds, of_order, only, paid, three_parts

MOVED = replace(ADDRESS, address1="2 Side Street")
THERE = contract(method=RemoteDeliveryMethod("Shipping", MOVED))
EDITED = frozenset({COFFEE})
CANCELLED = contract(status=ContractStatus.CANCELLED)


def cancelled_order() -> RemoteOrder:
    return prepaid(part(1, 0, status=FulfillmentOrderStatus.CLOSED), cancelled_at=NOW - timedelta(days=3))


def test_where_everything_agrees_nothing_is_found() -> None:
    assert kinds(evidence()) == []


def test_an_order_with_unshipped_deliveries_has_to_have_the_address_of_the_contract() -> None:
    found = only(evidence(of=THERE))

    assert found.kind is DriftKind.ADDRESS_DIFFERS
    assert found.words == (
        "The address of order #1001 is not that of the subscription, and 3 deliveries that were paid for would go to "
        "the order's."
    )
    assert "Street" not in found.words + found.remedy
    assert found.order_gid == "gid://shopify/Order/1"


@pytest.mark.parametrize(
    "same",
    [
        replace(ADDRESS, address1=" 1 MAIN  street", phone="+49 30 123"),
        replace(ADDRESS, name=None, first_name="Ada", last_name="Lovelace", phone=None, company=None),
        RemoteAddress(name="Ada Lovelace"),
    ],
)
def test_an_address_that_is_only_written_otherwise_or_not_shown_is_none_of_another_place(same: RemoteAddress) -> None:
    assert kinds(evidence(of=contract(method=RemoteDeliveryMethod("Shipping", same)))) == []


def test_another_recipient_at_the_same_place_is_another_address() -> None:
    other = RemoteDeliveryMethod("Shipping", replace(ADDRESS, name="Anna Karenina"))

    assert kinds(evidence(of=contract(method=other))) == [DriftKind.ADDRESS_DIFFERS]


@pytest.mark.parametrize("state", [DeliveryState.SHIPPED, DeliveryState.BILLED_HANDED_OVER])
def test_the_address_of_an_order_with_nothing_left_to_decide_on_does_not_matter(state: DeliveryState) -> None:
    units = {} if state is DeliveryState.SHIPPED else {COFFEE: 1}
    order = prepaid(part(1, 0, status=FulfillmentOrderStatus.CLOSED), quantity=1)
    gone = replace(order, lines=(replace(order.lines[0], current_quantity=0),))

    found = kinds(evidence(of_order(gone, deliveries=(paid(1, state=state, units=units),)), of=THERE))

    assert found == []


def test_addresses_that_are_hidden_or_deleted_are_not_compared() -> None:
    hidden = of_order(replace(three_parts(), hidden=frozenset({"shipping_address"})))

    assert kinds(evidence(hidden, of=THERE)) == []
    assert kinds(evidence(of=replace(THERE, hidden=frozenset({"address"})))) == []
    assert kinds(evidence(of=THERE, shows_address=False)) == []


def test_while_a_change_is_under_way_both_sides_may_differ() -> None:
    assert kinds(evidence(of=THERE, change_began=NOW - timedelta(hours=1))) == []


def test_an_order_that_somebody_edited_away_from_the_contract_is_found() -> None:
    found = only(evidence(of_order(edited_lines=EDITED), of=contract(lines=(coffee(quantity=2),))))

    assert found.kind is DriftKind.ORDER_EDITED
    assert "its paid deliveries hold 1 of “Coffee”, the subscription says 2 at each delivery" in found.words


def test_goods_that_an_edited_order_has_and_the_contract_has_not_are_found() -> None:
    tea = coffee(variant_gid="gid://shopify/ProductVariant/6", sku="TEA")

    found = only(evidence(of_order(edited_lines=EDITED), of=contract(lines=(tea,))))

    assert "the subscription says 0 at each delivery" in found.words


def test_a_contract_that_was_changed_for_the_next_charge_does_not_contradict_what_is_paid() -> None:
    assert kinds(evidence(of=contract(lines=(coffee(quantity=2),)))) == []


def test_an_edit_that_left_the_order_as_the_contract_says_is_no_drift() -> None:
    assert kinds(evidence(of_order(edited_lines=EDITED))) == []


def test_work_that_is_scheduled_for_more_than_a_day_ago_is_overdue() -> None:
    late = part(1, 0, status=FulfillmentOrderStatus.SCHEDULED)

    found = only(evidence(of_order(prepaid(late, part(2, 1), part(3, 2)))))

    assert found.kind is DriftKind.WORK_OVERDUE
    assert "due on 2026-10-15" in found.words
    assert found.subject_key.endswith("FulfillmentOrder/1")


def test_work_of_today_is_not_overdue_yet() -> None:
    due_today = replace(part(2, 1, status=FulfillmentOrderStatus.SCHEDULED), fulfill_at=NOW - timedelta(hours=23))

    assert kinds(evidence(of_order(prepaid(part(1, 0), due_today, part(3, 2))))) == []


def test_a_contract_goes_on_though_its_last_order_was_cancelled_and_nobody_decided() -> None:
    found = only(evidence(of_order(cancelled_order(), deliveries=())))

    assert found.kind is DriftKind.ORDER_CANCELLED
    assert "#1001, was cancelled on 2026-11-17, and the subscription is still ACTIVE" in found.words


def test_a_cancelled_order_that_was_decided_about_or_that_another_has_followed_is_history() -> None:
    cancelled = of_order(cancelled_order(), deliveries=())
    later = of_order(replace(three_parts(), gid="gid://shopify/Order/2", created_at=month(1)))

    assert kinds(evidence(replace(cancelled, is_decided=True))) == []
    assert kinds(evidence(cancelled, later)) == []
    assert kinds(evidence(cancelled, of=CANCELLED)) == []


def test_paid_deliveries_of_a_cancelled_contract_have_to_be_decided_about() -> None:
    found = only(evidence(of=CANCELLED))

    assert found.kind is DriftKind.PAID_AFTER_END
    assert "3 deliveries that were paid for are left" in found.words
    assert kinds(evidence(of=CANCELLED, end_is_decided=True)) == []
    assert kinds(evidence(of=contract(status=ContractStatus.EXPIRED))) == []


@pytest.mark.parametrize(
    ("held", "is_told"),
    [
        (Held(NOW - timedelta(days=6)), False),
        (Held(NOW - timedelta(days=7)), True),
        (Held(NOW - timedelta(days=30), until=NOW + timedelta(days=1)), False),
        (Held(NOW - timedelta(days=1), until=NOW), True),
    ],
)
def test_what_a_change_has_put_on_hold_is_told_when_its_day_has_come_or_a_week_is_over(
    held: Held, is_told: bool
) -> None:
    on_hold = prepaid(part(1, 0, status="ON_HOLD"), part(2, 1), part(3, 2))

    found = kinds(evidence(of_order(on_hold, held={gid_of(1): held})))

    assert found == ([DriftKind.HELD_TOO_LONG] if is_told else [])


def test_what_was_released_meanwhile_is_not_told_as_held() -> None:
    assert kinds(evidence(of_order(held={gid_of(1): Held(NOW - timedelta(days=30))}))) == []
