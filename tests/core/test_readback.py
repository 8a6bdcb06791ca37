"""What happened to a call whose reply was lost, told from the order as read afterwards."""

from dataclasses import replace

import pytest

from backhaul.core.readback import Absent, Finding, Found, Unsure, read_back
from backhaul.core.remote import FulfillmentOrderStatus, FulfillmentStatus, RemoteHold, RemoteOrder, RemoteTracking
from tests.core.builders import HERE, MUG, ORDER, TEA, THERE, fulfillment, fulfillment_order, order

FIRST = fulfillment_order(1, {MUG: 2, TEA: 1})
MUG_LINE, TEA_LINE = (line.gid for line in FIRST.lines)
NOTHING: frozenset[str] = frozenset()


def creating(*, tracking: dict[str, object] | None, mugs: int = 2) -> dict[str, object]:
    """The variables of a fulfillmentCreate for so many mugs."""
    lines = [{"id": MUG_LINE, "quantity": mugs}]
    entry = {"fulfillmentOrderId": FIRST.gid, "fulfillmentOrderLineItems": lines}
    return {"fulfillment": {"lineItemsByFulfillmentOrder": [entry], "trackingInfo": tracking, "notifyCustomer": True}}


T1: dict[str, object] = {"company": "DHL Express", "numbers": ["T1"], "urls": None}


def found_after_creating(
    remote: RemoteOrder,
    *,
    tracking: dict[str, object] | None = T1,
    seen: frozenset[str] = NOTHING,
    owned: frozenset[str] = NOTHING,
) -> Finding:
    return read_back("fulfillmentCreate", creating(tracking=tracking), remote, seen=seen, owned=owned)


def test_a_new_fulfillment_with_the_same_lines_and_tracking_is_ours() -> None:
    made = fulfillment(9, {MUG: 2}, tracking=("T1",))

    result = found_after_creating(order(FIRST, fulfillments=(made,)))

    assert result == Found((made.gid,))


def test_ours_is_found_even_if_somebody_has_cancelled_it_since() -> None:
    made = fulfillment(9, {MUG: 2}, tracking=("T1",), status=FulfillmentStatus.CANCELLED)

    result = found_after_creating(order(FIRST, fulfillments=(made,)))

    assert result == Found((made.gid,))


def test_nothing_new_means_that_it_has_not_happened() -> None:
    result = found_after_creating(order(FIRST))

    assert result == Absent()


def test_a_fulfillment_that_was_there_before_is_not_ours() -> None:
    before = fulfillment(9, {MUG: 2}, tracking=("T1",))

    result = found_after_creating(order(FIRST, fulfillments=(before,)), seen=frozenset({before.gid}))

    assert result == Absent()


def test_a_fulfillment_of_another_call_of_ours_is_not_this_ones() -> None:
    other = fulfillment(9, {MUG: 2}, tracking=("T1",))

    result = found_after_creating(order(FIRST, fulfillments=(other,)), owned=frozenset({other.gid}))

    assert result == Absent()


def test_other_quantities_are_somebody_elses() -> None:
    theirs = fulfillment(9, {MUG: 1}, tracking=("X",))

    result = found_after_creating(order(FIRST, fulfillments=(theirs,)))

    assert result == Absent()


def test_two_that_fit_exactly_need_a_person() -> None:
    several = (fulfillment(8, {MUG: 2}, tracking=("T1",)), fulfillment(9, {MUG: 2}, tracking=("T1",)))

    result = found_after_creating(order(FIRST, fulfillments=several))

    assert isinstance(result, Unsure)
    assert set(result.candidates) == {one.gid for one in several}


def test_the_same_lines_with_other_tracking_need_a_person() -> None:
    near = fulfillment(9, {MUG: 2}, tracking=("X",))

    result = found_after_creating(order(FIRST, fulfillments=(near,)))

    assert isinstance(result, Unsure)


def test_more_lines_with_our_tracking_need_a_person() -> None:
    near = fulfillment(9, {MUG: 2, TEA: 1}, tracking=("T1",))

    result = found_after_creating(order(FIRST, fulfillments=(near,)))

    assert isinstance(result, Unsure)


def test_more_lines_with_other_tracking_are_somebody_elses() -> None:
    theirs = fulfillment(9, {MUG: 2, TEA: 1}, tracking=("X",))

    result = found_after_creating(order(FIRST, fulfillments=(theirs,)))

    assert result == Absent()


def test_an_exact_match_beside_a_near_one_is_ours() -> None:
    exact, near = fulfillment(8, {MUG: 2}, tracking=("T1",)), fulfillment(9, {MUG: 2}, tracking=("X",))

    result = found_after_creating(order(FIRST, fulfillments=(exact, near)))

    assert result == Found((exact.gid,))


def test_without_tracking_a_new_fulfillment_without_tracking_is_ours() -> None:
    made = fulfillment(9, {MUG: 2})

    result = found_after_creating(order(FIRST, fulfillments=(made,)), tracking=None)

    assert result == Found((made.gid,))


def test_a_line_that_the_order_no_longer_has_needs_a_person() -> None:
    result = found_after_creating(order(fulfillment_order(2, {MUG: 2})))

    assert isinstance(result, Unsure)


@pytest.mark.parametrize("variables", [{}, {"fulfillment": "x"}, {"fulfillment": {"lineItemsByFulfillmentOrder": 1}}])
def test_variables_of_another_form_need_a_person(variables: dict[str, object]) -> None:
    result = read_back("fulfillmentCreate", variables, order(FIRST), seen=NOTHING, owned=NOTHING)

    assert isinstance(result, Unsure)


def test_an_operation_that_nobody_can_read_back_needs_a_person() -> None:
    result = read_back("orderDelete", {"id": ORDER}, order(), seen=NOTHING, owned=NOTHING)

    assert isinstance(result, Unsure)


@pytest.mark.parametrize(
    ("status", "expected"), [(FulfillmentStatus.CANCELLED, Found), (FulfillmentStatus.SUCCESS, Absent)]
)
def test_a_cancellation_is_told_from_the_status(status: str, expected: type) -> None:
    one = fulfillment(9, {MUG: 1}, status=status)

    result = read_back("fulfillmentCancel", {"id": one.gid}, order(fulfillments=(one,)), seen=NOTHING, owned=NOTHING)

    assert isinstance(result, expected)


@pytest.mark.parametrize("operation", ["fulfillmentCancel", "fulfillmentTrackingInfoUpdate"])
def test_a_fulfillment_that_is_gone_needs_a_person(operation: str) -> None:
    variables: dict[str, object] = {"id": "gid://shopify/Fulfillment/9", "fulfillmentId": "gid://shopify/Fulfillment/9"}

    result = read_back(operation, variables, order(), seen=NOTHING, owned=NOTHING)

    assert isinstance(result, Unsure)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ((RemoteTracking("T1", "dhl express", "https://dhl.example/T1"),), Found),
        ((RemoteTracking("T1", "UPS"),), Absent),
        ((RemoteTracking("T1", "DHL Express"), RemoteTracking("T9", "DHL Express")), Absent),
        ((), Absent),
    ],
)
def test_a_change_of_tracking_is_told_from_numbers_and_company(
    shown: tuple[RemoteTracking, ...], expected: type
) -> None:
    one = replace(fulfillment(9, {MUG: 1}), tracking=shown)
    variables: dict[str, object] = {"fulfillmentId": one.gid, "trackingInfoInput": T1, "notifyCustomer": False}

    result = read_back(
        "fulfillmentTrackingInfoUpdate", variables, order(fulfillments=(one,)), seen=NOTHING, owned=NOTHING
    )

    assert isinstance(result, expected)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(FulfillmentOrderStatus.SCHEDULED, Absent), (FulfillmentOrderStatus.OPEN, Found), ("CLOSED", Found)],
)
def test_an_opening_is_told_from_the_status(status: str, expected: type) -> None:
    remote = order(fulfillment_order(1, {MUG: 1}, status=status))

    result = read_back("fulfillmentOrderOpen", {"id": FIRST.gid}, remote, seen=NOTHING, owned=NOTHING)

    assert isinstance(result, expected)


def moving(remote: RemoteOrder, *, mugs: int) -> Finding:
    variables: dict[str, object] = {
        "id": FIRST.gid,
        "newLocationId": THERE,
        "fulfillmentOrderLineItems": [{"id": MUG_LINE, "quantity": mugs}],
    }
    return read_back("fulfillmentOrderMove", variables, remote, seen=frozenset({FIRST.gid}), owned=NOTHING)


def test_a_moved_fulfillment_order_is_found_at_its_new_location() -> None:
    result = moving(order(replace(FIRST, location_gid=THERE)), mugs=2)

    assert result == Found((FIRST.gid,))


def test_a_part_that_was_moved_is_found_as_a_new_fulfillment_order() -> None:
    part = fulfillment_order(2, {MUG: 1}, location=THERE)

    result = moving(order(FIRST, part), mugs=1)

    assert result == Found((part.gid,))


def test_a_fulfillment_order_still_at_its_old_location_was_not_moved() -> None:
    result = moving(order(replace(FIRST, location_gid=HERE)), mugs=2)

    assert result == Absent()


@pytest.mark.parametrize(("hold_number", "expected"), [(1, Absent), (2, Found)])
def test_a_release_is_told_from_the_holds_that_are_left(hold_number: int, expected: type) -> None:
    hold = RemoteHold(f"gid://shopify/FulfillmentHold/{hold_number}", "OTHER")
    variables: dict[str, object] = {"id": FIRST.gid, "holdIds": ["gid://shopify/FulfillmentHold/1"]}

    result = read_back(
        "fulfillmentOrderReleaseHold", variables, order(replace(FIRST, holds=(hold,))), seen=NOTHING, owned=NOTHING
    )

    assert isinstance(result, expected)


@pytest.mark.parametrize(("tags", "expected"), [({"vip", "Prepaid "}, Found), ({"prepaid"}, Found), ({"vip"}, Absent)])
def test_added_tags_are_told_from_the_tags_of_the_order(tags: set[str], expected: type) -> None:
    remote = replace(order(), tags=frozenset(tags))

    result = read_back("tagsAdd", {"id": ORDER, "tags": ["prepaid"]}, remote, seen=NOTHING, owned=NOTHING)

    assert isinstance(result, expected)
