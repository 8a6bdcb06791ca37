"""What a person can ask for about an invoice's payments: capture one, retrieve them again, void what is left over.

Each writes a task, or finds the one that is there and lets it run now; Shopify is asked and changed by that task alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from backhaul.core.errors import InputError, StateConflict
from backhaul.core.payment_lines import LineState
from backhaul.core.tasks import ENDED, TaskState
from backhaul.flows.clock import now, real_now
from backhaul.flows.invoice_facts import unfinished_retrievals
from backhaul.flows.invoiceable import more_may_be_invoiced
from backhaul.flows.payment_facts import line_value
from backhaul.flows.payment_tasks import CAPTURE_NOW, CAPTURE_PAYMENT, RETRIEVE_PAYMENTS, VOID_LEFTOVER
from backhaul.flows.task_list import TaskOrder, make_pending, write_task
from backhaul.models import InvoiceTask, PaymentLine, PostedInvoice, SalesOrder, Task


class NothingLeftToCapture(StateConflict):
    """A payment line of which nothing is open: it was paid, or captured already."""

    code = "nothing-left-to-capture"
    default_hint = "Nothing has to be done for this line."

    def __init__(self, line_id: str, state: LineState) -> None:
        super().__init__(line_id, state, wanted=LineState.CAPTURED)
        self.message = (
            f"{line_id} is money that is there already: it needs no capture."
            if state is LineState.PAID
            else f"{line_id} has been captured in full."
        )


class MoreToInvoice(InputError):
    """An authorisation may still be needed for what has not been invoiced yet."""

    code = "more-to-invoice"
    default_hint = "Post the rest, or post the last invoice as final; what is left over can be voided then."

    def __init__(self, order_name: str) -> None:
        super().__init__(f"More of order {order_name} may still be invoiced.", data={"order": order_name})


@dataclass(frozen=True)
class Asked:
    """The task that does what was asked for; `is_new` False: it was there already, and was woken if it waited."""

    task: Task
    is_new: bool


def capture_by_hand(line: PaymentLine) -> Asked:
    """Let the task of a payment line capture what is open of it now, even where the store's policy would wait.

    A line whose task has ended, with something still open, gets another task. Raises NothingLeftToCapture.
    """
    with transaction.atomic():
        _lock_order(line.order_id)
        row = PaymentLine.objects.select_related("invoice").prefetch_related("captures").get(pk=line.pk)
        _refuse_captured(row)
        task = Task.objects.select_for_update(no_key=True).get(pk=row.task_id)
        if task.state not in ENDED:
            return _let_go_on(task, {CAPTURE_NOW: True})
        row.task = _another(CAPTURE_PAYMENT, row.invoice, subject=row.pk, due_by=row.expires_at)
        row.save(update_fields=["task"])
        row.task.choices, row.task.retried_at = {CAPTURE_NOW: True}, real_now()
        row.task.save(update_fields=["choices", "retried_at"])
    return Asked(row.task, is_new=True)


def retrieve_again(invoice: PostedInvoice) -> Asked:
    """Let an invoice's payments be retrieved now: what is not covered gets lines, and those that are there stay."""
    with transaction.atomic():
        _lock_order(invoice.order_id)
        about_it = Q(invoice=invoice) | Q(about_invoice__invoice=invoice, kind=RETRIEVE_PAYMENTS)
        unfinished = _unfinished(about_it)
        return _let_go_on(unfinished) if unfinished else _ask_about(invoice, RETRIEVE_PAYMENTS)


def void_leftovers(invoice: PostedInvoice) -> Asked:
    """Let what no invoice needs of the order's authorisations be given back to the customer.

    One such task of an order at a time. Raises MoreToInvoice while something of the order may still be invoiced.
    """
    with transaction.atomic():
        order = _lock_order(invoice.order_id)
        if more_may_be_invoiced(order):
            raise MoreToInvoice(order.name)
        unfinished = _unfinished(Q(order=order, kind=VOID_LEFTOVER))
        return _let_go_on(unfinished) if unfinished else _ask_about(invoice, VOID_LEFTOVER)


def _lock_order(order_id: str) -> SalesOrder:
    return SalesOrder.objects.select_for_update(no_key=True, of=("self",)).get(pk=order_id)


def _refuse_captured(row: PaymentLine) -> None:
    state = LineState(row.state)
    if state in (LineState.PAID, LineState.CAPTURED) or line_value(row).state_by_captures is LineState.CAPTURED:
        raise NothingLeftToCapture(row.pk, state)


def _unfinished(which: Q) -> Task | None:
    rows = Task.objects.select_for_update(no_key=True, of=("self",)).filter(which).exclude(state__in=ENDED)
    return rows.order_by("created_at").first()


def _let_go_on(task: Task, choices: Mapping[str, object] | None = None) -> Asked:
    """Wake a locked task that has not ended; one that runs at this moment hears of the choices when its run ends."""
    task.choices = {**task.choices, **(choices or {})}
    if task.state != TaskState.RUNNING:
        task.attempts, task.retried_at = 0, real_now()
    task.save(update_fields=["choices", "attempts", "retried_at"])
    if task.state not in (TaskState.PENDING, TaskState.RUNNING):
        make_pending(task)
    return Asked(task, is_new=False)


def _ask_about(invoice: PostedInvoice, kind: str) -> Asked:
    task = _another(kind, invoice, subject=invoice.pk)
    InvoiceTask.objects.create(invoice=invoice, task=task, created_at=now())
    return Asked(task, is_new=True)


def _another(kind: str, invoice: PostedInvoice, *, subject: str, due_by: datetime | None = None) -> Task:
    """One more task of that kind about the subject, with the next number; the caller holds the order's row.

    What an invoice needs is known when its payments are retrieved: nothing is voided before.
    """
    key = f"{kind}:{subject}"
    earlier = Task.objects.filter(Q(unique_key=key) | Q(unique_key__startswith=f"{key}:")).count()
    order = TaskOrder(
        kind=kind,
        unique_key=f"{key}:{earlier + 1}",
        store=invoice.store,
        order=invoice.order,
        after=unfinished_retrievals(invoice.order) if kind == VOID_LEFTOVER else (),
        due_by=due_by,
    )
    return write_task(order)
