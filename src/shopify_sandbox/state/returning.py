"""Returns: asking for one, and what becomes of it. What isn't marked as recorded follows documentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopify_sandbox.state import quantities
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import order_changed
from shopify_sandbox.state.orders import Fulfillment, FulfillmentLine, Order
from shopify_sandbox.state.returns import (
    TRANSITIONS,
    Return,
    ReturnChange,
    ReturnLine,
    ReturnStatus,
    ReverseFulfillmentOrder,
    ReverseLine,
)
from shopify_sandbox.world import World


@dataclass(frozen=True)
class LineWish:
    """Units of a fulfillment line that are to come back."""

    line: FulfillmentLine
    quantity: int
    reason: str
    reason_note: str = ""
    customer_note: str | None = None


def returns_of(world: World, order: Order) -> list[Return]:
    """The order's returns, oldest first."""
    return [each for each in world.all(Return) if each.order is order]


def returnable(world: World, order: Order, line: FulfillmentLine) -> int:
    """Units of a fulfillment line that no standing return is about; refunded ones don't come back (assumed)."""
    spoken_for = sum(
        each.quantity
        for made in returns_of(world, order)
        if made.stands
        for each in made.lines
        if each.fulfillment_line is line
    )
    return max(min(line.quantity, quantities.current(line.line_item)) - spoken_for, 0)


def returnable_lines(world: World, fulfillment: Fulfillment) -> list[tuple[FulfillmentLine, int]]:
    """The lines of a fulfillment that can come back, with how many units; none of a cancelled one."""
    if fulfillment.is_cancelled:
        return []
    counted = [(line, returnable(world, fulfillment.order, line)) for line in fulfillment.lines]
    return [(line, quantity) for line, quantity in counted if quantity > 0]


def request(world: World, order: Order, wishes: Sequence[LineWish]) -> Return:
    """A return that waits for approval: REQUESTED, without reverse fulfillment orders (recorded)."""
    made = _make(world, order, wishes, ReturnStatus.REQUESTED)
    _tell(world, made, "returns/request")
    return made


def create(world: World, order: Order, wishes: Sequence[LineWish]) -> Return:
    """A return that the merchant makes: OPEN at once."""
    made = _make(world, order, wishes, ReturnStatus.OPEN)
    _expect_goods(world, made)
    _tell(world, made, "returns/approve")
    return made


def approve(world: World, target: Return) -> None:
    """REQUESTED becomes OPEN, and a reverse fulfillment order expects the goods (recorded)."""
    _apply(target, ReturnChange.APPROVE)
    target.request_approved_at = world.now()
    _expect_goods(world, target)
    _tell(world, target, "returns/approve")


def decline(world: World, target: Return, *, reason: str, note: str | None) -> None:
    """REQUESTED becomes DECLINED."""
    _apply(target, ReturnChange.DECLINE)
    target.decline_reason, target.decline_note = reason, note
    _tell(world, target, "returns/decline")


def cancel(world: World, target: Return) -> None:
    """The return is taken back, with the work of taking the goods back."""
    _apply(target, ReturnChange.CANCEL)
    for each in target.reverse_fulfillment_orders:
        each.status = "CANCELED"
    _tell(world, target, "returns/cancel")


def close(world: World, target: Return) -> None:
    """OPEN becomes CLOSED; closing a closed one does nothing."""
    if target.status is ReturnStatus.CLOSED:
        return
    _apply(target, ReturnChange.CLOSE)
    target.closed_at = world.now()
    _tell(world, target, "returns/close")


def reopen(world: World, target: Return) -> None:
    """CLOSED becomes OPEN, its closing forgotten (recorded); reopening an open one does nothing."""
    if target.status is ReturnStatus.OPEN:
        return
    _apply(target, ReturnChange.REOPEN)
    target.closed_at = None
    _tell(world, target, "returns/reopen")


def order_status(world: World, order: Order) -> str:
    """Order.returnStatus: what waits for an answer counts first, then what is under way, then what is done."""
    statuses = {each.status for each in returns_of(world, order) if each.stands}
    for status, shown in (
        (ReturnStatus.REQUESTED, "RETURN_REQUESTED"),
        (ReturnStatus.OPEN, "IN_PROGRESS"),
        (ReturnStatus.CLOSED, "RETURNED"),
    ):
        if status in statuses:
            return shown
    return "NO_RETURN"


def _make(world: World, order: Order, wishes: Sequence[LineWish], status: ReturnStatus) -> Return:
    number = len(returns_of(world, order)) + 1
    made = Return(
        id=world.new_id(Return), order=order, name=f"{order.name}-R{number}", status=status, created_at=world.now()
    )
    made.lines = [
        world.add(
            ReturnLine(
                id=world.new_id(ReturnLine),
                parent=made,
                fulfillment_line=wish.line,
                quantity=wish.quantity,
                reason=wish.reason,
                reason_note=wish.reason_note,
                customer_note=wish.customer_note,
            )
        )
        for wish in wishes
    ]
    return world.add(made)


def _expect_goods(world: World, target: Return) -> None:
    made = ReverseFulfillmentOrder(id=world.new_id(ReverseFulfillmentOrder), order=target.order)
    made.lines = [
        world.add(
            ReverseLine(id=world.new_id(ReverseLine), fulfillment_line=line.fulfillment_line, quantity=line.quantity)
        )
        for line in target.lines
    ]
    target.reverse_fulfillment_orders.append(world.add(made))


def _apply(target: Return, change: ReturnChange) -> None:
    status = TRANSITIONS.get((target.status, change))
    if status is None:
        raise refused(f"Return can't be changed: its status is {target.status.value}.", "id", code="INVALID_STATE")
    target.status = status


def _tell(world: World, target: Return, topic: str) -> None:
    world.emit(topic, target)
    order_changed(world, target.order)
