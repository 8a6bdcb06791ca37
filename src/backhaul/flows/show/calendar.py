"""What is shown of deliveries by day: how many of each kind, and which, of a store or of one subscription."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber, TruncDate

from backhaul.core import gids
from backhaul.core.calendar_days import (
    PAID,
    SHOWN,
    CalendarState,
    Days,
    calendar_state,
    days_behind,
    days_between,
    states_behind,
)
from backhaul.core.deliveries import DeliveryState
from backhaul.core.moments import zone_of
from backhaul.core.subscription_calendar import day_of
from backhaul.flows.clock import now
from backhaul.flows.find import find_contract, find_store
from backhaul.flows.show.contracts import DeliveryUnits
from backhaul.flows.show.pages import Page, Paging, oldest_first
from backhaul.models import Contract, Delivery, Store

AHEAD = timedelta(days=30)
"""How far the calendar goes unless a last day is asked for."""


@dataclass(frozen=True)
class CalendarWish:
    """Which deliveries are meant: of one store or one of its subscriptions, on days of the store's calendar.

    `contract` is our id, or Shopify's gid or number; empty for all. Without days: from today on.
    """

    store: str = ""
    contract: str = ""
    first: date | None = None
    last: date | None = None
    state: CalendarState | None = None


@dataclass(frozen=True)
class CalendarDelivery:
    """A delivery on its day. `state` is one of CalendarState, `words` says it; `order` is empty while it is not paid.

    `number` counts over the subscription's life.
    """

    id: str
    store: str
    day: date
    due_at: datetime
    state: CalendarState
    words: str
    number: int
    contract: str
    contract_gid: str
    order_id: str
    order: str
    fulfillment_order: str
    lines: Sequence[DeliveryUnits]

    @property
    def what(self) -> str:
        """Its goods as one would say them."""
        return ", ".join(f"{one.quantity} {one.sku or one.title}" for one in self.lines)

    @property
    def contract_number(self) -> str:
        """Shopify's number of the subscription."""
        return gids.short_id(self.contract_gid)


@dataclass(frozen=True)
class CalendarDay:
    """A day with its deliveries: how many by state, and the first of them, those to be seen to first."""

    day: date
    counts: Mapping[CalendarState, int]
    deliveries: Sequence[CalendarDelivery]

    @property
    def more(self) -> int:
        """How many there are beside those listed."""
        return sum(self.counts.values()) - len(self.deliveries)


@dataclass(frozen=True)
class CalendarView:
    """Days with deliveries, earliest first; days without are left out. Times are of the zone `timezone`.

    `undated` deliveries have no date in Shopify, and are on no day.
    """

    store: str
    timezone: str
    today: date
    first: date
    last: date
    days: Sequence[CalendarDay]
    undated: int


@dataclass(frozen=True)
class _Asked:
    """What a wish has come to."""

    store: Store
    days: Days
    today: date
    rows: "QuerySet[Delivery]"
    contract: Contract | None


def deliveries_page(wish: CalendarWish, paging: Paging) -> Page[CalendarDelivery]:
    """The deliveries that are meant, earliest first. Raises BadReference, UnknownStore, NotFound."""
    asked = _asked(wish)
    return oldest_first(asked.rows, lambda shown: _load(asked, [row.pk for row in shown]), by="due_at", paging=paging)


def calendar_view(wish: CalendarWish, *, listed: int = 0) -> CalendarView:
    """The days that are meant, with at most so many deliveries `listed` of each; in a fixed number of reads."""
    asked = _asked(wish)
    counts = _counts(asked)
    found: dict[date, list[CalendarDelivery]] = {}
    for one in _load(asked, _first_of_each_day(asked, listed)) if listed else ():
        found.setdefault(one.day, []).append(one)
    return CalendarView(
        store=asked.store.slug,
        timezone=asked.days.zone,
        today=asked.today,
        first=asked.days.first,
        last=asked.days.last,
        days=[CalendarDay(day, counts[day], found.get(day, [])) for day in sorted(counts)],
        undated=_of(asked.store, asked.contract).filter(state__in=SHOWN, due_at=None).count(),
    )


def today_of(store: Store) -> date:
    """The present day of the store's calendar."""
    return day_of(now(), store.timezone)


def _asked(wish: CalendarWish) -> _Asked:
    contract = find_contract(wish.contract, store_slug=wish.store or None) if wish.contract else None
    store = contract.store if contract is not None else find_store(wish.store or None)
    today = today_of(store)
    first = wish.first or today
    days = days_between(first, wish.last or first + AHEAD, store.timezone)
    rows, within = _of(store, contract).filter(state__in=SHOWN), days
    if wish.state is not None:
        behind = days_behind(wish.state, days, today)
        rows = rows.filter(state__in=states_behind(wish.state)) if behind else rows.none()
        within = behind or days
    return _Asked(store, days, today, rows.filter(due_at__gte=within.begins_at, due_at__lt=within.ends_at), contract)


def _of(store: Store, contract: Contract | None) -> "QuerySet[Delivery]":
    rows = Delivery.objects.filter(contract__store=store)
    return rows if contract is None else rows.filter(contract=contract)


def _counts(asked: _Asked) -> Mapping[date, Mapping[CalendarState, int]]:
    by_day = asked.rows.annotate(day=TruncDate("due_at", tzinfo=zone_of(asked.days.zone))).order_by()
    counts: dict[date, dict[CalendarState, int]] = {}
    for day, state, number in by_day.values_list("day", "state").annotate(number=Count("pk")):
        said = calendar_state(DeliveryState(state), day, asked.today)
        if said is not None:
            of_day = counts.setdefault(day, {})
            of_day[said] = of_day.get(said, 0) + number
    return counts


def _first_of_each_day(asked: _Asked, number: int) -> list[str]:
    """Paid ones come first, then what is not paid; what is done or skipped is last."""
    later = Case(
        When(state__in=PAID, then=Value(0)),
        When(state=DeliveryState.UNKNOWN, then=Value(1)),
        When(state__in=(DeliveryState.SHIPPED, DeliveryState.SKIPPED), then=Value(3)),
        default=Value(2),
        output_field=IntegerField(),
    )
    place = Window(RowNumber(), partition_by=[F("day")], order_by=[later.asc(), F("due_at").asc(), F("pk").asc()])
    by_day = asked.rows.annotate(day=TruncDate("due_at", tzinfo=zone_of(asked.days.zone)))
    ranked = by_day.annotate(place=place).filter(place__lte=number).order_by("day", "place")
    return [str(pk) for pk in ranked.values_list("pk", flat=True)]


def _load(asked: _Asked, ids: Sequence[str]) -> list[CalendarDelivery]:
    """The deliveries of these ids, in their order."""
    rows = Delivery.objects.filter(pk__in=ids).select_related("contract", "order")
    rows = rows.defer("contract__content", "contract__plan", "order__facts", "order__money")
    found = {row.pk: row for row in rows.prefetch_related("lines__order_line", "contract__lines")}
    return [_view(asked, found[one]) for one in ids if one in found]


def _view(asked: _Asked, row: Delivery) -> CalendarDelivery:
    assert row.due_at is not None, "only what has a date was asked for"
    day = day_of(row.due_at, asked.days.zone)
    said = calendar_state(DeliveryState(row.state), day, asked.today) or CalendarState.UNCLEAR
    return CalendarDelivery(
        id=row.pk,
        store=asked.store.slug,
        day=day,
        due_at=row.due_at,
        state=said,
        words=said.words,
        number=row.number,
        contract=row.contract_id,
        contract_gid=row.contract.gid,
        order_id=row.order_id or "",
        order=row.order.name if row.order else "",
        fulfillment_order=row.fulfillment_order_gid,
        lines=list(_lines(row)),
    )


def _lines(row: Delivery) -> Iterable[DeliveryUnits]:
    """Of an order's line, or while it is not paid, of a line of the subscription."""
    titles = {line.gid: (line.sku, line.title) for line in row.contract.lines.all()}
    for line in row.lines.all():
        own = (line.order_line.sku, line.order_line.title) if line.order_line else None
        sku, title = own or titles.get(line.contract_line_gid, ("", line.contract_line_gid))
        yield DeliveryUnits(sku, title, line.quantity, line.remaining)
