"""What the Job Queue entries run; each returns what it did, in words."""

from datetime import timedelta

from backhaul.core.shopify_errors import ShopifyError
from backhaul.core.store_life import PausedBy
from backhaul.flows.clock import now, real_now
from backhaul.flows.mend_tasks import mend_tasks
from backhaul.flows.portal_traces import sweep_portal
from backhaul.flows.store_access import check_access
from backhaul.flows.sweep_changes import sweep_changes
from backhaul.flows.sweep_events import sweep_events
from backhaul.flows.sweep_inbox import sweep_inbox
from backhaul.models import BudgetReservation, IdempotentRequest, JobQueueEntry, TaskAttempt

KEEP_RESERVATIONS = timedelta(minutes=10)
KEEP_ATTEMPTS = timedelta(days=90)
KEEP_REQUESTS = timedelta(days=30)


def run_task_list(entry: JobQueueEntry) -> str:
    """Wake what is due, give back what dead workers held, queue what has no job."""
    return str(mend_tasks())


def keep_access(entry: JobQueueEntry) -> str:
    """Renew a token that ends soon, and try whether a store that Shopify had refused can be reached again.

    A store that a person has paused keeps its access, and stays paused.
    """
    if entry.store.paused_by == PausedBy.ACCESS:
        try:
            check_access(entry.store)
        except ShopifyError as error:
            return f"still paused: {error.message}"
        return "access works again: work resumed"
    check_access(entry.store)
    return "access works"


def sweep_old_rows(entry: JobQueueEntry) -> str:
    """Delete the attempts of tasks that ended long ago, and answers kept for repeated requests."""
    attempts = TaskAttempt.objects.filter(task__store=entry.store, task__settled_at__lt=now() - KEEP_ATTEMPTS)
    attempts_deleted, _ = attempts.delete()
    IdempotentRequest.objects.filter(created_at__lt=now() - KEEP_REQUESTS).delete()
    BudgetReservation.objects.filter(store=entry.store, expires_at__lt=real_now() - KEEP_RESERVATIONS).delete()
    sweeps = (sweep_inbox, sweep_changes, sweep_portal, sweep_events)
    rest = ", ".join(sweep(entry.store) for sweep in sweeps)
    return f"{attempts_deleted} old attempts deleted, {rest}"
