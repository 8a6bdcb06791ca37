"""What can be posted, what is refused, and that a refusal writes nothing."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from backhaul.core.errors import BackhaulError, ExternalNumberTaken
from backhaul.core.outstanding import LineRequest
from backhaul.flows.post_shipment import Posted, ShipmentRequest, TrackingRequest, post_shipment
from backhaul.flows.store_mappings import map_carrier
from backhaul.models import PostedShipment, SalesOrder, Task
from tests.support.shop import Shop, run_pending

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
ONE = (LineRequest(sku="apple", quantity=1),)


def asked(
    number: str = "S-1",
    lines: Sequence[LineRequest] = ONE,
    *,
    tracking: Sequence[TrackingRequest] = (),
    location: str | None = None,
) -> ShipmentRequest:
    return ShipmentRequest(external_number=number, lines=lines, tracking=tracking, location=location)


REFUSED = {
    "unknown-line": asked(lines=[LineRequest(sku="pear", quantity=1)]),
    "bad-quantity": asked(lines=[LineRequest(sku="apple", quantity=0)]),
    "more-than-outstanding": asked(lines=[LineRequest(sku="apple", quantity=6)]),
    "nothing-to-post": asked(lines=[]),
    "unknown-location": asked(location="nowhere"),
    "unknown-carrier": asked(tracking=[TrackingRequest("1", company="snail")]),
    "bad-tracking": asked(tracking=[TrackingRequest("9" * 5000)]),
    "bad-reference": asked(number="x" * 65),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_posted_is_refused_by_name_and_writes_nothing(shop: Shop, code: str) -> None:
    map_carrier(shop.store, "dhl", company="DHL Express")
    order = shop.order(lines=[APPLES])

    with pytest.raises(BackhaulError) as refusal:
        post_shipment(order, REFUSED[code])

    assert refusal.value.code == code
    assert not PostedShipment.objects.exists()
    assert not Task.objects.exists()


@pytest.mark.parametrize("quantity", [-1, 1.0, 1.5, True, None, "two", "1.5", "", "²", 10**30, [1]])
def test_a_quantity_that_is_no_whole_number_is_refused(shop: Shop, quantity: object) -> None:
    order = shop.order(lines=[APPLES])

    with pytest.raises(BackhaulError):
        post_shipment(order, asked(lines=[LineRequest(sku="apple", quantity=quantity)]))

    assert not PostedShipment.objects.exists()


@pytest.mark.parametrize("number", ["1\n2", "1\x002", "1\u20282"])
def test_a_tracking_number_with_line_breaks_is_refused(shop: Shop, number: str) -> None:
    order = shop.order(lines=[APPLES])

    with pytest.raises(BackhaulError):
        post_shipment(order, asked(tracking=[TrackingRequest(number)]))

    assert not PostedShipment.objects.exists()


def test_a_tracking_number_with_quotes_reaches_shopify_as_it_is(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])

    post_shipment(order, asked(tracking=[TrackingRequest("A\"B'C\\{}")]))
    run_pending()

    assert shop.fulfillments(order)[0]["trackingInfo"][0]["number"] == "A\"B'C\\{}"


def test_the_same_posting_twice_is_one_shipment(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])

    first = post_shipment(order, asked())
    by_id = LineRequest(line=order.lines.get().pk, quantity="1")
    second = post_shipment(order, asked(lines=[by_id]))

    assert (second.shipment, second.is_new) == (first.shipment, False)


def test_the_same_posting_is_recognised_after_the_stores_mappings_have_changed(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    request = asked(tracking=[TrackingRequest("1Z", company="UPS")])

    first = post_shipment(order, request)
    map_carrier(shop.store, "dhl", company="DHL Express")
    second = post_shipment(order, request)

    assert (second.shipment, second.is_new) == (first.shipment, False)


def test_the_same_number_with_other_content_is_a_conflict(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    post_shipment(order, asked())

    with pytest.raises(ExternalNumberTaken):
        post_shipment(order, asked(lines=[LineRequest(sku="apple", quantity=2)]))


def test_the_same_number_for_another_order_is_a_conflict(shop: Shop) -> None:
    post_shipment(shop.order(lines=[APPLES]), asked())

    with pytest.raises(ExternalNumberTaken):
        post_shipment(shop.order(lines=[APPLES]), asked())


def _post_in_a_thread(order: SalesOrder, request: ShipmentRequest) -> Posted | BackhaulError:
    try:
        return post_shipment(order, request)
    except BackhaulError as refusal:
        return refusal
    finally:
        connection.close()


def test_the_same_posting_at_the_same_instant_is_one_shipment(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])

    with ThreadPoolExecutor(8) as threads:
        posted = list(threads.map(lambda _: _post_in_a_thread(order, asked()), range(8)))

    assert sum(isinstance(one, Posted) and one.is_new for one in posted) == 1
    assert PostedShipment.objects.count() == Task.objects.count() == 1


def test_postings_at_the_same_instant_never_take_more_than_is_outstanding(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    requests = [asked(f"S-{n}", lines=[LineRequest(sku="apple", quantity=2)]) for n in range(8)]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda request: _post_in_a_thread(order, request), requests))
    run_pending()

    assert PostedShipment.objects.count() == 2
    assert shop.fulfilled(order) == {"apple": 4}


def test_the_same_number_for_two_orders_at_the_same_instant_is_posted_once(shop: Shop) -> None:
    orders = [shop.order(lines=[APPLES]) for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda order: _post_in_a_thread(order, asked()), orders))

    assert PostedShipment.objects.count() == 1
    assert sum(isinstance(one, ExternalNumberTaken) for one in results) == 3
