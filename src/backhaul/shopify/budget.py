"""Keeps a store's account of API points in the database, so that all processes together spend what Shopify gives.

Each step is a transaction of its own. All instants are the database's real time, one clock for every machine.
"""

import os
import random
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from backhaul.core import budget as rules
from backhaul.core.budget import Bucket, Priority, Reported
from backhaul.core.shopify_errors import BudgetEmpty
from backhaul.models import BudgetBucket, BudgetReservation
from backhaul.shopify.configuration import configuration
from backhaul.shopify.real_time import database_now, require_no_transaction
from backhaul.shopify.reply import Cost

LONGEST_SLEEP_SECONDS = 5.0
MARGIN_SECONDS = 30.0
SETTLED_MARGIN_SECONDS = 5.0
"""How much longer than any call that was under way beside it a call that has ended is remembered."""
UNKNOWN = {"maximum": 1000.0, "level": 150.0, "restore_rate": 50.0}
"""What is believed of a bucket before the first reply: the smallest known one, with little more than a refresh has to
leave in it, so that the reply to a first small one tells the truth at once."""

_lines: dict[tuple[int, str, Priority, float], threading.Lock] = {}


@dataclass(frozen=True)
class Reservation:
    """Points set aside for one call. `taken_at` is the database's time, `taken_monotonic` this process's."""

    id: int
    store_id: str
    points: float
    taken_at: datetime
    taken_monotonic: float

    def at(self, monotonic: float) -> datetime:
        """An instant of this process on the database's clock."""
        return self.taken_at + timedelta(seconds=monotonic - self.taken_monotonic)


def reserve(store_id: str, points: float, priority: Priority) -> Reservation:
    """Set points aside for a call, sleeping up to five seconds until they are there.

    In a process, those who want the same stand in line: the first one watches the bucket, and nobody is overtaken for
    ever. Raises BudgetEmpty when it would take longer, and MaxCostExceeded when no full bucket holds them. Must not be
    called inside a transaction: other processes wait for the row that it locks.
    """
    require_no_transaction()
    give_up = time.monotonic() + LONGEST_SLEEP_SECONDS
    line = _line(store_id, points, priority)
    if not line.acquire(timeout=LONGEST_SLEEP_SECONDS):
        raise BudgetEmpty(wait_seconds=LONGEST_SLEEP_SECONDS)
    try:
        return _take(store_id, points, priority, give_up=give_up)
    finally:
        line.release()


def _take(store_id: str, points: float, priority: Priority, *, give_up: float) -> Reservation:
    while True:
        taken = _try_to_take(store_id, points, priority)
        if isinstance(taken, Reservation):
            return taken
        if time.monotonic() + taken > give_up:
            raise BudgetEmpty(wait_seconds=taken)
        time.sleep(taken + random.uniform(0, 0.05))  # noqa: S311 -- spreads those who wait


def _line(store_id: str, points: float, priority: Priority) -> threading.Lock:
    """Those who want less don't stand behind those who want more: theirs is the call that ends a task already read for.

    A forked child has lines of its own.
    """
    return _lines.setdefault((os.getpid(), store_id, priority, points), threading.Lock())


def settle(reservation: Reservation, *, charged: float, cost: Cost | None, started_monotonic: float | None) -> None:
    """Give a reservation back after its call, and believe what the reply says of the bucket.

    `charged` is what the call has cost: nothing if it was not sent, all of it if the reply was lost.
    """
    require_no_transaction()
    with transaction.atomic():
        row = _locked(reservation.store_id)
        now = _now_in_account()
        bucket = rules.apply_lost_call(_bucket(row), charged, now)
        if cost is not None and started_monotonic is not None:
            started_at = reservation.at(started_monotonic)
            reported = _reported(cost, bucket, reservation, started_at)
            bucket = rules.apply_reply(bucket, reported, now) if reported else bucket
        _save(row, bucket)
        forgotten_at = now + timedelta(seconds=configuration().call_timeout_seconds + SETTLED_MARGIN_SECONDS)
        ours = BudgetReservation.objects.filter(pk=reservation.id)
        ours.update(points=charged, settled_at=now, expires_at=forgotten_at)


def release(reservation: Reservation) -> None:
    """Give a reservation back whose call was not sent."""
    settle(reservation, charged=0.0, cost=None, started_monotonic=None)


def _try_to_take(store_id: str, points: float, priority: Priority) -> Reservation | float:
    """The reservation, or the seconds until it is worth trying again."""
    with transaction.atomic():
        row = _locked(store_id)
        now = _now_in_account()
        bucket, reserved = _without_expired(row, now)
        wait = rules.seconds_until_it_fits(points, priority, bucket=bucket, reserved=reserved, now=now)
        if wait > 0:
            return wait
        expires_at = now + timedelta(seconds=2 * configuration().call_timeout_seconds + MARGIN_SECONDS)
        made = BudgetReservation.objects.create(store_id=store_id, points=points, expires_at=expires_at)
    return Reservation(made.pk, store_id, points, now, time.monotonic())


def _reported(cost: Cost, bucket: Bucket, reservation: Reservation, started_at: datetime) -> Reported | None:
    """What the reply says of the bucket, less what calls have cost that ended while this one was under way.

    Shopify may have computed its figure before they arrived, and they are no longer among the open reservations.
    """
    if cost.available is None:
        return None
    meanwhile = BudgetReservation.objects.filter(store_id=reservation.store_id, settled_at__gt=started_at)
    spent = meanwhile.exclude(pk=reservation.id).aggregate(points=Sum("points"))["points"] or 0.0
    return Reported(
        maximum=cost.maximum or bucket.maximum,
        currently_available=max(0.0, cost.available - spent),
        restore_rate=cost.restore_rate or bucket.restore_rate,
        request_started_at=started_at,
    )


def _without_expired(row: BudgetBucket, now: datetime) -> tuple[Bucket, float]:
    """The bucket, and the points that calls under way may cost.

    Calls that ended long ago are forgotten; those that never ended died with their process and are counted as spent.
    """
    is_open, is_expired = Q(settled_at=None), Q(expires_at__lt=now)
    reservations = BudgetReservation.objects.filter(store_id=row.store_id)
    found = reservations.aggregate(
        reserved=Sum("points", filter=is_open & ~is_expired, default=0.0),
        lost=Sum("points", filter=is_open & is_expired, default=0.0),
        expired=Count("id", filter=is_expired),
    )
    bucket = _bucket(row)
    if found["expired"]:
        reservations.filter(is_expired).delete()
    if found["lost"]:
        bucket = rules.apply_lost_call(bucket, found["lost"], now)
        _save(row, bucket)
    return bucket, found["reserved"]


def _locked(store_id: str) -> BudgetBucket:
    rows = BudgetBucket.objects.select_for_update(no_key=True).filter(store_id=store_id)
    return rows.first() or _locked_new(store_id)


def _locked_new(store_id: str) -> BudgetBucket:
    BudgetBucket.objects.get_or_create(store_id=store_id, defaults={**UNKNOWN, "level_at": database_now()})
    return BudgetBucket.objects.select_for_update(no_key=True).get(store_id=store_id)


def _now_in_account() -> datetime:
    """The database's time, asked once the row is locked; and the commit doesn't wait for the disk.

    All of a store's calls pass through this row. Should the database crash, the next reply corrects what was lost.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), set_config('synchronous_commit', 'off', true)")
        now = cursor.fetchone()[0]
    assert isinstance(now, datetime)
    return now


def _bucket(row: BudgetBucket) -> Bucket:
    return Bucket(
        maximum=row.maximum,
        level=row.level,
        restore_rate=row.restore_rate,
        level_at=row.level_at,
        applied_request_started_at=row.applied_request_started_at,
    )


def _save(row: BudgetBucket, bucket: Bucket) -> None:
    row.maximum, row.level, row.restore_rate = bucket.maximum, bucket.level, bucket.restore_rate
    row.level_at, row.applied_request_started_at = bucket.level_at, bucket.applied_request_started_at
    row.save()
