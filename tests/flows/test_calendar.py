"""Deliveries by day: each on its day in the store's zone, with what is to be said of it, however many there are."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backhaul.core.calendar_days import CalendarState
from backhaul.core.deliveries import DeliveryState
from backhaul.core.errors import BadReference, StoreRequired
from backhaul.flows.show import calendar
from backhaul.flows.show.calendar import CalendarWish, calendar_view, deliveries_page
from backhaul.flows.show.pages import Paging
from backhaul.models import Contract, Delivery, DeliveryLine, Store
from tests.support.contract_rows import contract_row
from tests.support.rows import order_row, store_row

NOON = datetime(2026, 11, 15, 12, tzinfo=UTC)
TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "now", lambda: NOON)


@pytest.fixture
def contract(store: Store) -> Contract:
    return contract_row(store)


def _deliver(contract: Contract, state: DeliveryState, due_at: datetime | None, number: int = 0) -> Delivery:
    """A delivery of two units of the contract's line."""
    taken = contract.deliveries.count()
    row = Delivery.objects.create(contract=contract, number=number or taken + 1, state=state, due_at=due_at)
    DeliveryLine.objects.create(delivery=row, contract_line_gid=contract.lines.all()[0].gid, quantity=2, remaining=2)
    return row


def _shown(wish: CalendarWish) -> list[tuple[str, str]]:
    return [(one.day.isoformat(), one.state.value) for one in deliveries_page(wish, Paging()).items]


def test_each_delivery_is_on_its_day_with_what_is_to_be_said_of_it(contract: Contract) -> None:
    unshipped, unbilled = DeliveryState.BILLED_UNSHIPPED, DeliveryState.UNBILLED
    for days, state in (
        (-2, DeliveryState.SHIPPED),
        (-1, unshipped),
        (0, DeliveryState.BILLED_HANDED_OVER),
        (1, unshipped),
        (2, unbilled),
        (3, DeliveryState.SKIPPED),
        (4, DeliveryState.REMOVED),
    ):
        _deliver(contract, state, NOON + days * DAY)

    shown = _shown(CalendarWish(first=TODAY - 5 * DAY, last=TODAY + 5 * DAY))

    assert shown == [
        ("2026-11-13", "done"),
        ("2026-11-14", "overdue"),
        ("2026-11-15", "due"),
        ("2026-11-16", "to_come"),
        ("2026-11-17", "unpaid"),
        ("2026-11-18", "skipped"),
    ]


def test_the_day_is_that_of_the_stores_zone(store: Store, contract: Contract) -> None:
    Store.objects.update(timezone="Pacific/Auckland")
    _deliver(contract, DeliveryState.BILLED_UNSHIPPED, datetime(2026, 11, 15, 10, 59, tzinfo=UTC))
    _deliver(contract, DeliveryState.BILLED_UNSHIPPED, datetime(2026, 11, 15, 11, 0, tzinfo=UTC))

    view = calendar_view(CalendarWish(first=date(2026, 11, 14), last=date(2026, 11, 17)), listed=5)

    assert view.today == date(2026, 11, 16)
    assert [(one.day.isoformat(), dict(one.counts)) for one in view.days] == [
        ("2026-11-15", {CalendarState.OVERDUE: 1}),
        ("2026-11-16", {CalendarState.DUE: 1}),
    ]
    assert [[one.day for one in day.deliveries] for day in view.days] == [[day.day] for day in view.days]
    assert len(_shown(CalendarWish(first=date(2026, 11, 16), last=date(2026, 11, 16)))) == 1


@pytest.mark.parametrize("state", CalendarState)
def test_asking_for_one_kind_gives_exactly_those_that_the_whole_list_says_to_be_it(
    contract: Contract, state: CalendarState
) -> None:
    for days in (-1, 0, 1):
        for kept in DeliveryState:
            _deliver(contract, kept, NOON + days * DAY)
    wish = CalendarWish(first=TODAY - DAY, last=TODAY + DAY)

    asked = _shown(replace(wish, state=state))

    assert asked == [one for one in _shown(wish) if one[1] == state]


def test_a_paid_delivery_names_its_order_and_goods_and_an_unpaid_one_those_of_the_subscription(
    store: Store, contract: Contract
) -> None:
    order = order_row(store)
    line = order.lines.get()
    paid = _deliver(contract, DeliveryState.BILLED_UNSHIPPED, NOON, number=90)
    paid.order = order
    paid.save()
    paid.lines.all().delete()
    DeliveryLine.objects.create(delivery=paid, order_line=line, quantity=3, remaining=1)
    _deliver(contract, DeliveryState.UNBILLED, NOON + DAY, number=91)

    first, second = (one for one in deliveries_page(CalendarWish(), Paging()).items if one.number > 80)

    assert (first.order, first.order_id, first.what) == (order.name, order.pk, f"3 {line.sku}")
    assert (second.order, second.contract, second.what) == ("", contract.pk, "2 apple")


def test_a_subscription_shows_its_own_deliveries_alone(store: Store, contract: Contract) -> None:
    other = contract_row(store, 5002)
    mine = _deliver(contract, DeliveryState.UNBILLED, NOON)
    _deliver(other, DeliveryState.UNBILLED, NOON)

    shown = deliveries_page(CalendarWish(contract=contract.pk), Paging()).items

    assert [one.id for one in shown] == [mine.pk]


def test_another_stores_deliveries_are_never_shown(store: Store, contract: Contract) -> None:
    other = contract_row(store_row("other"), 5002)
    _deliver(contract, DeliveryState.UNBILLED, NOON)
    _deliver(other, DeliveryState.UNBILLED, NOON)

    with pytest.raises(StoreRequired):
        calendar_view(CalendarWish())
    assert [one.store for one in deliveries_page(CalendarWish(store="other"), Paging()).items] == ["other"]
    assert sum(sum(day.counts.values()) for day in calendar_view(CalendarWish(store="other")).days) == 1


def test_pages_follow_each_other_without_repeating_or_leaving_out(contract: Contract) -> None:
    rows = [_deliver(contract, DeliveryState.UNBILLED, NOON + (number // 3) * DAY) for number in range(10)]
    seen: list[str] = []
    cursor: str | None = ""

    while cursor is not None:
        page = deliveries_page(CalendarWish(), Paging(limit=3, cursor=cursor))
        seen += [one.id for one in page.items]
        cursor = page.next_cursor

    in_order = sorted(rows, key=lambda row: (str(row.due_at), row.pk))
    assert seen == [row.pk for row in in_order]


def test_a_day_lists_the_paid_ones_first_and_counts_the_rest(contract: Contract) -> None:
    for state in (
        DeliveryState.SKIPPED,
        DeliveryState.UNBILLED,
        DeliveryState.UNBILLED,
        DeliveryState.BILLED_UNSHIPPED,
    ):
        _deliver(contract, state, NOON)

    (day,) = calendar_view(CalendarWish(), listed=2).days

    assert [one.state for one in day.deliveries] == [CalendarState.DUE, CalendarState.UNPAID]
    assert day.more == 2
    assert dict(day.counts) == {CalendarState.DUE: 1, CalendarState.UNPAID: 2, CalendarState.SKIPPED: 1}


def test_what_has_no_date_is_on_no_day_and_counted(contract: Contract) -> None:
    _deliver(contract, DeliveryState.BILLED_UNSHIPPED, None)
    _deliver(contract, DeliveryState.REMOVED, None)

    view = calendar_view(CalendarWish())

    assert (list(view.days), view.undated) == ([], 1)


def test_a_span_that_is_far_too_long_is_refused(contract: Contract) -> None:
    with pytest.raises(BadReference):
        calendar_view(CalendarWish(first=TODAY, last=TODAY + 500 * DAY))


def test_however_many_deliveries_there_are_the_reads_are_the_same(contract: Contract) -> None:
    wish = CalendarWish(store="shop", first=TODAY, last=TODAY + 30 * DAY)
    _deliver(contract, DeliveryState.UNBILLED, NOON)
    with CaptureQueriesContext(connection) as few:
        calendar_view(wish, listed=3)
        deliveries_page(wish, Paging(limit=250))
    Delivery.objects.bulk_create(
        Delivery(contract=contract, number=number, state=DeliveryState.UNBILLED, due_at=NOON + (number % 31) * DAY)
        for number in range(1000, 2000)
    )

    with CaptureQueriesContext(connection) as many:
        view = calendar_view(wish, listed=3)
        page = deliveries_page(wish, Paging(limit=250))

    assert len(many.captured_queries) == len(few.captured_queries)
    assert sum(sum(day.counts.values()) for day in view.days) == 1001
    assert all(len(day.deliveries) == 3 for day in view.days)
    assert len(page.items) == 250
