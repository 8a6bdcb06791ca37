"""An order as the mirror has it, in the form in which the rules see one that was read; without a call."""

from collections.abc import Iterable

from django.db.models import QuerySet

from backhaul.core.remote import (
    RemoteFulfillment,
    RemoteFulfillmentLine,
    RemoteFulfillmentOrder,
    RemoteFulfillmentOrderLine,
    RemoteOrder,
    RemoteOrderLine,
)
from backhaul.models import Fulfillment, FulfillmentOrder, SalesOrder, SalesOrderLine


def with_work(orders: QuerySet[SalesOrder]) -> QuerySet[SalesOrder]:
    """The orders with everything that `work_of` needs."""
    return orders.prefetch_related("lines", "fulfillment_orders__lines__order_line", "fulfillments__lines__order_line")


def work_of(order: SalesOrder) -> RemoteOrder:
    """What is to be shipped of an order and what has left, by the mirror.

    Holds are not named, and what else is known of the order (address, money, note) is not in it.
    """
    return RemoteOrder(
        gid=order.gid,
        name=order.name,
        created_at=order.shopify_created_at,
        updated_at=order.shopify_updated_at,
        currency=order.currency,
        presentment_currency=order.presentment_currency,
        lines=tuple(_line(line) for line in order.lines.all()),
        fulfillment_orders=tuple(work_order(one) for one in order.fulfillment_orders.all()),
        fulfillments=tuple(_fulfillment(one) for one in order.fulfillments.all()),
        cancelled_at=order.cancelled_at,
        closed_at=order.closed_at,
    )


def _line(line: SalesOrderLine) -> RemoteOrderLine:
    return RemoteOrderLine(
        gid=line.gid,
        title=line.title,
        quantity=line.quantity,
        current_quantity=line.current_quantity,
        sku=line.sku or None,
        variant_gid=line.variant_gid or None,
        requires_shipping=line.requires_shipping,
        refundable_quantity=line.refundable_quantity,
        contract_gid=line.contract_gid or None,
        selling_plan_gid=line.selling_plan_gid or None,
        selling_plan_name=line.selling_plan_name or None,
    )


def work_order(one: FulfillmentOrder) -> RemoteFulfillmentOrder:
    """One fulfillment order with its lines."""
    lines: Iterable[RemoteFulfillmentOrderLine] = (
        RemoteFulfillmentOrderLine(line.gid, line.order_line.gid, line.total_quantity, line.remaining_quantity)
        for line in one.lines.all()
    )
    return RemoteFulfillmentOrder(
        gid=one.gid,
        status=one.status,
        location_gid=one.location_gid or None,
        lines=tuple(lines),
        request_status=one.request_status,
        supported_actions=frozenset(one.supported_actions),
        fulfill_at=one.fulfill_at,
        location_name=one.location_name,
        updated_at=one.shopify_updated_at,
    )


def _fulfillment(one: Fulfillment) -> RemoteFulfillment:
    return RemoteFulfillment(
        gid=one.gid,
        status=one.status,
        created_at=one.shopify_created_at,
        lines=tuple(RemoteFulfillmentLine(line.order_line.gid, line.quantity) for line in one.lines.all()),
        location_gid=one.location_gid or None,
    )
