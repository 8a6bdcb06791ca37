"""Once a day everything is compared: what differs is read, and what has gone is marked so."""

from datetime import timedelta
from typing import Any

import pytest

from backhaul.core.learned import LearnedBy
from backhaul.core.recurring import Ran, RecurringJob
from backhaul.flows import job_queue
from backhaul.flows.backfill import start_backfill
from backhaul.flows.clock import now
from backhaul.flows.compare_nightly import compare_nightly
from backhaul.jobs.entries import run_entry
from backhaul.models import FulfillmentOrder, JobQueueEntry, MissedChange, SalesOrder, Store
from tests.support.payments import Calendar
from tests.support.sandbox import reads
from tests.support.shop import Shop, connected, run_pending

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
BOX = {**APPLES, "sku": "box", "quantity": 1, "selling_plan": {"name": "Monthly", "deliveries": 3, "every": "P30D"}}
DELETE = "mutation Delete($id: ID!) { orderDelete(orderId: $id) { deletedId userErrors { message } } }"
SAME = "the mirror shows what Shopify shows"


@pytest.fixture
def shop(shop: Shop, calendar: Calendar) -> Shop:
    """The store was connected some minutes ago."""
    calendar.advance(minutes=20)
    return shop


def entry_of(store: Store) -> JobQueueEntry:
    return JobQueueEntry.objects.get(store=store, kind=RecurringJob.NIGHTLY_COMPARISON)


def compare(store: Store) -> Ran:
    return compare_nightly(entry_of(store))


def test_a_mirror_that_is_true_is_compared_without_reading_an_order(shop: Shop) -> None:
    for _ in range(3):
        shop.order(lines=[APPLES])
    before = reads(shop.sandbox)

    ran = compare(shop.store)

    assert ran == Ran(f"3 orders and 3 fulfillment orders compared: {SAME}")
    assert reads(shop.sandbox) == before
    assert entry_of(shop.store).cursor == {}


def test_an_order_that_nobody_told_of_is_read(shop: Shop, calendar: Calendar) -> None:
    shop.sandbox.checkout(lines=[APPLES], payment="paid")
    calendar.advance(minutes=30)

    ran = compare(shop.store)

    assert "1 order differed, 1 of which no webhook had told of" in ran.words
    missed = MissedChange.objects.get()
    assert (missed.found_by, missed.order) == (LearnedBy.COMPARISON, SalesOrder.objects.get())


@pytest.mark.parametrize("stale", [{"financial_status": "PENDING"}, {"fulfillment_status": "FULFILLED"}])
def test_an_order_that_is_shown_otherwise_at_the_same_date_is_read(shop: Shop, stale: dict[str, Any]) -> None:
    order = shop.order(lines=[APPLES])
    SalesOrder.objects.filter(pk=order.pk).update(**stale, snapshot_sha256="")

    compare(shop.store)

    order.refresh_from_db()
    assert (order.financial_status, order.fulfillment_status) == ("PAID", "UNFULFILLED")


def test_an_order_that_has_gone_is_marked_as_deleted(shop: Shop, calendar: Calendar) -> None:
    kept, gone = shop.order(lines=[APPLES]), shop.order(lines=[APPLES])
    deleted = shop.sandbox.graphql(DELETE, id=gone.gid)["orderDelete"]
    assert deleted["userErrors"] == []
    calendar.advance(minutes=30)

    ran = compare(shop.store)
    run_pending()

    assert "1 order deleted in Shopify" in ran.words
    assert list(SalesOrder.objects.exclude(deleted_at=None)) == [gone]
    assert MissedChange.objects.get(order=gone).words == "Shopify does not have the order any more."
    assert SAME in compare(shop.store).words
    assert SalesOrder.objects.get(pk=kept.pk).deleted_at is None


def test_an_order_that_the_search_does_not_know_yet_is_not_taken_for_deleted(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    empty = '{"data": {"orders": {"nodes": [], "pageInfo": {"hasNextPage": false, "endCursor": null}}}}'
    shop.sandbox.faults({"operation": "orders", "nth": 1, "kind": "body", "body": empty, "status": 200})

    ran = compare(shop.store)

    assert "deleted" not in ran.words
    assert SalesOrder.objects.get(pk=order.pk).deleted_at is None


def test_a_fulfillment_order_that_is_shown_otherwise_is_read(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    FulfillmentOrder.objects.filter(order=order).update(status="ON_HOLD")
    SalesOrder.objects.filter(pk=order.pk).update(snapshot_sha256="")

    compare(shop.store)

    assert order.fulfillment_orders.get().status == "OPEN"


def test_what_is_overdue_in_shopify_is_counted(shop: Shop) -> None:
    order = shop.order(lines=[BOX])
    scheduled = order.fulfillment_orders.filter(status="SCHEDULED")
    FulfillmentOrder.objects.filter(pk=scheduled[0].pk).update(fulfill_at=now() - timedelta(hours=2))

    ran = compare(shop.store)

    assert "1 scheduled fulfillment orders are overdue" in ran.words


def test_a_run_whose_time_is_over_goes_on_where_it_was(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.order(lines=[APPLES])
    monkeypatch.setattr(job_queue, "TURN", timedelta(0))
    run_entry(entry_of(shop.store).pk)
    stopped = entry_of(shop.store)
    monkeypatch.setattr(job_queue, "TURN", timedelta(minutes=1))

    ran = compare(shop.store)

    assert stopped.last_result.endswith("goes on")
    assert stopped.cursor["phase"] == 0
    assert ran.words == f"1 order and 1 fulfillment orders compared: {SAME}"


def test_it_waits_until_the_past_orders_are_imported(shop: Shop) -> None:
    start_backfill(shop.store)

    ran = compare(shop.store)

    assert ran == Ran("waits until the past orders are imported", timedelta(minutes=10))


def test_two_stores_with_equal_ids_are_compared_apart(shop: Shop, calendar: Calendar) -> None:
    other = connected(shop.sandbox, "other")
    calendar.advance(minutes=20)
    shop.order(lines=[APPLES])

    first = compare(shop.store)

    assert SAME in first.words
    assert SalesOrder.objects.filter(store=other.store).count() == 0
    assert "1 order differed" in compare(other.store).words
