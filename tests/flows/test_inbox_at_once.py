"""The inbox under many hands: deliveries looked at by several workers at once, killed ones, replayed and old ones."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from backhaul.core.errors import BackhaulError, NotFound
from backhaul.core.tasks import TaskState
from backhaul.flows.clock import now
from backhaul.flows.mend_deliveries import mend_deliveries
from backhaul.flows.process_deliveries import process_deliveries
from backhaul.flows.replay_deliveries import BodyDeleted, DeliveryFilter, replay_all, replay_delivery
from backhaul.flows.sweep_inbox import sweep_inbox
from backhaul.flows.want_refresh import REFRESH_ORDER
from backhaul.jobs.worker import run_until_idle
from backhaul.models import Task, TaskAttempt, WebhookDelivery
from tests.conftest import OwnDatabase
from tests.support.inbox import delivery_row, processed, queued_deliveries
from tests.support.rows import order_row, store_row
from tests.support.shop import Shop, forget_jobs

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


def all_at_once(*actions: Callable[[], object]) -> list[BaseException]:
    """Run them in threads of their own; returns what they raised."""
    raised: list[BaseException] = []

    def run(action: Callable[[], object]) -> None:
        try:
            action()
        except BaseException as error:  # noqa: BLE001 -- the test wants to see every one
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def test_deliveries_of_one_order_looked_at_at_once_are_each_done_once(own_database: OwnDatabase) -> None:
    store = store_row()
    order_row(store)
    known = [delivery_row(store, "orders/updated", {"id": 1001}).pk for _ in range(15)]
    unknown = [delivery_row(store, "refunds/create", {"id": 5, "order_id": 77}).pk for _ in range(15)]
    ids = [*known, *unknown]

    raised = all_at_once(*(lambda given=given: process_deliveries(given) for given in (ids, ids[::-1], ids[7:], known)))

    assert raised == []
    assert Task.objects.filter(kind=REFRESH_ORDER).count() == 2
    assert set(WebhookDelivery.objects.values_list("state", "attempts")) == {("done", 1)}


def test_workers_take_in_webhooks_while_orders_are_read(shop: Shop) -> None:
    orders = [shop.order(lines=[APPLES]) for _ in range(3)]
    forget_jobs()
    for order in orders * 10:
        delivery_row(shop.store, "orders/updated", {"id": order.shopify_id}, received_at=now() - timedelta(hours=1))
    with transaction.atomic():
        mend_deliveries()

    run_until_idle(concurrency=4)

    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"done"}
    tasks = Task.objects.filter(kind=REFRESH_ORDER)
    assert {task.order for task in tasks} == set(orders)
    assert {task.state for task in tasks} == {TaskState.SUCCEEDED}


@pytest.mark.django_db
def test_what_a_killed_worker_had_begun_leaves_nothing_and_is_taken_up_again() -> None:
    store = store_row()
    delivery = delivery_row(store, "orders/updated", {"id": 1}, received_at=now() - timedelta(minutes=2))
    with transaction.atomic():
        process_deliveries([delivery.pk])
        transaction.set_rollback(True)
    left = Task.objects.filter(kind=REFRESH_ORDER).count()

    again = mend_deliveries()
    processed(delivery)

    assert (left, again) == (0, 1)
    assert delivery.state == "done"


@pytest.mark.django_db
def test_a_replayed_delivery_is_looked_at_with_a_fresh_count_of_attempts() -> None:
    store = store_row()
    order_row(store)
    delivery = delivery_row(store, "orders/updated", {"id": 1001}, state="failed", attempts=5, result="Given up.")

    replay_delivery(delivery.pk)
    replay_delivery(delivery.pk)
    processed(delivery)

    assert queued_deliveries() == [delivery.pk]
    assert (delivery.state, delivery.attempts) == ("done", 1)
    assert delivery.replayed_at is not None


@pytest.mark.django_db
def test_all_that_match_are_replayed_but_what_has_no_body_or_waits_already() -> None:
    store, other = store_row(), store_row("other")
    failed = [delivery_row(store, "orders/updated", {"id": number}, state="failed") for number in range(3)]
    delivery_row(other, "orders/updated", {"id": 1}, state="failed")
    delivery_row(store, "orders/updated", b"", state="failed")
    delivery_row(store, "orders/updated", {"id": 1})

    replayed = replay_all(DeliveryFilter(store="shop", topic="orders/updated"))

    assert replayed == 3
    assert queued_deliveries() == [one.pk for one in failed]


@pytest.mark.django_db
@pytest.mark.parametrize(("body", "error"), [(b"", BodyDeleted), (None, NotFound)])
def test_what_is_not_there_is_not_replayed(body: bytes | None, error: type[BackhaulError]) -> None:
    delivery_id = "whd_x" if body is None else delivery_row(store_row(), "orders/updated", body, state="done").pk

    with pytest.raises(error):
        replay_delivery(delivery_id)


@pytest.mark.django_db
def test_bodies_go_after_a_month_rows_after_three_and_readings_after_a_week() -> None:
    store, other = store_row(), store_row("other")

    def aged(days: int, **fields: object) -> WebhookDelivery:
        return delivery_row(
            store,
            "orders/updated",
            {"id": days},
            received_at=now() - timedelta(days=days),
            **{"state": "done", **fields},
        )

    rows = [aged(29), aged(31), aged(91), aged(92, state="received")]
    foreign = delivery_row(other, "orders/updated", {}, received_at=now() - timedelta(days=91), state="done")
    processed(delivery_row(store, "orders/updated", {"id": 1}))
    task = Task.objects.get(kind=REFRESH_ORDER)
    for number, days in enumerate((6, 8)):
        TaskAttempt.objects.create(task=task, fencing=number, worker="w", started_at=now() - timedelta(days=days))

    words = sweep_inbox(store)

    kept = {row.pk: bytes(row.body) for row in WebhookDelivery.objects.all()}
    assert [kept.get(row.pk) for row in rows] == [b'{"id": 29}', b"", None, b'{"id": 92}']
    assert foreign.pk in kept
    assert task.tries.count() == 1
    assert words == "1 old webhooks and the bodies of 1 deleted"
