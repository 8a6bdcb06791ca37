"""Each mutation that changes fulfillments, with the shipment that leads to it."""

from collections.abc import Mapping

from backhaul.flows.change_tracking import change_tracking
from backhaul.flows.post_shipment import Posted, TrackingRequest
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import SalesOrder, ShipmentFulfillment, Task
from tests.crash.scenarios import Scenario, View
from tests.crash.witness import Witness
from tests.support.shop import Shop

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 6}
BOX = {
    "sku": "box",
    "title": "Box",
    "price": "30.00",
    "quantity": 1,
    "selling_plan": {"name": "Monthly", "deliveries": 4, "every": "P30D"},
}
OLD, TRACKING = "1ZOLD", "1ZNEW"


def _stands_or_cancelled(witness: Witness, order: SalesOrder) -> Mapping[str, str]:
    return {gid: "cancelled" if status == "CANCELLED" else "stands" for gid, status in witness.statuses(order).items()}


def _recorded(order: SalesOrder) -> Mapping[str, str]:
    rows = ShipmentFulfillment.objects.filter(shipment__order=order)
    return {row.fulfillment_gid: "cancelled" if row.cancelled_at else "stands" for row in rows}


FULFILLMENTS = View(shown=Witness.fulfillments, theirs=_stands_or_cancelled, ours=_recorded)


def _place(shop: Shop) -> SalesOrder:
    return shop.order(lines=[APPLES])


def _place_shipped(shop: Shop) -> SalesOrder:
    order = _place(shop)
    _ship(shop, order, tracking=OLD)
    return order


def _place_box(shop: Shop) -> SalesOrder:
    order = shop.order(lines=[BOX])
    _ship(shop, order, tracking=OLD)
    return order


def _ship(shop: Shop, order: SalesOrder, *, tracking: str, location: str | None = None) -> Posted:
    sku = order.lines.get().sku
    units = {"apple": 2, "box": 1}[sku]
    return shop.ship(order, f"{order.name} {tracking}", tracking=tracking, location=location, units={sku: units})


def _send(shop: Shop, order: SalesOrder) -> Task:
    return _ship(shop, order, tracking=TRACKING).task


def _send_untracked(shop: Shop, order: SalesOrder) -> Task:
    """Nothing tells such a fulfillment from another one of the same goods."""
    return _ship(shop, order, tracking="").task


def _undo(shop: Shop, order: SalesOrder) -> Task:
    return undo_shipment(order.shipments.get()).task


def _track(shop: Shop, order: SalesOrder) -> Task:
    return change_tracking(order.shipments.get(), [TrackingRequest(TRACKING)]).task


def _send_from_elsewhere(shop: Shop, order: SalesOrder) -> Task:
    here = order.fulfillment_orders.get().location_gid
    other = shop.store.locations.exclude(location_gid=here).first()
    assert other is not None
    return _ship(shop, order, tracking=TRACKING, location=other.code).task


CREATE = Scenario(
    mutation="fulfillmentCreate",
    effects={"fulfillmentCreate": 1},
    place=_place,
    owe=_send_untracked,
    view=FULFILLMENTS,
    shown=[("SUCCESS", 2, "")],
    outcome="sent",
)
CANCEL = Scenario(
    mutation="fulfillmentCancel",
    effects={"fulfillmentCancel": 1},
    place=_place_shipped,
    owe=_undo,
    view=FULFILLMENTS,
    shown=[("CANCELLED", 2, OLD)],
    outcome="undone",
)
TRACK = Scenario(
    mutation="fulfillmentTrackingInfoUpdate",
    effects={"fulfillmentTrackingInfoUpdate": 1},
    place=_place_shipped,
    owe=_track,
    view=FULFILLMENTS,
    shown=[("SUCCESS", 2, TRACKING)],
    outcome="tracking_changed",
)
OPEN = Scenario(
    mutation="fulfillmentOrderOpen",
    effects={"fulfillmentOrderOpen": 1, "fulfillmentCreate": 1},
    place=_place_box,
    owe=_send,
    view=FULFILLMENTS,
    shown=[("SUCCESS", 1, TRACKING), ("SUCCESS", 1, OLD)],
    outcome="sent",
)
MOVE = Scenario(
    mutation="fulfillmentOrderMove",
    effects={"fulfillmentOrderMove": 1, "fulfillmentCreate": 1},
    place=_place,
    owe=_send_from_elsewhere,
    view=FULFILLMENTS,
    shown=[("SUCCESS", 2, TRACKING)],
    outcome="sent",
)
FULFILLING = (CREATE, CANCEL, TRACK, OPEN, MOVE)
