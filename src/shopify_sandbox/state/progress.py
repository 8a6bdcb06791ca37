"""Reporting progress, replacing a fulfillment order, giving it up."""

from __future__ import annotations

from shopify_sandbox.state import fulfillment_orders
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import fulfillment_order_happened, order_changed
from shopify_sandbox.state.orders import FulfillmentOrder
from shopify_sandbox.state.statuses import Change, FulfillmentOrderStatus, RequestStatus
from shopify_sandbox.world import World

_WITHDRAWABLE = (RequestStatus.SUBMITTED, RequestStatus.CANCELLATION_REQUESTED)


def report(world: World, target: FulfillmentOrder) -> None:
    """OPEN or IN_PROGRESS becomes IN_PROGRESS by a person's word. Raises Refused in other states."""
    if not fulfillment_orders.allows(target, Change.REPORT_PROGRESS):
        status = target.status.value.lower()
        message = f"Cannot report progress on a fulfillment order with status {status}."
        raise refused(message, "id", code="FULFILLMENT_ORDER_STATUS_INVALID")
    target.progress_reported = True
    fulfillment_orders.apply(world, target, Change.REPORT_PROGRESS)
    fulfillment_order_happened(world, "progress_reported", target)
    order_changed(world, target.order)


def replace(world: World, target: FulfillmentOrder) -> FulfillmentOrder:
    """fulfillmentOrderCancel: it closes without lines, and a new OPEN one takes what was left. Returns the new one."""
    if target.progress_reported:
        message = "Cannot cancel fulfillment order that has had progress reported. Mark as unfulfilled first."
        raise refused(message, "id", code="FULFILLMENT_ORDER_HAS_MANUALLY_REPORTED_PROGRESS")
    if not _cancelable(target):
        raise refused("Fulfillment order is not in cancelable request state and can't be canceled.")
    made = fulfillment_orders.create_like(world, target)
    for line in list(target.lines):
        if line.remaining_quantity == line.total_quantity:
            target.lines.remove(line)
            line.fulfillment_order = made
            made.lines.append(line)
        elif line.remaining_quantity:
            fulfillment_orders.transfer(world, [(line, line.remaining_quantity)], made)
    target.request_status = _withdrawn(target.request_status)
    fulfillment_orders.drop_holds(world, target)
    fulfillment_orders.apply(world, target, Change.REPLACE)
    fulfillment_order_happened(world, "cancelled", target, others=[("replacement_fulfillment_order", made)])
    order_changed(world, target.order)
    return made


def _cancelable(target: FulfillmentOrder) -> bool:
    if target.status in (FulfillmentOrderStatus.CLOSED, FulfillmentOrderStatus.CANCELLED):
        return False
    if target.location.is_third_party and target.status is FulfillmentOrderStatus.IN_PROGRESS:
        return target.request_status in _WITHDRAWABLE
    return target.status in (FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.IN_PROGRESS)


def _withdrawn(status: RequestStatus) -> RequestStatus:
    return RequestStatus.CLOSED if status in _WITHDRAWABLE else status


def give_up(world: World, target: FulfillmentOrder, message: str | None) -> None:
    """fulfillmentOrderClose: a fulfillment service can't ship the rest; INCOMPLETE. Raises Refused elsewhere."""
    if target.location.service is None:
        raise refused("The fulfillment order's assigned fulfillment service must be of api type")
    accepted = target.request_status in (RequestStatus.ACCEPTED, RequestStatus.CANCELLATION_REJECTED)
    if target.status is not FulfillmentOrderStatus.IN_PROGRESS or not accepted:
        raise refused("The fulfillment order must be in progress and its request accepted.")
    target.request_status = RequestStatus.CLOSED
    fulfillment_orders.apply(world, target, Change.GIVE_UP)
    fulfillment_order_happened(world, "fulfillment_service_failed_to_complete", target, message=message)
    order_changed(world, target.order)
