"""Writes the fulfillment orders and fulfillments of an order, as read, into the mirror."""

from collections.abc import Sequence

from backhaul.core.remote import RemoteFulfillment, RemoteFulfillmentOrder
from backhaul.flows.mirror_lines import LineIds
from backhaul.flows.mirror_rows import Rows
from backhaul.models import Fulfillment, FulfillmentLine, FulfillmentOrder, FulfillmentOrderLine, SalesOrder

_ORDERS = Rows(
    FulfillmentOrder,
    named_by=("order_id", "gid"),
    read=(
        "status",
        "request_status",
        "location_gid",
        "location_name",
        "fulfill_at",
        "supported_actions",
        "hold_reasons",
        "shopify_updated_at",
    ),
)
_ORDER_LINES = Rows(
    FulfillmentOrderLine,
    named_by=("fulfillment_order_id", "gid"),
    read=("order_line_id", "total_quantity", "remaining_quantity"),
)
_FULFILLMENTS = Rows(
    Fulfillment,
    named_by=("order_id", "gid"),
    read=("status", "location_gid", "shopify_created_at", "tracking"),
)
_LINES = Rows(FulfillmentLine, named_by=("fulfillment_id", "order_line_id"), read=("quantity",))


def write_fulfillment_orders(order: SalesOrder, remote: Sequence[RemoteFulfillmentOrder], line_ids: LineIds) -> None:
    """The fulfillment orders with their lines; those that Shopify no longer shows are gone."""
    rows = _ORDERS.follow(order.fulfillment_orders.all(), [_order_row(order, one) for one in remote])
    lines = [
        FulfillmentOrderLine(
            fulfillment_order=row,
            gid=line.gid,
            order_line_id=line_ids[line.line_gid],
            total_quantity=line.total,
            remaining_quantity=line.remaining,
        )
        for row, one in zip(rows, remote, strict=True)
        for line in one.lines
        if line.line_gid in line_ids
    ]
    _ORDER_LINES.follow(FulfillmentOrderLine.objects.filter(fulfillment_order__order=order), lines)


def write_fulfillments(
    order: SalesOrder, remote: Sequence[RemoteFulfillment], line_ids: LineIds, *, is_whole: bool
) -> None:
    """The fulfillments with their lines. Where Shopify did not show them all, those known before stay."""
    rows = _FULFILLMENTS.follow(
        order.fulfillments.all(), [_fulfillment_row(order, one) for one in remote], is_whole=is_whole
    )
    lines = [
        FulfillmentLine(fulfillment=row, order_line_id=line_ids[line_gid], quantity=quantity)
        for row, one in zip(rows, remote, strict=True)
        for line_gid, quantity in one.units.items()
        if line_gid in line_ids
    ]
    shown = [row.pk for row in rows]
    _LINES.follow(FulfillmentLine.objects.filter(fulfillment__in=shown), lines)


def _order_row(order: SalesOrder, one: RemoteFulfillmentOrder) -> FulfillmentOrder:
    return FulfillmentOrder(
        order=order,
        gid=one.gid,
        status=one.status,
        request_status=one.request_status,
        location_gid=one.location_gid or "",
        location_name=one.location_name[:255],
        fulfill_at=one.fulfill_at,
        supported_actions=sorted(one.supported_actions),
        hold_reasons=[hold.reason for hold in one.holds],
        shopify_updated_at=one.updated_at,
    )


def _fulfillment_row(order: SalesOrder, one: RemoteFulfillment) -> Fulfillment:
    return Fulfillment(
        order=order,
        gid=one.gid,
        status=one.status,
        location_gid=one.location_gid or "",
        shopify_created_at=one.created_at,
        tracking=[{"company": entry.company, "number": entry.number, "url": entry.url} for entry in one.tracking],
    )
