"""Fulfillment orders in the mirror, as a warehouse meets them."""

from datetime import datetime

from backhaul.models import FulfillmentOrder, SalesOrder
from tests.support.rows import WAREHOUSE

CAN_FULFIL = ["CREATE_FULFILLMENT", "MOVE", "HOLD"]


def workable(order: SalesOrder) -> FulfillmentOrder:
    """The order's only fulfillment order, such that Shopify lets it be fulfilled now."""
    row = order.fulfillment_orders.get()
    row.supported_actions, row.fulfill_at = CAN_FULFIL, order.shopify_created_at
    row.save()
    return row


def scheduled(order: SalesOrder, at: datetime | None, number: int, *, quantity: int = 1) -> FulfillmentOrder:
    """One more fulfillment order of the order's first line, for a date."""
    row = FulfillmentOrder.objects.create(
        order=order,
        gid=f"gid://shopify/FulfillmentOrder/{number}",
        status="SCHEDULED",
        location_gid=WAREHOUSE,
        fulfill_at=at,
        supported_actions=["MARK_AS_OPEN"],
    )
    row.lines.create(
        gid=f"gid://shopify/FulfillmentOrderLineItem/{number}",
        order_line=order.lines.all()[0],
        total_quantity=quantity,
        remaining_quantity=quantity,
    )
    return row
