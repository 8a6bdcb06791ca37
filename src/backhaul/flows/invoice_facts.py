"""Loads what the tasks of a posted invoice have to know besides its payment lines."""

from django.db.models import Q

from backhaul.core.tasks import ENDED, WaitReason
from backhaul.flows.invoiceable import more_may_be_invoiced
from backhaul.flows.payment_tasks import RETRIEVE_PAYMENTS
from backhaul.models import PostedInvoice, SalesOrder, Task


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


def unmapped_gateways(invoice: PostedInvoice) -> tuple[str, ...]:
    """Gateways of the invoice's payment lines that the store has no payment method of its own for."""
    named = invoice.store.gateways.values_list("gateway", flat=True)
    unnamed = invoice.payment_lines.exclude(gateway__in=named).order_by("gateway_name", "gateway")
    return tuple(dict.fromkeys(name or gateway for name, gateway in unnamed.values_list("gateway_name", "gateway")))
