"""Reads an order that something was heard of, and names what that has changed; nothing here ever changes Shopify."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from backhaul.core import gids
from backhaul.core.budget import Priority
from backhaul.core.outcome import Outcome
from backhaul.core.refreshing import (
    COMPARED,
    SHOWN_WITHIN,
    awaits_routing,
    is_hidden_by_age,
    pause_after,
    what_changed,
)
from backhaul.core.remote import RemoteOrder
from backhaul.core.shopify_errors import NotFoundInShopify
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from backhaul.core.topics import ORDERS_DELETE
from backhaul.flows.clock import now, real_now
from backhaul.flows.differences import record_deletion
from backhaul.flows.endings import waiting
from backhaul.flows.leases import Lease
from backhaul.flows.notices import Telling, tell
from backhaul.flows.read_order import read_order
from backhaul.flows.task_list import wake
from backhaul.flows.want_refresh import learned_of, mirrored_order, subject_of, want_refresh
from backhaul.models import OrderDifference, SalesOrder, Store, StoreCredential, Task, WebhookDelivery
from backhaul.shopify.client import connect

ORDER_DELETED = "order_deleted"
HEARD_BEFORE = timedelta(minutes=5)
"""How long before its first reading was wanted an order may have been told of."""


def refresh_order(task: Task, lease: Lease) -> Outcome:
    """Read the order and let the mirror have it. A second run reads it again, which changes nothing.

    1. find out which order is meant, if only a fulfillment order is known; 2. read it with nothing locked; 3. wait
    where Shopify does not show it, or its fulfillment orders, yet; 4. mark it deleted where Shopify has it no more.
    """
    gid = subject_of(task)
    if not gid.startswith(gids.gid("Order", "")):
        return _find_order(task, gid)
    before, read_from, began = _mirrored(task.store, gid), real_now(), now()
    try:
        remote = read_order(task.store, gid, priority=Priority.REFRESH, learned=learned_of(task))
    except NotFoundInShopify:
        return _not_shown(task, gid, read_from)
    order = _attach(task, gid)
    if awaits_routing(remote, now=now()):
        return _await_routing(remote)
    words = f"{what_changed(before, _compared(order))}{_say_differences(order, began)}"
    return Outcome(OutcomeName.REFRESHED, TaskState.SUCCEEDED, words)


def _find_order(task: Task, gid: str) -> Outcome:
    """Hand a fulfillment order over to the task of its order, so that the order is read once however many it has."""
    try:
        order_gid = _order_of(task.store, gid)
    except NotFoundInShopify:
        return _not_shown_yet(task) or _nothing("Shopify shows no such fulfillment order to this app.")
    with transaction.atomic():
        refresh = want_refresh(task.store, order_gid, learned_of(task))
    return Outcome(OutcomeName.REFRESHED, TaskState.SUCCEEDED, f"Its order is read by {refresh.pk}.")


def _order_of(store: Store, gid: str) -> str:
    order = mirrored_order(store, gid)
    if order is not None:
        return order.gid
    return connect(store, priority=Priority.REFRESH).read_fulfillment_order(gid).order_gid


def _not_shown(task: Task, gid: str, read_from: datetime) -> Outcome:
    order = SalesOrder.objects.filter(store=task.store, gid=gid).first()
    was_deleted = learned_of(task).topic == ORDERS_DELETE
    if order is None:
        words = "Shopify does not show the order: it is deleted, or hidden from this app."
        return (None if was_deleted else _not_shown_yet(task)) or _nothing(words)
    credential = StoreCredential.objects.filter(store=task.store).first()
    scopes = credential.granted_scopes if credential else ()
    if not was_deleted and is_hidden_by_age(order.shopify_created_at, scopes, now=now()):
        return _nothing("Shopify shows orders this old only to apps with the scope read_all_orders.")
    _bury(task, order, read_from)
    return Outcome(OutcomeName.REFRESHED, TaskState.SUCCEEDED, "The order is deleted in Shopify.")


def _not_shown_yet(task: Task) -> Outcome | None:
    """A webhook may come before Shopify shows what it tells of."""
    waited = now() - task.created_at
    if waited >= SHOWN_WITHIN:
        return None
    return waiting(WaitReason.ROUTING, now() + pause_after(waited), "Shopify does not show it yet.")


def _await_routing(remote: RemoteOrder) -> Outcome:
    return waiting(WaitReason.ROUTING, now() + pause_after(now() - remote.created_at))


def _nothing(words: str) -> Outcome:
    return Outcome(OutcomeName.NOTHING_TO_DO, TaskState.SUCCEEDED, words)


def _bury(task: Task, order: SalesOrder, read_from: datetime) -> None:
    """Keep the order with the date on which it was found deleted, tell of it, and let what waits for it see that.

    A reading that began after ours and has found the order is right.
    """
    with transaction.atomic():
        locked = SalesOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
        if locked.deleted_at is not None or locked.read_started_at > read_from:
            return
        locked.deleted_at, locked.read_started_at = now(), read_from
        locked.save(update_fields=["deleted_at", "read_started_at"])
        words = f"Order {locked.name} was deleted in Shopify. What was posted of it and not yet sent cannot be sent."
        key = f"{ORDER_DELETED}:{locked.pk}:{locked.deleted_at.isoformat()}"
        record_deletion(locked, learned=learned_of(task))
        tell(task.store, locked, Telling(ORDER_DELETED, locked.gid, key, words))
        wake(locked.tasks.filter(state=TaskState.WAITING).exclude(pk=task.pk))


def _attach(task: Task, gid: str) -> SalesOrder:
    """The order as it is mirrored now; its first reading gives it the webhooks that told of it, and then this task.

    A worker that dies in between leaves the task without its order: the next run does both.
    """
    order = SalesOrder.objects.get(store=task.store, gid=gid)
    if Task.objects.filter(pk=task.pk, order=None).exists():
        told = [gid, *order.fulfillment_orders.values_list("gid", flat=True)]
        heard = WebhookDelivery.objects.filter(store=task.store, received_at__gte=task.created_at - HEARD_BEFORE)
        about = Q(subject_gid__in=told) | Q(result__contains=task.pk)
        heard.filter(about, order=None).update(order=order)
        Task.objects.filter(pk=task.pk).update(order=order)
    return order


def _mirrored(store: Store, gid: str) -> Mapping[str, object] | None:
    order = SalesOrder.objects.filter(store=store, gid=gid).first()
    return None if order is None else _compared(order)


def _compared(order: SalesOrder) -> Mapping[str, object]:
    return {name: getattr(order, name) for name in COMPARED}


def _say_differences(order: SalesOrder, since: datetime) -> str:
    count = OrderDifference.objects.filter(order=order, noticed_at__gte=since).count()
    return f" Fields that an edit has changed: {count}." if count else ""
