"""What changed in Shopify and no webhook has told of is found by searching."""

from datetime import timedelta
from typing import Any

import pytest

from backhaul.core.budget import Priority
from backhaul.core.errors import StoreUninstalled
from backhaul.core.inbox import DeliveryState
from backhaul.core.learned import LearnedBy
from backhaul.core.recurring import Ran, RecurringJob
from backhaul.core.shopify_errors import NetworkFailure
from backhaul.core.tasks import TaskState
from backhaul.flows import job_queue
from backhaul.flows.clock import now, real_now
from backhaul.flows.read_order import read_order
from backhaul.flows.reconcile import reconcile_now, reconcile_orders
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.jobs.entries import run_entry
from backhaul.models import JobQueueEntry, MissedChange, SalesOrder, Store, Task, WebhookDelivery
from backhaul.shopify.client import connect
from tests.support.payments import Calendar
from tests.support.sandbox import reads
from tests.support.shop import Shop, connected

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
HOLD = """mutation Hold($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: {reason: OTHER}) {
 fulfillmentHold { id } userErrors { message } } }"""


@pytest.fixture
def shop(shop: Shop, calendar: Calendar) -> Shop:
    """The store was connected some minutes ago."""
    calendar.advance(minutes=5)
    return shop


def entry_of(store: Store) -> JobQueueEntry:
    return JobQueueEntry.objects.get(store=store, kind=RecurringJob.RECONCILE_ORDERS)


def run(store: Store) -> Ran:
    return reconcile_orders(entry_of(store))


def hold(shop: Shop, order: SalesOrder) -> None:
    gid = order.fulfillment_orders.get().gid
    assert shop.sandbox.graphql(HOLD, id=gid)["fulfillmentOrderHold"]["userErrors"] == []


def delivery(store: Store, **values: Any) -> WebhookDelivery:
    defaults = {"topic": "orders/updated", "event_id": "e1", "received_at": now(), "body": b"{}"}
    return WebhookDelivery.objects.create(store=store, **{**defaults, **values})


def test_what_was_changed_without_a_webhook_is_read_counted_and_said(shop: Shop, calendar: Calendar) -> None:
    shop.sandbox.checkout(lines=[APPLES], payment="paid")
    known = shop.order(lines=[APPLES])
    calendar.advance(minutes=30)

    ran = run(shop.store)

    assert ran == Ran("1 order read, 1 of which no webhook had told of")
    missed = MissedChange.objects.get()
    assert missed.order != known
    assert (missed.found_by, missed.words) == (LearnedBy.RECONCILE, "The order was not known.")


def test_a_second_run_reads_nothing_again(shop: Shop, calendar: Calendar) -> None:
    shop.sandbox.checkout(lines=[APPLES], payment="paid")
    run(shop.store)
    before = reads(shop.sandbox)

    ran = run(shop.store)

    assert (ran.words, reads(shop.sandbox)) == ("nothing had changed", before)


def test_an_order_read_in_the_second_of_its_change_is_read_once_more(shop: Shop, calendar: Calendar) -> None:
    order = shop.order(lines=[APPLES])
    calendar.advance(minutes=5)
    change(shop, order)
    calendar.advance(minutes=5)
    read_order(shop.store, order.gid)
    mirrored = SalesOrder.objects.get()
    begun = mirrored.shopify_updated_at - (now() - real_now()) + timedelta(milliseconds=500)
    SalesOrder.objects.update(read_started_at=begun, tags=["of the first half of the second"], snapshot_sha256="")

    first, second = run(shop.store), run(shop.store)

    assert first.words.startswith("1 order read")
    assert SalesOrder.objects.get().tags == mirrored.tags
    assert second.words == "nothing had changed"


def change(shop: Shop, order: SalesOrder) -> None:
    tagged = 'mutation Tag($id: ID!) { tagsAdd(id: $id, tags: ["new"]) { userErrors { message } } }'
    assert shop.sandbox.graphql(tagged, id=order.gid)["tagsAdd"]["userErrors"] == []


def test_a_fulfillment_order_that_changed_alone_is_found(shop: Shop, calendar: Calendar) -> None:
    order = shop.order(lines=[APPLES])
    calendar.advance(minutes=5)
    hold(shop, order)
    SalesOrder.objects.filter(pk=order.pk).update(shopify_updated_at=now() + timedelta(days=1))
    order.refresh_from_db()
    calendar.advance(minutes=30)

    changes = list(_fulfillment_order_changes(shop))
    ran = run(shop.store)

    assert [one.order_gid for one in changes if one.status == "ON_HOLD"] == [order.gid]
    assert ran.words.startswith("1 order read")


def _fulfillment_order_changes(shop: Shop) -> Any:
    shopify = connect(shop.store, priority=Priority.BULK)
    return shopify.fulfillment_orders_changed_since(now() - timedelta(hours=1))


def test_a_change_that_a_webhook_told_of_is_not_missed(shop: Shop, calendar: Calendar) -> None:
    placed = shop.sandbox.checkout(lines=[APPLES], payment="paid")
    delivery(shop.store, subject_gid=placed["order"], state=DeliveryState.FAILED)
    calendar.advance(minutes=30)

    ran = run(shop.store)

    assert ran.words == "1 order read, 0 of which no webhook had told of"
    assert not MissedChange.objects.exists()


def test_a_change_of_this_minute_is_read_and_not_called_missed(shop: Shop) -> None:
    shop.sandbox.checkout(lines=[APPLES], payment="paid")

    ran = run(shop.store)

    assert ran.words == "1 order read, 0 of which no webhook had told of"


def test_an_order_that_a_queued_task_will_read_is_left_to_it(shop: Shop, calendar: Calendar) -> None:
    placed = shop.sandbox.checkout(lines=[APPLES], payment="paid")
    key = f"refresh_order:{shop.store.pk}:{placed['order']}"
    Task.objects.create(
        store=shop.store,
        kind="refresh_order",
        unique_key=key,
        serial_key=key,
        state=TaskState.PENDING,
        created_at=now(),
    )

    run(shop.store)

    assert not SalesOrder.objects.exists()


def test_an_order_left_to_a_task_that_did_not_read_it_is_read_by_the_next_run(shop: Shop, calendar: Calendar) -> None:
    placed = shop.sandbox.checkout(lines=[APPLES], payment="paid")
    key = f"refresh_order:{shop.store.pk}:{placed['order']}"
    values = {"store": shop.store, "kind": "refresh_order", "unique_key": key, "serial_key": key, "created_at": now()}
    Task.objects.create(state=TaskState.PENDING, **values)
    run(shop.store)
    Task.objects.update(state=TaskState.CANCELLED, outcome="cancelled", settled_at=now())

    ran = run(shop.store)

    assert ran.words.startswith("1 order read")
    assert SalesOrder.objects.get().gid == placed["order"]


def test_a_run_that_is_cut_off_goes_on_where_it_was(shop: Shop, calendar: Calendar) -> None:
    for _ in range(3):
        shop.sandbox.checkout(lines=[APPLES], payment="paid")
        calendar.advance(minutes=20)
    shop.sandbox.faults({"operation": "order", "nth": 3, "kind": "status", "status": 402})  # each is asked twice
    with pytest.raises(Exception, match="frozen"):
        run(shop.store)
    shop.sandbox.faults()
    first = reads(shop.sandbox)

    ran = run(shop.store)

    assert ran.words.startswith("2 orders read")
    assert reads(shop.sandbox) == first + 2
    assert SalesOrder.objects.count() == 3


def test_a_run_whose_time_is_over_leaves_the_rest_to_the_next(
    shop: Shop, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.sandbox.checkout(lines=[APPLES], payment="paid")
    monkeypatch.setattr(job_queue, "TURN", timedelta(0))
    run_entry(entry_of(shop.store).pk)

    stopped = entry_of(shop.store)
    assert stopped.last_result == "nothing had changed; goes on"
    assert stopped.next_run_at <= now()
    assert not SalesOrder.objects.exists()


def test_an_order_that_shopify_hides_is_not_asked_for_in_every_run(shop: Shop, calendar: Calendar) -> None:
    shop.sandbox.checkout(lines=[APPLES], payment="paid")
    hidden = {"operation": "order", "times": 9, "kind": "body", "body": '{"data": {"order": null}}', "status": 200}
    shop.sandbox.faults(hidden)
    run(shop.store)
    before = reads(shop.sandbox)

    ran = run(shop.store)

    assert ran.words == "nothing had changed"
    assert reads(shop.sandbox) == before


def test_two_stores_with_equal_ids_are_not_mixed(shop: Shop, calendar: Calendar) -> None:
    other = connected(shop.sandbox, "other")
    calendar.advance(minutes=5)
    shop.sandbox.checkout(lines=[APPLES], payment="paid")
    calendar.advance(minutes=30)

    run(shop.store)

    assert [order.store for order in SalesOrder.objects.all()] == [shop.store]
    assert run(other.store).words == "1 order read, 1 of which no webhook had told of"
    assert SalesOrder.objects.count() == MissedChange.objects.count() == 2


def test_reconciling_by_hand_shows_its_result_and_runs_once_at_a_time(shop: Shop) -> None:
    words = reconcile_now(shop.store)

    assert words == "nothing had changed"
    assert entry_of(shop.store).last_result == words
    JobQueueEntry.objects.filter(pk=entry_of(shop.store).pk).update(running_until=now() + timedelta(minutes=5))
    with pytest.raises(job_queue.EntryRuns):
        reconcile_now(shop.store)


def test_a_run_by_hand_that_fails_says_so_and_frees_the_entry(shop: Shop) -> None:
    Store.objects.filter(pk=shop.store.pk).update(api_url="http://127.0.0.1:9")
    shop.store.refresh_from_db()

    with pytest.raises(NetworkFailure):
        reconcile_now(shop.store)

    entry = entry_of(shop.store)
    assert (entry.last_ok, entry.running_until) == (False, None)


def test_an_uninstalled_store_is_not_reconciled_by_hand(shop: Shop) -> None:
    uninstall_by_hand(shop.store)

    with pytest.raises(StoreUninstalled):
        reconcile_now(shop.store)
    with pytest.raises(StoreUninstalled):
        job_queue.make_due(shop.store, RecurringJob.RECONCILE_ORDERS)
