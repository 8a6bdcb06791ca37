"""The calendar of deliveries, over REST."""

from datetime import UTC, datetime

import pytest

from backhaul.models import Contract, SalesOrder, Store
from tests.api.client import Caller, body_of, expect_problem
from tests.support.contract_rows import contract_row, due_row
from tests.support.rows import store_row

EARLY, LATE = datetime(2026, 2, 3, 12, tzinfo=UTC), datetime(2026, 2, 5, 12, tzinfo=UTC)
SPAN = {"from": "2026-02-01", "to": "2026-02-28"}


@pytest.fixture
def contract(store: Store) -> Contract:
    return contract_row(store)


def test_deliveries_are_listed_by_day_page_after_page(api: Caller, contract: Contract, order: SalesOrder) -> None:
    late = due_row(contract, LATE)
    early = due_row(contract, EARLY, state="shipped", order=order)

    first = body_of(api.get("/deliveries", limit="1", **SPAN))
    second = body_of(api.get("/deliveries", limit="1", cursor=first["next_cursor"], **SPAN))

    (one,), (other,) = first["items"], second["items"]
    assert (one["id"], one["day"], one["state"], one["order"]) == (early.pk, "2026-02-03", "done", "#1001")
    assert (other["id"], other["state"], other["contract"]) == (late.pk, "unpaid", contract.pk)
    assert other["lines"] == [{"sku": "apple", "title": "Apple", "quantity": 2, "remaining": 2}]
    assert second["next_cursor"] is None


def test_one_kind_of_one_subscription_can_be_asked_for(api: Caller, contract: Contract) -> None:
    due_row(contract, EARLY, state="shipped")
    due_row(contract_row(contract.store, 5002), EARLY)
    due_row(contract, LATE)

    found = body_of(api.get("/deliveries", contract="5001", state="unpaid", **SPAN))["items"]

    assert [one["day"] for one in found] == ["2026-02-05"]


def test_days_are_counted_by_kind(api: Caller, contract: Contract) -> None:
    due_row(contract, EARLY)
    due_row(contract, EARLY, state="skipped")

    shown = body_of(api.get("/deliveries/days", **SPAN))

    assert (shown["first"], shown["last"], shown["timezone"]) == ("2026-02-01", "2026-02-28", "UTC")
    assert [(day["day"], day["counts"]) for day in shown["days"]] == [("2026-02-03", {"unpaid": 1, "skipped": 1})]


def test_without_days_it_is_the_days_from_today_on(api: Caller, contract: Contract) -> None:
    shown = body_of(api.get("/deliveries/days"))

    assert shown["first"] == shown["today"]


@pytest.mark.parametrize("asked", [{"from": "2026-02-02", "to": "2026-02-01"}, {"from": "x"}, {"state": "lost"}])
def test_what_cannot_be_is_refused(api: Caller, contract: Contract, asked: dict[str, str]) -> None:
    assert api.get("/deliveries", **asked).status_code == 400


def test_with_several_stores_one_has_to_be_named(api: Caller, contract: Contract) -> None:
    due_row(contract_row(store_row("other"), 5002), EARLY)

    expect_problem(api.get("/deliveries", **SPAN), 409, "store-required")
    assert [one["store"] for one in body_of(api.get("/deliveries", store="other", **SPAN))["items"]] == ["other"]
