"""Calendar arithmetic of subscriptions: intervals, anchors, cutoffs, and the dates a checkout leads to; all of it pure.

Dates are the shop's calendar days. Delivery and billing by anchors happen as the anchor's day begins in the shop's time
zone, those without anchors at the time of day of the purchase (both assumed; Shopify documents days only).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

WEEKDAY, MONTHDAY, YEARDAY = "WEEKDAY", "MONTHDAY", "YEARDAY"
_DAYS = {"DAY": 1, "WEEK": 7}
_MONTHS = {"MONTH": 1, "YEAR": 12}
# The rarest anchor, the 31st of a month or the 29th of February, comes every year: shorter months have their last day.
_HORIZON_YEARS = 2


class AnchorDay(Protocol):
    """A day of the week (1 is Monday), of the month or of the year on which deliveries and billing happen."""

    @property
    def type(self) -> str:
        """WEEKDAY, MONTHDAY or YEARDAY."""

    @property
    def day(self) -> int:
        """1-7 of a week, else 1-31."""

    @property
    def month(self) -> int | None:
        """1-12 for YEARDAY, else None."""

    @property
    def cutoff_day(self) -> int | None:
        """The last day of the week or month before the anchor on which an order is included."""


class Cadence(Protocol):
    """How often something happens: every `count` intervals, on anchors if there are any."""

    @property
    def interval(self) -> str:
        """DAY, WEEK, MONTH or YEAR."""

    @property
    def count(self) -> int:
        """How many of them."""

    @property
    def anchors(self) -> Sequence[AnchorDay]:
        """The days it is bound to."""


class Terms(Protocol):
    """What of a selling plan decides the dates of a purchase."""

    @property
    def billing(self) -> Cadence:
        """How often is charged."""

    @property
    def delivery(self) -> Cadence:
        """How often is delivered."""

    @property
    def cutoff(self) -> int:
        """Days before an anchor within which an order is too late for it."""

    @property
    def pre_anchor(self) -> str:
        """ASAP or NEXT: what the first delivery of an order placed before its anchor does."""


@dataclass(frozen=True)
class Schedule:
    """The deliveries that one payment covers, in order, and when the next payment falls due."""

    deliveries: tuple[datetime, ...]
    next_billing: datetime

    @property
    def first_delivery(self) -> datetime:
        """When the first of them is to be shipped."""
        return self.deliveries[0]


def add_interval(day: date, interval: str, count: int = 1) -> date:
    """The day so many intervals later; in a month too short for it the last one. Raises KeyError for no interval."""
    if interval in _DAYS:
        return day + timedelta(days=_DAYS[interval] * count)
    months = day.year * 12 + day.month - 1 + _MONTHS[interval] * count
    return _day_of(months // 12, months % 12 + 1, day.day)


def next_anchor(after: date, anchors: Sequence[AnchorDay]) -> date:
    """The first anchor later than `after`. Raises ValueError without anchors."""
    return min(next(each for each in _dates(anchor, after.year) if each > after) for anchor in anchors)


def anchor_from(day: date, anchors: Sequence[AnchorDay]) -> date:
    """The first anchor on `day` or later. Raises ValueError without anchors."""
    return next_anchor(day - timedelta(days=1), anchors)


def following(day: date, cadence: Cadence) -> date:
    """The day one interval after `day`; with anchors the one nearest to it, always later than `day`.

    Nearest, so that a date that was moved by hand finds back to its anchor in the period it belongs to (assumed).
    """
    target = add_interval(day, cadence.interval, cadence.count)
    if not cadence.anchors:
        return target
    later = anchor_from(target, cadence.anchors)
    earlier = _last_anchor_before(target, cadence.anchors)
    nearest = earlier if target - earlier < later - target else later
    return nearest if nearest > day else next_anchor(day, cadence.anchors)


def series(first: date, cadence: Cadence) -> Iterator[date]:
    """`first` and all dates after it, without end. Without anchors all are counted from `first`: a 31st comes back."""
    number, day = 0, first
    while True:
        yield day
        number += 1
        day = (
            following(day, cadence)
            if cadence.anchors
            else add_interval(first, cadence.interval, cadence.count * number)
        )


def deliveries_per_billing(billing: Cadence, delivery: Cadence) -> int | None:
    """How many deliveries one payment covers; None when the billing interval is no multiple of the delivery interval.

    More than one means prepaid. Days and weeks have no multiple in months and years (assumed).
    """
    for sizes in (_DAYS, _MONTHS):
        if billing.interval in sizes and delivery.interval in sizes:
            number, rest = divmod(sizes[billing.interval] * billing.count, sizes[delivery.interval] * delivery.count)
            return None if rest or not number else number
    return None


def checkout_schedule(terms: Terms, bought_at: datetime, zone: ZoneInfo) -> Schedule:
    """The deliveries that the checkout pays for, and when the contract bills next.

    The documented vectors say it for one delivery per payment; that the deliveries of a prepaid plan follow each other
    in the same way, and that the next payment falls due with the delivery after the last paid one, is assumed.
    Raises ValueError when billing is no multiple of delivery.
    """
    number = deliveries_per_billing(terms.billing, terms.delivery)
    if number is None:
        raise ValueError("the billing interval must be a multiple of the delivery interval")
    local = bought_at.astimezone(zone)
    if not terms.delivery.anchors:
        days = list(islice(series(local.date(), terms.delivery), number + 1))
        instants = [bought_at, *(at_time(day, local.time(), zone) for day in days[1:])]
    else:
        first, second = _first_two(terms, local.date())
        days = [first, *islice(series(second, terms.delivery), number)]
        instants = [max(bought_at, at_time(day, time(0), zone)) for day in days]
    return Schedule(tuple(instants[:number]), instants[number])


def renewal_dates(delivery: Cadence, billed_at: datetime, number: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The deliveries of a renewal billed at an instant: at once, or on the anchor that has come, then by the rhythm.

    Billing happens on an anchor; one that comes late delivers at once, one that comes early waits for its anchor
    when that is nearer than the one before (assumed).
    """
    local = billed_at.astimezone(zone)
    first = local.date()
    if not delivery.anchors:
        days = list(islice(series(first, delivery), number))
        return (billed_at, *(at_time(day, local.time(), zone) for day in days[1:]))
    base = _nearest_anchor(first, delivery.anchors)
    days = list(islice(series(base, delivery), number))
    return tuple(max(billed_at, at_time(day, time(0), zone)) for day in days)


def at_time(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """That local time of the day as an instant in UTC; one that daylight saving leaves out is as much later."""
    return datetime.combine(day, clock_time.replace(tzinfo=None), tzinfo=zone).astimezone(UTC)


def _first_two(terms: Terms, bought: date) -> tuple[date, date]:
    """The first delivery and the date of what follows it, by the documented vectors.

    An order on the last day before the cutoff is still included (assumed), and so is one on the anchor without cutoff.
    """
    anchor = anchor_from(bought, terms.delivery.anchors)
    if terms.pre_anchor == "NEXT":
        first = following(anchor, terms.delivery) if _too_late(terms, bought, anchor) else anchor
        return first, following(first, terms.delivery)
    if bought == anchor or _too_late(terms, bought, anchor):
        return anchor, following(anchor, terms.delivery)
    return bought, anchor


def _too_late(terms: Terms, bought: date, anchor: date) -> bool:
    last_days = [anchor - timedelta(days=terms.cutoff)]
    for each in terms.delivery.anchors:
        if each.cutoff_day is not None and anchor in _dates(each, anchor.year):
            last_days.append(_cutoff_date(each, anchor))
    return bought > min(last_days)


def _cutoff_date(anchor: AnchorDay, day: date) -> date:
    """The latest day, the anchor's own at most, that falls on the anchor's cutoff day of the week or month."""
    if anchor.cutoff_day is None or anchor.type == YEARDAY:
        return day
    if anchor.type == WEEKDAY:
        return day - timedelta(days=(day.isoweekday() - anchor.cutoff_day) % 7)
    same_month = _day_of(day.year, day.month, anchor.cutoff_day)
    before = add_interval(day.replace(day=1), "MONTH", -1)
    return same_month if same_month <= day else _day_of(before.year, before.month, anchor.cutoff_day)


def _nearest_anchor(day: date, anchors: Sequence[AnchorDay]) -> date:
    later, earlier = anchor_from(day, anchors), _last_anchor_before(day, anchors)
    return earlier if day - earlier < later - day else later


def _last_anchor_before(day: date, anchors: Sequence[AnchorDay]) -> date:
    return max(each for anchor in anchors for each in _dates(anchor, day.year) if each < day)


def _dates(anchor: AnchorDay, year: int) -> Iterator[date]:
    """The anchor's days from the year before to the year after, in order."""
    for each in range(year - 1, year + _HORIZON_YEARS):
        if anchor.type == WEEKDAY:
            first = date(each, 1, 1)
            start = first + timedelta(days=(anchor.day - first.isoweekday()) % 7)
            yield from (
                start + timedelta(weeks=week) for week in range(53) if (start + timedelta(weeks=week)).year == each
            )
        else:
            months = [anchor.month or 1] if anchor.type == YEARDAY else range(1, 13)
            yield from (_day_of(each, month, anchor.day) for month in months)


def _day_of(year: int, month: int, day: int) -> date:
    """That day, or the month's last one when it is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
