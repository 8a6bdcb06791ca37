"""A shipment and its invoice posted at once: both, or neither."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from backhaul.core.errors import BackhaulError
from backhaul.core.outstanding import LineRequest
from backhaul.flows.post_both import PostedBoth, post_both
from backhaul.flows.post_invoice import InvoiceRequest, post_invoice
from backhaul.flows.post_shipment import ShipmentRequest, post_shipment
from backhaul.models import PostedInvoice, PostedShipment, SalesOrder, Task
from tests.conftest import OwnDatabase
from tests.support.invoices import invoice_line, invoice_request
from tests.support.rows import order_row, store_row

SHIPMENT = ShipmentRequest("S-1", [LineRequest(1, sku="apple")])
INVOICE = invoice_request()


@pytest.fixture
def order(db: None) -> SalesOrder:
    """Order #1001: five apples for 2.50 EUR each."""
    return order_row(store_row())


def test_both_are_posted_each_with_its_task(order: SalesOrder) -> None:
    both = post_both(order, shipment=SHIPMENT, invoice=INVOICE)

    assert both.is_new
    assert {task.kind for task in Task.objects.all()} == {"send_fulfillment", "retrieve_payments"}
    assert (both.shipment.task, both.invoice.task) == (both.shipment.shipment.task, both.invoice.invoice.task)


def test_both_are_found_again(order: SalesOrder) -> None:
    first = post_both(order, shipment=SHIPMENT, invoice=INVOICE)

    second = post_both(order, shipment=SHIPMENT, invoice=INVOICE)

    assert not second.is_new
    assert (second.shipment.shipment, second.invoice.invoice) == (first.shipment.shipment, first.invoice.invoice)


def test_one_that_was_posted_before_is_found_and_the_other_is_new(order: SalesOrder) -> None:
    shipped = post_shipment(order, SHIPMENT)

    both = post_both(order, shipment=SHIPMENT, invoice=INVOICE)

    assert (both.shipment.shipment, both.shipment.is_new) == (shipped.shipment, False)
    assert both.invoice.is_new
    assert both.is_new


def test_an_invoice_that_was_posted_before_is_found_and_the_shipment_is_new(order: SalesOrder) -> None:
    invoiced = post_invoice(order, INVOICE)

    both = post_both(order, shipment=SHIPMENT, invoice=INVOICE)

    assert (both.invoice.invoice, both.invoice.is_new, both.is_new) == (invoiced.invoice, False, True)


@pytest.mark.parametrize(
    ("shipment", "invoice"),
    [
        (SHIPMENT, invoice_request(lines=[invoice_line(quantity=6)])),
        (ShipmentRequest("S-1", [LineRequest(6, sku="apple")]), INVOICE),
    ],
    ids=["the invoice", "the shipment"],
)
def test_when_one_is_refused_neither_is_written(
    order: SalesOrder, shipment: ShipmentRequest, invoice: InvoiceRequest
) -> None:
    with pytest.raises(BackhaulError):
        post_both(order, shipment=shipment, invoice=invoice)

    assert not PostedShipment.objects.exists()
    assert not PostedInvoice.objects.exists()
    assert not Task.objects.exists()


def _post_in_a_thread(order: SalesOrder) -> PostedBoth | BackhaulError:
    try:
        return post_both(order, shipment=SHIPMENT, invoice=INVOICE)
    except BackhaulError as refusal:
        return refusal
    finally:
        connection.close()


def test_the_same_numbers_for_two_orders_at_the_same_instant_are_posted_once(own_database: OwnDatabase) -> None:
    store = store_row()
    orders = [order_row(store, number) for number in range(1001, 1005)]

    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(_post_in_a_thread, orders))

    posted = [one for one in results if isinstance(one, PostedBoth)]
    assert len(posted) == 1
    assert PostedShipment.objects.get().order == PostedInvoice.objects.get().order
    assert Task.objects.count() == 2
