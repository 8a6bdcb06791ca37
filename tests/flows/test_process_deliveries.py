"""What follows from one webhook in the inbox."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from backhaul.core.learned import Learned, LearnedBy
from backhaul.flows import process_deliveries as processing
from backhaul.flows.clock import now
from backhaul.flows.lost_deliveries import WEBHOOK_LOST
from backhaul.flows.mend_deliveries import LEFT_LYING, MOST_ATTEMPTS, mend_deliveries
from backhaul.flows.want_refresh import REFRESH_ORDER, learned_of
from backhaul.jobs.inbox import run_deliveries
from backhaul.models import Intent, Notice, SalesOrder, Store, Task, WebhookDelivery
from tests.support.inbox import delivery_row, processed, queued_deliveries
from tests.support.rows import LONG_AGO, order_row, store_row
from tests.support.shop import forget_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> Store:
    """A connected store that nobody asks anything of."""
    return store_row()


@pytest.fixture
def order(store: Store) -> SalesOrder:
    """Order #1001, mirrored as it was long ago."""
    return order_row(store)


def refreshes() -> list[Task]:
    return list(Task.objects.filter(kind=REFRESH_ORDER).order_by("created_at"))


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("orders/updated", {"id": 1001, "updated_at": "2026-01-01T00:00:01Z"}),
        ("orders/edited", {"order_edit": {"id": 5, "order_id": 1001}}),
        ("orders/delete", {"id": 1001}),
        ("refunds/create", {"id": 5, "order_id": 1001}),
        ("order_transactions/create", {"id": 5, "order_id": 1001}),
        ("fulfillments/create", {"id": 5, "order_id": 1001}),
        ("returns/close", {"id": 5, "order": {"id": 1001}}),
        ("fulfillment_orders/moved", {"moved_fulfillment_order": {"id": "gid://shopify/FulfillmentOrder/1001"}}),
        ("fulfillment_holds/released", {"fulfillment_order": {"id": 1001}, "fulfillment_hold": {"id": 3}}),
    ],
)
def test_whatever_concerns_an_order_has_it_read(store: Store, order: SalesOrder, topic: str, body: Any) -> None:
    delivery = processed(delivery_row(store, topic, body))

    (task,) = refreshes()
    assert (task.order, task.serial_key, task.state) == (order, f"order:{order.pk}", "pending")
    assert learned_of(task) == Learned(LearnedBy.WEBHOOK, topic, delivery.pk)
    assert (delivery.state, delivery.order, delivery.attempts) == ("done", order, 1)
    assert task.pk in delivery.result
    assert delivery.subject_gid


def test_any_number_of_deliveries_of_one_order_make_one_task(store: Store, order: SalesOrder) -> None:
    rows = [delivery_row(store, "orders/updated", {"id": 1001}) for _ in range(20)]
    rows += [delivery_row(store, "refunds/create", {"id": number, "order_id": 1001}) for number in range(20)]

    processing.process_deliveries([row.pk for row in rows])

    assert len(refreshes()) == 1
    assert WebhookDelivery.objects.filter(state="done", order=order).count() == 40


def test_what_tells_of_an_earlier_state_than_the_mirror_shows_is_known_already(store: Store, order: SalesOrder) -> None:
    earlier = processed(delivery_row(store, "orders/updated", {"id": 1001, "updated_at": "2025-12-31T23:59:59Z"}))
    found = refreshes()
    same = processed(delivery_row(store, "orders/updated", {"id": 1001, "updated_at": "2026-01-01T00:00:00Z"}))

    assert found == []
    assert (earlier.state, earlier.order) == ("done", order)
    assert "Already known" in earlier.result
    assert "Already known" not in same.result
    assert len(refreshes()) == 1


def test_a_replayed_delivery_is_followed_even_when_a_later_state_is_known(store: Store, order: SalesOrder) -> None:
    body = {"id": 1001, "updated_at": "2025-12-31T23:59:59Z"}

    delivery = processed(delivery_row(store, "orders/updated", body, replayed_at=now()))

    assert "Already known" not in delivery.result
    assert len(refreshes()) == 1


def test_a_fulfillment_order_that_is_not_mirrored_gets_a_task_that_finds_its_order_out(store: Store) -> None:
    body = {"fulfillment_order": {"id": "gid://shopify/FulfillmentOrder/77", "status": "open"}}

    delivery = processed(delivery_row(store, "fulfillment_orders/order_routing_complete", body))

    (task,) = refreshes()
    assert task.unique_key == f"refresh_order:{store.pk}:gid://shopify/FulfillmentOrder/77"
    assert task.order is None
    assert delivery.state == "done"


def test_stores_with_equal_ids_are_never_mixed(store: Store, order: SalesOrder) -> None:
    other = store_row("other")
    theirs = order_row(other)

    ours = processed(delivery_row(store, "orders/updated", {"id": 1001}, event_id="e"))
    second = processed(
        delivery_row(other, "fulfillment_orders/moved", {"fulfillment_order": {"id": 1001}}, event_id="e")
    )

    assert (ours.order, second.order) == (order, theirs)
    assert {(task.store.slug, task.order) for task in refreshes()} == {("shop", order), ("other", theirs)}


@pytest.mark.parametrize(
    ("topic", "body", "state"),
    [
        ("orders/updated", b"", "unreadable"),
        ("orders/updated", b"not json", "unreadable"),
        ("orders/updated", b"[" * 10_000 + b"]" * 10_000, "unreadable"),
        ("orders/updated", b'{"id": NaN}', "unreadable"),
        ("orders/updated", b'{"id": ' + b"9" * 5000 + b"}", "unreadable"),
        ("orders/updated", b'{"id": "\\u0000"}', "unreadable"),
        ("orders/updated", b"\xff\xff", "unreadable"),
        ("refunds/create", b'{"id": 1}', "unreadable"),
        ("fulfillment_orders/split", b'{"fulfillment_order": null}', "unreadable"),
        ("carts/create", b"not json", "ignored"),
        ("nonsense", b"{}", "ignored"),
        ("subscription_billing_cycles/skip", b'{"cycle_index": 1}', "unreadable"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_cannot_be_followed_is_said_in_words(store: Store, topic: str, body: bytes, state: str) -> None:
    delivery = processed(delivery_row(store, topic, body))

    assert (delivery.state, delivery.attempts) == (state, 1)
    assert delivery.result.endswith(".")
    assert refreshes() == []


def test_a_privacy_request_that_cannot_be_understood_is_told(store: Store) -> None:
    delivery = processed(delivery_row(store, "customers/redact", b'{"customer": {"id": "nobody"}}'))
    processed(delivery_row(store, "orders/updated", b"not json"))

    (notice,) = Notice.objects.all()
    assert (delivery.state, notice.subject_id) == ("unreadable", delivery.pk)
    assert "customers/redact" in notice.words


def test_nothing_is_read_for_a_store_without_the_app(store: Store) -> None:
    Store.objects.update(state=Store.State.UNINSTALLED, uninstalled_at=now())

    delivery = processed(delivery_row(store, "orders/updated", {"id": 1001}))

    assert delivery.state == "ignored"
    assert refreshes() == []


def our_intent(task: Task, **fields: Any) -> Intent:
    return Intent.objects.create(
        store=task.store,
        task=task,
        subject_gid="gid://shopify/Order/1001",
        fencing=1,
        step="create",
        operation="fulfillmentCreate",
        variables={},
        created_at=LONG_AGO,
        send_before=LONG_AGO,
        readable_after=LONG_AGO,
        **fields,
    )


def test_what_our_own_calls_have_brought_about_is_recognised(store: Store, order: SalesOrder) -> None:
    processed(delivery_row(store, "orders/updated", {"id": 1001}))
    (task,) = refreshes()
    our_intent(task, effect_gids=["gid://shopify/Fulfillment/5"], state="done", settled_at=LONG_AGO)
    our_intent(task, state="done", settled_at=LONG_AGO, evidence={"effect": {"refund": "gid://shopify/Refund/6"}})

    made = processed(delivery_row(store, "fulfillments/create", {"id": 5, "order_id": 1001}))
    refund = processed(delivery_row(store, "refunds/create", {"id": 6, "order_id": 1001}))
    foreign = processed(delivery_row(store, "fulfillments/create", {"id": 6, "order_id": 1001}))

    assert made.result.startswith(f"It is our own: fulfillmentCreate of {task.pk}. ")
    assert refund.result.startswith("It is our own: ")
    assert not foreign.result.startswith("It ")
    assert foreign.state == made.state == "done"


def test_what_comes_before_the_reply_to_our_own_call_may_be_our_own(store: Store, order: SalesOrder) -> None:
    processed(delivery_row(store, "orders/updated", {"id": 1001}))
    our_intent(refreshes()[0], state="open")

    delivery = processed(delivery_row(store, "fulfillments/create", {"id": 5, "order_id": 1001}))

    assert delivery.result.startswith("It may be our own: ")


def test_a_delivery_is_looked_at_once(store: Store, order: SalesOrder) -> None:
    delivery = processed(delivery_row(store, "orders/updated", {"id": 1001}))
    Task.objects.all().delete()

    processed(delivery)

    assert delivery.attempts == 1
    assert refreshes() == []


def test_a_delivery_without_a_job_is_taken_up_after_a_minute(store: Store) -> None:
    lying = delivery_row(store, "orders/updated", {"id": 1}, received_at=now() - LEFT_LYING - timedelta(seconds=1))
    delivery_row(store, "orders/updated", {"id": 2}, received_at=now() - LEFT_LYING + timedelta(seconds=30))

    first, second = mend_deliveries(), mend_deliveries()

    assert (first, second) == (1, 0)
    assert queued_deliveries() == [lying.pk]


def test_a_defect_stops_no_other_delivery_and_is_given_up_after_five_attempts(
    store: Store, order: SalesOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = delivery_row(store, "orders/updated", {"id": 1001}, received_at=now() - timedelta(hours=1))
    sound = delivery_row(store, "nonsense", received_at=now() - timedelta(hours=1))

    def fails(*_arguments: object, **_named: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(processing, "want_refresh_of", fails)
    tries = []
    for _ in range(MOST_ATTEMPTS):
        run_deliveries([broken.pk, sound.pk])
        forget_jobs()
        tries.append(mend_deliveries())

    for delivery in (broken, sound):
        delivery.refresh_from_db()
    assert tries == [1, 1, 1, 1, 0]
    assert (broken.state, broken.attempts) == ("failed", MOST_ATTEMPTS)
    assert "DatabaseError" in broken.result
    assert [(notice.store, notice.kind, notice.subject_id) for notice in Notice.objects.all()] == [
        (store, WEBHOOK_LOST, broken.pk)
    ]
    assert sound.state == "ignored"
