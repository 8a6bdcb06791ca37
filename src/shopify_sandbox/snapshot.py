"""GET /sandbox/state: the shop as JSON."""

from __future__ import annotations

from shopify_sandbox import receiving
from shopify_sandbox.state import display, quantities
from shopify_sandbox.state.orders import FulfillmentOrder, Order
from shopify_sandbox.state.transactions import Transaction
from shopify_sandbox.webhooks.subscription import WebhookSubscription
from shopify_sandbox.world import World


def snapshot(world: World, last: int | None = None) -> dict[str, object]:
    """Counts, locations, subscriptions, and the orders, all or the `last` placed, with what became of their units."""
    orders = world.all(Order)
    return {
        **world.snapshot(),
        "locations": [{"id": each.gid, "name": each.name} for each in world.locations],
        "subscriptions": [
            {"id": each.gid, "topic": each.topic, "uri": each.uri} for each in world.all(WebhookSubscription)
        ],
        "orders": [_order(order) for order in (orders if last is None else orders[max(len(orders) - last, 0) :])],
    }


def _order(order: Order) -> dict[str, object]:
    return {
        "id": order.gid,
        "name": order.name,
        "created_at": order.created_at.isoformat(),
        "financial_status": display.financial_status(order),
        "fulfillment_status": display.fulfillment_status(order),
        "cancelled": order.cancelled_at is not None,
        "closed": order.closed_at is not None,
        "tags": order.tags,
        "lines": [
            {
                "id": line.gid,
                "sku": line.sku,
                "ordered": line.quantity,
                "remaining": quantities.remaining(line),
                "fulfilled": quantities.fulfilled(line),
                "removed": quantities.removed(line),
            }
            for line in order.lines
        ],
        "fulfillment_orders": [_fulfillment_order(each) for each in order.fulfillment_orders],
        "fulfillments": [
            {
                "id": each.gid,
                "status": each.status.value,
                "created_at": each.created_at.isoformat(),
                "tracking": [tracking.number for tracking in each.tracking],
                "lines": [{"line_item": line.line_item.gid, "quantity": line.quantity} for line in each.lines],
            }
            for each in order.fulfillments
        ],
        "transactions": [_transaction(order, each) for each in order.transactions],
    }


def _transaction(order: Order, source: Transaction) -> dict[str, object]:
    return {**receiving.told(order, source), "processed_at": source.processed_at.isoformat()}


def _fulfillment_order(source: FulfillmentOrder) -> dict[str, object]:
    return {
        "id": source.gid,
        "status": source.status.value,
        "request_status": source.request_status.value,
        "location": source.location.gid,
        "created_at": source.created_at.isoformat(),
        "updated_at": source.updated_at.isoformat(),
        "fulfill_at": source.fulfill_at.isoformat() if source.fulfill_at else None,
        "remaining": source.remaining,
    }
