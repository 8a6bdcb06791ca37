"""What the shop tells its listeners, and the changes of an order's `updatedAt` that go with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shopify_sandbox.state.orders import FulfillmentOrder, Hold, Order
from shopify_sandbox.world import World


@dataclass(frozen=True)
class FulfillmentOrderEvent:
    """What happened to a fulfillment order, with the others it concerned, by their role in the webhook's body."""

    fulfillment_order: FulfillmentOrder
    others: tuple[tuple[str, FulfillmentOrder], ...] = ()
    message: str | None = None
    hold: Hold | None = None


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
    hold: Hold | None = None,
) -> None:
    """Send fulfillment_orders/<topic>."""
    event = FulfillmentOrderEvent(fulfillment_order, tuple(others), message, hold)
    world.emit(f"fulfillment_orders/{topic}", event)


def hold_happened(world: World, topic: str, hold: Hold) -> None:
    """Send fulfillment_holds/<topic>."""
    world.emit(f"fulfillment_holds/{topic}", hold)


def fulfillment_progress(world: World, order: Order, *, before: str, after: str) -> None:
    """Send orders/fulfilled or orders/partially_fulfilled when the order has just become so."""
    if before == after:
        return
    topic = {"FULFILLED": "orders/fulfilled", "PARTIALLY_FULFILLED": "orders/partially_fulfilled"}.get(after)
    if topic is not None:
        world.emit(topic, order)
