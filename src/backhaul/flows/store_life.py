"""What Shopify tells of an app's life in a store: uninstalled, or given other scopes."""

from collections.abc import Mapping
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Q

from backhaul.core.contract_changes import ChangeState
from backhaul.core.errors import StoreUninstalled
from backhaul.core.outcome import Outcome
from backhaul.core.shopify_errors import Unauthorised
from backhaul.core.store_life import UninstallNews, judge_uninstall
from backhaul.core.tasks import ENDED, OutcomeName, TaskState
from backhaul.core.webhook_shop import names_another_shop
from backhaul.flows.aside import DELETE
from backhaul.flows.charge_under_way import UNDER_WAY
from backhaul.flows.clock import now
from backhaul.flows.endings import succeeded
from backhaul.flows.job_queue import make_entries_due
from backhaul.flows.leases import Lease
from backhaul.flows.notices import Telling, tell
from backhaul.flows.privacy_tasks import IN_ANY_STATE, VERIFY_UNINSTALL
from backhaul.flows.steer_tasks import call_off_all
from backhaul.flows.store_access import check_access
from backhaul.flows.store_scopes import keep_scopes
from backhaul.flows.task_list import CALLED_OFF_WITH_STORE, TaskOrder, make_pending, stays_with_person, write_task
from backhaul.models import (
    Bill,
    Change,
    Intent,
    ShipmentUndo,
    Store,
    StoreCredential,
    Task,
    WebhookDelivery,
    WebhookSubscription,
)

log = structlog.get_logger()

UNINSTALLED = "store_uninstalled"
NOTICE = (
    "The app was uninstalled from the store “{slug}”. Its work has stopped: {stopped} tasks were called off, and "
    "{left} are left for a person to look at. What is kept of it can be looked at until Shopify asks to have it "
    "deleted, usually after 48 hours."
)


def app_uninstalled(store: Store, delivery: WebhookDelivery) -> str:
    """Stop a store's work because Shopify says that the app is gone; in the caller's transaction.

    A delivery that is older than the credentials in use is stale: the app was installed again since. One that is too
    near to tell has Shopify asked, in a task of its own. Returns what followed, in words.
    """
    row = Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    if names_another_shop(bytes(delivery.body), row.shop_domain):
        return "Nothing: its body is about another shop."
    if row.state == Store.State.UNINSTALLED:
        return "Nothing: the store is uninstalled already."
    credential = StoreCredential.objects.filter(store=row).first()
    news = judge_uninstall(delivery.triggered_at, accepted_at=credential.accepted_at if credential else None)
    if news is UninstallNews.STALE:
        return "Nothing: Shopify has accepted the store's credentials since, so the app was installed again."
    if news is UninstallNews.UNSURE:
        task = write_task(TaskOrder(VERIFY_UNINSTALL, f"{VERIFY_UNINSTALL}:{delivery.pk}", row))
        return f"Task {task.pk} asks Shopify whether the app is still uninstalled."
    return uninstall_store(row, at=delivery.triggered_at or now())


def verify_uninstall(task: Task, lease: Lease) -> Outcome:
    """Ask Shopify whether it still accepts the store's credentials, and stop the store's work if it does not.

    A second run finds the store as the first has left it.
    """
    try:
        access = check_access(task.store)
    except (Unauthorised, StoreUninstalled):
        with transaction.atomic():
            return succeeded(OutcomeName.UNINSTALLED, uninstall_store(task.store, at=now()))
    return succeeded(OutcomeName.NOTHING_TO_DO, f"The app is installed: {access.shop_name} accepts its credentials.")


def uninstall_store(store: Store, *, at: datetime) -> str:
    """Stop a store's work for good, in the caller's transaction; a second time changes nothing.

    Its credentials are deleted. The secrets of its webhooks stay: Shopify signs the request to delete its data with
    them. Tasks are called off; what is unsettled stays with a person. Everything else is kept until redaction.
    """
    row = Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    if row.state == Store.State.UNINSTALLED:
        return "The store is uninstalled already."
    row.state, row.uninstalled_at, row.pause_reason, row.paused_by = Store.State.UNINSTALLED, at, "", ""
    row.save(update_fields=["state", "uninstalled_at", "pause_reason", "paused_by"])
    StoreCredential.objects.filter(store=row).delete()
    WebhookSubscription.objects.filter(store=row).delete()
    stopped, left = _stop_tasks(row)
    words = NOTICE.format(slug=row.slug, stopped=stopped, left=left)
    tell(row, None, Telling(UNINSTALLED, row.pk, f"{UNINSTALLED}:{row.pk}:{at.isoformat()}", words))
    log.warning("store.uninstalled", store=row.slug, tasks_called_off=stopped, tasks_left=left)
    return f"The store's work has stopped: {stopped} tasks called off, {left} left for a person."


def uninstall_by_hand(store: Store) -> str:
    """Say for Shopify that the app is gone from a store, when no webhook has told of it. Returns what followed."""
    with transaction.atomic():
        return uninstall_store(store, at=now())


def _stop_tasks(store: Store) -> tuple[int, int]:
    """Call off what has not ended; what runs or is unsettled is told, and what cannot be called off asks a person."""
    unfinished = Task.objects.filter(store=store).exclude(state__in=ENDED).exclude(kind__in=IN_ANY_STATE)
    locked = unfinished.select_for_update(no_key=True).order_by("pk")  # in one order, as everyone locks several
    ids = [task.pk for task in locked.only("pk")]
    stays = Q(state=TaskState.RUNNING) | Q(intents__state__in=Intent.UNSETTLED) | Q(undo__isnull=False)
    stays |= Q(intents__operation=DELETE) | Q(bill__state__in=UNDER_WAY)
    found = list(Task.objects.filter(stays, pk__in=ids).distinct())
    left = [task for task in found if task.state == TaskState.RUNNING or stays_with_person(task)]
    for task in left:
        _leave(task)
    idle = Task.objects.filter(pk__in=ids).exclude(pk__in=[task.pk for task in left])
    Change.objects.filter(contract__store=store, state=ChangeState.UNDER_WAY).update(
        state=ChangeState.CALLED_OFF, words=CALLED_OFF_WITH_STORE, settled_at=now()
    )
    return call_off_all(idle, reason=CALLED_OFF_WITH_STORE), len(left)


def _leave(task: Task) -> None:
    """A run that is under way hears of it at its end; what waits runs once more, and then asks a person.

    An undo is never called off: its shipment's units would stay posted for ever. Nor is a charge: what came of the
    payment is seen when the store is back.
    """
    if not ShipmentUndo.objects.filter(task=task).exists() and not Bill.objects.filter(task=task).exists():
        task.cancel_requested = True
        task.save(update_fields=["cancel_requested"])
    if task.state == TaskState.WAITING:
        make_pending(task)


def scopes_changed(store: Store, payload: Mapping[str, object]) -> str:
    """Keep the scopes that Shopify says the app has now, in the caller's transaction; returns what followed, in words.

    The payload may be older than what is known: the next check of access, which is made due, has the last word.
    """
    current = payload.get("current")
    if not isinstance(current, list) or not all(isinstance(scope, str) for scope in current):
        return "Nothing: its body lists no scopes."
    if not StoreCredential.objects.filter(store=store).exists():
        return "Nothing: the store has no credentials."
    lost, gained = keep_scopes(store, current)
    make_entries_due(store)
    told = [f"lost: {', '.join(scope.handle for scope in lost)}"] if lost else []
    told += [f"gained: {', '.join(scope.handle for scope in gained)}"] if gained else []
    return f"Scopes {'; '.join(told)}." if told else "The scopes are kept; none that matters has changed."
