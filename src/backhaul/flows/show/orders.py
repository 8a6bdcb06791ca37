"""What is shown of a sales order: one line in a list, or everything that is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from backhaul.core.invoiceable import Invoiceable
from backhaul.core.outstanding import OrderLine
from backhaul.flows.find import find_store
from backhaul.flows.invoiceable import invoiceable
from backhaul.flows.outstanding import outstanding_lines
from backhaul.flows.show.fulfillment import (
    FulfillmentOrderView,
    FulfillmentView,
    fulfillment_orders_of,
    fulfillments_of,
)
from backhaul.flows.show.invoices import InvoiceView, invoices_of
from backhaul.flows.show.order_money import AmountView, amount_view, totals_of
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.flows.show.refunds import RefundView, ReturnView, refunds_of, returns_of
from backhaul.flows.show.shipments import ShipmentView, shipments_of
from backhaul.flows.show.tags import OrderTagView, tags_shown
from backhaul.models import SalesOrder, SalesOrderLine


@dataclass(frozen=True)
class OrderFilter:
    """Which orders are meant; empty fields match everything, names in full with or without their #."""

    store: str = ""
    name: str = ""
    sku: str = ""
    fulfillment_status: str = ""
    financial_status: str = ""
    updated_since: datetime | None = None


@dataclass(frozen=True)
class OrderView:
    """An order in one line. `deleted_at`: when Shopify was found not to have it any more.

    `totals_words` says where the totals do not add up to the cent: by how much, and why; empty when they do.
    """

    id: str
    store: str
    gid: str
    name: str
    currency: str
    presentment_currency: str
    total: Decimal | None
    presentment_total: Decimal | None
    financial_status: str
    fulfillment_status: str
    tags: Sequence[str]
    created_at: datetime
    updated_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str
    closed_at: datetime | None
    deleted_at: datetime | None
    return_status: str
    totals_words: str
    read_at: datetime


@dataclass(frozen=True)
class OrderLineView:
    """A line of an order: what was ordered, what can leave, what postings have taken, what can still be posted.

    `quantity` was ordered; `current_quantity` is what edits and refunds have left of it. `withheld` units are being
    given back, and cannot be posted. `invoiced` counts units on invoices that were not given back since. The total
    counts all units ever ordered, discounts of the line taken off.
    """

    line: str
    line_item_id: str
    sku: str
    title: str
    quantity: int
    current_quantity: int
    shippable: int
    posted: int
    withheld: int
    outstanding: int
    invoiced: int
    left_to_invoice: int
    requires_shipping: bool
    unit_price: Decimal | None
    price: AmountView | None
    discounted_total: AmountView | None
    refundable: int | None


@dataclass(frozen=True)
class OrderDetail:
    """An order with its lines and totals, what Shopify shows of its fulfillment, refunds and returns, and our postings.

    `taxes_included`: prices and subtotal contain the tax. `left_to_invoice` is in the order's presentment currency;
    null when Shopify gave no total to compare with. `subscription_tags`: what the store's templates come to for it.
    """

    order: OrderView
    taxes_included: bool
    totals: Mapping[str, AmountView]
    lines: Sequence[OrderLineView]
    fulfillment_orders: Sequence[FulfillmentOrderView]
    fulfillments: Sequence[FulfillmentView]
    refunds: Sequence[RefundView]
    returns: Sequence[ReturnView]
    shipments: Sequence[ShipmentView]
    invoices: Sequence[InvoiceView]
    left_to_invoice: str | None
    subscription_tags: Sequence[OrderTagView]


def order_page(matching: OrderFilter, paging: Paging) -> Page[OrderView]:
    """The orders that match, those that Shopify changed last first. Raises UnknownStore."""
    rows = SalesOrder.objects.filter(_condition(matching)).select_related("store")
    return newest_first(rows, order_view, by="shopify_updated_at", paging=paging)


def order_view(order: SalesOrder) -> OrderView:
    """The order as last read from Shopify."""
    return OrderView(
        id=order.pk,
        store=order.store.slug,
        gid=order.gid,
        name=order.name,
        currency=order.currency,
        presentment_currency=order.presentment_currency,
        total=order.total_shop,
        presentment_total=order.total_presentment,
        financial_status=order.financial_status,
        fulfillment_status=order.fulfillment_status,
        tags=order.tags,
        created_at=order.shopify_created_at,
        updated_at=order.shopify_updated_at,
        cancelled_at=order.cancelled_at,
        cancel_reason=order.cancel_reason,
        closed_at=order.closed_at,
        deleted_at=order.deleted_at,
        return_status=order.return_status,
        totals_words=order.totals_words,
        read_at=order.read_started_at,
    )


def order_detail(order: SalesOrder) -> OrderDetail:
    """Everything that is known of the order."""
    left = invoiceable(order)
    return OrderDetail(
        order=order_view(order),
        taxes_included=order.taxes_included,
        totals=totals_of(order),
        lines=order_lines(order, left),
        fulfillment_orders=fulfillment_orders_of(order),
        fulfillments=fulfillments_of(order),
        refunds=refunds_of(order),
        returns=returns_of(order),
        shipments=shipments_of(order),
        invoices=invoices_of(order),
        left_to_invoice=left.money_left.text if left.money_left else None,
        subscription_tags=tags_shown(order),
    )


def order_lines(order: SalesOrder, left: Invoiceable | None = None) -> list[OrderLineView]:
    """The order's lines with what can still be posted of each; `left` when it is known already."""
    left = left or invoiceable(order)
    units = {line.id: line for line in outstanding_lines(order)}
    return [_line(order, row, units[row.pk], left) for row in order.lines.all()]


def _condition(matching: OrderFilter) -> Q:
    condition = Q()
    if matching.store:
        condition &= Q(store=find_store(matching.store))
    if matching.name:
        condition &= Q(name=matching.name) | Q(name=f"#{matching.name}")
    if matching.sku:
        condition &= Q(pk__in=SalesOrderLine.objects.filter(sku=matching.sku).values("order"))
    if matching.updated_since:
        condition &= Q(shopify_updated_at__gte=matching.updated_since)
    for status in ("fulfillment_status", "financial_status"):
        if getattr(matching, status):
            condition &= Q(**{status: getattr(matching, status)})
    return condition


def _line(order: SalesOrder, row: SalesOrderLine, units: OrderLine, left: Invoiceable) -> OrderLineView:
    to_invoice = left.line(row.gid)
    return OrderLineView(
        line=row.pk,
        line_item_id=row.gid,
        sku=row.sku,
        title=row.title,
        quantity=row.quantity,
        current_quantity=row.current_quantity,
        shippable=units.shippable,
        posted=units.posted,
        withheld=units.withheld,
        outstanding=units.outstanding,
        invoiced=sum(to_invoice.standing),
        left_to_invoice=left.units_left(to_invoice),
        requires_shipping=row.requires_shipping,
        unit_price=row.unit_price,
        price=amount_view(order, row.unit_price, row.presentment_unit_price),
        discounted_total=amount_view(order, row.discounted_total, row.presentment_discounted_total),
        refundable=row.refundable_quantity,
    )
