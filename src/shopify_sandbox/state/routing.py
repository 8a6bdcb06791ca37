"""Routing: the background job that splits a new order's work into fulfillment orders."""

from __future__ import annotations

from datetime import datetime, timedelta

from shopify_sandbox.state import automatic, fulfillment_orders
from shopify_sandbox.state.events import fulfillment_order_happened, order_changed
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import FulfillmentOrder, LineItem, Order, Share
from shopify_sandbox.state.statuses import Change, FulfillmentOrderStatus
from shopify_sandbox.world import World


def start(world: World, order: Order, *, delay: timedelta | None = None) -> None:
    """Route the order: at once without a delay, else when the clock says so."""
    wait = world.routing_delay if delay is None else delay
    if wait <= timedelta(0):
        route(world, order)
    else:
        world.later(wait, lambda: route(world, order))


def route(world: World, order: Order) -> None:
    """Make one fulfillment order per location and date. Nothing for an order cancelled meanwhile."""
    if order.routed or order.cancelled_at is not None:
        order.routed = True
        return
    order.routed = True
    groups: dict[tuple[int, datetime | None], FulfillmentOrder] = {}
    for line in order.lines:
        for share in shares_of(line):
            location = share.location or default_location(world)
            key = (location.id, share.fulfill_at)
            if key not in groups:
                groups[key] = _open_or_scheduled(world, order, location, fulfill_at=share.fulfill_at)
            fulfillment_orders.add_units(world, groups[key], line, share.quantity)
    for made in groups.values():
        schedule_opening(world, made)
        fulfillment_order_happened(world, "order_routing_complete", made)
    order_changed(world, order)
    automatic.fulfil(world, order)


def shares_of(line: LineItem) -> list[Share]:
    """The line's units by location and date; units removed before routing are left out, the last ones first."""
    left = 0 if line.is_tip else line.quantity - _removed(line)
    result = []
    for share in line.shares or [Share(line.quantity)]:
        quantity = min(share.quantity, left)
        left -= quantity
        if quantity > 0:
            result.append(Share(quantity, share.location, share.fulfill_at))
    return result


def default_location(world: World) -> Location:
    """Where new orders go: the first active location that fulfils online orders."""
    usable = [each for each in world.locations if each.is_active and each.fulfills_online_orders]
    own = [each for each in usable if not each.is_third_party]
    return (own or usable or world.locations)[0]


def schedule_opening(world: World, fulfillment_order: FulfillmentOrder) -> None:
    """Let the clock open a scheduled one at its date; a later change of the date makes this call do nothing."""
    due = fulfillment_order.fulfill_at
    if fulfillment_order.status is not FulfillmentOrderStatus.SCHEDULED or due is None:
        return
    world.clock.schedule(due, lambda: open_when_due(world, fulfillment_order))


def open_when_due(world: World, fulfillment_order: FulfillmentOrder) -> None:
    """SCHEDULED becomes OPEN when its date has come; otherwise nothing happens."""
    due = fulfillment_order.fulfill_at
    if fulfillment_order.status is not FulfillmentOrderStatus.SCHEDULED or due is None or due > world.clock.now():
        return
    fulfillment_orders.apply(world, fulfillment_order, Change.FALL_DUE)
    fulfillment_order_happened(world, "scheduled_fulfillment_order_ready", fulfillment_order)
    order_changed(world, fulfillment_order.order)


def _open_or_scheduled(
    world: World, order: Order, location: Location, *, fulfill_at: datetime | None
) -> FulfillmentOrder:
    scheduled = fulfill_at is not None and fulfill_at > world.clock.now()
    status = FulfillmentOrderStatus.SCHEDULED if scheduled else FulfillmentOrderStatus.OPEN
    return fulfillment_orders.create(world, order, location, status=status, fulfill_at=fulfill_at)


def _removed(line: LineItem) -> int:
    return sum(each.quantity for each in line.refund_lines if each.leaves_fulfillment)
