"""Reads a slice of a bulk operation's file into the mirror; where it stopped is committed with the orders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

import structlog
from django.db import transaction

from backhaul.core.backfill import BackfillPhase, Read
from backhaul.core.budget import Priority
from backhaul.core.bulk_lines import GatheredOrder, orders_of
from backhaul.core.learned import Learned, LearnedBy
from backhaul.core.moments import parse_moment
from backhaul.core.shopify_errors import AccessDenied, BrokenReply, NotFoundInShopify
from backhaul.flows.clock import real_now
from backhaul.flows.leases import Lease
from backhaul.flows.mirror import apply_snapshot
from backhaul.models import Backfill, OrderReturn, SalesOrder
from backhaul.shopify.bulk_download import read_lines
from backhaul.shopify.client import Shopify, connect
from backhaul.shopify.order_reading import OrderReading

log = structlog.get_logger()

SLICE = timedelta(seconds=20)
"""A run takes so long: then the other tasks of the store have their turn."""
FILE_SECONDS = 90.0
BATCH = 50
OFFSET = "offset"


@dataclass
class _Batch:
    """Some orders of the file: those to be written, and how many there were in all."""

    ends_at: int
    readings: list[OrderReading] = field(default_factory=list)
    read: int = 0
    skipped: int = 0


def read_slice(backfill: Backfill, source: Read, lease: Lease) -> bool:
    """Read on from where the last slice stopped; True when the file has come to its end.

    Raises ResultGone, NetworkFailure, and every ShopifyError of reading; batches before that are committed.
    """
    until = real_now() + SLICE
    offset = int(backfill.cursor.get(OFFSET, 0))
    lines = read_lines(source.url, offset=offset, within_seconds=FILE_SECONDS, is_local=backfill.store.is_sandbox)
    gathered = orders_of(lines, is_cut=source.is_partial)
    shopify = connect(backfill.store, priority=Priority.BULK)
    while batch := list(islice(gathered, BATCH)):
        _commit(backfill, _read_batch(backfill, batch, shopify, until), lease)
        if real_now() >= until:
            return False
        lease.obey_cancellation()
    return True


def _read_batch(backfill: Backfill, batch: Sequence[GatheredOrder], shopify: Shopify, until: datetime) -> _Batch:
    """What is to be written of a batch; when time is up, of its first orders only, so that the lease holds."""
    known = _known(backfill, batch)
    readings = _readings(backfill, [one for one in batch if one.gid not in known], shopify)
    done = _Batch(batch[0].ends_at)
    for one in batch:
        done.read, done.ends_at = done.read + 1, one.ends_at
        if one.gid in known:
            done.skipped += 1
        elif reading := next(readings):
            done.readings.append(reading)
        if real_now() >= until:
            break
    return done


def _readings(backfill: Backfill, gathered: Sequence[GatheredOrder], shopify: Shopify) -> Iterator[OrderReading | None]:
    """Each order whole; None for one that Shopify does not show any more, or that cannot be understood."""
    read_started_at = datetime.fromisoformat(backfill.cursor["read_started_at"])
    returned = _with_returns(backfill, gathered)
    if backfill.cursor.get("ids_only"):
        for one in gathered:
            yield _read_singly(backfill, one, shopify, has_returns=one.gid in returned)
        return
    for one, reading in shopify.complete_orders(gathered, read_started_at=read_started_at):
        is_whole = reading is not None and one.gid not in returned
        yield reading if is_whole else _read_singly(backfill, one, shopify, has_returns=one.gid in returned)


def _read_singly(backfill: Backfill, one: GatheredOrder, shopify: Shopify, *, has_returns: bool) -> OrderReading | None:
    try:
        return shopify.read_order(one.gid, has_returns=has_returns)
    except (NotFoundInShopify, AccessDenied, BrokenReply) as error:
        log.warning("backfill.order_skipped", store=backfill.store.slug, order=one.gid, error=error.code)
        return None


def _known(backfill: Backfill, batch: Sequence[GatheredOrder]) -> frozenset[str]:
    """Those that the mirror shows as they were gathered, or later."""
    rows = SalesOrder.objects.filter(store=backfill.store_id, gid__in=[one.gid for one in batch])
    mirrored = dict(rows.values_list("gid", "shopify_updated_at"))
    return frozenset(one.gid for one in batch if one.gid in mirrored and mirrored[one.gid] >= _updated_at(one))


def _updated_at(one: GatheredOrder) -> datetime:
    return parse_moment(str(one.order.get("updatedAt")))


def _with_returns(backfill: Backfill, batch: Sequence[GatheredOrder]) -> frozenset[str]:
    """Orders of which we know returns: these may have been cancelled, which the order itself does not tell."""
    rows = OrderReturn.objects.filter(order__store=backfill.store_id, order__gid__in=[one.gid for one in batch])
    return frozenset(rows.values_list("order__gid", flat=True))


def _commit(backfill: Backfill, done: _Batch, lease: Lease) -> None:
    """Write the orders and the place in the file in one transaction, unless another worker has taken over."""
    with transaction.atomic():
        row = Backfill.objects.select_for_update(no_key=True).get(pk=backfill.pk)
        lease.check()
        gids = [reading.order.gid for reading in done.readings]
        before = SalesOrder.objects.filter(store=backfill.store_id, gid__in=gids).count()
        for reading in done.readings:
            apply_snapshot(
                backfill.store,
                reading.order,
                read_started_at=reading.read_started_at,
                learned=Learned(LearnedBy.BACKFILL),
            )
        row.cursor, row.phase = {**row.cursor, OFFSET: done.ends_at}, BackfillPhase.READING
        row.orders_read += done.read
        row.orders_skipped += done.skipped
        row.orders_new += len(gids) - before
        row.save(update_fields=["cursor", "phase", "orders_read", "orders_skipped", "orders_new"])
    backfill.cursor, backfill.orders_read = row.cursor, row.orders_read
    backfill.orders_skipped, backfill.orders_new = row.orders_skipped, row.orders_new
