"""Notices over REST."""

from datetime import timedelta

import pytest

from backhaul.flows.clock import now
from backhaul.models import Notice, SalesOrder, Store
from tests.api.client import Caller, body_of, expect_problem
from tests.support.contract_rows import contract_row, question


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


def test_a_notice_is_decided_once_with_one_of_its_options(api: Caller, store: Store) -> None:
    notice = question(contract_row(store))
    address = f"/notices/{notice.pk}/decide"

    asked = body_of(api.get("/notices", to_decide="true"))["items"]
    decided = body_of(api.post(address, {"option": "cancel_contract", "by": "ada"}))

    assert [[option["name"] for option in one["options"]] for one in asked] == [["cancel_contract", "keep_contract"]]
    assert (decided["decision"], decided["decided_by"]) == ("cancel_contract", "ada")
    assert "tsk_" in decided["result"]
    assert body_of(api.get("/notices", to_decide="true"))["items"] == []
    expect_problem(api.post(address, {"option": "keep_contract"}), 409, "already-decided")
    expect_problem(api.post(address, {"option": "burn"}), 400, "no-such-option")


def test_what_has_no_effect_any_more_is_neither_asked_nor_decided(api: Caller, store: Store) -> None:
    notice = question(contract_row(store))
    Notice.objects.update(result="Nothing is left to decide: the subscription has ended.")

    problem = expect_problem(
        api.post(f"/notices/{notice.pk}/decide", {"option": "cancel_contract"}), 409, "nothing-left-to-decide"
    )

    assert problem["detail"].startswith("Nothing is left to decide: the subscription has ended.")
    assert body_of(api.get("/notices", to_decide="true"))["items"] == []
