"""The hour at which a subscription is charged, over zones and changes of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backhaul.core.billing_dates import charge_at, charge_key, day_after, next_pay_day, origin_time

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Niue"]


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin"))  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("expected", "hour", "charged"),
    [
        (berlin(2026, 1, 15, 14, 30), 9, berlin(2026, 1, 15, 9)),
        (berlin(2026, 1, 15, 0, 5), 9, berlin(2026, 1, 15, 9)),
        (berlin(2026, 1, 15, 23, 59), 0, berlin(2026, 1, 15, 0, 59)),
        (berlin(2026, 3, 29, 14, 0), 2, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (berlin(2026, 10, 25, 14, 0), 2, datetime(2026, 10, 25, 0, tzinfo=UTC)),
        (berlin(2026, 10, 25, 23, 30), 0, berlin(2026, 10, 25, 0) + timedelta(hours=1, minutes=30)),
        (datetime(2026, 1, 15, 23, 30, tzinfo=UTC), 9, berlin(2026, 1, 16, 9)),
    ],
    ids=["before its time", "after its time", "not too early", "left out", "comes twice", "25 hours", "next day there"],
)
def test_a_cycle_is_charged_at_the_stores_hour_of_its_day(expected: datetime, hour: int, charged: datetime) -> None:
    assert charge_at(expected, timezone="Europe/Berlin", hour=hour) == charged


@pytest.mark.parametrize("zone", ZONES)
def test_a_charge_is_never_more_than_a_day_before_nor_after_its_cycles_date(zone: str) -> None:
    for step in range(0, 366 * 24, 7):
        expected = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=step, minutes=step % 60)
        for hour in (0, 2, 9, 23):
            at = charge_at(expected, timezone=zone, hour=hour)

            assert expected - timedelta(hours=24) < at < expected + timedelta(hours=25)
            local, day = at.astimezone(ZoneInfo(zone)), expected.astimezone(ZoneInfo(zone)).date()
            assert local.date() in (day, day - timedelta(days=1))


def test_days_are_counted_in_the_stores_zone_over_a_change_of_the_clocks() -> None:
    assert day_after(berlin(2026, 3, 27, 23), 3, timezone="Europe/Berlin", hour=9) == berlin(2026, 3, 30, 9)


@pytest.mark.parametrize(
    ("after", "days", "found"),
    [
        (berlin(2026, 1, 10, 9), [1, 15], berlin(2026, 1, 15, 9)),
        (berlin(2026, 1, 15, 9), [1, 15], berlin(2026, 2, 1, 9)),
        (berlin(2026, 1, 31, 9), [31], berlin(2026, 2, 28, 9)),
        (berlin(2028, 2, 10, 9), [31], berlin(2028, 2, 29, 9)),
        (berlin(2026, 12, 20, 9), [15], berlin(2027, 1, 15, 9)),
        (berlin(2026, 2, 28, 9), [29, 30], berlin(2026, 3, 29, 9)),
    ],
)
def test_the_next_pay_day_is_a_later_day(after: datetime, days: list[int], found: datetime) -> None:
    assert next_pay_day(after, days, timezone="Europe/Berlin", hour=9) == found


def test_deliveries_are_counted_from_within_the_cycle() -> None:
    starts, ends = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)

    def of(now: datetime, expected: datetime = ends) -> datetime:
        return origin_time(now, expected, starts_at=starts, ends_at=ends)

    assert of(datetime(2026, 1, 31, 20, tzinfo=UTC)) == datetime(2026, 1, 31, 20, tzinfo=UTC)
    assert of(datetime(2026, 2, 5, tzinfo=UTC)) == ends
    assert of(datetime(2026, 2, 5, tzinfo=UTC), datetime(2026, 1, 20, tzinfo=UTC)) == datetime(2026, 1, 20, tzinfo=UTC)
    assert of(datetime(2025, 12, 31, tzinfo=UTC)) == starts


def test_a_key_follows_from_what_is_charged_alone() -> None:
    key = charge_key("shop.myshopify.com", "gid://c/1", 3, 1)

    assert key == charge_key("Shop.myshopify.com", "gid://c/1", 3, 1)
    others = {
        charge_key("other.myshopify.com", "gid://c/1", 3, 1),
        charge_key("shop.myshopify.com", "gid://c/2", 3, 1),
        charge_key("shop.myshopify.com", "gid://c/1", 4, 1),
        charge_key("shop.myshopify.com", "gid://c/1", 3, 2),
    }
    assert len({key, *others}) == 5
