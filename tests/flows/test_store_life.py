"""A store whose app was uninstalled stops working and keeps what it has; installed again, it goes on."""

from datetime import datetime, timedelta

import pytest

from backhaul.core.errors import StoreUninstalled
from backhaul.core.store_life import CLOCKS_MAY_DIFFER
from backhaul.flows.clock import now
from backhaul.flows.job_queue import claim_entry, queue_due_entries
from backhaul.flows.steer_tasks import retry_task
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.flows.store_mappings import map_carrier
from backhaul.flows.store_policies import Policies, set_policies
from backhaul.flows.stores import replace_access
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.jobs.runner import run_task
from backhaul.models import (
    Intent,
    JobQueueEntry,
    Notice,
    PostedShipment,
    Store,
    StoreCredential,
    Task,
    WebhookDelivery,
    WebhookSecret,
)
from tests.support.inbox import delivery_row, processed
from tests.support.rows import LONG_AGO, order_row, store_row
from tests.support.sandbox import TOKEN, Sandbox
from tests.support.shipments import apples_left
from tests.support.shop import Shop, connected, run_pending, state_of

DAY = timedelta(days=1)


@pytest.fixture
def store(db: None) -> Store:
    """A connected store whose credentials were accepted a day ago."""
    made = store_row()
    StoreCredential.objects.update(accepted_at=now() - DAY)
    return made


def uninstalled(store: Store, *, at: datetime | None, **body: object) -> WebhookDelivery:
    """Shopify tells that the app is gone since that instant."""
    return processed(delivery_row(store, "app/uninstalled", body, triggered_at=at))


def test_work_stops_and_what_is_kept_stays(store: Store) -> None:
    WebhookSecret.objects.create(store=store, secret_encrypted="x", fingerprint="f", added_at=LONG_AGO)
    posted = apples_left(order_row(store))

    delivery = uninstalled(store, at=now(), myshopify_domain=store.shop_domain)

    store.refresh_from_db()
    assert (store.state, delivery.state, store.uninstalled_at) == ("uninstalled", "done", delivery.triggered_at)
    assert state_of(posted.task) == ("cancelled", "stopped")
    assert "uninstalled" in posted.task.outcome_detail
    assert not StoreCredential.objects.exists()
    assert WebhookSecret.objects.count() == 1
    assert PostedShipment.objects.count() == 1
    assert "1 tasks were called off" in Notice.objects.get(kind="store_uninstalled").words


def test_only_the_store_that_was_uninstalled_stops(store: Store) -> None:
    other = store_row("other")
    theirs = apples_left(order_row(other))
    apples_left(order_row(store))

    uninstalled(store, at=now())

    other.refresh_from_db()
    assert (other.state, state_of(theirs.task)[0]) == ("active", "pending")
    assert list(StoreCredential.objects.values_list("store", flat=True)) == [other.pk]


def test_nothing_can_be_posted_or_set_and_everything_can_be_looked_at(store: Store) -> None:
    order = order_row(store)
    earlier = apples_left(order)
    uninstalled(store, at=now())

    with pytest.raises(StoreUninstalled, match="only be looked at"):
        apples_left(order, "S-2")
    with pytest.raises(StoreUninstalled):
        undo_shipment(earlier.shipment)
    with pytest.raises(StoreUninstalled):
        set_policies(store, Policies(notify_customer=True))
    with pytest.raises(StoreUninstalled):
        map_carrier(store, "UPS", company="UPS")
    assert not apples_left(order).is_new
    assert PostedShipment.objects.count() == 1


def test_nothing_recurs_for_it_any_more(store: Store) -> None:
    uninstalled(store, at=now())

    assert queue_due_entries() == 0
    assert [claim_entry(entry.pk) for entry in JobQueueEntry.objects.all()] == [None] * JobQueueEntry.objects.count()


def test_an_uninstall_from_before_the_present_installation_is_stale(store: Store) -> None:
    delivery = uninstalled(store, at=now() - 2 * DAY)

    store.refresh_from_db()
    assert store.state == "active"
    assert "installed again" in delivery.result


def test_a_body_about_another_shop_stops_nothing(store: Store) -> None:
    delivery = uninstalled(store, at=now(), myshopify_domain="other.myshopify.com")

    store.refresh_from_db()
    assert (store.state, "another shop" in delivery.result) == ("active", True)


def test_a_second_delivery_changes_nothing(store: Store) -> None:
    first = uninstalled(store, at=now() - timedelta(hours=1))

    second = uninstalled(store, at=now())

    store.refresh_from_db()
    assert store.uninstalled_at == first.triggered_at
    assert "already" in second.result


@pytest.mark.parametrize("at", [None, timedelta(0), CLOCKS_MAY_DIFFER])
def test_news_that_may_be_stale_is_checked_by_asking_shopify(shop: Shop, at: timedelta | None) -> None:
    accepted_at = StoreCredential.objects.get(store=shop.store).accepted_at
    assert accepted_at is not None

    delivery = uninstalled(shop.store, at=None if at is None else accepted_at + at)
    run_pending()

    task = Task.objects.get(kind="verify_uninstall")
    shop.store.refresh_from_db()
    assert task.pk in delivery.result
    assert state_of(task) == ("succeeded", "nothing_to_do")
    assert shop.store.state == "active"


def test_a_store_whose_credentials_shopify_refuses_is_found_uninstalled(shop: Shop) -> None:
    shop.sandbox._post("/sandbox/tokens", {"action": "revoke"})

    uninstalled(shop.store, at=None)
    run_pending()

    shop.store.refresh_from_db()
    assert state_of(Task.objects.get(kind="verify_uninstall")) == ("succeeded", "uninstalled")
    assert shop.store.state == "uninstalled"


def test_a_call_whose_answer_is_not_known_stays_with_a_person(store: Store) -> None:
    posted = apples_left(order_row(store))
    Intent.objects.create(
        store=store,
        task=posted.task,
        subject_gid="gid://shopify/Order/1001",
        fencing=1,
        step="create",
        operation="fulfillmentCreate",
        variables={},
        created_at=LONG_AGO,
        send_before=LONG_AGO,
        readable_after=LONG_AGO,
    )

    uninstalled(store, at=now())
    run_task(posted.task.pk)

    assert state_of(posted.task) == ("needs_attention", "needs_attention")
    assert "before this was settled" in posted.task.outcome_detail
    assert Intent.objects.get().state == "open"


def test_a_task_that_runs_meanwhile_is_called_off_at_its_end(store: Store) -> None:
    posted = apples_left(order_row(store))
    Task.objects.filter(pk=posted.task.pk).update(state="running", lease_until=now() + DAY)

    uninstalled(store, at=now())

    posted.task.refresh_from_db()
    assert (posted.task.state, posted.task.cancel_requested) == ("running", True)


def test_an_undo_that_was_not_done_is_retried_when_the_app_is_back(shop: Shop) -> None:
    order = shop.order(lines=[{"sku": "apple", "title": "Apple", "price": "1.00", "quantity": 2}])
    posted = shop.ship(order, "S-1", apple=2)
    run_pending()
    undone = undo_shipment(posted.shipment)
    uninstall_by_hand(shop.store)
    run_pending()
    stopped = state_of(undone.task)

    replace_access(shop.store, token=TOKEN)
    retry_task(undone.task.pk)
    run_pending()

    assert stopped == ("needs_attention", "needs_attention")
    assert state_of(undone.task) == ("succeeded", "undone")


def test_installed_again_it_works_and_finds_what_has_changed(shop: Shop) -> None:
    order = shop.order(lines=[{"sku": "apple", "title": "Apple", "price": "1.00", "quantity": 2}])
    uninstall_by_hand(shop.store)

    access = replace_access(shop.store, token=TOKEN)
    posted = shop.ship(order, "S-1", apple=2)
    run_pending()

    shop.store.refresh_from_db()
    assert (shop.store.state, shop.store.uninstalled_at) == ("active", None)
    assert access.shop_name == "Sandbox"
    assert JobQueueEntry.objects.filter(store=shop.store, next_run_at__lte=now()).count() == queue_due_entries()
    assert state_of(posted.task) == ("succeeded", "sent")


def test_credentials_that_are_refused_leave_it_uninstalled(shop: Shop) -> None:
    uninstall_by_hand(shop.store)

    with pytest.raises(Exception, match="token"):
        replace_access(shop.store, token="shpat_wrong")

    shop.store.refresh_from_db()
    assert shop.store.state == "uninstalled"
    assert not StoreCredential.objects.exists()


def test_a_webhook_of_the_former_installation_does_not_stop_the_new_one(shop: Shop) -> None:
    uninstall_by_hand(shop.store)
    gone_at = now() - timedelta(hours=1)
    replace_access(shop.store, token=TOKEN)

    uninstalled(shop.store, at=gone_at)

    shop.store.refresh_from_db()
    assert shop.store.state == "active"


def test_the_other_store_of_a_shop_goes_on_sending(sandbox: Sandbox, shop: Shop) -> None:
    second = connected(sandbox, "second")

    uninstall_by_hand(second.store)

    order = shop.order(lines=[{"sku": "apple", "title": "Apple", "price": "1.00", "quantity": 1}])
    posted = shop.ship(order, "S-1", apple=1)
    run_pending()
    assert state_of(posted.task) == ("succeeded", "sent")
