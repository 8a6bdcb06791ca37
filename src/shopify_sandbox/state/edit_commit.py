"""Committing an edit: the order's lines and money, its fulfillment orders, and who is told."""

from __future__ import annotations

from shopify_sandbox.state import edit_applying, fulfillment_orders, payments, refunding, routing, totals
from shopify_sandbox.state.edit_applying import Applied
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import fulfillment_order_happened
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.order_editing import NOT_EDITABLE, check_removable, not_editable_because
from shopify_sandbox.state.order_edits import CommittedEdit, OrderEdit, UnitChange
from shopify_sandbox.state.orders import FulfillmentOrder, LineItem, Order, Share
from shopify_sandbox.state.statuses import FulfillmentOrderStatus, RequestStatus
from shopify_sandbox.world import World


def commit(world: World, edit: OrderEdit, *, notify_customer: bool, staff_note: str | None) -> CommittedEdit:
    """Make the edit part of its order. Raises Refused, nothing changed then.

    Assumed: an edit without changes is refused, and so is one that began before another one was committed.
    """
    _check(edit)
    order = edit.order
    order.original_total = totals.original_total(order)
    with payments.moving_money(world, order):
        done = edit_applying.apply(edit, order, world.new_id, world.now())
        _keep(world, done)
        _move_units(world, order, done)
        order.edits += 1
        edit.committed = True
        told = _told(world, edit, done, notify_customer=notify_customer, staff_note=staff_note)
        world.emit("orders/edited", told)
        if done.refund is not None:
            world.emit("refunds/create", done.refund)
    return told


def _check(edit: OrderEdit) -> None:
    if not_editable_because(edit.order):
        raise refused(NOT_EDITABLE, "id")
    if edit.order_edits != edit.order.edits:
        raise refused("The order has been edited since this edit began.", "id")
    if not edit.changes_something:
        raise refused("There are no changes to commit.", "id")
    for each in edit.lines:
        if not each.added:
            check_removable(each.line, -each.delta)


def _keep(world: World, done: Applied) -> None:
    if done.refund is not None:
        world.add(done.refund)
        for line in done.refund.lines:
            world.add(line)
    for _, placed in done.placed:
        world.add(placed)
    for shipping_line in done.shipping_added:
        world.add(shipping_line)


def _move_units(world: World, order: Order, done: Applied) -> None:
    """Take removed units from fulfillment orders and give added ones to some; before routing there are none."""
    for change in done.removals:
        refunding.take_away(world, change.line, change.units)
    for change in done.grown:
        _give(world, order, change.line, change.units, location=None)
    for edited, line in done.placed:
        _give(world, order, line, line.quantity, location=edited.location)


def _give(world: World, order: Order, line: LineItem, units: int, *, location: Location | None) -> None:
    if not order.routed:
        line.shares = [*line.shares, Share(units, location)] if line.shares or location else []
        return
    target = _open_one(world, order, line, location) or _new_one(world, order, location)
    fulfillment_orders.add_units(world, target, line, units)
    fulfillment_orders.touch(world, target)


def _open_one(world: World, order: Order, line: LineItem, location: Location | None) -> FulfillmentOrder | None:
    """An open fulfillment order nobody works on: the one that holds the line first, else one at the location."""
    wanted = location or routing.default_location(world)
    free = [
        each
        for each in order.fulfillment_orders
        if each.status is FulfillmentOrderStatus.OPEN and each.request_status is RequestStatus.UNSUBMITTED
    ]
    holding = [each for each in free if location is None and each.line_for(line) is not None]
    return next(iter(holding or [each for each in free if each.location is wanted]), None)


def _new_one(world: World, order: Order, location: Location | None) -> FulfillmentOrder:
    made = fulfillment_orders.create(world, order, location or routing.default_location(world))
    fulfillment_order_happened(world, "order_routing_complete", made)
    return made


def _told(
    world: World, edit: OrderEdit, done: Applied, *, notify_customer: bool, staff_note: str | None
) -> CommittedEdit:
    return CommittedEdit(
        id=edit.id,
        order=edit.order,
        created_at=world.now(),
        notify_customer=notify_customer,
        staff_note=staff_note,
        additions=[*done.grown, *(UnitChange(line, line.quantity) for _, line in done.placed)],
        removals=done.removals,
        discounts_added=done.discounts_added,
        discounts_removed=done.discounts_removed,
        shipping_added=done.shipping_added,
        shipping_removed=done.shipping_removed,
    )
