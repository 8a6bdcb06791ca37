"""Keeps the scopes that a store has granted, tells what a lost one costs, and lets go on what a regained one allows."""

from collections.abc import Collection

import structlog
from django.db.models import OuterRef, Subquery

from backhaul.core.scopes import Scope, compare, tell_lost
from backhaul.core.shopify_errors import AccessDenied
from backhaul.core.tasks import TaskState
from backhaul.flows.clock import now
from backhaul.flows.notices import Telling, tell
from backhaul.flows.task_list import make_pending
from backhaul.models import Store, StoreCredential, Task, TaskAttempt

log = structlog.get_logger()

SCOPES_LOST = "scopes_lost"


def keep_scopes(store: Store, granted: Collection[str]) -> tuple[Collection[Scope], Collection[Scope]]:
    """Store what is granted now, in the caller's transaction; returns the scopes of use that were lost, and gained.

    A loss is told. With a gain, the tasks that Shopify had denied something run again.
    """
    credential = StoreCredential.objects.select_for_update(no_key=True).get(store=store)
    before, credential.granted_scopes = credential.granted_scopes, sorted(granted)
    credential.save(update_fields=["granted_scopes"])
    if not before:  # nothing was known yet: a new store's scopes are neither lost nor gained
        return (), ()
    change = compare(before, granted)
    if change.lost:
        _tell(store, change.lost)
    if change.gained:
        _let_denied_tasks_go_on(store)
    return change.lost, change.gained


def _tell(store: Store, lost: Collection[Scope]) -> None:
    handles = ",".join(sorted(scope.handle for scope in lost))
    key = f"{SCOPES_LOST}:{store.pk}:{now().isoformat()}"
    tell(store, None, Telling(SCOPES_LOST, handles[:255], key, tell_lost(lost)))
    log.warning("store.scopes_lost", store=store.slug, scopes=handles)


def _let_denied_tasks_go_on(store: Store) -> None:
    last = TaskAttempt.objects.filter(task=OuterRef("pk")).order_by("-started_at", "-id")
    denied = Task.objects.filter(store=store, state=TaskState.NEEDS_ATTENTION).annotate(
        last_error=Subquery(last.values("error_code")[:1])
    )
    found = list(denied.filter(last_error=AccessDenied.code).values_list("pk", flat=True))
    for task in Task.objects.select_for_update(no_key=True).filter(pk__in=found).order_by("pk"):
        if task.state == TaskState.NEEDS_ATTENTION:
            task.attempts = 0
            make_pending(task)
