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
from zoneinfo import ZoneInfo

from shopify_sandbox.state.rhythms import Anchor, AnchorType, Interval, PlanTerms, Rhythm

_DAYS = {Interval.DAY: 1, Interval.WEEK: 7}
_MONTHS = {Interval.MONTH: 1, Interval.YEAR: 12}


@dataclass(frozen=True)
class Schedule:
    """The deliveries that one payment covers, in order, and when the next payment falls due."""

    deliveries: tuple[datetime, ...]
    next_billing: datetime

    @property
    def first_delivery(self) -> datetime:
        """When the first of them is to be shipped."""
        return self.deliveries[0]


def add_interval(day: date, interval: Interval, count: int = 1) -> date:
    """The day so many intervals later; in a month too short for it the last one."""
    if interval in _DAYS:
        return day + timedelta(days=_DAYS[interval] * count)
    months = day.year * 12 + day.month - 1 + _MONTHS[interval] * count
    return _day_of(months // 12, months % 12 + 1, day.day)


def next_anchor(after: date, anchors: Sequence[Anchor]) -> date:
    """The first anchor later than `after`. Raises ValueError without anchors."""
    return min(each for anchor in anchors for each in _near(anchor, after) if each > after)


def anchor_from(day: date, anchors: Sequence[Anchor]) -> date:
    """The first anchor on `day` or later. Raises ValueError without anchors."""
    return next_anchor(day - timedelta(days=1), anchors)


def following(day: date, rhythm: Rhythm) -> date:
    """The day one interval after `day`; with anchors the one nearest to it, always later than `day`.

    Nearest, so that a date that was moved by hand finds back to its anchor in the period it belongs to (assumed).
    """
    target = add_interval(day, rhythm.interval, rhythm.count)
    if not rhythm.anchors:
        return target
    later = anchor_from(target, rhythm.anchors)
    earlier = _last_anchor_before(target, rhythm.anchors)
    nearest = earlier if target - earlier < later - target else later
    return nearest if nearest > day else next_anchor(day, rhythm.anchors)


def series(first: date, rhythm: Rhythm) -> Iterator[date]:
    """`first` and all dates after it, without end. Without anchors all are counted from `first`: a 31st comes back."""
    number, day = 0, first
    while True:
        yield day
        number += 1
        day = following(day, rhythm) if rhythm.anchors else add_interval(first, rhythm.interval, rhythm.count * number)


def checkout_schedule(terms: PlanTerms, bought_at: datetime, zone: ZoneInfo) -> Schedule:
    """The deliveries that the checkout pays for, and when the contract bills next.

    The documented vectors say it for one delivery per payment; that the deliveries of a prepaid plan follow each other
    in the same way, and that the next payment falls due with the delivery after the last paid one, is assumed.
    """
    number = terms.deliveries_per_billing
    local = bought_at.astimezone(zone)
    if not terms.delivery.anchors:
        days = list(islice(series(local.date(), terms.delivery), number + 1))
        instants = [bought_at, *(at_time(day, local.time(), zone) for day in days[1:])]
    else:
        first, second = _first_two(terms, local.date())
        days = [first, *islice(series(second, terms.delivery), number)]
        instants = [max(bought_at, at_time(day, time(0), zone)) for day in days]
    return Schedule(tuple(instants[:number]), instants[number])


def renewal_dates(delivery: Rhythm, origin: datetime, number: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """So many deliveries of a renewal, counted from an instant: its billing, unless the attempt names another origin.

    The first is on the origin's own day or the next anchor, so that billing after an anchor's day waits for the next
    one unless the origin is set back (schema, `originTime`). Without anchors it is at once.
    """
    local = origin.astimezone(zone)
    if not delivery.anchors:
        days = list(islice(series(local.date(), delivery), number))
        return (origin, *(at_time(day, local.time(), zone) for day in days[1:]))
    first = anchor_from(local.date(), delivery.anchors)
    return tuple(at_time(day, time(0), zone) for day in islice(series(first, delivery), number))


def at_time(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """That local time of the day as an instant in UTC; one that daylight saving leaves out is as much later."""
    return datetime.combine(day, clock_time.replace(tzinfo=None), tzinfo=zone).astimezone(UTC)


def _first_two(terms: PlanTerms, bought: date) -> tuple[date, date]:
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


def _too_late(terms: PlanTerms, bought: date, anchor: date) -> bool:
    last_days = [anchor - timedelta(days=terms.cutoff or 0)]
    for each in terms.delivery.anchors:
        if each.cutoff_day is not None and anchor in _near(each, anchor):
            last_days.append(_cutoff_date(each, anchor))
    return bought > min(last_days)


def _cutoff_date(anchor: Anchor, day: date) -> date:
    """The latest day, the anchor's own at most, that falls on the anchor's cutoff day of the week or month."""
    if anchor.cutoff_day is None or anchor.type is AnchorType.YEARDAY:
        return day
    if anchor.type is AnchorType.WEEKDAY:
        return day - timedelta(days=(day.isoweekday() - anchor.cutoff_day) % 7)
    same_month = _day_of(day.year, day.month, anchor.cutoff_day)
    before = add_interval(day.replace(day=1), Interval.MONTH, -1)
    return same_month if same_month <= day else _day_of(before.year, before.month, anchor.cutoff_day)


def _last_anchor_before(day: date, anchors: Sequence[Anchor]) -> date:
    return max(each for anchor in anchors for each in _near(anchor, day) if each < day)


def _near(anchor: Anchor, day: date) -> list[date]:
    """The anchor's days in the week, month or year before that of `day`, in its own and in the one after."""
    if anchor.type is AnchorType.WEEKDAY:
        same_week = day + timedelta(days=anchor.day - day.isoweekday())
        return [same_week + timedelta(weeks=number) for number in (-1, 0, 1)]
    if anchor.type is AnchorType.YEARDAY:
        return [_day_of(day.year + number, anchor.month or 1, anchor.day) for number in (-1, 0, 1)]
    months = [add_interval(day.replace(day=1), Interval.MONTH, number) for number in (-1, 0, 1)]
    return [_day_of(first.year, first.month, anchor.day) for first in months]


def _day_of(year: int, month: int, day: int) -> date:
    """That day, or the month's last one when it is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
