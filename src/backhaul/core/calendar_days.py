"""The calendar of deliveries: on which day of the store each one falls, and what is to be said of it on that day."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from backhaul.core.deliveries import DeliveryState
from backhaul.core.errors import BadReference
from backhaul.core.moments import zone_of

LONGEST_SPAN = timedelta(days=366)
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


class CalendarState(StrEnum):
    """What is to be said of a delivery on a day; `words` says it to a person."""

    OVERDUE = "overdue"
    DUE = "due"
    TO_COME = "to_come"
    UNPAID = "unpaid"
    DONE = "done"
    SKIPPED = "skipped"
    UNCLEAR = "unclear"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    CalendarState.OVERDUE: "paid and overdue",
    CalendarState.DUE: "due today",
    CalendarState.TO_COME: "paid and to come",
    CalendarState.UNPAID: "not paid yet",
    CalendarState.DONE: "shipped",
    CalendarState.SKIPPED: "skipped",
    CalendarState.UNCLEAR: "not understood",
}

PAID = (DeliveryState.BILLED_UNSHIPPED, DeliveryState.BILLED_HANDED_OVER)
_ALWAYS = {
    DeliveryState.SHIPPED: CalendarState.DONE,
    DeliveryState.SKIPPED: CalendarState.SKIPPED,
    DeliveryState.UNBILLED: CalendarState.UNPAID,
    DeliveryState.LOCKED: CalendarState.UNPAID,
    DeliveryState.UNKNOWN: CalendarState.UNCLEAR,
}
SHOWN = (*_ALWAYS, *PAID)
"""What the calendar has; what was refunded or cancelled before it was shipped comes on no day."""


@dataclass(frozen=True)
class Days:
    """Days of a store's calendar, the last one included, and the moments that they last from and until."""

    first: date
    last: date
    zone: str

    @property
    def begins_at(self) -> datetime:
        """The first moment of the first day."""
        return begin_of(self.first, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The first moment after the last day."""
        return begin_of(self.last + timedelta(days=1), self.zone)


def days_between(first: date, last: date, zone: str) -> Days:
    """The days from the first to the last one, at most a year. Raises BadReference."""
    if not _FIRST_YEAR <= first.year <= last.year <= _LAST_YEAR or last < first or last - first > LONGEST_SPAN:
        raise BadReference(
            f"There is no such span of days as {first} to {last}.",
            hint=f"Ask for at most {LONGEST_SPAN.days} days, the first one first.",
            data={"from": first.isoformat(), "to": last.isoformat()},
        )
    return Days(first, last, zone)


def begin_of(day: date, zone: str) -> datetime:
    """The first moment of a day in the zone, in UTC; where clocks leave midnight out, the moment that comes instead."""
    return datetime.combine(day, time(), tzinfo=zone_of(zone)).astimezone(UTC)


def calendar_state(state: DeliveryState, day: date, today: date) -> CalendarState | None:
    """What is to be said of a delivery that falls on `day`; None where it comes on no day."""
    if state not in PAID:
        return _ALWAYS.get(state)
    if day == today:
        return CalendarState.DUE
    return CalendarState.OVERDUE if day < today else CalendarState.TO_COME


def states_behind(wanted: CalendarState) -> tuple[DeliveryState, ...]:
    """The states that a delivery may have of which this is said; for paid ones its day decides."""
    if wanted in (CalendarState.OVERDUE, CalendarState.DUE, CalendarState.TO_COME):
        return PAID
    return tuple(state for state, said in _ALWAYS.items() if said is wanted)


def days_behind(wanted: CalendarState, days: Days, today: date) -> Days | None:
    """Those of the days on which this can be said of a delivery; None if there are none."""
    first, last = days.first, days.last
    match wanted:
        case CalendarState.OVERDUE:
            last = min(last, today - timedelta(days=1))
        case CalendarState.DUE:
            first, last = max(first, today), min(last, today)
        case CalendarState.TO_COME:
            first = max(first, today + timedelta(days=1))
    return Days(first, last, days.zone) if first <= last else None


def month_of(text: str, *, today: date) -> date:
    """The first day of a month written like 2026-11, or of the present one for "". Raises BadReference."""
    if not text:
        return today.replace(day=1)
    try:
        first = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 -- a month of the store's calendar has no zone
    except ValueError as exc:
        raise BadReference(f"“{text[:20]}” is not a month.", hint="Write it like 2026-11.") from exc
    if not _FIRST_YEAR <= first.year <= _LAST_YEAR:
        raise BadReference(f"There is no calendar of the year {first.year}.", hint="Write the month like 2026-11.")
    return first


def weeks_of(month: date) -> list[list[date]]:
    """The weeks that the month touches, Monday first, with the days of its neighbours that belong to them."""
    return calendar.Calendar().monthdatescalendar(month.year, month.month)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)
