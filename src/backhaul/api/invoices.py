"""Endpoints of posted invoices: post, alone or together with a shipment, and look at."""

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Status

from backhaul.api.paging import PageQuery
from backhaul.flows.find import find_order
from backhaul.flows.post_both import post_both
from backhaul.flows.post_invoice import post_invoice
from backhaul.flows.posting_bodies import InvoiceBody, PostingBody
from backhaul.flows.show.invoices import InvoiceFilter, InvoiceView, invoice_page, invoices_of, read_invoice
from backhaul.flows.show.pages import Page
from backhaul.flows.show.shipments import ShipmentView, read_shipment


@dataclass(frozen=True)
class Invoices:
    """The invoices of one order."""

    items: list[InvoiceView]


@dataclass(frozen=True)
class Posting:
    """A shipment and an invoice that were posted at once."""

    shipment: ShipmentView
    invoice: InvoiceView


class InvoicesQuery(PageQuery):
    """Which invoices, and which page of them."""

    store: str = ""
    order: str = ""
    external_number: str = ""

    def to_filter(self) -> InvoiceFilter:
        """As the read wants it."""
        return InvoiceFilter(self.store, self.order, self.external_number)


def list_invoices(request: HttpRequest, query: Annotated[InvoicesQuery, Query()]) -> Page[InvoiceView]:
    """Invoices of all orders, newest first."""
    return invoice_page(query.to_filter(), query.paging())


def list_invoices_of(request: HttpRequest, order: str, store: str | None = None) -> Invoices:
    """The invoices of an order, latest first."""
    return Invoices(invoices_of(find_order(order, store_slug=store)))


def get_invoice(request: HttpRequest, invoice: str) -> InvoiceView:
    """One invoice with its lines and its task."""
    return read_invoice(invoice)


def post_one_invoice(
    request: HttpRequest, order: str, body: InvoiceBody, store: str | None = None
) -> Status[InvoiceView]:
    """Post an invoice: 201 when it is new, 200 when the same was posted before under its number."""
    posted = post_invoice(find_order(order, store_slug=store), body.to_request())
    return Status(_new(posted.is_new), read_invoice(posted.invoice.pk))


def post_shipment_and_invoice(
    request: HttpRequest, order: str, body: PostingBody, store: str | None = None
) -> Status[Posting]:
    """Post a shipment and its invoice, both or neither: 200 when both were posted before, else 201."""
    found = find_order(order, store_slug=store)
    both = post_both(found, shipment=body.shipment.to_request(), invoice=body.invoice.to_request())
    shown = Posting(read_shipment(both.shipment.shipment.pk), read_invoice(both.invoice.invoice.pk))
    return Status(_new(both.is_new), shown)


def _new(is_new: bool) -> int:
    return 201 if is_new else 200
