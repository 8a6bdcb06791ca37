"""Carries out the capture of a payment line: read the payments, plan, capture, name how it ended."""

from backhaul.core.capture import plan_capture
from backhaul.core.capture_case import CaptureCircumstances
from backhaul.core.capture_outcome import capture_outcome
from backhaul.core.outcome import Outcome
from backhaul.core.payment_lines import PartialCapture, TakenBy
from backhaul.core.payments import FAILED
from backhaul.core.tasks import OutcomeName
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.endings import called_off
from backhaul.flows.invoice_facts import pending_waits, retrievals_to_come
from backhaul.flows.invoiceable import more_may_be_invoiced
from backhaul.flows.leases import CancelRequested, Lease
from backhaul.flows.mirror_payments import ledger_of
from backhaul.flows.payment_facts import line_value, lines_of
from backhaul.flows.payment_tasks import CAPTURE_NOW
from backhaul.flows.read_order import read_payments
from backhaul.flows.rounds import MAX_ROUNDS, KeepsChanging
from backhaul.models import PaymentLine, Task


def capture_payment(task: Task, lease: Lease) -> Outcome:
    """Capture in Shopify what a payment line has open, never more than is authorised and the order is worth.

    1. settle an earlier call of this order whose answer was lost; 2. read the payments, which gives the line what was
    captured elsewhere; 3. plan; 4. capture, committed at once; 5. again if something has to be planned anew.
    A second run is harmless: it plans on the captures that are recorded and on what Shopify shows.
    """
    line = PaymentLine.objects.select_related("order__store").get(task=task)
    effects.settle_unsettled(task, lease)
    try:
        return _capture(line, task, lease)
    except CancelRequested:
        return called_off(f"Called off. {_progress(line)}")


def _capture(line: PaymentLine, task: Task, lease: Lease) -> Outcome:
    for _ in range(MAX_ROUNDS):
        lease.obey_cancellation()
        payments = read_payments(line.order.store, line.order.gid)
        line.order.refresh_from_db()  # the reading may have changed what the order is worth
        ledger = ledger_of(line.order, payments)
        planned = plan_capture(line.pk, ledger, lines=lines_of(line.order), circumstances=_circumstances(line, task))
        calls = [planned.call] if planned.call else []
        verdicts = effects.change_each(calls, payments, task=task, lease=lease)
        ending = capture_outcome(planned, verdicts, line_value(PaymentLine.objects.get(pk=line.pk)))
        if ending.name is not OutcomeName.CONTINUE:
            return ending
    raise KeepsChanging(f"The payment kept changing in Shopify while it was captured. {ending.words}")


def _circumstances(line: PaymentLine, task: Task) -> CaptureCircumstances:
    return CaptureCircumstances(
        now=now(),
        policy=PartialCapture(line.order.store.partial_capture),
        more_may_be_invoiced=more_may_be_invoiced(line.order),
        capture_now=bool(task.choices.get(CAPTURE_NOW, False)),
        may_try_again=_was_retried_since_failing(line, task),
        tries=pending_waits(task),
        others_are_retrieved=retrievals_to_come(line.order).exists(),
    )


def _was_retried_since_failing(line: PaymentLine, task: Task) -> bool:
    """Whether a person has asked for another try since the last capture of this line failed."""
    own = line.captures.filter(taken_by=TakenBy.US, status__in=FAILED).select_related("intent")
    last = own.order_by("-intent__created_at").first()
    if last is None or last.intent is None:
        return True
    return task.retried_at is not None and task.retried_at > last.intent.created_at


def _progress(line: PaymentLine) -> str:
    now_known = line_value(PaymentLine.objects.get(pk=line.pk))
    return f"{now_known.captured} of {now_known.amount} were captured before."
