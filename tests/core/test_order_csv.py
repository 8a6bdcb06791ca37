"""The cells of the file that a warehouse works from."""

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from backhaul.core.csv_text import unguarded
from backhaul.core.order_csv import (
    PERSONAL,
    TO_FILL_IN,
    OfLine,
    OfOrder,
    PaidDelivery,
    delivery_words,
    header,
    row,
)
from backhaul.core.shipment_file import Column, column_of

AT = datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)


def _order(zone: str = "UTC", facts: Mapping[str, str] | None = None, *, at: datetime = AT) -> OfOrder:
    return OfOrder("ord_1", "shop", zone, "#1001", at, "PAID", "UNFULFILLED", ("a", "b"), facts or {})


def _line(**changed: str) -> OfLine:
    texts = {"title": "Apple", "sku": "apple", "location": "WH", "delivery": "1 of 3", **changed}
    return OfLine(
        "lin_1",
        "gid://shopify/LineItem/7",
        texts["title"],
        texts["sku"],
        5,
        True,
        "gid://shopify/FulfillmentOrder/9",
        "OPEN",
        texts["location"],
        AT,
        texts["delivery"],
        2,
    )


def _read(written: str) -> datetime:
    return datetime.strptime(written, "%Y-%m-%d %H:%M:%S %z")


def _cells(order: OfOrder | None = None, line: OfLine | None = None, *, personal: bool = False) -> dict[str, str]:
    cells = row(order or _order(), line or _line(), personal=personal)
    return dict(zip(header(personal=personal), cells, strict=True))


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("UTC", "2026-03-29 00:59:59 +0000"),
        ("Europe/Brussels", "2026-03-29 01:59:59 +0100"),
        ("America/St_Johns", "2026-03-28 22:29:59 -0230"),
        ("Asia/Kathmandu", "2026-03-29 06:44:59 +0545"),
        ("Pacific/Kiritimati", "2026-03-29 14:59:59 +1400"),
        ("Nowhere/Nothing", "2026-03-29 00:59:59 +0000"),
    ],
)
def test_instants_are_written_in_the_zone_of_the_store(zone: str, written: str) -> None:
    cells = _cells(_order(zone))

    assert (cells["Created at"], cells["Fulfil at"]) == (written, written)
    assert _read(written) == AT


def test_personal_columns_are_there_only_for_who_may_see_them() -> None:
    facts = {"email": "ada@example.com", "shipping_address/name": "Ada", "note": "Ring twice"}

    without, with_them = _cells(_order(facts=facts)), _cells(_order(facts=facts), personal=True)

    assert not set(PERSONAL) & set(without)
    assert "Ada" not in "".join(without.values())
    assert (with_them["Email"], with_them["Shipping Name"], with_them["Notes"]) == (
        "ada@example.com",
        "Ada",
        "Ring twice",
    )
    assert with_them["Shipping Zip"] == ""


def test_a_variant_stands_behind_the_title_as_shopify_writes_it() -> None:
    facts = {"lines/gid://shopify/LineItem/7/variant_title": "Red / L"}

    assert _cells(_order(facts=facts))["Lineitem name"] == "Apple - Red / L"


@pytest.mark.parametrize("hostile", ["=1+1", "+1", "-1", "@x", "\t=1", "\r\n=1", " =1", '=cmd|"/c calc"!A1'])
def test_no_cell_is_a_formula_and_each_is_read_back_as_it_was(hostile: str) -> None:
    order = _order(facts=dict.fromkeys(PERSONAL.values(), hostile))

    cells = _cells(order, _line(title=hostile, sku=hostile, location=hostile), personal=True)

    for name in (*PERSONAL, "Lineitem name", "Lineitem sku", "Location"):
        assert cells[name] == f"'{hostile}"
        assert unguarded(cells[name]) == hostile


def test_what_is_to_be_filled_in_is_empty_and_understood_when_it_comes_back() -> None:
    cells = _cells()

    assert [cells[name] for name in TO_FILL_IN] == [""] * len(TO_FILL_IN)
    assert {column_of(name) for name in TO_FILL_IN} == {
        Column.QUANTITY,
        Column.COMPANY,
        Column.NUMBER,
        Column.URL,
        Column.EXTERNAL_NUMBER,
    }
    assert column_of("Lineitem quantity") is None


@pytest.mark.parametrize(
    ("deliveries", "words"),
    [
        ([], ""),
        ([("c", 1, "other")], ""),
        ([("c", 4, "fo"), ("c", 5, "x"), ("c", 6, "y")], "1 of 3"),
        ([("c", 6, "fo"), ("c", 5, "x")], "2 of 2"),
        ([("c", 1, "fo"), ("c", 2, "fo"), ("c", 3, "x")], "1, 2 of 3"),
        ([("c", 1, "fo"), ("d", 8, "x"), ("d", 9, "fo")], "1 of 1; 2 of 2"),
    ],
)
def test_which_delivery_it_is_counts_within_the_order(deliveries: list[tuple[str, int, str]], words: str) -> None:
    assert delivery_words([PaidDelivery(*one) for one in deliveries], "fo") == words


def test_every_time_zone_writes_instants_that_are_read_as_they_were_around_each_change_of_its_clocks() -> None:
    for zone in sorted(available_timezones()):
        moments = _around_changes(ZoneInfo(zone))
        written = [_cells(_order(zone, at=moment))["Created at"] for moment in moments]

        assert [_read(text) for text in written] == moments, zone


def test_an_hour_that_comes_twice_is_told_apart_by_its_offset() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    written = [_cells(_order("Europe/Brussels", at=moment))["Created at"] for moment in (first, second)]

    assert written == ["2026-10-25 02:30:00 +0200", "2026-10-25 02:30:00 +0100"]


def _around_changes(zone: ZoneInfo) -> list[datetime]:
    """Instants before, at and after each change of the zone's clocks in two years, and one where there is none."""
    months = [datetime(2026 + month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in range(25)]
    changes = [
        _change(zone, before, after)
        for before, after in itertools.pairwise(months)
        if _offset(zone, before) != _offset(zone, after)
    ]
    hours = (timedelta(hours=-1), timedelta(seconds=-1), timedelta(0), timedelta(minutes=30), timedelta(hours=1))
    return [AT, *(change + hour for change in changes for hour in hours)]


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the new offset."""
    while after - before > timedelta(seconds=1):
        between = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (between, after) if _offset(zone, between) == _offset(zone, before) else (before, between)
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
