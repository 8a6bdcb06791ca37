"""Deletes everything that is kept of an uninstalled store; the record of the request remains, with numbers."""

from collections import Counter
from collections.abc import Mapping

import structlog
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from backhaul.core.errors import StoreUninstalled
from backhaul.core.outcome import Outcome
from backhaul.core.privacy import PrivacyState
from backhaul.core.shopify_errors import Unauthorised
from backhaul.core.tasks import OutcomeName
from backhaul.flows.clock import now
from backhaul.flows.endings import attention, succeeded
from backhaul.flows.kept_answers import answers_about_store
from backhaul.flows.leases import Lease
from backhaul.flows.privacy import end_request, request_of
from backhaul.flows.privacy_protection import Lifted, lift_protection
from backhaul.flows.privacy_reach import children_first, own_references, rows_of_store
from backhaul.flows.store_access import check_access
from backhaul.models import IdempotentRequest, PrivacyRequest, Store, Task, TaskAttempt

log = structlog.get_logger()

AT_ONCE = 5_000
OWN: Mapping[type[Model], str] = {Task: "pk", TaskAttempt: "task"}
"""The rows of the run itself, by what names its task: deleted at the end, together with the store."""
STILL_INSTALLED = (
    "Not deleted: the app is installed. Shopify accepts the store's credentials, so it was installed again after the "
    "request was made."
)
NOT_SURE = (
    "Shopify asks to have everything of this store deleted, but the store was never reported uninstalled, though its "
    "credentials are refused. If the app is gone, say so (`backhaul store uninstall`) and retry this task; if not, "
    "give the store new access and retry it."
)


class _InstalledAgain(Exception):
    """The app was installed again before everything was deleted."""


def redact_shop(task: Task, lease: Lease) -> Outcome:
    """Delete all rows of the request's store, the store itself and this task with it.

    In parts, each a transaction of its own with its numbers in the record: a run that is cut off goes on where it was.
    Only an uninstalled store is deleted; one that Shopify lets us into was installed again, and is left as it is.
    """
    request = request_of(task)
    try:
        _delete_all(request, lease)
    except _InstalledAgain:
        return _not_uninstalled(task.store, request)
    return succeeded(OutcomeName.REDACTED, "The store is deleted.")


def _delete_all(request: PrivacyRequest, lease: Lease) -> None:
    _forget_answers(request)
    for model in children_first():
        while model is not Store and _delete_some(model, request):
            lease.check()
    _delete_rest(request)


def _not_uninstalled(store: Store, request: PrivacyRequest) -> Outcome:
    try:
        check_access(store)
    except (Unauthorised, StoreUninstalled):
        return attention(NOT_SURE)
    with transaction.atomic():
        row = PrivacyRequest.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.pk)
        end_request(row, PrivacyState.REFUSED, STILL_INSTALLED, counts=Counter(row.counts))
    return succeeded(OutcomeName.REFUSED, STILL_INSTALLED)


def _held(request: PrivacyRequest) -> tuple[PrivacyRequest, Store]:
    """The record and its store, locked, and what protects posted statements lifted until the transaction ends.

    Raises _InstalledAgain unless the store is uninstalled.
    """
    row = PrivacyRequest.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.pk)
    store = Store.objects.select_for_update(no_key=True).get(pk=row.store_id)
    if store.state != Store.State.UNINSTALLED:
        raise _InstalledAgain
    lift_protection(Lifted.FOR_STORE)
    return row, store


def _forget_answers(request: PrivacyRequest) -> None:
    """First of all: which answers are about the store is only known while its rows are there."""
    with transaction.atomic():
        row, store = _held(request)
        kept = IdempotentRequest.objects.filter(pk__in=answers_about_store(store))
        _count(row, IdempotentRequest, _delete(kept))


def _delete_some(model: type[Model], request: PrivacyRequest) -> int:
    """Delete a part of a table's rows of the store, but for what the run itself stands on; returns how many."""
    with transaction.atomic():
        row, store = _held(request)
        rows = rows_of_store(model, store)
        if model is Task:
            PrivacyRequest.objects.filter(store=store).exclude(pk=row.pk).update(task=None)
        if rows is not None and model in OWN:
            rows = rows.exclude(**{OWN[model]: row.task_id})
        if rows is not None:
            _let_go(rows)
        deleted = 0 if rows is None else _delete(rows.order_by("pk")[:AT_ONCE])
        _count(row, model, deleted)
    return deleted


def _delete_rest(request: PrivacyRequest) -> None:
    """What came in meanwhile, the tasks, the store; the records of its other requests keep no data either."""
    with transaction.atomic():
        row, store = _held(request)
        others = PrivacyRequest.objects.filter(store=store).exclude(pk=row.pk)
        others.filter(state=PrivacyState.OPEN).update(
            state=PrivacyState.DONE, done_at=now(), result="Everything of the store was deleted."
        )
        others.update(store=None, task=None, export_encrypted="")
        row.store, row.task = None, None
        row.save(update_fields=["store", "task"])
        for model in children_first():
            rows = rows_of_store(model, store)
            if rows is not None:
                _count(row, model, _delete(rows))
        counts = Counter(row.counts)
        words = f"Everything of the store was deleted: {sum(counts.values())} rows of {len(counts)} tables."
        end_request(row, PrivacyState.DONE, words, counts=counts)
    log.info("store.deleted", store=store.slug, rows=sum(counts.values()))


def _delete(rows: "QuerySet[Model]") -> int:
    """Delete rows that nothing refers to any more, without asking what would follow: that is gone already."""
    ids = list(rows.values_list("pk", flat=True))
    return rows.model._base_manager.filter(pk__in=ids)._raw_delete(using=connection.alias) if ids else 0


def _let_go(rows: "QuerySet[Model]") -> None:
    """Rows that refer to others of their table may be deleted in another part than those."""
    for name in own_references(rows.model):
        rows.exclude(**{name: None}).update(**{name: None})


def _count(row: PrivacyRequest, model: type[Model], deleted: int) -> None:
    if deleted:
        row.counts[model.__name__] = row.counts.get(model.__name__, 0) + deleted
        row.save(update_fields=["counts"])
