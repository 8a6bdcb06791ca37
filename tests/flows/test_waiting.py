"""Shipments of goods that Shopify does not let us fulfil yet wait, and go on by themselves."""

from datetime import timedelta

from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.flows.choose import TaskChoice, choose_for_task
from backhaul.flows.clock import now
from backhaul.flows.read_order import read_order
from backhaul.flows.store_policies import Policies, set_policies
from tests.support.shop import Shop, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
BOX = {
    "sku": "box",
    "title": "Box",
    "price": "30.00",
    "quantity": 1,
    "selling_plan": {"name": "3 months", "deliveries": 3, "every": "P30D"},
}
HOLD = """mutation Hold($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: {reason: OTHER}) {
 userErrors { field message } } }"""
RELEASE = "mutation Release($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { field message } } }"


def test_a_shipment_of_goods_on_hold_waits_and_goes_on_when_the_hold_is_released(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    fulfillment_order = order.fulfillment_orders.get().gid
    shop.sandbox.graphql(HOLD, id=fulfillment_order)
    posted = shop.ship(order, "S-1", apple=2)
    run_pending()
    held = state_of(posted.task)

    shop.sandbox.graphql(RELEASE, id=fulfillment_order)
    read_order(shop.store, order.gid)
    run_pending()

    assert held == ("waiting", "waiting_for_hold")
    assert state_of(posted.task) == ("succeeded", "sent")
    assert shop.fulfilled(order) == {"apple": 2}


def test_a_shipment_of_a_scheduled_delivery_waits_for_its_date(shop: Shop) -> None:
    order = shop.order(lines=[BOX])

    posted = shop.ship(order, "S-1", box=2)
    run_pending()

    assert state_of(posted.task) == ("waiting", "waiting_until")
    assert posted.task.wait_reason == "scheduled"
    assert posted.task.wake_at is not None
    assert timedelta(days=29) < posted.task.wake_at - now() < timedelta(days=31)
    assert shop.fulfilled(order) == {"box": 1}


def test_a_person_may_open_a_scheduled_delivery_early(shop: Shop) -> None:
    order = shop.order(lines=[BOX])
    posted = shop.ship(order, "S-1", box=2)
    run_pending()

    choose_for_task(posted.task.pk, TaskChoice(scheduled=ScheduledPolicy.OPEN_EARLY))
    run_pending()

    assert state_of(posted.task) == ("succeeded", "sent")
    assert shop.fulfilled(order) == {"box": 2}


def test_goods_are_moved_first_where_the_store_wants_it(shop: Shop) -> None:
    set_policies(shop.store, Policies(other_location=OtherLocation.MOVE))
    order = shop.order(lines=[APPLES])
    elsewhere = shop.store.locations.exclude(location_gid=order.fulfillment_orders.get().location_gid).first()
    assert elsewhere is not None

    posted = shop.ship(order, "S-1", location=elsewhere.code, apple=2)
    run_pending()

    assert state_of(posted.task) == ("succeeded", "sent")
    assert [one["location"]["id"] for one in shop.fulfillments(order)] == [elsewhere.location_gid]


def test_a_store_that_asks_leaves_goods_at_another_location_to_a_person(shop: Shop) -> None:
    set_policies(shop.store, Policies(other_location=OtherLocation.ASK))
    order = shop.order(lines=[APPLES])
    elsewhere = shop.store.locations.exclude(location_gid=order.fulfillment_orders.get().location_gid).first()
    assert elsewhere is not None
    posted = shop.ship(order, "S-1", location=elsewhere.code, apple=2)
    run_pending()
    asked = state_of(posted.task)

    choose_for_task(posted.task.pk, TaskChoice(other_location=OtherLocation.FULFIL_THERE))
    run_pending()

    assert asked == ("needs_attention", "needs_attention")
    assert state_of(posted.task) == ("succeeded", "sent")


def test_a_part_that_waits_beside_one_that_needs_a_person_goes_on_when_its_hold_is_released(shop: Shop) -> None:
    here, elsewhere = shop.store.locations.order_by("location_gid")[:2]
    pears = {**APPLES, "sku": "pear", "location": elsewhere.name}
    order = shop.order(lines=[{**APPLES, "location": here.name}, pears])
    held = order.fulfillment_orders.get(location_gid=here.location_gid).gid
    shop.sandbox.graphql(HOLD, id=held)
    set_policies(shop.store, Policies(other_location=OtherLocation.ASK))
    posted = shop.ship(order, "S-1", location=here.code, apple=2, pear=1)
    run_pending()
    before = state_of(posted.task)

    shop.sandbox.graphql(RELEASE, id=held)
    read_order(shop.store, order.gid)
    run_pending()

    assert before[0] == "needs_attention"
    assert state_of(posted.task)[0] == "needs_attention"
    assert shop.fulfilled(order) == {"apple": 2}
