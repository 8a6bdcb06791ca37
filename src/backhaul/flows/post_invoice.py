"""Posts an invoice: checks it against what is left to invoice, writes the statement and its task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core.errors import ExternalNumberTaken
from backhaul.core.invoicing import AmountsRequest, InvoiceContent, InvoiceLineRequest, check_left, read_content
from backhaul.flows.clock import now
from backhaul.flows.invoiceable import invoiceable, returned_units
from backhaul.flows.payment_tasks import RETRIEVE_PAYMENTS
from backhaul.flows.posting import check_external_number, content_hash, lines_elsewhere, locked, post_once
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import PostedInvoice, PostedInvoiceLine, SalesOrder, SalesOrderLine, Task


@dataclass(frozen=True)
class InvoiceRequest:
    """What a door asks to post. `posted_at` None is now; after a `final` invoice the order has no other."""

    external_number: str
    amounts: AmountsRequest
    lines: Sequence[InvoiceLineRequest]
    final: bool = False
    posted_at: datetime | None = None


@dataclass(frozen=True)
class PostedInvoiceResult:
    """The posted invoice with its task; `is_new` is False when the same had been posted before."""

    invoice: PostedInvoice
    task: Task
    is_new: bool


def post_invoice(order: SalesOrder, request: InvoiceRequest) -> PostedInvoiceResult:
    """Post an invoice of an order: one transaction for the statement, its task and the task's job.

    The same external number with the same content gives the first posting again, also when both come at once; the
    order's row lock puts them in sequence. Raises InputError of any kind, ExternalNumberTaken; then nothing is written.
    """
    return post_once(lambda: post_invoice_within(order.pk, request))


def post_invoice_within(order_id: str, request: InvoiceRequest) -> PostedInvoiceResult:
    """The same in the caller's transaction; an IntegrityError says that the number was taken at the same instant."""
    number = check_external_number(request.external_number)
    order = locked(order_id)
    left = invoiceable(order)
    elsewhere = lines_elsewhere(order, [asked.line for asked in request.lines])
    content = read_content(request.lines, request.amounts, left, elsewhere=elsewhere)
    fingerprint = _content_hash(order, request, content)
    earlier = PostedInvoice.objects.filter(store=order.store, external_number=number).select_related("task").first()
    if earlier is not None and earlier.content_hash != fingerprint:
        raise ExternalNumberTaken(number, earlier.pk)
    if earlier is not None:
        return PostedInvoiceResult(earlier, earlier.task, is_new=False)
    check_left(content, left)
    invoice = _statement(order, request, content)
    invoice.external_number, invoice.content_hash = number, fingerprint
    return _write(invoice, content)


def _content_hash(order: SalesOrder, request: InvoiceRequest, content: InvoiceContent) -> str:
    """A fingerprint of what the invoice says, however its lines are named and its amounts are written."""
    facts = {
        "order": order.pk,
        "lines": sorted([line.line_gid, line.quantity, str(line.amount)] for line in content.lines),
        "total": str(content.total),
        "shipping": str(content.shipping),
        "tax": None if content.tax is None else str(content.tax),
        "final": request.final,
        "posted_at": request.posted_at.isoformat() if request.posted_at else None,
    }
    return content_hash(facts)


def _statement(order: SalesOrder, request: InvoiceRequest, content: InvoiceContent) -> PostedInvoice:
    """The invoice as it will be kept; not saved yet."""
    return PostedInvoice(
        store=order.store,
        order=order,
        posted_at=request.posted_at or now(),
        currency=content.total.currency,
        total=content.total.amount,
        shipping=content.shipping.amount,
        tax_included=content.tax is None,
        tax=None if content.tax is None else content.tax.amount,
        final=request.final,
        created_at=now(),
    )


def _write(invoice: PostedInvoice, content: InvoiceContent) -> PostedInvoiceResult:
    invoice.task = write_task(
        TaskOrder(
            kind=RETRIEVE_PAYMENTS,
            unique_key=f"{RETRIEVE_PAYMENTS}:{invoice.pk}",
            store=invoice.store,
            order=invoice.order,
        )
    )
    invoice.save(force_insert=True)
    _write_lines(invoice, content, {line.gid: line for line in invoice.order.lines.all()})
    return PostedInvoiceResult(invoice, invoice.task, is_new=True)


def _write_lines(invoice: PostedInvoice, content: InvoiceContent, order_lines: Mapping[str, SalesOrderLine]) -> None:
    PostedInvoiceLine.objects.bulk_create(
        PostedInvoiceLine(
            invoice=invoice,
            order_line=order_lines[line.line_gid],
            quantity=line.quantity,
            amount=line.amount.amount,
            returned_before=returned_units(order_lines[line.line_gid]),
        )
        for line in content.lines
    )
