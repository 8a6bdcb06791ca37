"""Rows of invoices and payments as their flows would write them, for tests that need no Shopify."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from backhaul.core.payment_lines import LineKind, LineState, TakenBy
from backhaul.core.tasks import TaskState
from backhaul.flows.payment_tasks import CAPTURE_PAYMENT, RETRIEVE_PAYMENTS
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import (
    Capture,
    Intent,
    OrderTransaction,
    PaymentLine,
    PostedInvoice,
    PostedInvoiceLine,
    SalesOrder,
    Store,
    Task,
)
from tests.support.rows import LONG_AGO, order_row

AUTHORISATION = "gid://shopify/OrderTransaction/1"


def dear_order_row(store: Store, number: int = 1001) -> SalesOrder:
    """An order of five apples that is worth 500."""
    order = order_row(store, number)
    order.total_presentment = order.total_shop = Decimal(500)
    order.save()
    return order


def invoice_row(order: SalesOrder, number: str = "I-1", *, total: str = "100.00", final: bool = False) -> PostedInvoice:
    """A posted invoice of one unit of the order's first line, with its task."""
    invoice = PostedInvoice(
        store=order.store,
        order=order,
        external_number=number,
        content_hash=number,
        posted_at=LONG_AGO,
        currency=order.presentment_currency,
        total=Decimal(total),
        shipping=Decimal(0),
        tax_included=True,
        final=final,
        created_at=LONG_AGO,
    )
    invoice.task = _task(order, RETRIEVE_PAYMENTS, invoice.pk)
    invoice.save(force_insert=True)
    PostedInvoiceLine.objects.create(
        invoice=invoice, order_line=order.lines.all()[0], quantity=1, amount=Decimal(total)
    )
    return invoice


def line_row(
    invoice: PostedInvoice,
    amount: str = "100.00",
    *,
    kind: LineKind = LineKind.AUTHORISED,
    state: LineState = LineState.OPEN,
    gid: str = AUTHORISATION,
    expires_at: datetime | None = None,
    **fields: object,
) -> PaymentLine:
    """A payment line of the invoice with its task; one that was paid has none. The whole transaction unless told."""
    line = PaymentLine(
        invoice=invoice,
        order=invoice.order,
        transaction_gid=gid,
        kind=kind,
        gateway="shopify_payments",
        gateway_name="Shopify Payments",
        currency=invoice.currency,
        authorised=Decimal(amount),
        amount=Decimal(amount),
        captured=Decimal(0),
        pending=Decimal(0),
        refunded=Decimal(0),
        state=state,
        position=PaymentLine.objects.filter(order=invoice.order).count(),
        expires_at=expires_at,
        created_at=LONG_AGO,
    )
    for name, value in fields.items():
        setattr(line, name, value)
    if kind is LineKind.AUTHORISED:
        line.task = _task(invoice.order, CAPTURE_PAYMENT, line.pk, due_by=expires_at)
    line.save(force_insert=True)
    return line


def capture_row(line: PaymentLine, amount: str, *, by: TakenBy = TakenBy.ELSEWHERE, status: str = "SUCCESS") -> Capture:
    """Money taken for the line, added to what the line says of itself."""
    number = Capture.objects.count() + 100
    capture = Capture.objects.create(
        line=line,
        transaction_gid=f"gid://shopify/OrderTransaction/{number}",
        amount=Decimal(amount),
        taken_by=by,
        status=status,
        intent=_intent(line) if by is TakenBy.US else None,
        created_at=LONG_AGO + timedelta(minutes=number),
    )
    if status == "SUCCESS":
        line.captured += Decimal(amount)
    elif status == "PENDING":
        line.pending += Decimal(amount)
    line.save()
    return capture


def transaction_row(
    order: SalesOrder,
    amount: str = "100.00",
    *,
    gid: str = AUTHORISATION,
    kind: str = "AUTHORIZATION",
    status: str = "SUCCESS",
    parent_gid: str = "",
    expires_at: datetime | None = None,
    several_captures: bool = True,
) -> OrderTransaction:
    """A transaction as last read from Shopify; an authorisation can be captured."""
    return OrderTransaction.objects.create(
        order=order,
        gid=gid,
        kind=kind,
        status=status,
        amount=Decimal(amount),
        currency=order.presentment_currency,
        gateway="shopify_payments",
        gateway_name="Shopify Payments",
        parent_gid=parent_gid,
        expires_at=expires_at,
        is_capturable=kind == "AUTHORIZATION",
        is_multi_capturable=several_captures,
        shopify_created_at=LONG_AGO,
    )


def put_task(task: Task | None, state: TaskState, **fields: object) -> None:
    """The task as if its run had ended like this."""
    assert task is not None
    ended = state in (TaskState.SUCCEEDED, TaskState.CANCELLED, TaskState.NEEDS_ATTENTION)
    given: dict[str, object] = {"state": state, "job_id": None, "outcome": "stopped" if ended else "", **fields}
    if state == TaskState.WAITING:
        given = {"wait_reason": "last_invoice", "wake_at": LONG_AGO.replace(year=2090), **given}
    Task.objects.filter(pk=task.pk).update(**given)
    task.refresh_from_db()


def _task(order: SalesOrder, kind: str, subject: str, *, due_by: datetime | None = None) -> Task:
    wanted = TaskOrder(kind=kind, unique_key=f"{kind}:{subject}", store=order.store, order=order, due_by=due_by)
    with transaction.atomic():
        return write_task(wanted)


def _intent(line: PaymentLine) -> Intent:
    assert line.task is not None
    return Intent.objects.create(
        store=line.order.store,
        task=line.task,
        subject_gid=line.order.gid,
        fencing=1,
        step="capture",
        operation="orderCapture",
        variables={},
        state="done",
        created_at=LONG_AGO,
        send_before=LONG_AGO,
        readable_after=LONG_AGO,
        settled_at=LONG_AGO,
    )


def paid_row(invoice: PostedInvoice, amount: str = "100.00", *, gid: str = AUTHORISATION) -> PaymentLine:
    """A payment line of money that is there already."""
    return line_row(invoice, amount, kind=LineKind.PAID, state=LineState.PAID, gid=gid)
