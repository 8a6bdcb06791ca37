"""Loads what the tasks of a posted invoice have to know besides its payment lines."""

from collections.abc import Sequence

from django.db.models import Q

from backhaul.core.netting import Ledger
from backhaul.core.tasks import WaitReason
from backhaul.models import PostedInvoice, Store, Task


def invoice_of(task: Task) -> PostedInvoice:
    """The invoice whose payments a task retrieves, or that somebody asked for another task about."""
    about_it = Q(task=task) | Q(later_tasks__task=task)
    return PostedInvoice.objects.select_related("order", "store").filter(about_it).distinct().get()


def pending_waits(task: Task) -> int:
    """How often the task has waited for a payment to be processed: each wait is longer than the one before."""
    return task.tries.filter(result=WaitReason.PAYMENT_PENDING).count()


def unmapped_gateways(store: Store, ledger: Ledger) -> Sequence[str]:
    """Gateways of the order's payments that the back office has no name for, where it has named any."""
    named = set(store.gateways.values_list("gateway", flat=True))
    used = {one.gateway for one in (*ledger.authorisations, *ledger.receipts)}
    return sorted(used - named) if named else ()
