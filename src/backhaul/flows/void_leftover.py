"""Carries out the voiding of what an order's invoices leave over: authorisations that nobody will capture."""

from backhaul.core.outcome import Outcome
from backhaul.core.voiding import plan_void, void_outcome
from backhaul.flows import effects
from backhaul.flows.endings import called_off
from backhaul.flows.invoice_facts import invoice_of, may_need_more, totals_of_invoices
from backhaul.flows.leases import CancelRequested, Lease
from backhaul.flows.mirror_payments import ledger_of
from backhaul.flows.payment_facts import lines_of
from backhaul.flows.read_order import read_payments
from backhaul.models import Intent, SalesOrder, Task

VOIDS = "transactionVoid"


def void_leftover(task: Task, lease: Lease) -> Outcome:
    """Void the order's authorisations of which nothing is captured and that no invoice needs.

    Nothing is voided when an order that was fully invoiced has become worth more since this was asked for.
    A second run is harmless: an authorisation that is voided already is seen in Shopify and not voided again, and one
    that this task has voided itself counts as released by it.
    """
    invoice = invoice_of(task)
    effects.settle_unsettled(task, lease)
    payments = read_payments(invoice.store, invoice.order.gid)
    order = SalesOrder.objects.select_related("store").get(pk=invoice.order_id)
    planned = plan_void(
        ledger_of(order, payments),
        lines_of(order),
        invoiced=totals_of_invoices(order),
        released_before=_released_before(task),
        may_be_needed=may_need_more(order),
    )
    try:
        verdicts = effects.change_each(planned.voids, payments, task=task, lease=lease)
    except CancelRequested:
        return called_off("Called off before everything was voided.")
    return void_outcome(planned, verdicts)


def _released_before(task: Task) -> list[str]:
    done = task.intents.filter(operation=VOIDS, state=Intent.State.DONE)
    return [str(intent.variables["parentTransactionId"]) for intent in done]
