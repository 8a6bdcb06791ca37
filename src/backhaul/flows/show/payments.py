"""What is shown of the Payment Line List: what each invoice takes of which payment, and what has become of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from backhaul.core.errors import NotFound
from backhaul.core.moments import in_zone
from backhaul.core.payment_lines import LineState
from backhaul.flows.find import find_order, find_store
from backhaul.flows.payment_facts import kept_money, line_value
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.flows.show.tasks import DOCUMENTS, TaskView, task_view
from backhaul.models import Capture, GatewayMapping, PaymentLine, PostedInvoice, SalesOrder


@dataclass(frozen=True)
class PaymentFilter:
    """Which payment lines are meant; empty fields match everything.

    `order` is any name of an order, `invoice` our id or the back office's number, `gateway` Shopify's name or the back
    office's.
    """

    store: str = ""
    state: str = ""
    order: str = ""
    invoice: str = ""
    gateway: str = ""
    expires_before: datetime | None = None


@dataclass(frozen=True)
class CaptureView:
    """Money taken, or tried to be taken, for a line. `taken_by`: `us`, or `elsewhere`. `status` is Shopify's own."""

    id: str
    transaction: str
    amount: str
    taken_by: str
    status: str
    error_code: str
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class PaymentLineView:
    """A payment line; amounts are in `currency`, with its own decimals.

    `authorised` is the whole transaction, `amount` this invoice's part of it, `open` what of that is neither captured
    nor being captured. `payment_method` is the back office's name of the gateway, if it has one. `expires` says when
    the authorisation ends, in the store's time zone, with a ~ before an estimate.
    """

    id: str
    store: str
    order_id: str
    order_name: str
    invoice_id: str
    invoice_number: str
    transaction: str
    kind: str
    state: str
    state_words: str
    detail: str
    gateway: str
    gateway_name: str
    payment_method: str
    currency: str
    authorised: str
    amount: str
    captured: str
    pending: str
    open: str
    refunded: str
    expires_at: datetime | None
    expiry_is_estimated: bool
    expires: str
    takes_one_capture: bool
    captures: Sequence[CaptureView]
    created_at: datetime
    task: TaskView | None


def payment_page(matching: PaymentFilter, paging: Paging) -> Page[PaymentLineView]:
    """The payment lines that match, newest first. Raises UnknownStore, UnknownOrder and its kin."""
    rows = whole_lines(PaymentLine.objects.filter(_condition(matching)))
    return newest_first(rows, payment_line_view, by="created_at", paging=paging)


def read_payment_line(line_id: str) -> PaymentLineView:
    """The payment line as it is now. Raises NotFound."""
    row = whole_lines(PaymentLine.objects.filter(pk=line_id)).first()
    if row is None:
        raise NotFound("payment line", line_id)
    return payment_line_view(row)


def payment_lines_of(about: PostedInvoice | SalesOrder) -> list[PaymentLineView]:
    """The payment lines of an invoice, or of all invoices of an order, in the order in which they were written."""
    rows = whole_lines(about.payment_lines.all()).order_by("position")
    return [payment_line_view(row) for row in rows]


def whole_lines(rows: "QuerySet[PaymentLine]") -> "QuerySet[PaymentLine]":
    """The lines together with everything that is shown of them."""
    documents = [f"task__{name}" for name in DOCUMENTS]
    together = rows.select_related("invoice", "order__store", "task__store", "task__order", *documents)
    return together.prefetch_related("captures", "order__store__gateways")


def payment_line_view(row: PaymentLine) -> PaymentLineView:
    """The line as it is now."""
    state = LineState(row.state)
    return PaymentLineView(
        id=row.pk,
        store=row.order.store.slug,
        order_id=row.order_id,
        order_name=row.order.name,
        invoice_id=row.invoice_id,
        invoice_number=row.invoice.external_number,
        transaction=row.transaction_gid,
        kind=row.kind,
        state=state,
        state_words=state.words,
        detail=row.detail,
        gateway=row.gateway,
        gateway_name=row.gateway_name,
        payment_method=payment_method(row),
        currency=row.currency,
        authorised=kept_money(row.authorised, row.currency).text,
        amount=kept_money(row.amount, row.currency).text,
        captured=kept_money(row.captured, row.currency).text,
        pending=kept_money(row.pending, row.currency).text,
        open=line_value(row).open.text,
        refunded=kept_money(row.refunded, row.currency).text,
        expires_at=row.expires_at,
        expiry_is_estimated=row.expiry_is_estimated,
        expires=expires_words(row),
        takes_one_capture=row.takes_one_capture,
        captures=[_capture(capture, row.currency) for capture in row.captures.all()],
        created_at=row.created_at,
        task=task_view(row.task) if row.task else None,
    )


def payment_method(row: PaymentLine) -> str:
    """What the back office calls the line's gateway; empty where nobody has mapped it."""
    mapped = row.order.store.gateways.all()
    return next((mapping.payment_method for mapping in mapped if mapping.gateway == row.gateway), "")


def expires_words(row: PaymentLine) -> str:
    """When the line's authorisation ends, in the store's time zone, with a ~ before an estimate.

    Empty if that is not known, or matters no more.
    """
    if row.expires_at is None or row.state in (LineState.CAPTURED, LineState.PAID):
        return ""
    return f"{'~' if row.expiry_is_estimated else ''}{in_zone(row.expires_at, row.order.store.timezone)}"


def _condition(matching: PaymentFilter) -> Q:
    condition = Q()
    if matching.store:
        condition &= Q(order__store=find_store(matching.store))
    if matching.order:
        condition &= Q(order=find_order(matching.order, store_slug=matching.store or None))
    if matching.invoice:
        condition &= Q(invoice=matching.invoice) | Q(invoice__external_number=matching.invoice)
    if matching.state:
        condition &= Q(state=matching.state)
    if matching.gateway:
        condition &= _of_gateway(matching.gateway)
    if matching.expires_before:
        condition &= Q(expires_at__lt=matching.expires_before)
    return condition


def _of_gateway(named: str) -> Q:
    """By Shopify's name, or by the back office's in the store whose line it is."""
    condition = Q(gateway=named)
    for store_id, gateway in GatewayMapping.objects.filter(payment_method=named).values_list("store", "gateway"):
        condition |= Q(order__store=store_id, gateway=gateway)
    return condition


def _capture(row: Capture, currency: str) -> CaptureView:
    return CaptureView(
        id=row.pk,
        transaction=row.transaction_gid,
        amount=kept_money(row.amount, currency).text,
        taken_by=row.taken_by,
        status=row.status,
        error_code=row.error_code,
        created_at=row.created_at,
        settled_at=row.settled_at,
    )
