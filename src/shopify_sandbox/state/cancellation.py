"""orderCancel: checks at once, the rest in a background job."""

from __future__ import annotations

from dataclasses import dataclass

from shopify_sandbox.state import fulfillment_orders, payments, quantities, refunding, totals
from shopify_sandbox.state.errors import UserError, refused
from shopify_sandbox.state.events import fulfillment_order_happened, order_changed
from shopify_sandbox.state.jobs import CancelJobResult, Job
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.refunds import Refund, RestockType
from shopify_sandbox.state.statuses import Change
from shopify_sandbox.state.transactions import RECEIPTS
from shopify_sandbox.world import World

LONGEST_NOTE = 255
_OUTSTANDING = "Cannot cancel an order that has outstanding fulfillments"


@dataclass(frozen=True)
class Cancellation:
    """One orderCancel call; `refund` stands for either way of asking for the money back."""

    reason: str
    restock: bool
    refund: bool = False
    both_ways: bool = False
    staff_note: str | None = None


@dataclass(frozen=True)
class Started:
    """The job and its result, both to be read again until done."""

    job: Job
    result: CancelJobResult


def start(world: World, order: Order, wanted: Cancellation) -> Started:
    """Check and start the job. Raises Refused with OrderCancelUserErrorCode."""
    if wanted.staff_note and len(wanted.staff_note) > LONGEST_NOTE:
        message = f"Staff note is too long. Maximum length is {LONGEST_NOTE} characters."
        raise refused(message, "staffNote", code="INVALID")
    if wanted.both_ways:
        message = "Only one of the arguments `refund` or `refund_method` is allowed."
        raise refused(message, "refund", code="INVALID")
    _check(world, order)
    number = world.new_uuid()
    started = Started(Job(id=number), CancelJobResult(id=number, order=order))
    world.jobs += [started.job, started.result]
    world.later(world.job_delay, lambda: _run(world, order, wanted, started=started))
    return started


def _check(world: World, order: Order) -> None:
    if order.cancelled_at is not None:
        raise refused("Cannot cancel an order that has already been canceled", "orderId", code="INVALID")
    if any(isinstance(job, CancelJobResult) and job.order is order and not job.done for job in world.jobs):
        raise refused("Cannot cancel an order that has a cancellation in progress", "orderId", code="INVALID")
    if _has_fulfillments(order):
        raise refused(_OUTSTANDING, "orderId", code="INVALID")


def _has_fulfillments(order: Order) -> bool:
    return any(not each.is_cancelled for each in order.fulfillments)


def _run(world: World, order: Order, wanted: Cancellation, *, started: Started) -> None:
    """The job: fails without changes when the order was fulfilled meanwhile."""
    started.job.done = started.result.done = True
    if _has_fulfillments(order):
        started.result.errors.append(UserError(("orderId",), _OUTSTANDING, "INVALID"))
        return
    now = world.now()
    _close_fulfillment_orders(world, order)
    refund = _refund_units(world, order, wanted)
    _void_authorizations(world, order)
    if wanted.refund:
        _give_back(world, order, refund)
    order.cancelled_at = order.closed_at = now
    order.cancel_reason = wanted.reason
    order.staff_note = wanted.staff_note
    if refund is not None:
        world.emit("refunds/create", refund)
    world.emit("orders/cancelled", order)
    order_changed(world, order)


def _refund_units(world: World, order: Order, wanted: Cancellation) -> Refund | None:
    """What cancelling takes away; a refund of all units that were not refunded yet."""
    restock_type = RestockType.CANCEL if wanted.restock else RestockType.NO_RESTOCK
    wishes = [
        refunding.LineWish(line, quantities.current(line), restock_type)
        for line in order.lines
        if quantities.current(line) > 0
    ]
    if not wishes:
        return None
    return refunding.record(world, order, lines=wishes, note=wanted.staff_note)


def _close_fulfillment_orders(world: World, order: Order) -> None:
    for each in order.fulfillment_orders:
        if each.is_closed:
            continue
        fulfillment_orders.drop_holds(world, each)
        for line in each.lines:
            fulfillment_orders.take_units(line, line.remaining_quantity)
        fulfillment_orders.apply(world, each, Change.CANCEL_ORDER)
        fulfillment_order_happened(world, "cancelled", each)


def _void_authorizations(world: World, order: Order) -> None:
    held = [each for each in order.transactions if totals.left_to_capture(order, each).positive]
    for authorization in held:
        payments.release(world, order, authorization)


def _give_back(world: World, order: Order, refund: Refund | None) -> None:
    target = refund or refunding.record(world, order, lines=[], note=None)
    for receipt in [each for each in order.transactions if each.kind in RECEIPTS]:
        left = totals.left_to_refund(order, receipt)
        if left.shop.amount > 0:
            refunding.give_back(world, order, target, receipt, amount=left)
