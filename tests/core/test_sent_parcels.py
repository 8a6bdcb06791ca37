"""Which fulfillment carried which delivery, as far as that can be told."""

from dataclasses import replace

from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.remote import FulfillmentStatus
from backhaul.core.sent_parcels import parcels_of_deliveries
from tests.core.builders import fulfillment
from tests.core.contract_builders import COFFEE, month

FIRST = replace(fulfillment(1, {COFFEE: 1}), created_at=month(0))
SECOND = replace(fulfillment(2, {COFFEE: 1}), created_at=month(1))


def delivery(number: int, state: DeliveryState = DeliveryState.SHIPPED) -> Delivery:
    return Delivery(f"dlv_{number}", number, state, month(number), {}, order_gid="gid://shopify/Order/1")


def test_all_parcels_of_an_order_of_one_delivery_are_that_deliverys() -> None:
    assert parcels_of_deliveries([delivery(4)], [SECOND, FIRST]) == {4: (FIRST, SECOND)}


def test_as_many_parcels_as_deliveries_have_left_are_one_each_in_the_order_of_their_dates() -> None:
    coming = delivery(3, DeliveryState.BILLED_UNSHIPPED)

    assert parcels_of_deliveries([coming, delivery(2), delivery(1)], [SECOND, FIRST]) == {1: (FIRST,), 2: (SECOND,)}


def test_a_cancelled_parcel_has_carried_nothing() -> None:
    cancelled = replace(SECOND, status=FulfillmentStatus.CANCELLED)

    assert parcels_of_deliveries([delivery(1), delivery(2, DeliveryState.REMOVED)], [FIRST, cancelled]) == {1: (FIRST,)}


def test_nobody_can_tell_where_the_numbers_differ() -> None:
    assert parcels_of_deliveries([delivery(1), delivery(2)], [FIRST]) == {}
