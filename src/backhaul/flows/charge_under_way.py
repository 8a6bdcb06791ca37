"""Whether money is on its way: a task that has begun a payment is not called off before that has ended."""

from backhaul.core.bills import BillState
from backhaul.models import Bill, Task

UNDER_WAY = (BillState.PENDING, BillState.CHALLENGED)


def is_charge_under_way(task: Task) -> bool:
    """Whether the payment that the task has asked for may still succeed."""
    return Bill.objects.filter(task=task, state__in=UNDER_WAY).exists()
