"""What is shown of a posted invoice: what was invoiced, for how much, and its task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from backhaul.core.errors import NotFound
from backhaul.core.money import Money
from backhaul.flows.find import find_order, find_store
from backhaul.flows.show.balances import BalanceView, balance_of
from backhaul.flows.show.credit_memos import CreditMemoView, credit_memo_view, whole_memos
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.flows.show.tasks import DOCUMENTS, TaskView, task_view
from backhaul.models import PostedCreditMemo, PostedInvoice, PostedInvoiceLine, SalesOrder


@dataclass(frozen=True)
class InvoicedLineView:
    """So many units of an order line, and what they cost together, in the invoice's currency."""

    line: str
    line_item_id: str
    sku: str
    quantity: int
    amount: str


@dataclass(frozen=True)
class InvoiceView:
    """A posted invoice with its credit memos and its task.

    `tax` is null when the amounts include it; `balance` explains `total`.
    """

    id: str
    store: str
    order_id: str
    order_name: str
    external_number: str
    posted_at: datetime
    currency: str
    total: str
    shipping: str
    tax_included: bool
    tax: str | None
    final: bool
    lines: Sequence[InvoicedLineView]
    balance: BalanceView
    credit_memos: Sequence[CreditMemoView]
    created_at: datetime
    task: TaskView


@dataclass(frozen=True)
class InvoiceFilter:
    """Which invoices are meant; empty fields match everything. `order` is any of the order's names."""

    store: str = ""
    order: str = ""
    external_number: str = ""


def invoice_page(matching: InvoiceFilter, paging: Paging) -> Page[InvoiceView]:
    """The invoices that match, newest first. Raises UnknownStore, UnknownOrder, StoreRequired."""
    rows = _whole(PostedInvoice.objects.filter(_condition(matching)))
    return newest_first(rows, invoice_view, by="created_at", paging=paging)


def invoices_of(order: SalesOrder) -> list[InvoiceView]:
    """The order's invoices, latest first."""
    return [invoice_view(invoice) for invoice in _whole(PostedInvoice.objects.filter(order=order))]


def read_invoice(invoice_id: str) -> InvoiceView:
    """The invoice as it is now. Raises NotFound."""
    invoice = _whole(PostedInvoice.objects.filter(pk=invoice_id)).first()
    if invoice is None:
        raise NotFound("invoice", invoice_id)
    return invoice_view(invoice)


def invoice_view(invoice: PostedInvoice) -> InvoiceView:
    """The invoice with its lines, in the order's own order."""
    lines = sorted(invoice.lines.all(), key=lambda line: line.order_line.position)
    return InvoiceView(
        id=invoice.pk,
        store=invoice.store.slug,
        order_id=invoice.order_id,
        order_name=invoice.order.name,
        external_number=invoice.external_number,
        posted_at=invoice.posted_at,
        currency=invoice.currency,
        total=_text(invoice.total, invoice),
        shipping=_text(invoice.shipping, invoice),
        tax_included=invoice.tax_included,
        tax=None if invoice.tax is None else _text(invoice.tax, invoice),
        final=invoice.final,
        lines=[_line(line, invoice) for line in lines],
        balance=balance_of(invoice),
        credit_memos=[credit_memo_view(memo) for memo in invoice.credit_memos.all()],
        created_at=invoice.created_at,
        task=task_view(invoice.task),
    )


def _condition(matching: InvoiceFilter) -> Q:
    condition = Q()
    if matching.store:
        condition &= Q(store=find_store(matching.store))
    if matching.order:
        condition &= Q(order=find_order(matching.order, store_slug=matching.store or None))
    if matching.external_number:
        condition &= Q(external_number=matching.external_number)
    return condition


def _whole(invoices: QuerySet[PostedInvoice]) -> QuerySet[PostedInvoice]:
    documents = [f"task__{name}" for name in DOCUMENTS]
    related = invoices.select_related("store", "order", "task__store", "task__order", *documents)
    memos = Prefetch("credit_memos", whole_memos(PostedCreditMemo.objects.all()))
    return related.prefetch_related("lines__order_line", "payment_lines__captures", "payment_lines__task", memos)


def _line(line: PostedInvoiceLine, invoice: PostedInvoice) -> InvoicedLineView:
    return InvoicedLineView(
        line=line.order_line.pk,
        line_item_id=line.order_line.gid,
        sku=line.order_line.sku,
        quantity=line.quantity,
        amount=_text(line.amount, invoice),
    )


def _text(amount: Decimal, invoice: PostedInvoice) -> str:
    return Money(amount, invoice.currency).text
