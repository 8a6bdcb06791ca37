"""Past orders come in by a bulk operation, each once, whatever happens on the way."""

from datetime import timedelta
from typing import Any

import pytest

from backhaul.core.errors import StoreUninstalled
from backhaul.core.recurring import RecurringJob
from backhaul.core.tasks import TaskState
from backhaul.flows import backfill_slice
from backhaul.flows.backfill import operation_finished, see_to_backfill, start_backfill
from backhaul.flows.clock import now
from backhaul.flows.mirror import apply_snapshot
from backhaul.flows.read_order import read_order
from backhaul.flows.steer_tasks import cancel_task, retry_task
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.jobs.runner import run_task
from backhaul.models import Backfill, Intent, JobQueueEntry, OrderSnapshot, SalesOrder, Store, StoreCredential, Task
from tests.support.payments import Calendar
from tests.support.shop import (
    Shop,
    connected,
    fulfil_elsewhere,
    let_lost_replies_be_old,
    run_pending,
    state_of,
    wake_all,
)

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
PEARS = {"sku": "pear", "title": "Pear", "price": "3.00", "quantity": 2}
REFUND = """mutation Refund($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
 refund { id } userErrors { message } } }"""
OPERATIONS = "{ bulkOperations(first: 50) { nodes { id status query } } }"


def place(shop: Shop, count: int = 1, **checkout: Any) -> list[str]:
    given = {"lines": [APPLES, PEARS], "payment": "paid", **checkout}
    return [str(shop.sandbox.checkout(**given)["order"]) for _ in range(count)]


def finish(backfill: Backfill) -> Backfill:
    """Run its task to its end, as if the bulk operation's webhook came at once."""
    for _ in range(20):
        run_pending()
        backfill.refresh_from_db()
        backfill.task.refresh_from_db()
        if backfill.task.state != TaskState.WAITING:
            break
        wake_all()
    return backfill


def begin(shop: Shop) -> Backfill:
    """An import whose orders Shopify has gathered, and of which nothing has been read."""
    backfill = start_backfill(shop.store).backfill
    run_task(backfill.task_id)
    while any(one["status"] in ("CREATED", "RUNNING") for one in operations(shop)):
        pass
    wake_all()
    return backfill


def reads(shop: Shop, operation: str = "Order") -> int:
    return sum(1 for request in shop.sandbox.log() if request["operation"] == operation)


def operations(shop: Shop) -> list[dict[str, Any]]:
    return list(shop.sandbox.graphql(OPERATIONS)["bulkOperations"]["nodes"])


def content(order: SalesOrder) -> dict[str, Any]:
    """Everything that the mirror holds of an order, but for ids of ours and when it was read."""
    head = {
        key: value
        for key, value in vars(order).items()
        if not key.startswith("_") and "read_started" not in key and key not in ("id", "store_id")
    }
    parts = {
        "lines": list(
            order.lines.order_by("gid").values_list("gid", "quantity", "current_quantity", "shippable_quantity")
        ),
        "work": list(
            order.fulfillment_orders.order_by("gid").values_list(
                "gid", "status", "shopify_updated_at", "lines__gid", "lines__remaining_quantity"
            )
        ),
        "sent": list(order.fulfillments.order_by("gid").values_list("gid", "status", "tracking", "lines__quantity")),
        "money": list(order.transactions.order_by("gid").values_list("gid", "kind", "status", "amount")),
    }
    return {**head, **parts}


def test_orders_come_in_whole_without_being_read_one_by_one(shop: Shop) -> None:
    place(shop, 7)

    backfill = finish(start_backfill(shop.store).backfill)

    assert state_of(backfill.task) == ("succeeded", "imported")
    assert backfill.task.outcome_detail == "7 orders: 7 new, 0 known as they are."
    assert (backfill.orders_found, backfill.orders_read, backfill.orders_new) == (7, 7, 7)
    assert SalesOrder.objects.count() == 7
    assert (reads(shop), reads(shop, "FulfillmentOrdersOf")) == (0, 1)


def test_an_imported_order_is_what_reading_it_would_have_given(shop: Shop) -> None:
    plain, shipped = place(shop, 2)
    refunded = place(shop, 1)[0]
    order = SalesOrder(gid=shipped, store=shop.store)
    fulfil_elsewhere(shop, order, tracking="T1", apple=2, pear=1)
    line = shop.sandbox.graphql(
        "query($id: ID!) { order(id: $id) { lineItems(first: 1) { nodes { id } } } }", id=refunded
    )
    lines = [{"lineItemId": line["order"]["lineItems"]["nodes"][0]["id"], "quantity": 1, "restockType": "NO_RESTOCK"}]
    shop.sandbox.graphql(REFUND, input={"orderId": refunded, "refundLineItems": lines}, key="r1")

    finish(start_backfill(shop.store).backfill)
    imported = {order.gid: content(order) for order in SalesOrder.objects.all()}
    SalesOrder.objects.all().delete()
    for gid in (plain, shipped, refunded):
        read_order(shop.store, gid)

    assert imported == {order.gid: content(order) for order in SalesOrder.objects.all()}
    assert SalesOrder.objects.get(gid=shipped).fulfillments.count() == 1
    assert SalesOrder.objects.get(gid=refunded).refunds.count() == 1


def test_an_order_with_many_lines_and_fulfillment_orders_is_complete(shop: Shop) -> None:
    lines = [{**APPLES, "sku": f"sku-{number}", "quantity": 1} for number in range(30)]
    place(shop, lines=lines)

    finish(start_backfill(shop.store).backfill)

    order = SalesOrder.objects.get()
    assert order.lines.count() == 30
    assert sum(one.lines.count() for one in order.fulfillment_orders.all()) == 30


def test_what_is_mirrored_already_is_passed_over(shop: Shop) -> None:
    place(shop, 3)
    shop.order(lines=[APPLES])

    backfill = finish(start_backfill(shop.store).backfill)

    assert backfill.task.outcome_detail == "4 orders: 3 new, 1 known as they are."


@pytest.mark.parametrize("killed_at", [0, 1, 2])
def test_a_run_that_is_killed_goes_on_after_what_it_has_committed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    place(shop, 6)
    monkeypatch.setattr(backfill_slice, "BATCH", 2)
    applied: list[str] = []

    def apply_and_die(store: Store, remote: Any, **details: Any) -> SalesOrder:
        if len(applied) == 2 * killed_at + 1:
            applied.append("died")
            raise SystemExit
        applied.append(remote.gid)
        return apply_snapshot(store, remote, **details)

    monkeypatch.setattr(backfill_slice, "apply_snapshot", apply_and_die)
    backfill = begin(shop)
    with pytest.raises(SystemExit):
        run_pending()
    Task.objects.filter(pk=backfill.task_id).update(lease_until=now() - timedelta(seconds=1))
    committed = SalesOrder.objects.count()

    backfill = finish(backfill)

    assert committed == 2 * killed_at
    assert state_of(backfill.task) == ("succeeded", "imported")
    assert (SalesOrder.objects.count(), backfill.orders_read, backfill.orders_new) == (6, 6, 6)
    assert len(applied) == 6 + 2  # one order was rolled back with the batch, and one was the death itself
    assert len(operations(shop)) == 1


def test_a_slice_leaves_the_rest_to_the_next_run(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    place(shop, 5)
    monkeypatch.setattr(backfill_slice, "SLICE", timedelta(0))
    backfill = begin(shop)

    run_task(backfill.task_id)

    backfill.refresh_from_db()
    assert state_of(backfill.task) == ("pending", "continue")
    assert backfill.task.outcome_detail == "1 of 5 orders"
    assert finish(backfill).orders_read == 5


@pytest.mark.parametrize(("fault", "settled"), [("500_after", "done"), ("500_before", "absent")])
def test_a_lost_reply_never_starts_two_operations(shop: Shop, fault: str, settled: str) -> None:
    place(shop, 2)
    shop.sandbox.faults({"operation": "bulkOperationRunQuery", "nth": 1, "kind": fault})
    backfill = start_backfill(shop.store).backfill
    run_pending()
    let_lost_replies_be_old()
    wake_all()

    backfill = finish(backfill)

    assert state_of(backfill.task) == ("succeeded", "imported")
    assert Intent.objects.earliest("created_at").state == settled
    assert len(operations(shop)) == 1
    assert SalesOrder.objects.count() == 2


def test_the_webhook_of_the_operation_wakes_the_import(shop: Shop) -> None:
    backfill = start_backfill(shop.store).backfill
    run_pending()
    backfill.refresh_from_db()
    before = state_of(backfill.task)[0]

    words = operation_finished(shop.store, backfill.operation_gid)

    assert (before, words) == ("waiting", "The import of past orders goes on.")
    assert state_of(backfill.task)[0] == "pending"
    assert (
        operation_finished(shop.store, "gid://shopify/BulkOperation/999") == "No import waits for this bulk operation."
    )


def test_without_any_orders_it_ends(shop: Shop) -> None:
    backfill = finish(start_backfill(shop.store).backfill)

    assert backfill.task.outcome_detail == "0 orders: 0 new, 0 known as they are."


def test_a_file_that_has_expired_is_gathered_again(
    shop: Shop, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(shop, 3)
    monkeypatch.setattr(backfill_slice, "SLICE", timedelta(0))
    backfill = begin(shop)
    run_task(backfill.task_id)
    calendar.advance(days=8)

    backfill = finish(backfill)

    assert state_of(backfill.task) == ("succeeded", "imported")
    assert SalesOrder.objects.count() == 3
    assert (backfill.orders_new, backfill.orders_skipped) == (3, 1)
    assert len(operations(shop)) == 2


def test_only_orders_of_the_last_sixty_days_without_the_scope_for_all(shop: Shop, calendar: Calendar) -> None:
    StoreCredential.objects.filter(store=shop.store).update(granted_scopes=["read_orders"])
    limited = start_backfill(shop.store).backfill
    other = connected(shop.sandbox, "other")
    StoreCredential.objects.filter(store=other.store).update(granted_scopes=["read_orders", "read_all_orders"])

    everything = start_backfill(other.store).backfill

    assert limited.created_from is not None
    assert abs(now() - limited.created_from - timedelta(days=60)) < timedelta(minutes=1)
    assert everything.created_from is None


def test_a_second_start_gives_the_import_that_is_under_way(shop: Shop) -> None:
    first = start_backfill(shop.store).backfill

    assert start_backfill(shop.store).backfill == first
    assert start_backfill(finish(first).store).backfill != first


def test_an_import_that_is_called_off_stops_before_its_next_step(shop: Shop) -> None:
    place(shop, 2)
    backfill = start_backfill(shop.store).backfill
    run_pending()

    cancel_task(backfill.task_id, reason="not now")

    assert state_of(backfill.task)[0] == "cancelled"
    assert see_to_backfill(_entry(shop.store)) == "0 orders; not now"


def test_the_entry_shows_how_far_it_is_and_what_it_came_to(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    place(shop, 3)
    monkeypatch.setattr(backfill_slice, "SLICE", timedelta(0))
    backfill = begin(shop)
    run_task(backfill.task_id)

    assert see_to_backfill(_entry(shop.store)) == "1 of 3 orders"
    finish(backfill)
    assert see_to_backfill(_entry(shop.store)) == "3 orders: 3 new, 0 known as they are"


def test_a_store_that_has_just_been_connected_is_imported_by_itself_once(shop: Shop) -> None:
    place(shop, 2)

    words = [see_to_backfill(_entry(shop.store)) for _ in range(2)]

    assert words == ["the import of past orders begins", "0 orders"]
    finish(Backfill.objects.get())
    assert see_to_backfill(_entry(shop.store)) == "2 orders: 2 new, 0 known as they are"


def _entry(store: Store) -> JobQueueEntry:
    return JobQueueEntry.objects.get(store=store, kind=RecurringJob.BACKFILL)


def test_two_stores_with_equal_ids_are_imported_side_by_side(shop: Shop) -> None:
    other = connected(shop.sandbox, "other")
    place(shop, 3)

    first, second = start_backfill(shop.store).backfill, start_backfill(other.store).backfill
    finish(first)
    finish(second)

    assert (
        SalesOrder.objects.filter(store=shop.store).count() == SalesOrder.objects.filter(store=other.store).count() == 3
    )
    assert OrderSnapshot.objects.filter(order__store=other.store).count() == 3
    assert len({one["query"] for one in operations(shop)}) == 2


def test_an_import_that_went_wrong_begins_again_when_retried(shop: Shop) -> None:
    place(shop, 1)
    backfill = start_backfill(shop.store).backfill
    run_pending()
    Backfill.objects.filter(pk=backfill.pk).update(
        operation_gid="gid://shopify/BulkOperation/999", cursor={"failures": 3, "read_started_at": now().isoformat()}
    )
    wake_all()
    run_pending()
    asked = state_of(backfill.task)

    retry_task(backfill.task_id)

    assert asked[0] == "needs_attention"
    assert state_of(finish(backfill).task) == ("succeeded", "imported")


def plan_bulk(shop: Shop, **plan: Any) -> None:
    answer = shop.sandbox.client.post(f"{shop.sandbox.url}/sandbox/bulk", json=plan)
    assert answer.is_success, answer.text


def test_where_a_field_is_hidden_each_order_is_read_by_itself(shop: Shop) -> None:
    place(shop, 3)
    plan_bulk(shop, fail_next="ACCESS_DENIED")

    backfill = finish(start_backfill(shop.store).backfill)

    assert state_of(backfill.task) == ("succeeded", "imported")
    assert (SalesOrder.objects.count(), reads(shop)) == (3, 3)


def test_a_part_that_shopify_could_gather_is_used_and_the_rest_gathered_again(shop: Shop) -> None:
    place(shop, 4)
    plan_bulk(shop, fail_next="TIMEOUT", after_objects=9)

    backfill = finish(start_backfill(shop.store).backfill)

    assert state_of(backfill.task) == ("succeeded", "imported")
    assert (SalesOrder.objects.count(), backfill.orders_new) == (4, 4)
    assert backfill.orders_skipped > 0
    assert len(operations(shop)) == 2


def test_a_download_that_breaks_off_goes_on_where_it_was(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    place(shop, 4)
    monkeypatch.setattr(backfill_slice, "BATCH", 1)
    plan_bulk(shop, cut_download=9_000)
    backfill = begin(shop)
    run_pending()
    backfill.refresh_from_db()
    before = backfill.orders_read

    backfill = finish(backfill)

    assert 0 < before < 4
    assert (backfill.orders_read, backfill.orders_new, SalesOrder.objects.count()) == (4, 4, 4)
    assert len(operations(shop)) == 1


def test_no_import_begins_for_an_uninstalled_store(shop: Shop) -> None:
    uninstall_by_hand(shop.store)

    with pytest.raises(StoreUninstalled):
        start_backfill(shop.store)

    assert not Backfill.objects.exists()
