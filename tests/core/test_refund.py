"""Which units of an order can still be given back."""

import pytest

from backhaul.core.credit_errors import MoreThanCanBeGivenBack
from backhaul.core.refund import check_units, locations_of, missing_units
from backhaul.core.restock import Restock
from tests.core.refund_builders import LINE, stock, work


@pytest.mark.parametrize("status", ["SCHEDULED", "OPEN", "ON_HOLD"])
def test_units_that_nobody_has_in_hand_remain(status: str) -> None:
    assert stock(work(2, status)).remaining == {LINE: 2}


@pytest.mark.parametrize("status", ["IN_PROGRESS", "INCOMPLETE", "CLOSED", "CANCELLED", "A_NEW_ONE"])
def test_units_in_any_other_status_do_not_remain(status: str) -> None:
    assert stock(work(2, status)).remaining == {}


@pytest.mark.parametrize(
    "request_status", ["SUBMITTED", "ACCEPTED", "CANCELLATION_REQUESTED", "CANCELLATION_REJECTED", "A_NEW_ONE"]
)
def test_units_that_a_fulfillment_service_was_asked_for_do_not_remain(request_status: str) -> None:
    assert stock(work(2, request_status=request_status)).remaining == {}


def test_units_beside_a_shipment_of_ours_remain_though_their_fulfillment_order_is_in_progress() -> None:
    assert stock(work(2, "IN_PROGRESS", begun_by_us=True)).remaining == {LINE: 2}


def test_no_more_remains_than_shopify_lets_be_refunded() -> None:
    assert stock(work(3), refundable={LINE: 2}).remaining == {LINE: 2}


def test_units_posted_as_shipped_and_units_given_back_by_something_else_do_not_remain() -> None:
    found = stock(work(6), posted={LINE: 2}, withheld={LINE: 3}, promised={LINE: 3})

    assert found.remaining == {LINE: 1}


def test_a_unit_that_is_promised_as_money_alone_is_not_given_back_again_in_another_way() -> None:
    found = stock(work(2), promised={LINE: 2})

    assert [found.can_give_back(one) for one in Restock] == [{}, {}, {}]


def test_only_shipped_units_can_come_back() -> None:
    found = stock(work(3), refundable={LINE: 5}, fulfilled={LINE: 2})

    assert found.can_give_back(Restock.RETURN) == {LINE: 2}
    assert found.can_give_back(Restock.CANCEL) == {LINE: 3}
    assert found.can_give_back(Restock.NO_RESTOCK) == {LINE: 5}


def test_a_refusal_says_where_the_units_are() -> None:
    found = stock(work(1), work(2, "IN_PROGRESS"), refundable={LINE: 6}, posted={LINE: 1}, fulfilled={LINE: 3})

    with pytest.raises(MoreThanCanBeGivenBack) as refusal:
        check_units({Restock.CANCEL: {LINE: 1}}, found)

    assert refusal.value.message == (
        "1 of “box” cannot be given back: only 0 can (6 not refunded yet, 3 shipped, 2 in the hands of a warehouse, "
        "1 posted as shipped and not sent yet)."
    )


def test_what_is_missing_is_counted_per_line() -> None:
    found = stock(work(2))

    assert missing_units({Restock.CANCEL: {LINE: 5}}, found) == {LINE: 3}
    assert missing_units({Restock.CANCEL: {LINE: 2}}, found) == {}


def test_units_go_back_to_the_locations_that_would_have_shipped_them_last() -> None:
    found = stock(work(1, location_gid="first"), work(2, "SCHEDULED", location_gid="second"))

    assert locations_of(found, LINE, 2) == [("second", 2)]
    assert locations_of(found, LINE, 3) == [("second", 2), ("first", 1)]
