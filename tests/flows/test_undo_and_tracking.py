"""A shipment that did not happen after all, and one that got another tracking number."""

import pytest
from django.db import IntegrityError, transaction

from backhaul.core.errors import AlreadyUndone, MoreThanOutstanding
from backhaul.flows.change_tracking import change_tracking
from backhaul.flows.outstanding import outstanding_lines
from backhaul.flows.post_shipment import TrackingRequest
from backhaul.flows.steer_tasks import cancel_task
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import PostedShipment
from tests.support.shop import Shop, fulfil_elsewhere, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


def test_an_undo_cancels_the_fulfillment_and_the_units_are_outstanding_again(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", apple=5)
    run_pending()
    undo = undo_shipment(posted.shipment, reason="wrong box")
    with pytest.raises(MoreThanOutstanding):
        shop.ship(order, "S-2", apple=1)

    run_pending()
    again = shop.ship(order, "S-3", apple=5)
    run_pending()

    assert state_of(undo.task) == ("succeeded", "undone")
    assert state_of(again.task) == ("succeeded", "sent")
    assert shop.fulfilled(order) == {"apple": 5}


def test_an_undo_before_sending_sends_nothing(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", apple=5)

    undo = undo_shipment(posted.shipment)
    run_pending()

    assert state_of(posted.task) == ("cancelled", "undone_before_sending")
    assert state_of(undo.task) == ("succeeded", "undone_before_sending")
    assert shop.fulfilled(order) == {}
    assert outstanding_lines(order)[0].outstanding == 5


def test_an_undo_leaves_what_someone_else_has_fulfilled(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", tracking="1Z999", apple=2)
    fulfil_elsewhere(shop, order, tracking="1Z999", apple=2)
    run_pending()

    undo = undo_shipment(posted.shipment)
    run_pending()

    assert state_of(undo.task) == ("succeeded", "undone_in_part")
    assert shop.fulfilled(order) == {"apple": 2}
    assert outstanding_lines(order)[0].outstanding == 3


def test_a_second_undo_is_the_first_one(shop: Shop) -> None:
    posted = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=5)

    first = undo_shipment(posted.shipment)
    second = undo_shipment(posted.shipment)

    assert (second.undo.pk, second.is_new) == (first.undo.pk, False)


def test_changed_tracking_reaches_shopify(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", tracking="OLD", apple=2)
    run_pending()

    changed = change_tracking(posted.shipment, [TrackingRequest("NEW-1"), TrackingRequest("NEW-2")])
    run_pending()

    assert state_of(changed.task) == ("succeeded", "tracking_changed")
    assert [one["number"] for one in shop.fulfillments(order)[0]["trackingInfo"]] == ["NEW-1", "NEW-2"]


def test_tracking_changed_before_sending_is_what_is_sent(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", tracking="OLD", apple=2)

    change_tracking(posted.shipment, [TrackingRequest("NEW")])
    run_pending()

    assert [one["number"] for one in shop.fulfillments(order)[0]["trackingInfo"]] == ["NEW"]


def test_an_undone_shipment_keeps_its_tracking(shop: Shop) -> None:
    posted = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=2)
    undo_shipment(posted.shipment)

    with pytest.raises(AlreadyUndone):
        change_tracking(posted.shipment, [TrackingRequest("NEW")])


def test_a_posted_shipment_can_not_be_changed(shop: Shop) -> None:
    posted = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=2)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        PostedShipment.objects.filter(pk=posted.shipment.pk).update(external_number="S-2")


def test_tracking_whose_change_was_called_off_can_be_asked_for_again(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", tracking="OLD", apple=2)
    run_pending()
    called_off = change_tracking(posted.shipment, [TrackingRequest("NEW")])
    cancel_task(called_off.task.pk, reason="not sure yet")

    again = change_tracking(posted.shipment, [TrackingRequest("NEW")])
    run_pending()

    assert again.is_new
    assert state_of(again.task) == ("succeeded", "tracking_changed")
    assert [one["number"] for one in shop.fulfillments(order)[0]["trackingInfo"]] == ["NEW"]
