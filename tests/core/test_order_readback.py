"""Whether a lost call on a subscription's order has had its effect."""

from dataclasses import replace
from typing import Any

import pytest

from backhaul.core.order_readback import read_back_order
from backhaul.core.readback import Absent, Found
from backhaul.core.remote import FulfillmentOrderStatus, RemoteHold
from tests.core.contract_builders import NOW, later, part, prepaid

FIRST, SECOND = part(1, 2), part(2, 3)
HOLD = RemoteHold("gid://shopify/FulfillmentHold/1", "OTHER", handle="backhaul-chg_1", held_by_us=True)


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ({"shippingAddress": {"address1": "1 main street", "city": "Berlin"}}, Found),
        ({"shippingAddress": {"firstName": "Ada", "lastName": "Lovelace"}}, Found),
        ({"shippingAddress": {"firstName": "Eva", "lastName": "Lovelace"}}, Absent),
        ({"shippingAddress": {"city": "Bonn"}}, Absent),
        ({"note": "Ring"}, Found),
        ({"note": "Knock"}, Absent),
        ({"customAttributes": [{"key": "a", "value": "b"}]}, Found),
        ({"customAttributes": []}, Absent),
        ({"note": "Ring", "customAttributes": []}, Absent),
    ],
)
def test_an_update_is_found_when_the_order_shows_all_of_it(given: dict[str, object], finding: type) -> None:
    order = prepaid(FIRST, note="Ring", attributes=(("a", "b"),))

    found = read_back_order("orderUpdate", {"input": {"id": order.gid, **given}}, order)

    assert isinstance(found, finding)


@pytest.mark.parametrize(
    ("parts", "finding"),
    [
        ((replace(FIRST, fulfill_at=later(days=60)), SECOND), Found),
        ((FIRST, replace(SECOND, fulfill_at=later(days=60))), Absent),
        ((replace(SECOND, fulfill_at=later(days=60)),), Found),
        ((replace(FIRST, status=FulfillmentOrderStatus.OPEN, fulfill_at=later(days=60)),), Absent),
    ],
    ids=["it has the date", "another one has it", "merged into one that has it", "it is open"],
)
def test_a_rescheduled_delivery_is_found_by_its_date(parts: tuple[Any, ...], finding: type) -> None:
    variables = {"id": FIRST.gid, "fulfillAt": later(days=60).isoformat()}

    assert isinstance(read_back_order("fulfillmentOrderReschedule", variables, prepaid(*parts)), finding)


@pytest.mark.parametrize(
    ("holds", "finding"),
    [
        ((HOLD,), Found),
        ((replace(HOLD, held_by_us=False),), Absent),
        ((replace(HOLD, handle="x"),), Absent),
        ((), Absent),
    ],
)
def test_a_hold_is_found_by_our_handle(holds: tuple[RemoteHold, ...], finding: type) -> None:
    variables = {"id": FIRST.gid, "fulfillmentHold": {"handle": "backhaul-chg_1"}}

    found = read_back_order("fulfillmentOrderHold", variables, prepaid(replace(FIRST, holds=holds)))

    assert isinstance(found, finding)


def test_a_cancellation_is_found_by_the_orders_date() -> None:
    assert isinstance(read_back_order("orderCancel", {}, prepaid(FIRST, cancelled_at=NOW)), Found)
    assert isinstance(read_back_order("orderCancel", {}, prepaid(FIRST)), Absent)
