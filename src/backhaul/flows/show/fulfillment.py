"""What is shown of an order's fulfillment orders and fulfillments, as last read from Shopify."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.models import Fulfillment, FulfillmentOrder, SalesOrder


@dataclass(frozen=True)
class FulfillmentOrderLineView:
    """What a fulfillment order asks of an order line."""

    line: str
    sku: str
    total: int
    remaining: int


@dataclass(frozen=True)
class FulfillmentOrderView:
    """Shopify's fulfillment order as last read; the statuses are Shopify's own."""

    gid: str
    status: str
    request_status: str
    location: str
    location_name: str
    fulfill_at: datetime | None
    hold_reasons: Sequence[str]
    supported_actions: Sequence[str]
    updated_at: datetime | None
    lines: Sequence[FulfillmentOrderLineView]


@dataclass(frozen=True)
class FulfillmentView:
    """Shopify's fulfillment as last read, whoever created it."""

    gid: str
    status: str
    location: str
    created_at: datetime
    tracking: Sequence[Mapping[str, object]]
    quantities: Mapping[str, int]


def fulfillment_orders_of(order: SalesOrder) -> list[FulfillmentOrderView]:
    """Shopify's fulfillment orders with their lines."""
    return [_fulfillment_order(one) for one in order.fulfillment_orders.prefetch_related("lines__order_line")]


def fulfillments_of(order: SalesOrder) -> list[FulfillmentView]:
    """Shopify's fulfillments with their units."""
    return [_fulfillment(one) for one in order.fulfillments.prefetch_related("lines")]


def _fulfillment_order(row: FulfillmentOrder) -> FulfillmentOrderView:
    return FulfillmentOrderView(
        gid=row.gid,
        status=row.status,
        request_status=row.request_status,
        location=row.location_gid,
        location_name=row.location_name,
        fulfill_at=row.fulfill_at,
        hold_reasons=row.hold_reasons,
        supported_actions=row.supported_actions,
        updated_at=row.shopify_updated_at,
        lines=[
            FulfillmentOrderLineView(
                line.order_line_id, line.order_line.sku, line.total_quantity, line.remaining_quantity
            )
            for line in row.lines.all()
        ],
    )


def _fulfillment(row: Fulfillment) -> FulfillmentView:
    return FulfillmentView(
        gid=row.gid,
        status=row.status,
        location=row.location_gid,
        created_at=row.shopify_created_at,
        tracking=row.tracking,
        quantities={line.order_line_id: line.quantity for line in row.lines.all()},
    )
