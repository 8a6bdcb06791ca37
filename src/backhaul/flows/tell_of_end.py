"""Tells of a cancelled subscription at the latest a day after it was noticed, whatever is known of its orders then."""

from datetime import timedelta

from django.db import transaction

from backhaul.core.outcome import Outcome
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from backhaul.flows.aftermath import TELL_OF_END, awaits_orders, see_to_end
from backhaul.flows.clock import now
from backhaul.flows.endings import waiting
from backhaul.flows.leases import Lease
from backhaul.models import Contract, Task

LONGEST_WAIT = timedelta(days=1)


def tell_of_end(task: Task, lease: Lease) -> Outcome:
    """Wait for the orders, which tell of it themselves once they are read, and then no longer. Done again, no harm."""
    contract_id = task.unique_key.removeprefix(f"{TELL_OF_END}:")
    last = task.created_at + LONGEST_WAIT
    with transaction.atomic():
        locked = Contract.objects.select_for_update(no_key=True, of=("self",)).select_related("store")
        contract = locked.get(pk=contract_id)
        if awaits_orders(contract) and now() < last:
            return waiting(WaitReason.ORDERS_UNKNOWN, last)
        see_to_end(contract, at_last=True)
    return Outcome(OutcomeName.TOLD, TaskState.SUCCEEDED, "What is known of its orders was told.")
