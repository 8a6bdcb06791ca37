"""What the shop tells its listeners, and the changes of an order's `updatedAt` that go with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import FulfillmentOrder, Hold, Order
from shopify_sandbox.world import World


@dataclass(frozen=True)
class FulfillmentOrderEvent:
    """What happened to a fulfillment order, with the others it concerned, by their role in the webhook's body."""

    fulfillment_order: FulfillmentOrder
    others: tuple[tuple[str, FulfillmentOrder], ...] = ()
    message: str | None = None
    hold: Hold | None = None
    source_location: Location | None = None


def order_changed(world: World, order: Order) -> None:
    """Set `updatedAt` and send orders/updated."""
    order.updated_at = world.now()
    world.emit("orders/updated", order)


def fulfillment_order_happened(
    world: World,
    topic: str,
    fulfillment_order: FulfillmentOrder,
    *,
    others: Iterable[tuple[str, FulfillmentOrder]] = (),
    message: str | None = None,
) -> None:
    """Send fulfillment_orders/<topic>."""
    world.emit(f"fulfillment_orders/{topic}", FulfillmentOrderEvent(fulfillment_order, tuple(others), message))


def held(world: World, hold: Hold, rest: FulfillmentOrder | None) -> None:
    """Send fulfillment_holds/added, and for the first hold fulfillment_orders/placed_on_hold (schema)."""
    others = (("remaining_fulfillment_order", rest),) if rest else ()
    if hold.fulfillment_order.holds == [hold]:
        event = FulfillmentOrderEvent(hold.fulfillment_order, others, hold=hold)
        world.emit("fulfillment_orders/placed_on_hold", event)
    world.emit("fulfillment_holds/added", hold)


def moved(world: World, original: FulfillmentOrder, to: FulfillmentOrder, source: Location) -> None:
    """Send fulfillment_orders/moved."""
    others = (("original_fulfillment_order", original),)
    world.emit("fulfillment_orders/moved", FulfillmentOrderEvent(to, others, source_location=source))


def hold_happened(world: World, topic: str, hold: Hold) -> None:
    """Send fulfillment_holds/<topic>."""
    world.emit(f"fulfillment_holds/{topic}", hold)


def fulfillment_progress(world: World, order: Order, *, before: str | None, after: str | None) -> None:
    """Send orders/fulfilled or orders/partially_fulfilled when the order has just become so."""
    if before == after:
        return
    topic = {"FULFILLED": "orders/fulfilled", "PARTIALLY_FULFILLED": "orders/partially_fulfilled"}.get(after or "")
    if topic is not None:
        world.emit(topic, order)
