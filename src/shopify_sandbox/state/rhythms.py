"""How often something is billed or delivered, and on which days: intervals, anchors, a selling plan's terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Interval(StrEnum):
    """SellingPlanInterval."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


class AnchorType(StrEnum):
    """SellingPlanAnchorType."""

    WEEKDAY = "WEEKDAY"
    MONTHDAY = "MONTHDAY"
    YEARDAY = "YEARDAY"


@dataclass(frozen=True)
class Anchor:
    """A day that dates fall on: 1 to 7 from Monday for WEEKDAY, else the day of the month; `month` for YEARDAY only."""

    type: AnchorType
    day: int
    month: int | None = None
    cutoff_day: int | None = None


@dataclass(frozen=True)
class Rhythm:
    """Every `count` intervals, on the anchors' days when there are some; the cycles are those of billing alone."""

    interval: Interval
    count: int
    anchors: tuple[Anchor, ...] = ()
    min_cycles: int | None = None
    max_cycles: int | None = None


@dataclass(frozen=True)
class Leg:
    """Billing cycles of one rhythm: from the cycle `index` on, which begins at `starts_at` and ends at `first_end`."""

    index: int
    starts_at: datetime
    first_end: datetime
    rhythm: Rhythm


@dataclass(frozen=True)
class PlanTerms:
    """What a selling plan said when it was bought; `cutoff` in days, `pre_anchor` ASAP or NEXT."""

    plan_gid: str | None
    name: str | None
    billing: Rhythm
    delivery: Rhythm
    cutoff: int | None = None
    pre_anchor: str = "ASAP"

    @property
    def deliveries_per_billing(self) -> int:
        """How many deliveries one payment covers: 1, or more when it is prepaid; 1 for intervals that don't divide."""
        return deliveries_per_billing(self.billing, self.delivery)


_DAYS = {Interval.DAY: 1, Interval.WEEK: 7}
_MONTHS = {Interval.MONTH: 1, Interval.YEAR: 12}


def deliveries_per_billing(billing: Rhythm, delivery: Rhythm) -> int:
    """How many deliveries fit into one billing interval: 1 when it is no multiple of the delivery interval."""
    times, rest = _ratio(billing, delivery)
    return times if times and not rest else 1


def divides(billing: Rhythm, delivery: Rhythm) -> bool:
    """Whether the billing interval is the delivery interval or a multiple of it; days and months don't compare."""
    times, rest = _ratio(billing, delivery)
    return times > 0 and rest == 0


def _ratio(billing: Rhythm, delivery: Rhythm) -> tuple[int, int]:
    for units in (_DAYS, _MONTHS):
        if billing.interval in units and delivery.interval in units:
            return divmod(units[billing.interval] * billing.count, units[delivery.interval] * delivery.count)
    return 0, 0
