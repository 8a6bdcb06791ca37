"""When a subscription is charged: at the store's hour of the day in its zone; and under which key."""

import calendar
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backhaul.core.moments import zone_of

EARLIEST = timedelta(hours=23)
"""Shopify refuses a charge more than 24 hours before the cycle's date (schema); a day of 25 hours is longer."""
TAKEN_BEFORE = timedelta(hours=24)
"""Shopify's own limit."""
_KEYS = uuid.uuid5(uuid.NAMESPACE_DNS, "charges.backhaul")


def charge_key(shop_domain: str, contract_gid: str, cycle_index: int, number: int) -> str:
    """The idempotency key of try `number` (from 1) at a cycle: the same wherever and whenever it is worked out.

    A second installation with a database of its own, or one brought back from a backup, comes to the same key, so that
    Shopify takes both for one charge.
    """
    return str(uuid.uuid5(_KEYS, f"{shop_domain.lower()}|{contract_gid}|{cycle_index}|{number}"))


def charge_at(expected_at: datetime, *, timezone: str, hour: int) -> datetime:
    """When a cycle is charged: at `hour` of its day in the store's zone, be that before or after its time of day.

    An hour that the zone leaves out on that day is the hour after it; one that comes twice is its first. Never so early
    that Shopify would refuse it.
    """
    zone = zone_of(timezone)
    on_its_day = _at(expected_at.astimezone(zone).date(), hour, zone)
    return max(on_its_day, expected_at.astimezone(UTC) - EARLIEST)


def day_after(moment: datetime, days: int, *, timezone: str, hour: int) -> datetime:
    """The store's hour, so many of its days after the day of `moment`."""
    zone = zone_of(timezone)
    return _at(moment.astimezone(zone).date() + timedelta(days=days), hour, zone)


def next_pay_day(after: datetime, pay_days: Sequence[int], *, timezone: str, hour: int) -> datetime:
    """The store's hour of the first pay day after the day of `after`; 31, and 29 or 30 in February, is the last day."""
    zone = zone_of(timezone)
    today = after.astimezone(zone).date()
    found = min(day for day in _pay_days(today, pay_days) if day > today)
    return _at(found, hour, zone)


def origin_time(now: datetime, expected_at: datetime, *, starts_at: datetime, ends_at: datetime) -> datetime:
    """What Shopify counts the order's deliveries from: the cycle's date, or now before it, and within the cycle.

    subscriptionBillingCycleCharge takes the same by itself (schema); one outside the cycle is refused.
    """
    return max(starts_at, min(now, expected_at, ends_at))


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    local = datetime.combine(day, time(hour), zone)
    return local.astimezone(UTC)


def _pay_days(today: date, pay_days: Sequence[int]) -> list[date]:
    following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return [
        month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))
        for month in (today.replace(day=1), following)
        for day in pay_days
    ]
