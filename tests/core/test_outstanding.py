"""What can still be posted, and which lines of a posting are refused."""

from dataclasses import replace
from decimal import Decimal

import pytest

from backhaul.core.errors import (
    AmbiguousSku,
    BadQuantity,
    BadReference,
    InputError,
    LineOfAnotherOrder,
    MoreThanOutstanding,
    NothingToPost,
    UnknownLine,
)
from backhaul.core.outstanding import LineRequest, OrderLine, check_lines, shippable_units
from backhaul.core.remote import FulfillmentStatus, RemoteOrderLine
from backhaul.core.shipment import ShipmentLine
from tests.core.builders import MUG, TEA, fulfillment, fulfillment_order, order

MUGS = OrderLine("lin_1", MUG, "MUG", shippable=5, posted=2)
TEAS = OrderLine("lin_2", TEA, "TEA", shippable=1, posted=0)
LINES = (MUGS, TEAS)


def test_outstanding_is_what_was_ordered_less_what_was_posted() -> None:
    assert MUGS.outstanding == 3
    assert replace(MUGS, posted=9).outstanding == 0


@pytest.mark.parametrize(
    "request_",
    [
        LineRequest(2, line="lin_1"),
        LineRequest(2, line_item_id=MUG),
        LineRequest(2, line_item_id="11"),
        LineRequest("2", sku="MUG"),
    ],
)
def test_a_line_is_named_by_our_id_shopifys_id_or_its_sku(request_: LineRequest) -> None:
    assert check_lines([request_], LINES) == (ShipmentLine(MUG, 2),)


def test_the_same_line_twice_is_added_up() -> None:
    result = check_lines([LineRequest(1, sku="MUG"), LineRequest(1, sku="TEA"), LineRequest(2, line="lin_1")], LINES)

    assert result == (ShipmentLine(MUG, 3), ShipmentLine(TEA, 1))


def test_the_same_line_twice_may_not_add_up_to_more_than_is_outstanding() -> None:
    with pytest.raises(MoreThanOutstanding) as caught:
        check_lines([LineRequest(2, sku="MUG"), LineRequest(2, line="lin_1")], LINES)

    assert caught.value.data == {"line": "MUG", "quantity": 4, "outstanding": 3}
    assert "undo the posting" in caught.value.hint


def test_where_nothing_was_posted_no_posting_is_to_be_undone() -> None:
    with pytest.raises(MoreThanOutstanding) as caught:
        check_lines([LineRequest(2, sku="TEA")], LINES)

    assert "removed or given back" in caught.value.hint
    assert "undo" not in caught.value.hint


@pytest.mark.parametrize(
    "quantity", [0, -1, 1.5, 2.0, True, None, "", "0", "-1", "1.5", "two", "\u0663", "9" * 30, Decimal(1), [1]]
)
def test_a_quantity_is_a_whole_number_of_one_or_more(quantity: object) -> None:
    with pytest.raises(BadQuantity):
        check_lines([LineRequest(quantity, sku="MUG")], LINES)


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (LineRequest(1, sku="CUP"), UnknownLine),
        (LineRequest(1, line="lin_9"), UnknownLine),
        (LineRequest(1, line_item_id="gid://shopify/LineItem/99"), UnknownLine),
        (LineRequest(1, line_item_id="gid://shopify/Order/11"), BadReference),
        (LineRequest(1, line_item_id="eleven"), BadReference),
        (LineRequest(1), BadReference),
        (LineRequest(1, line="lin_1", sku="TEA"), BadReference),
        (LineRequest(1, line="lin_77"), LineOfAnotherOrder),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused(request_: LineRequest, error: type[InputError]) -> None:
    with pytest.raises(error):
        check_lines([request_], LINES, elsewhere={"lin_77": "#1002"})


def test_a_sku_on_two_lines_is_ambiguous() -> None:
    twice = (MUGS, replace(TEAS, sku="MUG"))

    with pytest.raises(AmbiguousSku):
        check_lines([LineRequest(1, sku="MUG")], twice)


def test_a_posting_has_lines() -> None:
    with pytest.raises(NothingToPost):
        check_lines([], LINES)


def test_units_removed_before_shipping_are_not_shippable() -> None:
    remote = replace(order(fulfillment_order(1, {MUG: 2})), lines=(RemoteOrderLine(MUG, "Mug", 3, 2),))

    assert shippable_units(remote) == {MUG: 2}


def test_goods_that_came_back_and_were_refunded_do_not_reduce_what_is_left_to_ship() -> None:
    remote = order(fulfillment_order(1, {MUG: 1}), fulfillments=(fulfillment(9, {MUG: 2}),))
    refunded = replace(remote, lines=(RemoteOrderLine(MUG, "Mug", 3, 1),))

    assert shippable_units(refunded) == {MUG: 3}


def test_fulfillment_orders_that_are_not_shown_do_not_reduce_what_is_left_to_ship() -> None:
    remote = replace(order(), lines=(RemoteOrderLine(MUG, "Mug", 3, 3),))

    assert shippable_units(remote) == {MUG: 3}


def test_cancelled_fulfillments_do_not_count_as_shipped() -> None:
    cancelled = fulfillment(9, {MUG: 2}, status=FulfillmentStatus.CANCELLED)
    remote = order(fulfillment_order(1, {MUG: 2}), fulfillments=(cancelled,))

    assert shippable_units(remote) == {MUG: 2}
