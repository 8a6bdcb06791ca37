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
from backhaul.flows.show.invoices import InvoiceView, invoices_of
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.flows.show.shipments import ShipmentView, shipments_of
from backhaul.models import Fulfillment, FulfillmentOrder, SalesOrder, SalesOrderLine


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
    """An order in one line."""

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
    closed_at: datetime | None
    read_at: datetime


@dataclass(frozen=True)
class OrderLineView:
    """A line of an order: what was ordered, what can leave, what postings have taken, what can still be posted.

    `invoiced` counts units on invoices that were not given back since.
    """

    line: str
    line_item_id: str
    sku: str
    title: str
    quantity: int
    current_quantity: int
    shippable: int
    posted: int
    outstanding: int
    invoiced: int
    left_to_invoice: int
    requires_shipping: bool
    unit_price: Decimal | None


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


@dataclass(frozen=True)
class OrderDetail:
    """An order with its lines, what Shopify shows of its fulfillment, and our shipments and invoices.

    `left_to_invoice` is in the order's presentment currency; null when Shopify gave no total to compare with.
    """

    order: OrderView
    lines: Sequence[OrderLineView]
    fulfillment_orders: Sequence[FulfillmentOrderView]
    fulfillments: Sequence[FulfillmentView]
    shipments: Sequence[ShipmentView]
    invoices: Sequence[InvoiceView]
    left_to_invoice: str | None


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
        closed_at=order.closed_at,
        read_at=order.read_started_at,
    )


def order_detail(order: SalesOrder) -> OrderDetail:
    """Everything that is known of the order."""
    fulfillment_orders = order.fulfillment_orders.prefetch_related("lines__order_line")
    left = invoiceable(order)
    return OrderDetail(
        order=order_view(order),
        lines=order_lines(order, left),
        fulfillment_orders=[_fulfillment_order(one) for one in fulfillment_orders],
        fulfillments=[_fulfillment(one) for one in order.fulfillments.prefetch_related("lines")],
        shipments=shipments_of(order),
        invoices=invoices_of(order),
        left_to_invoice=left.money_left.text if left.money_left else None,
    )


def order_lines(order: SalesOrder, left: Invoiceable | None = None) -> list[OrderLineView]:
    """The order's lines with what can still be posted of each; `left` when it is known already."""
    left = left or invoiceable(order)
    units = {line.id: line for line in outstanding_lines(order)}
    return [_line(row, units[row.pk], left) for row in order.lines.all()]


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


def _line(row: SalesOrderLine, units: OrderLine, left: Invoiceable) -> OrderLineView:
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
        outstanding=units.outstanding,
        invoiced=sum(to_invoice.standing),
        left_to_invoice=left.units_left(to_invoice),
        requires_shipping=row.requires_shipping,
        unit_price=row.unit_price,
    )


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
