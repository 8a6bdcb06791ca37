"""What the Job Queue entries run; each returns what it did, in words."""

from datetime import datetime, timedelta

import structlog

from backhaul.core.budget import Priority
from backhaul.core.shopify_errors import AccessDenied, BrokenReply, NotFoundInShopify, ShopifyError
from backhaul.flows.clock import now, real_now
from backhaul.flows.mend_tasks import mend_tasks
from backhaul.flows.read_order import orders_changed_since, read_order
from backhaul.flows.stores import check_access
from backhaul.flows.sweep_changes import sweep_changes
from backhaul.models import BudgetReservation, IdempotentRequest, JobQueueEntry, SalesOrder, Store, TaskAttempt

log = structlog.get_logger()

OVERLAP = timedelta(minutes=10)
KEEP_ATTEMPTS = timedelta(days=90)
KEEP_REQUESTS = timedelta(days=30)


def run_task_list(entry: JobQueueEntry) -> str:
    """Wake what is due, give back what dead workers held, queue what has no job."""
    return str(mend_tasks())


def reconcile_orders(entry: JobQueueEntry) -> str:
    """Read every order that changed in Shopify since the last run, with an overlap; the first run starts at connecting.

    A second run reads the overlap again and changes nothing. The cursor moves order by order, so that a run which is
    cut off goes on where it was.
    """
    since = entry.store.created_at - OVERLAP
    if "until" in entry.cursor:
        since = datetime.fromisoformat(entry.cursor["until"]) - OVERLAP
    read = 0
    for changed in orders_changed_since(entry.store, since):
        if not _is_mirrored(entry.store, changed.gid, changed.updated_at):
            read += _read_if_shown(entry.store, changed.gid)
        entry.cursor = {"until": changed.updated_at.isoformat()}
        entry.save(update_fields=["cursor"])
    return f"{read} orders read"


def _read_if_shown(store: Store, gid: str) -> int:
    """One order that cannot be read does not keep the later ones from it: deleted, too old for the app, or broken."""
    try:
        read_order(store, gid, priority=Priority.BULK)
    except (NotFoundInShopify, AccessDenied, BrokenReply) as error:
        log.warning("reconcile.order_skipped", store=store.slug, order=gid, error=error.code)
        return 0
    return 1


def _is_mirrored(store: Store, gid: str, updated_at: datetime) -> bool:
    return SalesOrder.objects.filter(store=store, gid=gid, shopify_updated_at=updated_at).exists()


def keep_access(entry: JobQueueEntry) -> str:
    """Renew a token that ends soon, and try whether a paused store can be reached again."""
    if entry.store.state == Store.State.PAUSED:
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
    BudgetReservation.objects.filter(store=entry.store, expires_at__lt=real_now() - OVERLAP).delete()
    return f"{attempts_deleted} old attempts deleted, {sweep_changes(entry.store)}"
