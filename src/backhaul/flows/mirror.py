"""Writes what was read of an order into the mirror, whole, and only when it is not older than what is there."""

import hashlib
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from backhaul.core import gids
from backhaul.core.learned import BY_TASK, Learned
from backhaul.core.order_facts import DELETED
from backhaul.core.redacted_order import without_customer
from backhaul.core.remote import RemoteFulfillmentOrder, RemoteOrder
from backhaul.core.tasks import STILL_WAITS, WaitReason
from backhaul.core.totals import explain_totals
from backhaul.flows.cancelled_in_shopify import ask_about_cancelled
from backhaul.flows.contract_orders import follow_order
from backhaul.flows.differences import record_differences
from backhaul.flows.mirror_fulfillment import write_fulfillment_orders, write_fulfillments
from backhaul.flows.mirror_lines import write_lines
from backhaul.flows.mirror_money import amount
from backhaul.flows.mirror_payments import write_payments
from backhaul.flows.mirror_refunds import write_refunds, write_returns
from backhaul.flows.snapshots import keep_snapshot, sha256_of
from backhaul.flows.task_list import wake
from backhaul.models import SalesOrder, Store

WAKES_ON_CHANGE = (WaitReason.HOLD, WaitReason.SCHEDULED, WaitReason.ROUTING)


def apply_snapshot(
    store: Store, remote: RemoteOrder, *, read_started_at: datetime, learned: Learned = BY_TASK
) -> SalesOrder:
    """Store an order as read, in one transaction under its row lock, and wake the tasks that wait for such a change.

    A snapshot whose reading began before the stored one's, or whose `updatedAt` is earlier, changes nothing. One with
    the same content as the stored one changes only when it was read; what follows from our own state is done anyway.
    Of an order whose customer's data was deleted, none is kept again, whatever Shopify still shows.
    """
    with transaction.atomic():
        order, is_new = _locked(store, remote, read_started_at)
        if not is_new and not _is_newer(order, remote, read_started_at):
            return order
        if order.redacted_at is not None:
            titles = dict(order.lines.values_list("gid", "title"))
            remote = without_customer(remote, tags=order.tags, titles=titles)
        work_changed, is_same = False, _takes_content(order, remote)
        if is_same:
            _note_seen(order, read_started_at)
        else:
            work_changed = _write(order, remote, read_started_at) and not is_new
        keep_snapshot(order, remote.raw, read_started_at=read_started_at)
        ask_about_cancelled(order, [one.gid for one in remote.fulfillments if not one.is_live])
        if remote.payments is not None:
            write_payments(order, remote.payments, read_started_at=read_started_at)
        if not is_same or DELETED in order.facts:
            record_differences(order, remote, is_new=is_new, learned=learned)
        follow_order(order, remote)
        if work_changed:
            wake(order.tasks.filter(state__in=STILL_WAITS, wait_reason__in=WAKES_ON_CHANGE))
    return order


def digest_of(fulfillment_orders: tuple[RemoteFulfillmentOrder, ...]) -> str:
    """A fingerprint of everything that decides what can be fulfilled; it changes whenever that does."""
    ordered = sorted(
        (one.gid, repr(replace(one, supported_actions=frozenset(), updated_at=None)), sorted(one.supported_actions))
        for one in fulfillment_orders
    )
    return hashlib.sha256(repr(ordered).encode()).hexdigest()


def _locked(store: Store, remote: RemoteOrder, read_started_at: datetime) -> tuple[SalesOrder, bool]:
    return SalesOrder.objects.select_for_update(no_key=True).get_or_create(
        store=store,
        gid=remote.gid,
        defaults={
            "shopify_id": gids.number_of(remote.gid, "Order"),
            "shopify_created_at": remote.created_at,
            "shopify_updated_at": remote.updated_at,
            "read_started_at": read_started_at,
        },
    )


def _is_newer(order: SalesOrder, remote: RemoteOrder, read_started_at: datetime) -> bool:
    return read_started_at > order.read_started_at and remote.updated_at >= order.shopify_updated_at


def _takes_content(order: SalesOrder, remote: RemoteOrder) -> bool:
    """Give the row the fingerprint of what was read; returns whether it had that one already.

    A migration that has more read from the same answers empties the fingerprints.
    """
    before, order.snapshot_sha256 = order.snapshot_sha256, sha256_of(remote.raw)
    return bool(before) and before == order.snapshot_sha256


def _note_seen(order: SalesOrder, read_started_at: datetime) -> None:
    """An order that is shown is not deleted, whatever was thought: a missing scope hides orders, too."""
    order.read_started_at, order.deleted_at = read_started_at, None
    order.save(update_fields=["read_started_at", "deleted_at"])


def _write(order: SalesOrder, remote: RemoteOrder, read_started_at: datetime) -> bool:
    """Write everything that was read; returns whether what can be fulfilled has changed."""
    work = digest_of(remote.fulfillment_orders)
    has_changed = work != order.work_digest
    order.work_digest = work
    _write_head(order, remote, read_started_at)
    line_ids = write_lines(order, remote)
    write_fulfillment_orders(order, remote.fulfillment_orders, line_ids)
    write_fulfillments(order, remote.fulfillments, line_ids, is_whole="fulfillments" not in remote.hidden)
    write_refunds(order, remote.refunds, line_ids, hides_returns="refunds/return_gid" in remote.hidden)
    write_returns(order, remote.returns)
    return has_changed


def _write_head(order: SalesOrder, remote: RemoteOrder, read_started_at: datetime) -> None:
    order.name = remote.name
    order.currency, order.presentment_currency = remote.currency, remote.presentment_currency
    order.total_shop, order.total_presentment = amount(remote.total), amount(remote.presentment_total)
    order.money, order.taxes_included = remote.money.texts, remote.money.taxes_included
    is_cancelled = remote.cancelled_at is not None
    order.totals_words = explain_totals(remote.money, remote.lines, remote.refunds, is_cancelled=is_cancelled).words
    order.fulfillment_status = remote.fulfillment_status or ""
    order.return_status = remote.return_status or ""
    order.tags = sorted(remote.tags)
    order.shopify_updated_at = remote.updated_at
    order.read_started_at, order.deleted_at = read_started_at, None
    _write_what_may_be_hidden(order, remote, read_started_at)
    order.save()


def _write_what_may_be_hidden(order: SalesOrder, remote: RemoteOrder, read_started_at: datetime) -> None:
    """What Shopify would not show stays as it was known."""
    is_newest = order.payments_read_started_at is None or read_started_at > order.payments_read_started_at
    if is_newest and "financial_status" not in remote.hidden:
        order.financial_status = remote.financial_status or ""
    if "customer" not in remote.hidden:
        order.customer_gid = remote.customer.gid if remote.customer else ""
    if "cancelled_at" not in remote.hidden:
        order.cancelled_at = remote.cancelled_at
    if "cancel_reason" not in remote.hidden:
        order.cancel_reason = remote.cancel_reason or ""
    if "closed_at" not in remote.hidden:
        order.closed_at = remote.closed_at
