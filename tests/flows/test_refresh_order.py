"""Orders are read because webhooks tell of them, as seldom as possible, and what waits is woken by that."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from backhaul.core.learned import Learned, LearnedBy
from backhaul.core.tasks import TaskState
from backhaul.flows import refresh_order as refresh
from backhaul.flows.clock import now
from backhaul.flows.process_deliveries import process_deliveries
from backhaul.flows.store_pauses import pause_store
from backhaul.flows.want_refresh import REFRESH_ORDER, want_refresh
from backhaul.models import Notice, SalesOrder, Store, StoreCredential, Task, WebhookDelivery
from tests.support.inbox import (
    delivery_row,
    let_webhooks_arrive,
    operations,
    order_reads,
    processed,
    take_in,
)
from tests.support.payments import Calendar
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected, fulfil_elsewhere, run_pending, state_of, wake_all

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
WEBHOOK = Learned(LearnedBy.WEBHOOK, "orders/updated")
HIDDEN = {"operation": "order", "rate": 1.0, "kind": "body", "body": '{"data": {"order": null}}', "status": 200}


def wish(store: Store, gid: str, learned: Learned = WEBHOOK) -> Task:
    with transaction.atomic():
        return want_refresh(store, gid, learned)


def refreshes() -> list[tuple[str, str]]:
    tasks = Task.objects.filter(kind=REFRESH_ORDER).order_by("created_at")
    return list(tasks.values_list("state", "outcome"))


def test_an_order_comes_in_by_its_webhooks(hooked: Shop) -> None:
    placed = hooked.sandbox.checkout(lines=[APPLES], payment="paid")

    deliveries = let_webhooks_arrive(hooked)

    order = SalesOrder.objects.get(gid=placed["order"])
    task = Task.objects.get(unique_key__endswith=order.gid)
    assert {"orders/create", "fulfillment_orders/order_routing_complete"} <= {one.topic for one in deliveries}
    assert {(one.state, one.order) for one in deliveries} == {("done", order)}
    assert state_of(task) == ("succeeded", "refreshed")
    assert task.order == order
    assert order.fulfillment_orders.count() == 1


def test_a_thousand_equal_deliveries_cause_one_or_two_reads(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    take_in(hooked)
    before = order_reads(hooked)
    body = {"id": order.shopify_id, "updated_at": now().isoformat()}
    rows = [delivery_row(hooked.store, "orders/updated", body) for _ in range(1000)]

    process_deliveries([row.pk for row in rows])
    run_pending()

    assert order_reads(hooked) - before in (1, 2)
    assert WebhookDelivery.objects.filter(state="done", order=order).count() >= 1000


def test_deliveries_of_every_kind_about_one_order_cause_one_or_two_reads(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    fulfil_elsewhere(hooked, order, apple=2)
    take_in(hooked)
    before = order_reads(hooked)

    process_deliveries(list(WebhookDelivery.objects.values_list("pk", flat=True)))
    run_pending()

    assert WebhookDelivery.objects.count() >= 3
    assert order_reads(hooked) - before in (1, 2)
    assert order.fulfillments.count() == 1


def test_a_wish_during_the_reading_causes_one_more(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    task = wish(hooked.store, order.gid)
    Task.objects.filter(pk=task.pk).update(state=TaskState.RUNNING, lease_until=now() + timedelta(minutes=1))

    for _ in range(3):
        wish(hooked.store, order.gid)

    task.refresh_from_db()
    assert task.wanted_again
    assert Task.objects.filter(kind=REFRESH_ORDER).count() == 1


def test_a_fulfillment_order_alone_leads_to_its_order_by_one_read(hooked: Shop) -> None:
    placed = hooked.sandbox.checkout(lines=[APPLES], payment="paid")
    (told,) = [one for one in take_in(hooked) if one.topic == "fulfillment_orders/order_routing_complete"]

    process_deliveries([told.pk])
    run_pending()
    again = processed(delivery_row(hooked.store, told.topic, bytes(told.body)))
    run_pending()

    order = SalesOrder.objects.get(gid=placed["order"])
    assert operations(hooked).count("FulfillmentOrder") == 1
    assert again.order == order
    assert refreshes() == [("succeeded", "refreshed")] * 2


def test_an_order_whose_fulfillment_orders_are_not_there_yet_is_looked_at_again(
    hooked: Shop, calendar: Calendar
) -> None:
    placed = hooked.sandbox.checkout(lines=[APPLES], payment="paid", routing_delay="PT20S")
    let_webhooks_arrive(hooked)
    task = Task.objects.get(unique_key__endswith=placed["order"])
    unrouted = (task.state, task.wait_reason, task.attempts)
    assert task.wake_at is not None
    pause = task.wake_at - now()

    calendar.advance(seconds=45)
    run_pending()

    assert unrouted == ("waiting", "routing", 0)
    assert timedelta(seconds=20) < pause <= timedelta(seconds=30)
    assert state_of(task) == ("succeeded", "refreshed")
    assert SalesOrder.objects.get().fulfillment_orders.count() == 1


def test_routing_that_is_complete_ends_the_wait_for_it(hooked: Shop, calendar: Calendar) -> None:
    placed = hooked.sandbox.checkout(lines=[APPLES], payment="paid", routing_delay="PT20S")
    let_webhooks_arrive(hooked)
    waiting = state_of(Task.objects.get(unique_key__endswith=placed["order"]))

    hooked.sandbox.advance("PT20S")
    routed = [one for one in take_in(hooked) if one.topic == "fulfillment_orders/order_routing_complete"]
    process_deliveries([one.pk for one in routed])
    run_pending()

    assert waiting[0] == "waiting"
    assert SalesOrder.objects.get().fulfillment_orders.count() == 1
    assert refreshes() == [("succeeded", "refreshed")] * 2


def test_an_order_that_is_never_routed_is_given_up_after_an_hour(hooked: Shop, calendar: Calendar) -> None:
    hooked.sandbox.checkout(lines=[APPLES], payment="paid", routing_delay="P2D")
    let_webhooks_arrive(hooked)
    before = order_reads(hooked)

    for _ in range(14):
        calendar.advance(minutes=5)
        run_pending()

    assert refreshes() == [("succeeded", "refreshed")]
    assert 4 <= order_reads(hooked) - before <= 12


def test_an_order_that_is_not_shown_yet_is_looked_for_again(hooked: Shop, calendar: Calendar) -> None:
    hooked.sandbox.checkout(lines=[APPLES], payment="paid")
    created = next(one for one in take_in(hooked) if one.topic == "orders/create")
    hooked.sandbox.faults(HIDDEN)
    process_deliveries([created.pk])
    run_pending()
    hidden = refreshes()

    hooked.sandbox.faults()
    calendar.advance(seconds=31)
    run_pending()

    assert hidden == [("waiting", "waiting_until")]
    assert refreshes() == [("succeeded", "refreshed")]


def test_an_order_that_is_never_shown_ends_without_a_person(hooked: Shop, calendar: Calendar) -> None:
    processed(delivery_row(hooked.store, "orders/updated", {"id": 4711}))
    processed(delivery_row(hooked.store, "fulfillment_orders/moved", {"fulfillment_order": {"id": 4711}}))

    for _ in range(8):
        run_pending()
        calendar.advance(minutes=3)

    assert refreshes() == [("succeeded", "nothing_to_do")] * 2


def test_a_deleted_order_keeps_its_date_and_tells_of_it(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    posted = hooked.ship(order, "S-1", apple=1)
    Task.objects.filter(pk=posted.task.pk).update(
        state=TaskState.WAITING, wait_reason="hold", wake_at=now() + timedelta(hours=1), job_id=None
    )
    hooked.sandbox.faults(HIDDEN)

    for _ in range(2):
        processed(delivery_row(hooked.store, "orders/delete", {"id": order.shopify_id}))
        run_pending()

    order.refresh_from_db()
    assert order.deleted_at is not None
    assert Notice.objects.filter(kind="order_deleted").count() == 1
    assert [(one.path, one.topic) for one in order.differences.all()] == [("deleted", "orders/delete")]
    assert state_of(posted.task)[0] == "needs_attention"
    assert refreshes() == [("succeeded", "refreshed")]


def test_an_order_that_is_shown_again_is_not_deleted(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    SalesOrder.objects.update(deleted_at=now())

    wish(hooked.store, order.gid)
    run_pending()

    order.refresh_from_db()
    assert order.deleted_at is None


def test_an_old_order_that_the_app_may_not_see_is_not_taken_for_deleted(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    SalesOrder.objects.update(shopify_created_at=now() - timedelta(days=61))
    StoreCredential.objects.update(granted_scopes=["read_orders"])
    hooked.sandbox.faults(HIDDEN)

    task = wish(hooked.store, order.gid)
    run_pending()

    order.refresh_from_db()
    assert order.deleted_at is None
    assert state_of(task) == ("succeeded", "nothing_to_do")
    assert "read_all_orders" in task.outcome_detail


def test_a_paused_store_is_read_when_it_can_be_reached_again(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    pause_store(hooked.store, reason="No access.")

    task = wish(hooked.store, order.gid)
    run_pending()

    assert (state_of(task)[0], task.wait_reason) == ("waiting", "store_paused")


def test_nothing_is_read_of_a_store_without_the_app(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    before = len(operations(hooked))
    task = wish(hooked.store, order.gid)
    Store.objects.update(state=Store.State.UNINSTALLED, uninstalled_at=now())

    run_pending()

    assert state_of(task) == ("cancelled", "stopped")
    assert len(operations(hooked)) == before


def test_a_refresh_never_changes_shopify_however_often_it_runs(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    posted = hooked.ship(order, "S-1", apple=2)
    run_pending()
    changing = [name for name in operations(hooked) if name[0].islower() or name.endswith("Create")]

    for _ in range(3):
        let_webhooks_arrive(hooked)

    made = WebhookDelivery.objects.get(topic="fulfillments/create")
    assert made.result.startswith(f"It is our own: fulfillmentCreate of {posted.task.pk}. ")
    assert take_in(hooked) == []
    assert [name for name in operations(hooked) if name[0].islower() or name.endswith("Create")] == changing
    assert not Notice.objects.exists()
    assert refreshes() == [("succeeded", "refreshed")]


def test_two_stores_with_equal_ids_read_their_own_orders(hooked: Shop, sandbox: Sandbox) -> None:
    other = connected(sandbox, "other")
    placed = sandbox.checkout(lines=[APPLES], payment="paid")
    for row in take_in(hooked):
        WebhookDelivery.objects.create(
            store=other.store, topic=row.topic, event_id=row.event_id, body=row.body, received_at=now()
        )

    process_deliveries(list(WebhookDelivery.objects.values_list("pk", flat=True)))
    run_pending()

    orders: Any = SalesOrder.objects.filter(gid=placed["order"])
    assert {order.store.slug for order in orders} == {"shop", "other"}
    assert {
        (row.store_id, row.order and row.order.store_id) for row in WebhookDelivery.objects.exclude(order=None)
    } <= {(store.pk, store.pk) for store in Store.objects.all()}


def test_what_was_learned_last_goes_with_the_reading(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    wish(hooked.store, order.gid, Learned(LearnedBy.WEBHOOK, "orders/edited"))
    wish(hooked.store, order.gid, Learned(LearnedBy.RECONCILE))

    task = Task.objects.get(kind=REFRESH_ORDER)

    assert task.choices["learned"]["topic"] == "orders/edited"


def test_a_run_that_died_before_the_webhooks_had_their_order_is_made_good_by_the_next(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    gid = shop.sandbox.checkout(lines=[APPLES], payment="paid")["order"]
    delivery = delivery_row(shop.store, "orders/create", {"admin_graphql_api_id": gid})
    processed(delivery)
    with monkeypatch.context() as dying:
        dying.setattr(refresh, "HEARD_BEFORE", None)
        run_pending()
    assert SalesOrder.objects.filter(gid=gid).exists()

    wake_all()
    run_pending()

    delivery.refresh_from_db()
    assert delivery.order == SalesOrder.objects.get(gid=gid)
