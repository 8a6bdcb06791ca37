"""Notices over REST."""

from datetime import timedelta

import pytest

from backhaul.flows.clock import now
from backhaul.models import Notice, SalesOrder, Store
from tests.api.client import Caller, body_of, expect_problem


@pytest.fixture
def notices(store: Store, order: SalesOrder) -> list[Notice]:
    """Two notices of an order and one that has been read, newest first."""
    return [
        Notice.objects.create(
            store=store,
            order=order,
            kind="payment_expired" if number else "payment_expires",
            subject_id=f"pay_{number}",
            unique_key=str(number),
            words=f"Words {number}",
            created_at=now() - timedelta(hours=number),
            read_at=now() if number == 2 else None,
        )
        for number in range(3)
    ]


def test_notices_are_listed_newest_first_by_filter_and_page(api: Caller, notices: list[Notice]) -> None:
    everything = body_of(api.get("/notices"))["items"]
    unread = body_of(api.get("/notices", unread="true", store="shop"))["items"]
    expired = body_of(api.get("/notices", kind="payment_expired", limit="1"))

    assert [notice["words"] for notice in everything] == ["Words 0", "Words 1", "Words 2"]
    assert everything[0]["subject"] == "pay_0"
    assert everything[0]["order_name"] == "#1001"
    assert [notice["words"] for notice in unread] == ["Words 0", "Words 1"]
    assert [notice["words"] for notice in expired["items"]] == ["Words 1"]
    assert expired["next_cursor"] is not None
    expect_problem(api.get("/notices", store="nowhere"), 404, "unknown-store")


def test_a_notice_is_read_once(api: Caller, notices: list[Notice]) -> None:
    first = body_of(api.post(f"/notices/{notices[0].pk}/read"))
    second = body_of(api.post(f"/notices/{notices[0].pk}/read"))

    assert first["read_at"] is not None
    assert first["read_at"] == second["read_at"]
