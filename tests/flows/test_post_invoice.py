"""What can be invoiced, what is refused, and that a refusal writes nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from backhaul.core.errors import BackhaulError, ExternalNumberTaken
from backhaul.core.invoicing import AmountsRequest, InvoiceLineRequest
from backhaul.core.outstanding import LineRequest
from backhaul.core.tasks import TaskState
from backhaul.flows.invoiceable import invoiceable, more_may_be_invoiced
from backhaul.flows.payment_tasks import RETRIEVE_PAYMENTS
from backhaul.flows.post_invoice import InvoiceRequest, PostedInvoiceResult, post_invoice
from backhaul.models import PostedInvoice, PostedInvoiceLine, SalesOrder, Task
from tests.conftest import OwnDatabase
from tests.support.invoices import invoice_line, invoice_request
from tests.support.rows import order_row, store_row

REFUSED = {
    "unknown-line": invoice_request(lines=[invoice_line("pear")]),
    "bad-quantity": invoice_request(lines=[invoice_line(quantity=0)]),
    "more-than-left-to-invoice": invoice_request(lines=[invoice_line(quantity=6)]),
    "nothing-to-post": invoice_request(lines=[], total="0"),
    "other-currency": invoice_request(currency="USD"),
    "bad-money": invoice_request(lines=[invoice_line(amount="2.505")], total="2.505"),
    "total-is-not-the-sum": invoice_request(total="2.51"),
    "tax-unclear": replace(invoice_request(), amounts=AmountsRequest("EUR", "2.50", tax_included=False)),
    "invoice-above-order": invoice_request(lines=[invoice_line(amount="12.51")], total="12.51"),
    "bad-reference": invoice_request("x" * 65),
}


@pytest.fixture
def order(db: None) -> SalesOrder:
    """Order #1001: five apples for 2.50 EUR each."""
    return order_row(store_row())


def removed(order: SalesOrder, units: int, *, had_left: bool) -> None:
    """So many apples were refunded in Shopify, after they had left or before."""
    line = order.lines.get()
    line.current_quantity -= units
    line.shippable_quantity -= 0 if had_left else units
    line.save()
    order.current_total_presentment = line.current_quantity * Decimal("2.5")
    order.save()


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_invoiced_is_refused_by_name_and_writes_nothing(order: SalesOrder, code: str) -> None:
    with pytest.raises(BackhaulError) as refusal:
        post_invoice(order, REFUSED[code])

    assert refusal.value.code == code
    assert not PostedInvoice.objects.exists()
    assert not Task.objects.exists()


def test_an_invoice_is_kept_with_its_lines_and_the_task_that_retrieves_its_payments(order: SalesOrder) -> None:
    amounts = AmountsRequest("EUR", "6.95", tax_included=False, shipping="1.00", tax="0.95")

    posted = post_invoice(order, InvoiceRequest("I-1", amounts, [invoice_line(quantity=2, amount="5")], final=True))

    invoice = PostedInvoice.objects.get()
    line = invoice.lines.get()
    assert (invoice.total, invoice.shipping, invoice.tax) == (Decimal("6.95"), Decimal(1), Decimal("0.95"))
    assert (invoice.currency, invoice.tax_included, invoice.final) == ("EUR", False, True)
    assert (line.order_line, line.quantity, line.amount) == (order.lines.get(), 2, Decimal(5))
    assert (posted.task.kind, posted.task.state) == (RETRIEVE_PAYMENTS, TaskState.PENDING)
    assert posted.task.unique_key == f"retrieve_payments:{invoice.pk}"
    assert posted.task.job_id is not None


def test_a_posted_invoice_cannot_be_changed(order: SalesOrder) -> None:
    posted = post_invoice(order, invoice_request())

    with pytest.raises(DatabaseError), transaction.atomic():
        PostedInvoice.objects.filter(pk=posted.invoice.pk).update(total=1)


def test_the_same_invoice_twice_is_one_however_it_is_written(order: SalesOrder) -> None:
    first = post_invoice(order, invoice_request(lines=[invoice_line(quantity=2, amount="5.00")], total="5.00"))
    by_id = LineRequest("1", line=order.lines.get().pk)
    split = [InvoiceLineRequest(by_id, "2.5"), InvoiceLineRequest(by_id, "2.5")]
    amounts = AmountsRequest("EUR", "5", tax_included=True, shipping="0.00")

    second = post_invoice(order, InvoiceRequest(" I-1 ", amounts, split))

    assert (second.invoice, second.task, second.is_new) == (first.invoice, first.task, False)


def test_an_invoice_is_found_again_when_nothing_is_left(order: SalesOrder) -> None:
    whole = invoice_request(lines=[invoice_line(quantity=5, amount="12.50")], total="12.50", final=True)
    first = post_invoice(order, whole)
    order.cancelled_at = datetime(2026, 1, 2, tzinfo=UTC)
    order.save()

    second = post_invoice(order, whole)

    assert (second.invoice, second.is_new) == (first.invoice, False)


OTHERS = {
    "quantity": invoice_request(lines=[invoice_line(quantity=2)]),
    "amount": invoice_request(lines=[invoice_line(amount="2.00")], total="2.00"),
    "shipping": replace(
        invoice_request(lines=[invoice_line(amount="2.00")]),
        amounts=AmountsRequest("EUR", "2.50", tax_included=True, shipping="0.50"),
    ),
    "tax": replace(invoice_request(), amounts=AmountsRequest("EUR", "2.50", tax_included=False, shipping="0", tax="0")),
    "final": invoice_request(final=True),
    "posted_at": replace(invoice_request(), posted_at=datetime(2026, 1, 1, tzinfo=UTC)),
}


@pytest.mark.parametrize("other", OTHERS)
def test_the_same_number_with_other_content_is_a_conflict(order: SalesOrder, other: str) -> None:
    post_invoice(order, invoice_request())

    with pytest.raises(ExternalNumberTaken):
        post_invoice(order, OTHERS[other])


def test_the_same_number_for_another_order_is_a_conflict(order: SalesOrder) -> None:
    post_invoice(order, invoice_request())

    with pytest.raises(ExternalNumberTaken):
        post_invoice(order_row(order.store, 1002), invoice_request())


def test_a_second_partial_invoice_gets_only_what_is_left(order: SalesOrder) -> None:
    post_invoice(order, invoice_request(lines=[invoice_line(quantity=3, amount="7.50")], total="7.50"))

    with pytest.raises(BackhaulError) as refusal:
        post_invoice(order, invoice_request("I-2", [invoice_line(quantity=3, amount="5")], total="5"))
    rest = post_invoice(order, invoice_request("I-2", [invoice_line(quantity=2, amount="5")], total="5"))

    assert refusal.value.code == "more-than-left-to-invoice"
    assert rest.is_new
    assert not more_may_be_invoiced(order)


def test_returned_goods_do_not_keep_the_rest_from_being_invoiced(order: SalesOrder) -> None:
    post_invoice(order, invoice_request(lines=[invoice_line(quantity=3, amount="7.50")], total="7.50"))
    removed(order, 3, had_left=True)

    post_invoice(order, invoice_request("I-2", [invoice_line(quantity=2, amount="5")], total="5"))

    assert PostedInvoiceLine.objects.get(invoice__external_number="I-2").returned_before == 3
    assert not more_may_be_invoiced(order)


def test_what_was_refunded_before_it_was_invoiced_cannot_be_invoiced(order: SalesOrder) -> None:
    removed(order, 3, had_left=False)

    with pytest.raises(BackhaulError) as refusal:
        post_invoice(order, invoice_request(lines=[invoice_line(quantity=3)]))

    assert "3 were refunded" in refusal.value.message


def test_an_order_that_is_worth_less_now_limits_the_invoice(order: SalesOrder) -> None:
    order.current_total_presentment = Decimal(2)
    order.save()

    with pytest.raises(BackhaulError) as refusal:
        post_invoice(order, invoice_request())

    assert refusal.value.data["left"] == "2.00"


def test_a_cancelled_order_cannot_be_invoiced(order: SalesOrder) -> None:
    order.cancelled_at = datetime(2026, 1, 2, tzinfo=UTC)
    order.save()

    with pytest.raises(BackhaulError) as refusal:
        post_invoice(order, invoice_request())

    assert refusal.value.code == "order-cancelled"
    assert not more_may_be_invoiced(order)


def test_nothing_follows_a_final_invoice(order: SalesOrder) -> None:
    post_invoice(order, invoice_request(final=True))

    with pytest.raises(BackhaulError) as refusal:
        post_invoice(order, invoice_request("I-2"))

    assert refusal.value.code == "invoicing-is-final"
    assert "I-1" in refusal.value.message
    assert not more_may_be_invoiced(order)


def test_what_is_left_counts_every_invoice(order: SalesOrder) -> None:
    for number in range(3):
        post_invoice(order, invoice_request(f"I-{number}"))

    left = invoiceable(order)

    assert [line.left for line in left.lines] == [2]
    assert str(left.money_left) == "5.00 EUR"


def post_in_a_thread(order: SalesOrder, request: InvoiceRequest) -> PostedInvoiceResult | BackhaulError:
    try:
        return post_invoice(order, request)
    except BackhaulError as refusal:
        return refusal
    finally:
        connection.close()


def test_the_same_invoice_at_the_same_instant_is_one(own_database: OwnDatabase) -> None:
    order = order_row(store_row())

    with ThreadPoolExecutor(8) as threads:
        posted = list(threads.map(lambda _: post_in_a_thread(order, invoice_request()), range(8)))

    assert sum(isinstance(one, PostedInvoiceResult) and one.is_new for one in posted) == 1
    assert PostedInvoice.objects.count() == Task.objects.count() == 1


def test_invoices_at_the_same_instant_never_exceed_what_is_left(own_database: OwnDatabase) -> None:
    order = order_row(store_row())
    two = [invoice_line(quantity=2, amount="5")]
    requests = [invoice_request(f"I-{number}", two, total="5") for number in range(8)]

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda request: post_in_a_thread(order, request), requests))

    assert PostedInvoice.objects.aggregate(Sum("total"))["total__sum"] == 10
    assert sum(isinstance(one, BackhaulError) for one in results) == 6


def test_the_same_number_for_two_orders_at_the_same_instant_is_posted_once(own_database: OwnDatabase) -> None:
    store = store_row()
    orders = [order_row(store, number) for number in range(1001, 1005)]

    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda order: post_in_a_thread(order, invoice_request()), orders))

    assert PostedInvoice.objects.count() == 1
    assert sum(isinstance(one, ExternalNumberTaken) for one in results) == 3
