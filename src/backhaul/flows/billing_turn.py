"""Whether our own billing sees to a contract's charge that is due, or will by itself."""

from backhaul.core.billing_dates import charge_at
from backhaul.core.bills import SETTLED_BILL
from backhaul.core.contracts import Ownership
from backhaul.core.drift_billing import awaits_turn
from backhaul.core.recurring import RecurringJob
from backhaul.flows.billing_policies import billing_policy_of
from backhaul.models import Bill, Contract, JobQueueEntry


def is_being_billed(contract: Contract) -> bool:
    """A bill of it is open, or its charge has fallen due since billing had its last turn."""
    if Bill.objects.filter(contract=contract).exclude(state__in=SETTLED_BILL).exists():
        return True
    if contract.next_billing_at is None or contract.ownership != Ownership.OURS:
        return False
    policy, store = billing_policy_of(contract), contract.store
    due_at = charge_at(contract.next_billing_at, timezone=store.timezone, hour=policy.hour)
    entry = JobQueueEntry.objects.filter(store=store, kind=RecurringJob.BILLING).first()
    return awaits_turn(due_at, policy, last_turn=entry.last_run_at if entry else None)
