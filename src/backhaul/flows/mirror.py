"""Writes what was read of an order into the mirror, whole, and only when it is not older than what is there."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from backhaul.core import gids
from backhaul.core.learned import BY_TASK, Learned
from backhaul.core.money import Money
from backhaul.core.outstanding import shippable_units
from backhaul.core.remote import RemoteFulfillment, RemoteFulfillmentOrder, RemoteOrder
from backhaul.core.tasks import TaskState, WaitReason
from backhaul.flows.cancelled_in_shopify import ask_about_cancelled
from backhaul.flows.mirror_payments import write_payments
from backhaul.flows.task_list import wake
from backhaul.models import (
    Fulfillment,
    FulfillmentLine,
    FulfillmentOrder,
    FulfillmentOrderLine,
    SalesOrder,
    SalesOrderLine,
    Store,
)

WAKES_ON_CHANGE = (WaitReason.HOLD, WaitReason.SCHEDULED, WaitReason.ROUTING)
STILL_WAITS = (TaskState.WAITING, TaskState.NEEDS_ATTENTION)
"""A part of what needs a person may wait for such a change, too."""
LineIds = dict[str, str]


def apply_snapshot(
    store: Store, remote: RemoteOrder, *, read_started_at: datetime, learned: Learned = BY_TASK
) -> SalesOrder:
    """Store an order as read, in one transaction under its row lock, and wake the tasks that wait for such a change.

    A snapshot whose reading began before the stored one's, or whose `updatedAt` is earlier, changes nothing.
    """
    with transaction.atomic():
        order, is_new = _locked(store, remote, read_started_at)
        if not is_new and not _is_newer(order, remote, read_started_at):
            return order
        work = digest_of(remote.fulfillment_orders)
        work_changed = not is_new and work != order.work_digest
        order.work_digest = work
        _write_order(order, remote, read_started_at)
        line_ids = _write_lines(order, remote)
        order.fulfillment_orders.all().delete()
        order.fulfillments.all().delete()
        _write_fulfillment_orders(order, remote.fulfillment_orders, line_ids)
        _write_fulfillments(order, remote.fulfillments, line_ids)
        ask_about_cancelled(order, [one.gid for one in remote.fulfillments if not one.is_live])
        if remote.payments is not None:
            write_payments(order, remote.payments, read_started_at=read_started_at)
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
    return SalesOrder.objects.select_for_update().get_or_create(
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


def _write_order(order: SalesOrder, remote: RemoteOrder, read_started_at: datetime) -> None:
    order.name = remote.name
    order.currency, order.presentment_currency = remote.currency, remote.presentment_currency
    order.total_shop, order.total_presentment = amount(remote.total), amount(remote.presentment_total)
    if order.payments_read_started_at is None or read_started_at > order.payments_read_started_at:
        order.financial_status = remote.financial_status or ""
    order.fulfillment_status = remote.fulfillment_status or ""
    order.tags = sorted(remote.tags)
    order.shopify_updated_at = remote.updated_at
    order.cancelled_at, order.closed_at = remote.cancelled_at, remote.closed_at
    order.read_started_at = read_started_at
    order.save()


def amount(money: Money | None) -> Decimal | None:
    """The Decimal of an amount, if there is one."""
    return money.amount if money else None


def _write_lines(order: SalesOrder, remote: RemoteOrder) -> LineIds:
    """Lines are never deleted here: postings point at them. A line Shopify no longer shows has nothing left."""
    ids: LineIds = {}
    shippable = shippable_units(remote)
    for position, line in enumerate(remote.lines):
        stored, _ = SalesOrderLine.objects.update_or_create(
            order=order,
            gid=line.gid,
            defaults={
                "shopify_id": gids.number_of(line.gid, "LineItem"),
                "position": position,
                "sku": line.sku or "",
                "title": line.title[:1000],
                "variant_gid": line.variant_gid or "",
                "quantity": max(line.quantity, line.current_quantity),
                "current_quantity": line.current_quantity,
                "shippable_quantity": shippable[line.gid],
                "requires_shipping": line.requires_shipping,
                "unit_price": amount(line.unit_price),
            },
        )
        ids[line.gid] = stored.pk
    order.lines.exclude(gid__in=ids).update(current_quantity=0, shippable_quantity=0)
    return ids


def _write_fulfillment_orders(order: SalesOrder, remote: Iterable[RemoteFulfillmentOrder], line_ids: LineIds) -> None:
    rows = {
        one.gid: FulfillmentOrder(
            order=order,
            gid=one.gid,
            status=one.status,
            request_status=one.request_status,
            location_gid=one.location_gid or "",
            location_name=one.location_name,
            fulfill_at=one.fulfill_at,
            supported_actions=sorted(one.supported_actions),
            hold_reasons=[hold.reason for hold in one.holds],
            shopify_updated_at=one.updated_at,
        )
        for one in remote
    }
    FulfillmentOrder.objects.bulk_create(rows.values())
    FulfillmentOrderLine.objects.bulk_create(
        FulfillmentOrderLine(
            fulfillment_order=rows[one.gid],
            gid=line.gid,
            order_line_id=line_ids[line.line_gid],
            total_quantity=line.total,
            remaining_quantity=line.remaining,
        )
        for one in remote
        for line in one.lines
        if line.line_gid in line_ids
    )


def _write_fulfillments(order: SalesOrder, remote: Iterable[RemoteFulfillment], line_ids: LineIds) -> None:
    rows = {
        one.gid: Fulfillment(
            order=order,
            gid=one.gid,
            status=one.status,
            location_gid=one.location_gid or "",
            shopify_created_at=one.created_at,
            tracking=[{"company": entry.company, "number": entry.number, "url": entry.url} for entry in one.tracking],
        )
        for one in remote
    }
    Fulfillment.objects.bulk_create(rows.values())
    FulfillmentLine.objects.bulk_create(
        FulfillmentLine(fulfillment=rows[one.gid], order_line_id=line_ids[line_gid], quantity=quantity)
        for one in remote
        for line_gid, quantity in one.units.items()
        if line_gid in line_ids
    )
