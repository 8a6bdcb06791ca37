"""Imports of past orders and missed changes over REST."""

from datetime import timedelta

from backhaul.flows.clock import now
from backhaul.models import MissedChange, SalesOrder, Store
from tests.api.client import Caller, body_of, expect_problem
from tests.support.rows import order_row, store_row


def test_an_import_is_begun_once_looked_at_and_called_off(api: Caller, store: Store) -> None:
    begun = api.post("/backfills", {"store": "shop", "created_from": "2026-01-01T00:00:00Z"})
    again = api.post("/backfills", {})
    backfill = body_of(begun, 201)["id"]
    cancelled = body_of(api.post(f"/backfills/{backfill}/cancel", {"reason": "not now"}))

    assert (begun.status_code, again.status_code) == (201, 200)
    assert body_of(again)["id"] == backfill
    assert body_of(begun, 201)["created_from"].startswith("2026-01-01T00:00:00")
    assert (body_of(begun, 201)["progress"], body_of(begun, 201)["orders_found"]) == ("0 orders", None)
    assert (cancelled["state"], cancelled["detail"]) == ("cancelled", "not now")
    assert [one["id"] for one in body_of(api.get("/backfills", store="shop"))["items"]] == [backfill]
    assert body_of(api.get(f"/backfills/{backfill}"))["ended_at"] is not None
    expect_problem(api.get("/backfills/bfl_none"), 404, "not-found")


def test_imports_of_another_store_are_not_shown(api: Caller, store: Store) -> None:
    store_row("other")
    body_of(api.post("/backfills", {"store": "shop"}), 201)

    assert body_of(api.get("/backfills", store="other"))["items"] == []


def test_missed_changes_are_listed_newest_first_by_store(api: Caller, store: Store, order: SalesOrder) -> None:
    theirs = order_row(store_row("other"))
    for age, one in enumerate((order, theirs, order)):
        found_at = now() - timedelta(hours=age)
        MissedChange.objects.create(
            order=one, found_by="reconcile", changed_at=found_at, found_at=found_at, words=f"Words {age}"
        )

    everything = body_of(api.get("/missed-changes", limit="2"))
    ours = body_of(api.get("/missed-changes", store="shop"))["items"]

    assert [one["words"] for one in everything["items"]] == ["Words 0", "Words 1"]
    assert everything["next_cursor"] is not None
    assert [one["words"] for one in ours] == ["Words 0", "Words 2"]
    assert ours[0]["order_name"] == "#1001"
