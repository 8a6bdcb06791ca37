"""The conversation between merchant and fulfillment service: requests, answers, cancellations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopify_sandbox.state import fulfillment_orders
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import fulfillment_order_happened, order_changed
from shopify_sandbox.state.orders import FulfillmentOrder, MerchantRequest
from shopify_sandbox.state.statuses import Change, FulfillmentOrderStatus, RequestStatus
from shopify_sandbox.world import World

_SUBMITTABLE = (RequestStatus.UNSUBMITTED, RequestStatus.REJECTED, RequestStatus.CLOSED)


@dataclass(frozen=True)
class Submitted:
    """What was submitted and, when only a part was, what was not."""

    submitted: FulfillmentOrder
    unsubmitted: FulfillmentOrder | None


def submit(
    world: World,
    target: FulfillmentOrder,
    *,
    lines: Sequence[Mapping[str, object]] | None,
    message: str | None,
    notify_customer: bool,
) -> Submitted:
    """Ask the fulfillment service; a part keeps the id, the rest gets a new, unsubmitted one. Raises Refused."""
    if target.location.service is None:
        raise refused("The fulfillment order's assigned fulfillment service must be of api type")
    if target.status is not FulfillmentOrderStatus.OPEN or target.request_status not in _SUBMITTABLE:
        raise refused("Cannot request fulfillment for the fulfillment order.")
    units = fulfillment_orders.units_from(world, target, lines)
    rest = fulfillment_orders.rest(target, units)
    unsubmitted = None
    if rest:
        unsubmitted = fulfillment_orders.create_like(world, target)
        fulfillment_orders.transfer(world, rest, unsubmitted)
        fulfillment_orders.drop_empty_lines(target)
    _note(world, target, "FULFILLMENT_REQUEST", message=message, options={"notify_customer": notify_customer})
    _answer(world, target, RequestStatus.SUBMITTED, topic="fulfillment_request_submitted", message=message)
    return Submitted(target, unsubmitted)


def accept(world: World, target: FulfillmentOrder, message: str | None) -> None:
    """The service will do it: IN_PROGRESS, ACCEPTED."""
    _expect(target, RequestStatus.SUBMITTED, "accept the fulfillment request")
    fulfillment_orders.apply(world, target, Change.ACCEPT_REQUEST)
    _answer(world, target, RequestStatus.ACCEPTED, topic="fulfillment_request_accepted", message=message)


def reject(world: World, target: FulfillmentOrder, message: str | None) -> None:
    """The service won't: OPEN, REJECTED."""
    _expect(target, RequestStatus.SUBMITTED, "reject the fulfillment request")
    fulfillment_orders.apply(world, target, Change.REJECT_REQUEST)
    _answer(world, target, RequestStatus.REJECTED, topic="fulfillment_request_rejected", message=message)


def submit_cancellation(world: World, target: FulfillmentOrder, message: str | None) -> None:
    """Ask the service to stop. A request it hasn't answered is withdrawn at once.

    The recorded answer still shows ACCEPTED right after the call on an accepted one; the request itself is listed.
    """
    if target.request_status not in (RequestStatus.ACCEPTED, RequestStatus.SUBMITTED) or target.is_closed:
        raise refused("Cannot request cancellation for the fulfillment order.")
    _note(world, target, "CANCELLATION_REQUEST", message=message, options={})
    fulfillment_order_happened(world, "cancellation_request_submitted", target, message=message)
    fulfillment_orders.touch(world, target)
    order_changed(world, target.order)


def accept_cancellation(world: World, target: FulfillmentOrder, message: str | None) -> None:
    """The service stops: it closes with 0/0, and a new OPEN one holds the units for the merchant."""
    _expect_cancellation(target)
    made = fulfillment_orders.create_like(world, target)
    made.status = FulfillmentOrderStatus.OPEN
    fulfillment_orders.transfer(world, fulfillment_orders.all_units(target), made)
    fulfillment_orders.apply(world, target, Change.REPLACE)
    _answer(world, target, RequestStatus.CANCELLATION_ACCEPTED, topic="cancellation_request_accepted", message=message)


def reject_cancellation(world: World, target: FulfillmentOrder, message: str | None) -> None:
    """The service goes on: IN_PROGRESS, CANCELLATION_REJECTED."""
    _expect_cancellation(target)
    _answer(world, target, RequestStatus.CANCELLATION_REJECTED, topic="cancellation_request_rejected", message=message)


def _expect(target: FulfillmentOrder, status: RequestStatus, what: str) -> None:
    if target.request_status is not status:
        raise refused(f"Cannot {what}: its request status is {target.request_status.value.lower()}.")


def _expect_cancellation(target: FulfillmentOrder) -> None:
    asked = any(request.kind == "CANCELLATION_REQUEST" for request in target.merchant_requests)
    answerable = target.request_status in (RequestStatus.ACCEPTED, RequestStatus.SUBMITTED)
    if not asked or not answerable or target.is_closed:
        raise refused("The fulfillment order has no cancellation request to answer.")


def _note(
    world: World, target: FulfillmentOrder, kind: str, *, message: str | None, options: dict[str, object]
) -> None:
    request = MerchantRequest(
        id=world.new_id(MerchantRequest),
        fulfillment_order=target,
        kind=kind,
        sent_at=world.now(),
        message=message,
        request_options=options,
    )
    target.merchant_requests.append(world.add(request))


def _answer(world: World, target: FulfillmentOrder, status: RequestStatus, *, topic: str, message: str | None) -> None:
    target.request_status = status
    fulfillment_orders.touch(world, target)
    fulfillment_order_happened(world, topic, target, message=message)
    order_changed(world, target.order)
