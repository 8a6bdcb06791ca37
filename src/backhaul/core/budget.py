"""The cost budget of a store: arithmetic on Shopify's leaky bucket. All instants are real time, all costs points."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from backhaul.core.shopify_errors import MaxCostExceeded


class Priority(StrEnum):
    """Who may take how much: effects and read-backs everything, refreshes nearly, bulk reads never the last 30 %."""

    EFFECT = "effect"
    REFRESH = "refresh"
    BULK = "bulk"


KEPT_BACK = {Priority.EFFECT: 0.0, Priority.REFRESH: 0.1, Priority.BULK: 0.3}
"""The part of a full bucket that each class leaves to those before it."""


@dataclass(frozen=True)
class Bucket:
    """What is known of a store's bucket: `level` points at `level_at`, refilled by `restore_rate` points a second.

    `applied_request_started_at`: when the request began whose reply was applied last.
    """

    maximum: float
    level: float
    restore_rate: float
    level_at: datetime
    applied_request_started_at: datetime | None = None


@dataclass(frozen=True)
class Reported:
    """`throttleStatus` of one reply, with the time at which its request started."""

    maximum: float
    currently_available: float
    restore_rate: float
    request_started_at: datetime


def level_now(bucket: Bucket, now: datetime) -> float:
    """The level at `now`, refilled since it was known and never over the maximum."""
    seconds = max(0.0, (now - bucket.level_at).total_seconds())
    return min(bucket.maximum, bucket.level + seconds * bucket.restore_rate)


def available(bucket: Bucket, *, reserved: float, now: datetime) -> float:
    """Points that no call under way may still cost; below zero when more is reserved than there is."""
    return level_now(bucket, now) - reserved


def seconds_until_it_fits(cost: float, priority: Priority, *, bucket: Bucket, reserved: float, now: datetime) -> float:
    """0.0 when `cost` may be taken now, else how long the refill takes if nobody else takes anything.

    Raises MaxCostExceeded when no full bucket could ever hold it for this class: waiting would never end.
    """
    kept_back = KEPT_BACK[priority] * bucket.maximum
    if cost + kept_back > bucket.maximum:
        raise MaxCostExceeded(
            f"A call of {cost:g} points never fits: the bucket holds {bucket.maximum:g}, "
            f"of which {kept_back:g} are kept back for more urgent calls."
        )
    lacking = cost + kept_back - available(bucket, reserved=reserved, now=now)
    return max(0.0, lacking / bucket.restore_rate)


def may_take(cost: float, priority: Priority, *, bucket: Bucket, reserved: float, now: datetime) -> bool:
    """Whether `cost` may be reserved now. Raises MaxCostExceeded."""
    return seconds_until_it_fits(cost, priority, bucket=bucket, reserved=reserved, now=now) == 0.0


def apply_reply(bucket: Bucket, reported: Reported, now: datetime) -> Bucket:
    """The bucket after a reply: it may always lower the level, but raise it only if it is newer than the last.

    A reply to an older request does not know what the newer ones have cost. A changed maximum or refill (another
    plan) is believed from newer requests alone.
    """
    last = bucket.applied_request_started_at
    is_newer = last is None or reported.request_started_at > last
    if is_newer:
        return Bucket(
            maximum=reported.maximum,
            level=min(reported.currently_available, reported.maximum),
            restore_rate=reported.restore_rate,
            level_at=now,
            applied_request_started_at=reported.request_started_at,
        )
    level = min(level_now(bucket, now), reported.currently_available)
    return replace(bucket, level=level, level_at=max(now, bucket.level_at))


def apply_lost_call(bucket: Bucket, cost: float, now: datetime) -> Bucket:
    """The bucket after a call whose reply never came: Shopify may have charged all of it."""
    level = max(0.0, level_now(bucket, now) - cost)
    return replace(bucket, level=level, level_at=max(now, bucket.level_at))
