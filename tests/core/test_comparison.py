"""What a comparison takes for a difference, how far back it goes, and what it says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from backhaul.core.comparison import (
    Compared,
    ComparedOrder,
    ComparedWork,
    compared_from,
    has_fallen_behind,
    is_overdue,
    work_has_fallen_behind,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR_AGO, YEAR_AGO = NOW - timedelta(hours=1), NOW - timedelta(days=365)
ORDER = ComparedOrder("gid://shopify/Order/1", HOUR_AGO, HOUR_AGO, None, "PAID", "UNFULFILLED", Decimal("12.5"))
WORK = ComparedWork("gid://shopify/FulfillmentOrder/1", ORDER.gid, "OPEN", HOUR_AGO)


@pytest.mark.parametrize(
    "changed",
    [
        {"updated_at": NOW},
        {"cancelled_at": NOW},
        {"financial_status": "REFUNDED"},
        {"fulfillment_status": "FULFILLED"},
        {"current_total": Decimal(10)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_an_order_that_shopify_shows_otherwise_is_read(changed: dict[str, Any]) -> None:
    assert has_fallen_behind(ORDER, replace(ORDER, **changed))
    assert not has_fallen_behind(ORDER, ORDER)


def test_an_order_that_was_read_since_it_was_listed_is_not_read_again() -> None:
    assert not has_fallen_behind(replace(ORDER, updated_at=NOW, financial_status="REFUNDED"), ORDER)


def test_an_amount_is_compared_and_not_its_writing() -> None:
    assert not has_fallen_behind(ORDER, replace(ORDER, current_total=Decimal("12.50")))
    assert not has_fallen_behind(replace(ORDER, current_total=None), ORDER)


@pytest.mark.parametrize(
    ("mirrored", "listed", "behind"),
    [
        (WORK, WORK, False),
        (WORK, replace(WORK, updated_at=NOW), True),
        (WORK, replace(WORK, status="ON_HOLD"), True),
        (replace(WORK, updated_at=NOW), replace(WORK, status="ON_HOLD"), False),
        (None, WORK, True),
        (None, replace(WORK, status="CLOSED"), False),
        (replace(WORK, updated_at=None), WORK, False),
        (replace(WORK, updated_at=None), replace(WORK, status="CLOSED"), True),
    ],
)
def test_a_fulfillment_order_that_shopify_shows_otherwise_is_read(
    mirrored: ComparedWork | None, listed: ComparedWork, behind: bool
) -> None:
    assert work_has_fallen_behind(mirrored, listed) is behind


@pytest.mark.parametrize(
    ("imported", "sees_all", "expected"),
    [
        ([], True, YEAR_AGO),
        ([YEAR_AGO - timedelta(days=9)], True, YEAR_AGO - timedelta(days=9)),
        ([None, HOUR_AGO], True, None),
        ([], False, NOW - timedelta(days=59)),
        ([None], False, NOW - timedelta(days=59)),
    ],
)
def test_it_goes_back_as_far_as_orders_were_imported_and_can_be_read(
    imported: list[datetime | None], sees_all: bool, expected: datetime | None
) -> None:
    assert compared_from(connected_at=YEAR_AGO, imported_from=imported, sees_all=sees_all, now=NOW) == expected


def test_a_scheduled_one_is_overdue_an_hour_after_its_date() -> None:
    assert is_overdue(NOW - timedelta(hours=2), now=NOW)
    assert not is_overdue(NOW - timedelta(minutes=30), now=NOW)
    assert not is_overdue(None, now=NOW)


def test_what_was_found_is_said_and_kept() -> None:
    found = Compared(orders=1200, fulfillment_orders=1300, read=3, missed=2, deleted=1, overdue=4)

    assert found.words == (
        "1,200 orders and 1,300 fulfillment orders compared: 3 orders differed, 2 of which no webhook had told of; "
        "1 order deleted in Shopify; 4 scheduled fulfillment orders are overdue in Shopify"
    )
    assert Compared.parse(found.as_json()) == found
    assert Compared(orders=1).words.endswith("the mirror shows what Shopify shows")
