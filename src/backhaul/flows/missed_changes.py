"""Reads an order that has changed in Shopify, and notes when no webhook had told of the change."""

import structlog
from django.db.models import Q

from backhaul.core.budget import Priority
from backhaul.core.inbox import DeliveryState
from backhaul.core.learned import Learned, LearnedBy
from backhaul.core.missed import GRACE, Change, FoundChange, OrderState, Tally, heard_since, is_missed, what_was_missed
from backhaul.core.shopify_errors import AccessDenied, BrokenReply, NotFoundInShopify
from backhaul.core.tasks import ENDED, TaskState
from backhaul.core.topics import ORDERS_DELETE
from backhaul.flows.clock import now
from backhaul.flows.read_order import read_order
from backhaul.flows.want_refresh import refresh_key
from backhaul.models import MissedChange, SalesOrder, Store, Task, WebhookDelivery

log = structlog.get_logger()


def read_found(store: Store, found: FoundChange, tally: Tally) -> bool:
    """Read the order whole into the mirror, count it, and write a MissedChange when no webhook had told of it.

    An order that a queued task is about to read is left to that task; False then. One that Shopify does not show, or
    that cannot be understood, is counted and does not keep others from being read. Raises every other ShopifyError.
    """
    if _is_queued(store, found.gid):
        return False
    before = _state(store, found.gid)
    change = Change(found.changed_at, heard=_is_heard_of(store, found))
    try:
        read_order(store, found.gid, priority=Priority.BULK, learned=Learned(found.by))
    except (NotFoundInShopify, AccessDenied, BrokenReply) as error:
        log.warning("reconcile.order_skipped", store=store.slug, order=found.gid, error=error.code)
        tally.unreadable += 1
        return True
    tally.read += 1
    after = _state(store, found.gid)
    words = what_was_missed(before, after) if after else ""
    if words and is_missed(change, connected_at=store.created_at, now=now()):
        tally.missed += 1
        _note(store, found, words)
    return True


def note_gone(store: Store, gid: str) -> bool:
    """Write a MissedChange for an order that Shopify has no more, unless something had told of that; says whether."""
    changed_at = now() - 2 * GRACE
    if _is_heard_of(store, FoundChange(gid, changed_at, LearnedBy.COMPARISON)):
        return False
    heard = WebhookDelivery.objects.filter(store=store, topic=ORDERS_DELETE)
    if heard.filter(Q(order__gid=gid) | Q(subject_gid=gid)).exists():
        return False
    _note(store, FoundChange(gid, changed_at, LearnedBy.COMPARISON), "Shopify does not have the order any more.")
    return True


def _note(store: Store, found: FoundChange, words: str) -> None:
    order = SalesOrder.objects.get(store=store, gid=found.gid)
    MissedChange.objects.create(
        order=order, found_by=found.by, changed_at=found.changed_at, found_at=now(), words=words
    )
    log.info("change.missed", store=store.slug, order=order.pk, found_by=found.by)


def _state(store: Store, gid: str) -> OrderState | None:
    order = SalesOrder.objects.filter(store=store, gid=gid).first()
    if order is None:
        return None
    return OrderState(order.shopify_updated_at, order.snapshot_sha256, order.work_digest, order.payments_digest)


def _is_queued(store: Store, gid: str) -> bool:
    return Task.objects.filter(unique_key=refresh_key(store.pk, gid), state=TaskState.PENDING).exists()


def _is_heard_of(store: Store, found: FoundChange) -> bool:
    """A webhook of the order since the change, one that nobody has looked at yet, or a reading under way."""
    since = WebhookDelivery.objects.filter(store=store, received_at__gte=heard_since(found.changed_at))
    live = Task.objects.filter(unique_key=refresh_key(store.pk, found.gid)).exclude(state__in=ENDED)
    # One by one, each by an index of its own: together they would have every delivery since then looked at.
    told = (
        since.filter(order__in=SalesOrder.objects.filter(store=store, gid=found.gid)),
        since.filter(order=None, subject_gid=found.gid).exclude(subject_gid=""),
        since.filter(state=DeliveryState.RECEIVED),
        live,
    )
    return any(rows.order_by().exists() for rows in told)
