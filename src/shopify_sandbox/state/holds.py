"""Holds: placing them on a fulfillment order or on a part of it, and releasing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopify_sandbox.state import fulfillment_orders
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import fulfillment_order_happened, held, hold_happened, order_changed
from shopify_sandbox.state.fulfillment_orders import HOLDS_PER_APP, Units
from shopify_sandbox.state.orders import FulfillmentOrder, Hold
from shopify_sandbox.state.statuses import Change, FulfillmentOrderStatus
from shopify_sandbox.world import World

LONGEST_HANDLE = 64

_LINES = ("fulfillmentHold", "fulfillmentOrderLineItems")


@dataclass(frozen=True)
class HoldRequest:
    """One fulfillmentOrderHold call; without lines everything is held."""

    reason: str
    app_id: str
    handle: str | None = None
    reason_notes: str | None = None
    external_id: str | None = None
    lines: Sequence[Mapping[str, object]] = ()


def place(world: World, target: FulfillmentOrder, request: HoldRequest) -> tuple[Hold, FulfillmentOrder | None]:
    """Hold it. A part keeps the fulfillment order, the rest gets a new OPEN one, which is returned too.

    Raises Refused with the codes of FulfillmentOrderHoldUserErrorCode.
    """
    _check_lines(request)
    _check_holds(target, request)
    if not fulfillment_orders.allows(target, Change.HOLD):
        raise refused("The fulfillment order is not in a holdable state.", "id")
    rest = _split_off_rest(world, target, request)
    hold = Hold(
        id=world.new_id(Hold),
        fulfillment_order=target,
        reason=request.reason,
        app_id=request.app_id,
        reason_notes=request.reason_notes,
        handle=request.handle,
        external_id=request.external_id,
    )
    target.holds.append(world.add(hold))
    fulfillment_orders.apply(world, target, Change.HOLD)
    held(world, hold, rest)
    order_changed(world, target.order)
    return hold, rest


def _check_lines(request: HoldRequest) -> None:
    ids = [line["id"] for line in request.lines]
    if len(set(map(str, ids))) < len(ids):
        raise refused("must contain unique line item ids", *_LINES, code="DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS")
    for number, line in enumerate(request.lines):
        if int(str(line["quantity"])) < 1:
            message = "You must select at least one item to place on partial hold."
            raise refused(message, *_LINES, str(number), "quantity", code="GREATER_THAN_ZERO")


def _check_holds(target: FulfillmentOrder, request: HoldRequest) -> None:
    own = [hold for hold in target.holds if hold.app_id == request.app_id]
    if request.handle and len(request.handle) > LONGEST_HANDLE:
        message = f"is too long (maximum is {LONGEST_HANDLE} characters)"
        raise refused(message, "fulfillmentHold", "handle", code="INVALID")
    if len(own) >= HOLDS_PER_APP:
        message = (
            "The maximum number of fulfillment holds for this fulfillment order has been reached for this app. "
            f"An app can only have up to {HOLDS_PER_APP} holds on a single fulfillment order at any one time."
        )
        raise refused(message, "id", code="FULFILLMENT_ORDER_HOLD_LIMIT_REACHED")
    if any((hold.handle or "") == (request.handle or "") for hold in own):
        message = (
            "The handle provided for the fulfillment hold is already in use by this app "
            "for another hold on this fulfillment order."
        )
        raise refused(message, "fulfillmentHold", "handle", code="DUPLICATE_FULFILLMENT_HOLD_HANDLE")


def _split_off_rest(world: World, target: FulfillmentOrder, request: HoldRequest) -> FulfillmentOrder | None:
    if not request.lines:
        return None
    if target.status is FulfillmentOrderStatus.ON_HOLD:
        message = "The fulfillment order is not in a splittable state."
        raise refused(message, *_LINES, code="FULFILLMENT_ORDER_NOT_SPLITTABLE")
    units = _units(world, target, request)
    rest = fulfillment_orders.rest(target, units)
    if not rest:
        return None
    made = fulfillment_orders.create_like(world, target)
    made.rest_of = target
    fulfillment_orders.transfer(world, rest, made)
    fulfillment_orders.drop_empty_lines(target)
    return made


def _units(world: World, target: FulfillmentOrder, request: HoldRequest) -> Units:
    return fulfillment_orders.units_from(world, target, request.lines)


def release(
    world: World, target: FulfillmentOrder, *, hold_ids: Sequence[int] | None = None, external_id: str | None = None
) -> None:
    """Release the named holds, or all; with the last one it opens and takes back what a partial hold left elsewhere.

    Raises Refused when it isn't held or a named hold isn't there.
    """
    if not target.holds:
        raise refused("The fulfillment order is not on hold.", "id")
    gone = _chosen(target, hold_ids, external_id)
    for hold in gone:
        target.holds.remove(hold)
        world.remove(hold)
        hold_happened(world, "released", hold)
    fulfillment_orders.touch(world, target)
    if not target.holds:
        fulfillment_orders.apply(world, target, Change.RELEASE)
        if any(line.remaining_quantity < line.total_quantity for line in target.lines):
            fulfillment_orders.apply(world, target, Change.FULFILL_SOME)
        _take_back(world, target)
        fulfillment_order_happened(world, "hold_released", target)
    order_changed(world, target.order)


def _chosen(target: FulfillmentOrder, hold_ids: Sequence[int] | None, external_id: str | None) -> list[Hold]:
    if hold_ids:
        chosen = [hold for hold in target.holds if hold.id in hold_ids]
        if len(chosen) < len(set(hold_ids)):
            raise refused("The fulfillment hold was not found.", "holdIds")
        return chosen
    if external_id:
        return [hold for hold in target.holds if hold.external_id == external_id] or list(target.holds)
    return list(target.holds)


def _take_back(world: World, target: FulfillmentOrder) -> None:
    """The rest of a partial hold, while still open and in place, joins the released part and closes with 0/0."""
    for each in target.order.fulfillment_orders:
        if each.rest_of is target and each.status is FulfillmentOrderStatus.OPEN and each.location is target.location:
            fulfillment_orders.transfer(world, fulfillment_orders.all_units(each), target)
            fulfillment_orders.apply(world, each, Change.EMPTY)
            each.displayable = False
