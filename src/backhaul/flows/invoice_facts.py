"""Loads what the tasks of a posted invoice have to know besides its payment lines."""

from django.db.models import Q

from backhaul.core.money import Money
from backhaul.core.tasks import WaitReason
from backhaul.flows.payment_facts import kept_money
from backhaul.models import PostedInvoice, SalesOrder, Task


def invoice_of(task: Task) -> PostedInvoice:
    """The invoice whose payments a task retrieves, or that somebody asked for another task about."""
    about_it = Q(task=task) | Q(later_tasks__task=task)
    return PostedInvoice.objects.select_related("order", "store").filter(about_it).distinct().get()


def pending_waits(task: Task) -> int:
    """How often the task has waited for a payment to be processed: each wait is longer than the one before."""
    return task.tries.filter(result=WaitReason.PAYMENT_PENDING).count()


def unmapped_gateways(invoice: PostedInvoice) -> tuple[str, ...]:
    """Gateways of the invoice's payment lines that the store has no payment method of its own for."""
    named = invoice.store.gateways.values_list("gateway", flat=True)
    unnamed = invoice.payment_lines.exclude(gateway__in=named).order_by("gateway_name", "gateway")
    return tuple(dict.fromkeys(name or gateway for name, gateway in unnamed.values_list("gateway_name", "gateway")))


def totals_of_invoices(order: SalesOrder) -> dict[str, Money]:
    """The total of each of the order's invoices."""
    totals = PostedInvoice.objects.filter(order=order).order_by("created_at", "pk").values_list("pk", "total")
    return {invoice_id: kept_money(total, order.presentment_currency) for invoice_id, total in totals}
