"""Loads what the tasks of a posted invoice have to know besides its payment lines."""

from django.db.models import Q, QuerySet

from backhaul.core.money import Money
from backhaul.core.tasks import ENDED, TaskState, WaitReason
from backhaul.flows.invoiceable import more_may_be_invoiced
from backhaul.flows.payment_facts import kept_money
from backhaul.flows.payment_tasks import RETRIEVE_PAYMENTS
from backhaul.models import PostedInvoice, SalesOrder, Task

SOON_OVER = (WaitReason.RETRY, WaitReason.READ_BACK, WaitReason.BUDGET, WaitReason.THROTTLED, WaitReason.OTHER_TASK)


def invoice_of(task: Task) -> PostedInvoice:
    """The invoice whose payments a task retrieves, or that somebody asked for another task about."""
    about_it = Q(task=task) | Q(later_tasks__task=task)
    return PostedInvoice.objects.select_related("order", "store").filter(about_it).distinct().get()


def pending_waits(task: Task) -> int:
    """How often the task has waited for a payment to be processed: each wait is longer than the one before."""
    return task.tries.filter(result=WaitReason.PAYMENT_PENDING).count()


def unfinished_retrievals(order: SalesOrder) -> tuple[Task, ...]:
    """Retrievals of the order's payments that have not ended: what their invoices need is not known yet."""
    return tuple(order.tasks.filter(kind=RETRIEVE_PAYMENTS).exclude(state__in=ENDED))


def may_need_more(order: SalesOrder) -> bool:
    """Whether an invoice may still want money that no payment line of the order counts on."""
    return more_may_be_invoiced(order) or bool(unfinished_retrievals(order))


def retrievals_to_come(order: SalesOrder) -> QuerySet[Task]:
    """Retrievals of the order's payments that will soon be tried and may write payment lines.

    One that waits for the customer or for a person has had its look, and may wait for ever.
    """
    at_once = Q(state__in=(TaskState.PENDING, TaskState.RUNNING))
    soon = Q(state=TaskState.WAITING, wait_reason__in=SOON_OVER)
    return order.tasks.filter(at_once | soon, kind=RETRIEVE_PAYMENTS)


def unmapped_gateways(invoice: PostedInvoice) -> tuple[str, ...]:
    """Gateways of the invoice's payment lines that the store has no payment method of its own for."""
    named = invoice.store.gateways.values_list("gateway", flat=True)
    unnamed = invoice.payment_lines.exclude(gateway__in=named).order_by("gateway_name", "gateway")
    return tuple(dict.fromkeys(name or gateway for name, gateway in unnamed.values_list("gateway_name", "gateway")))


def totals_of_invoices(order: SalesOrder) -> dict[str, Money]:
    """The total of each of the order's invoices."""
    totals = PostedInvoice.objects.filter(order=order).order_by("created_at", "pk").values_list("pk", "total")
    return {invoice_id: kept_money(total, order.presentment_currency) for invoice_id, total in totals}
