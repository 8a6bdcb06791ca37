"""Dates of fulfillment orders: opening before the date, another date, a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shopify_sandbox.state import fulfillment_orders, routing
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import fulfillment_order_happened, order_changed
from shopify_sandbox.state.orders import FulfillmentOrder
from shopify_sandbox.state.statuses import Change, FulfillmentOrderStatus
from shopify_sandbox.world import World

_FROM_PROGRESS_SINCE = "2026-01"


def mark_open(world: World, target: FulfillmentOrder, *, api_version: str) -> None:
    """SCHEDULED opens before its date; IN_PROGRESS by a report at a merchant-managed location opens again (2026-01)."""
    if target.status is FulfillmentOrderStatus.SCHEDULED:
        fulfillment_orders.apply(world, target, Change.OPEN)
        fulfillment_order_happened(world, "scheduled_fulfillment_order_ready", target)
        order_changed(world, target.order)
        return
    from_progress = target.status is FulfillmentOrderStatus.IN_PROGRESS and target.progress_reported
    if not from_progress or target.location.is_third_party or api_version < _FROM_PROGRESS_SINCE:
        status = target.status.value.lower()
        raise refused(f"Expected fulfillment order status to be valid but it was {status}.")
    target.progress_reported = False
    fulfillment_orders.apply(world, target, Change.OPEN)
    fulfillment_order_happened(world, "manually_reported_progress_stopped", target)
    order_changed(world, target.order)


def reschedule(world: World, target: FulfillmentOrder, fulfill_at: datetime) -> FulfillmentOrder:
    """Another date for a scheduled one. With a sibling of that date it is merged; returns the one that survives."""
    if target.status is not FulfillmentOrderStatus.SCHEDULED:
        raise refused("Fulfillment order must be scheduled.")
    if fulfill_at <= world.clock.now():
        raise refused("Fulfill at must be in the future.", "fulfillAt")
    target.fulfill_at = fulfill_at
    fulfillment_orders.touch(world, target)
    survivor = _join_sibling(world, target)
    routing.schedule_opening(world, survivor)
    fulfillment_order_happened(world, "rescheduled", survivor)
    order_changed(world, target.order)
    return survivor


def _join_sibling(world: World, target: FulfillmentOrder) -> FulfillmentOrder:
    for each in target.order.fulfillment_orders:
        same = each.fulfill_at == target.fulfill_at and each.location is target.location
        if each is not target and same and each.status is FulfillmentOrderStatus.SCHEDULED:
            fulfillment_orders.transfer(world, fulfillment_orders.all_units(target), each)
            fulfillment_orders.apply(world, target, Change.EMPTY)
            target.displayable = False
            fulfillment_order_happened(world, "merged", each, others=[("merged", target)])
            return each
    return target


def set_deadline(world: World, targets: Sequence[FulfillmentOrder], deadline: datetime) -> None:
    """Set `fulfillBy`, on closed ones too (recorded)."""
    for each in targets:
        each.fulfill_by = deadline
        fulfillment_orders.touch(world, each)
    for order in {each.order for each in targets}:
        order_changed(world, order)
