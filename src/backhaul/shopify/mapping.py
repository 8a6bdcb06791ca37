"""Turns typed replies into core's values; unknown statuses and actions are kept as Shopify wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass

from backhaul.core.payments import RemotePayments
from backhaul.core.remote import (
    RemoteFulfillment,
    RemoteFulfillmentLine,
    RemoteFulfillmentOrder,
    RemoteFulfillmentOrderLine,
    RemoteHold,
    RemoteOrder,
    RemoteOrderLine,
    RemoteTracking,
)
from backhaul.core.remote_refunds import RemoteRefund, RemoteReturn
from backhaul.shopify.customer_mapping import address_of, attributes_of, customer_of
from backhaul.shopify.money_mapping import both_moneys, presentment_money, shop_money
from backhaul.shopify.operations.queries.fragments import (
    FulfillmentFields,
    FulfillmentLineFields,
    FulfillmentOrderFields,
    FulfillmentOrderFieldsFulfillmentHolds,
    FulfillmentOrderLineFields,
    OrderLineFields,
)
from backhaul.shopify.operations.queries.order import OrderOrder
from backhaul.shopify.order_money_mapping import order_money_of


@dataclass(frozen=True)
class OrderPages:
    """All pages below an order, put together; `refunds` and `returns` are None where they could not be read."""

    lines: Sequence[RemoteOrderLine]
    fulfillment_orders: Sequence[RemoteFulfillmentOrder]
    fulfillments: Sequence[RemoteFulfillment]
    refunds: tuple[RemoteRefund, ...] | None
    returns: tuple[RemoteReturn, ...] | None


def order_of(head: OrderOrder, pages: OrderPages, payments: RemotePayments | None) -> RemoteOrder:
    """An order as it was read; `payments` is None where they could not be understood."""
    return RemoteOrder(
        gid=head.id,
        name=head.name,
        created_at=head.created_at,
        updated_at=head.updated_at,
        currency=head.currency_code.value,
        presentment_currency=head.presentment_currency_code.value,
        lines=tuple(pages.lines),
        fulfillment_orders=tuple(pages.fulfillment_orders),
        fulfillments=tuple(pages.fulfillments),
        financial_status=head.display_financial_status.value if head.display_financial_status else None,
        fulfillment_status=head.display_fulfillment_status.value,
        total=shop_money(head.total_price_set),
        presentment_total=presentment_money(head.total_price_set),
        cancelled_at=head.cancelled_at,
        closed_at=head.closed_at,
        tags=frozenset(head.tags),
        payments=payments,
        money=order_money_of(head),
        cancel_reason=head.cancel_reason.value if head.cancel_reason else None,
        note=head.note,
        attributes=attributes_of(head),
        email=head.email,
        phone=head.phone,
        customer=customer_of(head),
        shipping_address=address_of(head),
        return_status=head.return_status.value,
        refunds=pages.refunds,
        returns=pages.returns,
    )


def order_line_of(line: OrderLineFields) -> RemoteOrderLine:
    """A line item; one without a variant was written by hand or its product was deleted."""
    return RemoteOrderLine(
        gid=line.id,
        title=line.title,
        quantity=line.quantity,
        current_quantity=line.current_quantity,
        sku=line.sku,
        variant_title=line.variant_title,
        variant_gid=line.variant.id if line.variant else None,
        requires_shipping=line.requires_shipping,
        unit_price=shop_money(line.original_unit_price_set),
        presentment_unit_price=presentment_money(line.original_unit_price_set),
        discounted_total=both_moneys(line.discounted_total_set),
        refundable_quantity=line.refundable_quantity,
    )


def fulfillment_order_of(
    one: FulfillmentOrderFields, lines: Sequence[FulfillmentOrderLineFields]
) -> RemoteFulfillmentOrder:
    """A fulfillment order with all its lines; the location is None where it was deleted."""
    location = one.assigned_location.location
    return RemoteFulfillmentOrder(
        gid=one.id,
        status=one.status.value,
        location_gid=location.id if location else None,
        lines=tuple(_fulfillment_order_line(line) for line in lines),
        request_status=one.request_status.value,
        supported_actions=frozenset(entry.action.value for entry in one.supported_actions),
        holds=tuple(_hold(hold) for hold in one.fulfillment_holds),
        fulfill_at=one.fulfill_at,
        location_name=one.assigned_location.name,
        updated_at=one.updated_at,
    )


def fulfillment_of(one: FulfillmentFields, lines: Sequence[FulfillmentLineFields]) -> RemoteFulfillment:
    """A fulfillment with all its lines; a line whose quantity Shopify does not tell counts as none."""
    return RemoteFulfillment(
        gid=one.id,
        status=one.status.value,
        created_at=one.created_at,
        lines=tuple(RemoteFulfillmentLine(line.line_item.id, line.quantity or 0, line.id) for line in lines),
        tracking=tuple(RemoteTracking(info.number, info.company, info.url) for info in one.tracking_info),
        location_gid=one.location.id if one.location else None,
        name=one.name,
    )


def _fulfillment_order_line(line: FulfillmentOrderLineFields) -> RemoteFulfillmentOrderLine:
    return RemoteFulfillmentOrderLine(
        gid=line.id, line_gid=line.line_item.id, total=line.total_quantity, remaining=line.remaining_quantity
    )


def _hold(hold: FulfillmentOrderFieldsFulfillmentHolds) -> RemoteHold:
    return RemoteHold(
        gid=hold.id,
        reason=hold.reason.value,
        reason_notes=hold.reason_notes,
        display_reason=hold.display_reason,
        handle=hold.handle,
        held_by_us=hold.held_by_requesting_app,
    )
