"""Pages of orders: look at, read from Shopify, post a shipment, an invoice or a credit memo."""

import functools
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backhaul.console.credit_memos import CreditMemos
from backhaul.console.differences import Conflicts
from backhaul.console.forms import EmptyForm, ImportForm, ShipmentForm
from backhaul.console.invoice_form import InvoiceForm, invoice_request
from backhaul.console.order_content import OrderContent, Refunds, Returns, Snapshots
from backhaul.console.pages import FormPage, require, serve_form, shown
from backhaul.console.payments import PaymentLines
from backhaul.console.read_only import ReadOnlyInline, button
from backhaul.console.units_credit import GivesBackUnits
from backhaul.core.money import Money
from backhaul.core.outstanding import LineRequest
from backhaul.flows.find import find_store
from backhaul.flows.invoiceable import invoiceable
from backhaul.flows.post_invoice import post_invoice
from backhaul.flows.post_shipment import ShipmentRequest, post_shipment
from backhaul.flows.read_order import import_order
from backhaul.flows.show.orders import OrderLineView, order_lines
from backhaul.flows.written import read_tracking
from backhaul.models import Fulfillment, FulfillmentOrder, PostedInvoice, PostedShipment, SalesOrder, SalesOrderLine

LIST = "admin:backhaul_salesorder_changelist"
YES_NO = {"yes": True, "no": False, "": None}


class Lines(ReadOnlyInline):
    """The order's lines, with what can still be posted of each."""

    model = SalesOrderLine
    verbose_name_plural = "Lines"
    fields = (
        "sku",
        "title",
        "quantity",
        "current_quantity",
        "shippable_quantity",
        "outstanding",
        "left_to_invoice",
        "refundable_quantity",
        "unit_price",
        "presentment_unit_price",
    )
    readonly_fields = ("outstanding", "left_to_invoice")

    def __init__(self, parent_model: type[Model], admin_site: AdminSite) -> None:
        super().__init__(parent_model, admin_site)
        self._shown: dict[str, OrderLineView] = {}

    @admin.display(description="Outstanding")
    def outstanding(self, line: SalesOrderLine) -> int:
        """Units that can still be posted."""
        return self._view(line).outstanding

    @admin.display(description="Left to invoice")
    def left_to_invoice(self, line: SalesOrderLine) -> int:
        """Units that can still be invoiced."""
        return self._view(line).left_to_invoice

    def _view(self, line: SalesOrderLine) -> OrderLineView:
        """Read once for all lines: each request has inlines of its own."""
        if line.pk not in self._shown:
            self._shown = {shown.line: shown for shown in order_lines(line.order)}
        return self._shown[line.pk]


class Work(ReadOnlyInline):
    """Shopify's fulfillment orders."""

    model = FulfillmentOrder
    verbose_name_plural = "Fulfillment orders"
    fields = ("gid", "status", "request_status", "location_name", "fulfill_at", "hold_reasons", "shopify_updated_at")


class Fulfillments(ReadOnlyInline):
    """Shopify's fulfillments."""

    model = Fulfillment
    fields = ("gid", "status", "location_gid", "shopify_created_at", "tracking")


class Shipments(ReadOnlyInline):
    """What we have posted."""

    model = PostedShipment
    fields = ("external_number", "posted_at", "tracking", "task")
    show_change_link = True


class Invoices(ReadOnlyInline):
    """What we have invoiced."""

    model = PostedInvoice
    fields = ("external_number", "posted_at", "invoiced", "final", "task")
    readonly_fields = ("invoiced",)
    show_change_link = True

    @admin.display(description="Total")
    def invoiced(self, invoice: PostedInvoice) -> str:
        """What the customer owes."""
        return str(Money(invoice.total, invoice.currency))


class OrderAdmin(GivesBackUnits, OrderContent):
    """Orders as last read from Shopify."""

    list_display = ("name", "store", "financial_status", "fulfillment_status", "shopify_created_at", "cancelled_at")
    list_filter = ("store",)
    list_select_related = ("store",)
    search_fields = ("=name", "=gid", "=id")
    inlines = (
        Conflicts,
        Lines,
        Work,
        Fulfillments,
        Refunds,
        Returns,
        Shipments,
        Invoices,
        CreditMemos,
        PaymentLines,
        Snapshots,
    )
    actions_list = ("read_from_shopify",)
    actions_detail = ("ship", "invoice", "credit_units", "read_again")

    @button("Read an order from Shopify", "read")
    def read_from_shopify(self, request: HttpRequest) -> HttpResponse:
        """Read an order that is not here yet."""
        require(request, "change_salesorder")

        def carry_out(data: dict[str, Any]) -> str:
            return f"{import_order(find_store(data['store'] or None), data['reference'])} is read."

        return serve_form(request, FormPage("Read an order", ImportForm, carry_out, reverse(LIST), "Read"))

    @button("Read again", "read-again")
    def read_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Read the order from Shopify once more."""
        require(request, "change_salesorder")
        order = shown(self, request, object_id, SalesOrder)

        def carry_out(_data: dict[str, Any]) -> str:
            return f"{import_order(order.store, order.gid)} is read."

        return serve_form(request, FormPage(f"Read {order} again", EmptyForm, carry_out, _page(order), "Read"))

    @button("Post a shipment", "ship")
    def ship(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Post a shipment of the order."""
        require(request, "add_postedshipment")
        order = shown(self, request, object_id, SalesOrder)
        lines = order_lines(order)

        def carry_out(data: dict[str, Any]) -> str:
            posted = post_shipment(order, _shipment(data, lines))
            return f"{posted.shipment} is {'posted' if posted.is_new else 'posted already'}."

        form = functools.partial(ShipmentForm, lines=lines, zone=order.store.timezone)
        words = "What is posted cannot be changed, only undone. Shopify is told by a task."
        return serve_form(
            request, FormPage(f"Post a shipment of {order}", form, carry_out, _page(order), "Post", explanation=words)
        )

    @button("Post an invoice", "invoice")
    def invoice(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Post an invoice of the order."""
        require(request, "add_postedinvoice")
        order = shown(self, request, object_id, SalesOrder)
        left = invoiceable(order)
        lines = order_lines(order, left)

        def carry_out(data: dict[str, Any]) -> str:
            posted = post_invoice(order, invoice_request(data, lines, currency=order.presentment_currency))
            return f"{posted.invoice} is {'posted' if posted.is_new else 'posted already'}."

        form = functools.partial(InvoiceForm, lines=lines, order=order)
        limit = f"{left.money_left} are left to invoice. " if left.money_left is not None else ""
        words = f"{limit}What is posted cannot be changed. Its payments are retrieved and captured by tasks."
        return serve_form(
            request, FormPage(f"Post an invoice of {order}", form, carry_out, _page(order), "Post", explanation=words)
        )


def _shipment(data: dict[str, Any], lines: list[OrderLineView]) -> ShipmentRequest:
    return ShipmentRequest(
        external_number=data["external_number"],
        lines=[LineRequest(data[line.line].strip(), line=line.line) for line in lines if data[line.line].strip()],
        tracking=read_tracking(data["tracking"].split("\n") if data["tracking"].strip() else []),
        posted_at=data["posted_at"],
        location=data["location"] or None,
        notify_customer=YES_NO[data["notify_customer"]],
    )


def _page(order: SalesOrder) -> str:
    return reverse("admin:backhaul_salesorder_change", args=(order.pk,))
