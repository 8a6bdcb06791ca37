"""A posted shipment becomes exactly the fulfillments it says."""

from backhaul.models import Intent
from tests.support.shop import Shop, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


def test_a_posted_shipment_becomes_a_fulfillment_of_exactly_what_left(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])

    posted = shop.ship(order, "S-1", tracking="1Z999", apple=2)
    run_pending()

    assert state_of(posted.task) == ("succeeded", "sent")
    assert shop.fulfilled(order) == {"apple": 2}
    assert shop.fulfillments(order)[0]["trackingInfo"][0]["number"] == "1Z999"


def test_a_plain_shipment_needs_one_read_and_one_mutation(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    before = len(shop.sandbox.log())

    shop.ship(order, "S-1", apple=2)
    run_pending()

    requests = shop.sandbox.log()[before:]
    assert [request["root_fields"] for request in requests] == [["order"], ["fulfillmentCreate"]]
    assert sum(request["requested"] for request in requests) <= 60


def test_two_partial_shipments_fulfil_the_whole_order(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])

    shop.ship(order, "S-1", apple=2)
    second = shop.ship(order, "S-2", apple=3)
    run_pending()

    assert state_of(second.task) == ("succeeded", "sent")
    assert shop.fulfilled(order) == {"apple": 5}


def test_goods_at_two_locations_become_two_fulfillments(shop: Shop) -> None:
    locations = [row.name for row in shop.store.locations.all()][:2]
    places = [{"location": locations[0], "quantity": 2}, {"location": locations[1], "quantity": 3}]
    order = shop.order(lines=[{"sku": "apple", "title": "Apple", "price": "10.00", "locations": places}])

    posted = shop.ship(order, "S-1", apple=5)
    run_pending()

    assert state_of(posted.task) == ("succeeded", "sent")
    assert len(shop.fulfillments(order)) == 2
    assert Intent.objects.filter(task=posted.task, state="done").count() == 2
