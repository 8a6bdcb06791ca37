"""Carries out the first task of a posted invoice: saves the payments that it takes, and has them captured."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from backhaul.core.outcome import Outcome
from backhaul.core.payment_allocation import NewLine, allocate
from backhaul.core.payment_lines import LineKind, LineState
from backhaul.core.payments import RemotePayments
from backhaul.core.retrieval import RetrievalCircumstances, retrieval_outcome
from backhaul.core.tasks import STILL_WAITS, WaitReason
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.credit_facts import given_by_memos
from backhaul.flows.invoice_facts import invoice_of, pending_waits, unmapped_gateways
from backhaul.flows.invoiceable import more_may_be_invoiced
from backhaul.flows.leases import Lease
from backhaul.flows.mirror_payments import digest_of, ledger_of
from backhaul.flows.payment_facts import kept_money, lines_of
from backhaul.flows.payment_tasks import CAPTURE_PAYMENT
from backhaul.flows.read_order import read_payments
from backhaul.flows.rounds import MAX_ROUNDS, KeepsChanging
from backhaul.flows.task_list import TaskOrder, wake, write_task
from backhaul.models import PaymentLine, PostedInvoice, SalesOrder, Task


def retrieve_payments(task: Task, lease: Lease) -> Outcome:
    """Save with a posted invoice what it takes of the order's authorisations and receipts, each authorised line with
    the task that captures it.

    1. settle an earlier call of this order whose answer was lost; 2. read the payments; 3. under the order's row lock,
    if nothing newer was read meanwhile, write the lines that are missing. Called off while it runs, it writes none:
    the lines would be captured. A second run is harmless: it allocates only what the invoice's lines don't cover yet.
    """
    invoice = invoice_of(task)
    effects.settle_unsettled(task, lease)
    for _ in range(MAX_ROUNDS):
        payments = read_payments(invoice.store, invoice.order.gid)
        lease.obey_cancellation()
        ending = _save(invoice, payments, task)
        if ending is not None:
            return ending
    raise KeepsChanging("The order's payments kept changing in Shopify while they were read.")


def _save(invoice: PostedInvoice, payments: RemotePayments, task: Task) -> Outcome | None:
    """Write what the invoice takes, and say how that leaves it; None when another reading has come between."""
    with transaction.atomic():
        order = (
            SalesOrder.objects.select_for_update(no_key=True, of=("self",))
            .select_related("store")
            .get(pk=invoice.order_id)
        )
        if order.payments_digest != digest_of(payments):
            return None
        ledger = ledger_of(order, payments)
        total = kept_money(invoice.total, invoice.currency)
        allocation = allocate(total, invoice.pk, ledger=ledger, lines=lines_of(order))
        written_at = now()
        for new in allocation.new:
            _write_line(invoice, order, new, written_at=written_at)
        more_may_follow = more_may_be_invoiced(order)
        if not more_may_follow:
            wake(order.tasks.filter(state__in=STILL_WAITS, wait_reason=WaitReason.LAST_INVOICE))
        return retrieval_outcome(
            total,
            invoice.pk,
            allocation=allocation,
            lines=lines_of(order),
            ledger=ledger,
            circumstances=RetrievalCircumstances(
                now=now(),
                tries=pending_waits(task),
                more_may_be_invoiced=more_may_follow,
                unmapped=unmapped_gateways(invoice),
                given=given_by_memos(order.pk),
            ),
        )


def _write_line(invoice: PostedInvoice, order: SalesOrder, new: NewLine, *, written_at: datetime) -> None:
    """Lines of one retrieval have one date: a later line of an invoice takes the place of what an earlier one lost."""
    last = PaymentLine.objects.filter(order=order).aggregate(last=Max("position"))["last"]
    line = PaymentLine(
        invoice=invoice,
        order=order,
        transaction_gid=new.transaction_gid,
        kind=new.kind,
        gateway=new.gateway,
        gateway_name=new.gateway_name,
        currency=invoice.currency,
        authorised=new.authorised.amount,
        amount=new.amount.amount,
        captured=Decimal(0),
        pending=Decimal(0),
        refunded=Decimal(0),
        state=LineState.PAID if new.kind is LineKind.PAID else LineState.OPEN,
        position=0 if last is None else last + 1,
        expires_at=new.expires_at,
        expiry_is_estimated=new.expiry_is_estimated,
        takes_one_capture=new.takes_one_capture,
        created_at=written_at,
    )
    if new.kind is LineKind.AUTHORISED:
        line.task = write_task(
            TaskOrder(
                kind=CAPTURE_PAYMENT,
                unique_key=f"{CAPTURE_PAYMENT}:{line.pk}",
                store=order.store,
                order=order,
                due_by=new.expires_at,
            )
        )
    line.save(force_insert=True)
