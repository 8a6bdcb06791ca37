"""When a subscription is billed and delivered: intervals and anchors, in the store's own time zone.

Dates are days of the store's calendar. Intervals that are not known give None: nothing is computed from them.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from backhaul.core.contracts import Anchor, PlanTerms, Rhythm
from backhaul.core.moments import zone_of

_DAYS = {"DAY": 1, "WEEK": 7}
_MONTHS = {"MONTH": 1, "YEAR": 12}
_MONTHS_OF_A_YEAR = 12
_LAST_YEAR = 9000


@dataclass(frozen=True)
class FirstDays:
    """The first day of delivery, and the one after it; the next charge falls on the latter."""

    first: date
    following: date


def day_of(moment: datetime, zone: str) -> date:
    """The day on which people in that zone live through the moment."""
    return moment.astimezone(zone_of(zone)).date()


def on_day(day: date, like: datetime, zone: str) -> datetime:
    """That day at the time of day that `like` has in the zone, in UTC.

    A time that the clocks leave out on that day is as much later as they are put forward; of a time that comes twice
    it is the first.
    """
    here = zone_of(zone)
    time = like.astimezone(here).time().replace(fold=0)
    return datetime.combine(day, time, tzinfo=here).astimezone(UTC)


def add_interval(day: date, interval: str, count: int) -> date | None:
    """So many days, weeks, months or years later; in a month that is too short, its last day."""
    if interval in _DAYS:
        return day + timedelta(days=_DAYS[interval] * count)
    if interval not in _MONTHS:
        return None
    months = day.year * _MONTHS_OF_A_YEAR + day.month - 1 + _MONTHS[interval] * count
    year, month = divmod(months, _MONTHS_OF_A_YEAR)
    return _day_in(year, month + 1, day.day)


def next_day(day: date, rhythm: Rhythm) -> date | None:
    """The day of the rhythm that follows `day`.

    Without anchors one interval later. From a day that is not an anchor the next anchor follows, however near; from the
    only anchor the one that is an interval later (vectors of Shopify's guide).
    """
    later = add_interval(day, rhythm.interval, rhythm.count)
    if not rhythm.anchors or later is None:
        return later
    if len(rhythm.anchors) == 1 and day == _on_or_after(day, rhythm.anchors[0]):
        return _nearest(later, rhythm.anchors[0])
    return next_anchor(day, rhythm.anchors)


def days_from(first: date, rhythm: Rhythm, number: int) -> tuple[date, ...] | None:
    """`number` days of the rhythm, `first` included; the 31st stays the 31st after a shorter month."""
    days = [first]
    while len(days) < number:
        if rhythm.anchors:
            following = next_day(days[-1], rhythm)
        else:
            following = add_interval(first, rhythm.interval, rhythm.count * len(days))
        if following is None:
            return None
        days.append(following)
    return tuple(days[:number])


def next_after(moment: datetime, rhythm: Rhythm, zone: str, *, past: datetime) -> datetime | None:
    """The first date of the rhythm that continues from `moment` and is later than `past`; `moment` itself if it is."""
    first = day_of(moment, zone)
    day: date | None = first
    number = 0
    while day is not None and on_day(day, moment, zone) <= past and day.year < _LAST_YEAR:
        number += 1
        day = next_day(day, rhythm) if rhythm.anchors else add_interval(first, rhythm.interval, rhythm.count * number)
    return on_day(day, moment, zone) if day is not None else None


def following(moment: datetime, rhythm: Rhythm, zone: str) -> datetime | None:
    """One step of the rhythm later, at the same time of day in the zone."""
    day = next_day(day_of(moment, zone), rhythm)
    return on_day(day, moment, zone) if day is not None else None


def next_anchor(day: date, anchors: Iterable[Anchor]) -> date | None:
    """The first anchored day later than `day`; None if no anchor is of a known type."""
    found = [_on_or_after(day + timedelta(days=1), anchor) for anchor in anchors]
    return min((one for one in found if one is not None), default=None)


def anchor_from(day: date, anchors: Iterable[Anchor]) -> date | None:
    """The first anchored day that is `day` or later."""
    return next_anchor(day - timedelta(days=1), anchors)


def first_days(bought: date, terms: PlanTerms) -> FirstDays | None:
    """When a plan that is bought on that day delivers first, and then.

    ASAP: at once, but an order within the cutoff goes with the next anchor. NEXT: with the next anchor, but an order
    within the cutoff with the one after it (Shopify: SellingPlanRecurringDeliveryPolicyPreAnchorBehavior). Assumed: an
    order is within the cutoff when fewer days than that are left to the anchor, the anchor's own day included.
    """
    if terms.delivery is None:
        return None
    first = _first_day(bought, terms.delivery.anchors, cutoff=terms.cutoff or 0, waits=terms.pre_anchor == "NEXT")
    later = next_day(first, terms.delivery)
    return FirstDays(first, later) if later is not None else None


def deliveries_per_cycle(billing: Rhythm, delivery: Rhythm) -> int:
    """How many deliveries one charge pays for: more than 1 where billing's interval is a multiple of delivery's."""
    for units in (_DAYS, _MONTHS):
        if billing.interval in units and delivery.interval in units and delivery.count > 0:
            paid, each = units[billing.interval] * billing.count, units[delivery.interval] * delivery.count
            return paid // each if paid % each == 0 else 1
    return 1


def is_prepaid(billing: Rhythm, delivery: Rhythm) -> bool:
    """Prepaid: the billing interval is longer than the delivery interval, and a multiple of it (Shopify's guide)."""
    return deliveries_per_cycle(billing, delivery) > 1


def _first_day(bought: date, anchors: Sequence[Anchor], *, cutoff: int, waits: bool) -> date:
    anchor = anchor_from(bought, anchors)
    if anchor is None:
        return bought
    is_within_cutoff = (anchor - bought).days < cutoff
    if not waits:
        return anchor if is_within_cutoff else bought
    return (next_anchor(anchor, anchors) or anchor) if is_within_cutoff else anchor


def _on_or_after(day: date, anchor: Anchor) -> date | None:
    match anchor.type:
        case "WEEKDAY":
            return day + timedelta(days=(anchor.day - day.isoweekday()) % 7)
        case "MONTHDAY":
            months = (_month_later(day, later) for later in (0, 1))
            return min(one for year, month in months if (one := _day_in(year, month, anchor.day)) >= day)
        case "YEARDAY":
            years = (_day_in(year, anchor.month or 1, anchor.day) for year in (day.year, day.year + 1))
            return min(one for one in years if one >= day)
        case _:
            return None


def _nearest(day: date, anchor: Anchor) -> date | None:
    """The anchored day that a step of whole intervals was meant to reach: months of other lengths pull it off."""
    match anchor.type:
        case "MONTHDAY":
            return _day_in(day.year, day.month, anchor.day)
        case "YEARDAY":
            return _day_in(day.year, anchor.month or 1, anchor.day)
        case _:
            return _on_or_after(day, anchor)


def _month_later(day: date, later: int) -> tuple[int, int]:
    year, month = divmod(day.year * _MONTHS_OF_A_YEAR + day.month - 1 + later, _MONTHS_OF_A_YEAR)
    return year, month + 1


def _day_in(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
