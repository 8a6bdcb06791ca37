"""Endpoints of posted shipments: post, look at, change the tracking, undo."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja import Status

from backhaul.api.bodies import TrackingChangeBody, UndoBody
from backhaul.flows.change_tracking import change_tracking
from backhaul.flows.find import find_order, find_shipment
from backhaul.flows.post_shipment import post_shipment
from backhaul.flows.posting_bodies import ShipmentBody, tracking_requests
from backhaul.flows.show.shipments import (
    ShipmentView,
    TrackingChangeView,
    UndoView,
    read_shipment,
    shipments_of,
    tracking_change_view,
    undo_view,
)
from backhaul.flows.undo_shipment import undo_shipment


@dataclass(frozen=True)
class Shipments:
    """The shipments of one order."""

    items: list[ShipmentView]


def list_shipments(request: HttpRequest, order: str, store: str | None = None) -> Shipments:
    """The shipments of an order, latest first."""
    return Shipments(shipments_of(find_order(order, store_slug=store)))


def post(request: HttpRequest, order: str, body: ShipmentBody, store: str | None = None) -> Status[ShipmentView]:
    """Post a shipment: 201 when it is new, 200 when the same was posted before under its number."""
    posted = post_shipment(find_order(order, store_slug=store), body.to_request())
    return Status(_new(posted.is_new), read_shipment(posted.shipment.pk))


def get_shipment(request: HttpRequest, shipment: str) -> ShipmentView:
    """One shipment with its task and what it became in Shopify."""
    return read_shipment(shipment)


def put_tracking(request: HttpRequest, shipment: str, body: TrackingChangeBody) -> Status[TrackingChangeView]:
    """Give a shipment other tracking numbers: 201 when that is new, 200 when it has them already."""
    changed = change_tracking(
        find_shipment(shipment), tracking_requests(body.tracking), notify_customer=body.notify_customer
    )
    return Status(_new(changed.is_new), tracking_change_view(changed.change))


def undo(request: HttpRequest, shipment: str, body: UndoBody) -> Status[UndoView]:
    """Undo a shipment: 201 when that is new, 200 when it was undone before."""
    undone = undo_shipment(find_shipment(shipment), reason=body.reason)
    return Status(_new(undone.is_new), undo_view(undone.undo))


def _new(is_new: bool) -> int:
    return 201 if is_new else 200
