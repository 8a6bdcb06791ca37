"""A store's work stops and goes on: by hand, or because Shopify does not let us in."""

import pytest

from backhaul.core.errors import InputError, StoreUninstalled
from backhaul.core.recurring import RUNS_WHILE_PAUSED, RecurringJob
from backhaul.core.store_life import PausedBy
from backhaul.flows.job_queue import claim_entry, queue_due_entries
from backhaul.flows.recurring import keep_access
from backhaul.flows.store_access import check_access
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.flows.store_pauses import pause_by_hand, pause_store, resume_store
from backhaul.jobs.entries import run_entry
from backhaul.models import JobQueueEntry, Store
from tests.support.inbox import delivery_row, processed
from tests.support.rows import order_row, store_row
from tests.support.shipments import apples_left
from tests.support.shop import Shop, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


def paused(store: Store) -> tuple[str, str, str]:
    """Its state, who paused it, and why."""
    store.refresh_from_db()
    return store.state, store.paused_by, store.pause_reason


def entry_of(store: Store, kind: RecurringJob) -> JobQueueEntry:
    """A recurring job of the store, with the store as it is now."""
    return JobQueueEntry.objects.select_related("store").get(store=store, kind=kind)


def test_a_store_paused_by_hand_waits_for_a_person_though_its_access_works(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    pause_by_hand(shop.store, reason="Stocktaking")
    posted = shop.ship(order, "S-1", apple=2)
    run_pending()

    keep_access(entry_of(shop.store, RecurringJob.TOKEN_REFRESH))
    check_access(shop.store)

    assert paused(shop.store) == ("paused", "person", "Stocktaking")
    posted.task.refresh_from_db()
    assert (posted.task.wait_reason, posted.task.outcome_detail) == ("store_paused", "Stocktaking")
    resume_store(shop.store)
    run_pending()
    assert state_of(posted.task) == ("succeeded", "sent")


def test_a_store_that_shopify_refused_goes_on_by_itself(shop: Shop) -> None:
    pause_store(shop.store, reason="The token was withdrawn.")

    words = keep_access(entry_of(shop.store, RecurringJob.TOKEN_REFRESH))

    assert paused(shop.store) == ("active", "", "")
    assert "resumed" in words


def test_a_refusal_that_a_recurring_job_meets_pauses_the_store(shop: Shop) -> None:
    shop.sandbox.faults({"operation": "orders", "nth": 1, "kind": "status", "status": 402})

    run_entry(entry_of(shop.store, RecurringJob.RECONCILE_ORDERS).pk)

    state, by, reason = paused(shop.store)
    assert (state, by) == ("paused", "access")
    assert reason
    assert entry_of(shop.store, RecurringJob.RECONCILE_ORDERS).last_ok is False


def test_a_refusal_does_not_take_a_persons_pause_away(db: None) -> None:
    store = store_row()
    pause_by_hand(store, reason="Stocktaking")

    pause_store(store, reason="The token was withdrawn.")

    assert paused(store) == ("paused", "person", "Stocktaking")


def test_a_person_can_take_over_a_pause(db: None) -> None:
    store = store_row()
    pause_store(store, reason="The token was withdrawn.")

    pause_by_hand(store, reason="We are moving")

    assert paused(store) == ("paused", PausedBy.PERSON, "We are moving")


def test_a_paused_stores_webhooks_are_taken_and_only_upkeep_recurs(db: None) -> None:
    store, other = store_row(), store_row("other")
    pause_by_hand(store, reason="Stocktaking")

    delivery = processed(delivery_row(store, "orders/updated", {"id": 1001}))

    kinds = {entry.kind for entry in JobQueueEntry.objects.filter(store=store) if claim_entry(entry.pk)}
    assert delivery.state == "done"
    assert kinds == set(RUNS_WHILE_PAUSED)
    assert queue_due_entries() == JobQueueEntry.objects.filter(store=other).count()


def test_a_pause_needs_a_reason(db: None) -> None:
    with pytest.raises(InputError):
        pause_by_hand(store_row(), reason="  ")


def test_an_uninstalled_store_can_be_neither_paused_nor_resumed(db: None) -> None:
    store = store_row()
    apples_left(order_row(store))
    uninstall_by_hand(store)

    with pytest.raises(StoreUninstalled):
        pause_by_hand(store, reason="Stocktaking")
    with pytest.raises(StoreUninstalled):
        resume_store(store)
    pause_store(store, reason="The token was withdrawn.")
    assert paused(store) == ("uninstalled", "", "")
