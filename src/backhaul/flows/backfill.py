"""Imports a store's past orders: Shopify gathers them in one bulk operation, and its file is read in slices."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from backhaul.core.backfill import (
    Again,
    BackfillPhase,
    Progress,
    Read,
    Tries,
    begin_again,
    default_start,
    next_step,
)
from backhaul.core.budget import Priority
from backhaul.core.bulk import MOST_AT_ONCE, BulkState, RunBulkQuery
from backhaul.core.decisions import Done, Person
from backhaul.core.outcome import Outcome
from backhaul.core.shopify_errors import NotFoundInShopify, ResultGone
from backhaul.core.tasks import ENDED, OutcomeName, TaskState, WaitReason
from backhaul.flows import effects
from backhaul.flows.backfill_slice import read_slice
from backhaul.flows.clock import now
from backhaul.flows.endings import attention, waiting
from backhaul.flows.leases import Lease
from backhaul.flows.store_pauses import require_installed
from backhaul.flows.task_list import TaskOrder, wake, write_task
from backhaul.models import Backfill, JobQueueEntry, Store, StoreCredential, Task
from backhaul.shopify.bulk_document import bulk_query
from backhaul.shopify.changes import created_since
from backhaul.shopify.client import connect

log = structlog.get_logger()

BACKFILL_ORDERS = "backfill_orders"
LOOK_AGAIN = timedelta(seconds=30)
"""The webhook that tells of the end may be lost."""
ASK_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Started:
    """An import; `is_new` is False when it was under way already."""

    backfill: Backfill
    is_new: bool


def start_backfill(store: Store, created_from: datetime | None = None) -> Started:
    """Write an import of the store's past orders with its task; one that has not ended is given instead.

    Orders created since `created_from` are imported; without it as many as the app may read. Raises StoreUninstalled.
    """
    require_installed(store)
    with transaction.atomic():
        Store.objects.select_for_update(no_key=True).get(pk=store.pk)
        unfinished = Backfill.objects.filter(store=store).exclude(task__state__in=ENDED).first()
        if unfinished is not None:
            return Started(unfinished, is_new=False)
        granted = frozenset(StoreCredential.objects.get(store=store).granted_scopes)
        backfill = Backfill(store=store, created_from=created_from or default_start(granted, now()), started_at=now())
        order = TaskOrder(kind=BACKFILL_ORDERS, unique_key=f"{BACKFILL_ORDERS}:{backfill.pk}", store=store)
        backfill.task = write_task(order)
        backfill.save(force_insert=True)
    log.info("backfill.started", store=store.slug, backfill=backfill.pk)
    return Started(backfill, is_new=True)


def operation_finished(store: Store, gid: str) -> str:
    """A bulk operation has ended: the import that waits for it goes on, in the caller's transaction; says so."""
    waiting_for = Task.objects.filter(backfill__store=store, backfill__operation_gid=gid, state=TaskState.WAITING)
    if wake(waiting_for):
        return "The import of past orders goes on."
    return "No import waits for this bulk operation."


def progress_of(backfill: Backfill) -> Progress:
    """How far it has come."""
    return Progress(backfill.orders_read, backfill.orders_found, backfill.orders_new, backfill.orders_skipped)


def see_to_backfill(entry: JobQueueEntry) -> str:
    """Begin the import of a store that has had none; says how far it is, or what the last one came to."""
    backfill = Backfill.objects.filter(store=entry.store).select_related("task").first()
    if backfill is None:
        start_backfill(entry.store)
        return "the import of past orders begins"
    if backfill.task.state == TaskState.SUCCEEDED:
        return progress_of(backfill).ended_words
    if backfill.task.state in (TaskState.CANCELLED, TaskState.NEEDS_ATTENTION):
        return f"{progress_of(backfill).words}; {backfill.task.outcome_detail}"
    return progress_of(backfill).words


def backfill_orders(task: Task, lease: Lease) -> Outcome:
    """Take the next step of an import: have the orders gathered, wait for that, or read a slice of the file.

    A second run is harmless: a call whose answer was lost is settled first, what was read is committed together with
    the place in the file, and an order that is mirrored already is passed over.
    """
    effects.settle_unsettled(task, lease)
    lease.obey_cancellation()
    backfill = Backfill.objects.select_related("store").get(task=task)
    if backfill.phase == BackfillPhase.DONE:
        return _ended(backfill)
    if backfill.phase == BackfillPhase.STARTING:
        return _gather(backfill, task, lease)
    try:
        state = connect(backfill.store, priority=Priority.BULK).read_bulk_operation(backfill.operation_gid)
        return _follow(backfill, state, lease)
    except (NotFoundInShopify, ResultGone) as error:
        return _again(backfill, Again(error.message))


def _gather(backfill: Backfill, task: Task, lease: Lease) -> Outcome:
    """Have Shopify gather the orders; the name in the query makes it this import's, and this try's."""
    listed = connect(backfill.store, priority=Priority.BULK).list_bulk_queries()
    if sum(one.is_unfinished for one in listed) >= MOST_AT_ONCE:
        words = "Shopify is at other bulk operations of this app; there is room when one of them has ended."
        return waiting(WaitReason.BULK_OPERATION, now() + ASK_AGAIN, words)
    tries = _tries(backfill)
    name = f"Import_{backfill.pk}_{tries.number}"
    query = bulk_query(name, created_since(backfill.created_from), ids_only=tries.ids_only)
    wanted = RunBulkQuery(name, query)
    subject = effects.Subject(f"bulk/{backfill.pk}")
    verdict = effects.change_each([wanted], subject, task=task, lease=lease)[wanted.step]
    if isinstance(verdict, Done):
        return waiting(WaitReason.BULK_OPERATION, now() + LOOK_AGAIN)
    if isinstance(verdict, Person):
        return attention(verdict.words)
    return waiting(WaitReason.BULK_OPERATION, now() + ASK_AGAIN)


def _follow(backfill: Backfill, state: BulkState, lease: Lease) -> Outcome:
    following = next_step(state)
    Backfill.objects.filter(pk=backfill.pk).update(orders_found=state.objects)
    backfill.orders_found = state.objects
    if isinstance(following, Again):
        return _again(backfill, following)
    if not isinstance(following, Read):
        words = f"Shopify is gathering the past orders: {state.objects:,} so far."
        return waiting(WaitReason.BULK_OPERATION, now() + LOOK_AGAIN, words)
    if following.url and not read_slice(backfill, following, lease):
        return Outcome(OutcomeName.CONTINUE, TaskState.PENDING, progress_of(backfill).words)
    if following.is_partial:
        return _again(backfill, Again("Shopify could gather a part of the orders only."))
    Backfill.objects.filter(pk=backfill.pk).update(phase=BackfillPhase.DONE, ended_at=now())
    return _ended(backfill)


def _ended(backfill: Backfill) -> Outcome:
    return Outcome(OutcomeName.IMPORTED, TaskState.SUCCEEDED, f"{progress_of(backfill).ended_words}.")


def _again(backfill: Backfill, following: Again) -> Outcome:
    """Begin again: what has been read is known by its date then, and passed over. After some tries a person decides."""
    restart = begin_again(_tries(backfill), following)
    tries = restart.tries
    backfill.cursor = {"tries": tries.number, "failures": tries.failures, "ids_only": tries.ids_only}
    backfill.phase, backfill.operation_gid = BackfillPhase.STARTING, ""
    backfill.orders_read = backfill.orders_skipped = 0
    backfill.save(update_fields=["cursor", "phase", "operation_gid", "orders_read", "orders_skipped"])
    if restart.is_hopeless:
        return attention(f"{following.words} Retry to have them gathered once more.")
    return Outcome(OutcomeName.CONTINUE, TaskState.PENDING, following.words)


def _tries(backfill: Backfill) -> Tries:
    kept = backfill.cursor
    return Tries(int(kept.get("tries", 0)), int(kept.get("failures", 0)), bool(kept.get("ids_only", False)))
