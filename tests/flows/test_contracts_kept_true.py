"""Subscriptions that changed and of which no webhook has told are found, by searching and by comparing."""

import pytest

from backhaul.core.recurring import Ran, RecurringJob
from backhaul.flows.compare_nightly import compare_nightly
from backhaul.flows.reconcile import reconcile_orders
from backhaul.models import Contract, JobQueueEntry, StoreCredential, Task
from tests.support.inbox import subscribe_all, take_in
from tests.support.payments import Calendar
from tests.support.sandbox import reads
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import edit_elsewhere, offer, subscribe

APPLES = {"sku": "apple", "price": "10.00"}


@pytest.fixture
def shop(shop: Shop, calendar: Calendar) -> Shop:
    """The store was connected some minutes ago."""
    calendar.advance(minutes=20)
    return shop


def reconcile(shop: Shop) -> Ran:
    return reconcile_orders(JobQueueEntry.objects.get(store=shop.store, kind=RecurringJob.RECONCILE_ORDERS))


def compare(shop: Shop) -> Ran:
    return compare_nightly(JobQueueEntry.objects.get(store=shop.store, kind=RecurringJob.NIGHTLY_COMPARISON))


def forget(contract: Contract) -> None:
    """As if it had never been read."""
    Task.objects.filter(kind="refresh_contract", unique_key__endswith=contract.gid).delete()
    contract.delete()


def test_a_contract_that_changed_without_a_webhook_is_read_counted_and_said(shop: Shop, calendar: Calendar) -> None:
    contract = subscribe(shop)
    calendar.advance(minutes=30)
    reconcile(shop)
    edit_elsewhere(shop, contract.gid, note="Ring twice")
    calendar.advance(minutes=30)

    ran = reconcile(shop)
    again = reconcile(shop)

    contract.refresh_from_db()
    assert contract.content["note"] == "Ring twice"
    assert ran.words == "1 subscription read, 1 of which no webhook had told of"
    assert contract.differences.get().learned_by == "reconcile"
    assert again.words == "nothing had changed"


def test_a_change_that_a_webhook_has_told_of_is_not_called_missed(shop: Shop, calendar: Calendar) -> None:
    contract = subscribe(shop)
    calendar.advance(minutes=30)
    reconcile(shop)
    subscribe_all(shop)
    edit_elsewhere(shop, contract.gid, note="Ring twice")
    told = take_in(shop)
    calendar.advance(minutes=30)

    ran = reconcile(shop)

    assert told
    assert ran.words == "1 subscription read, 0 of which no webhook had told of"


def test_contracts_from_before_the_store_was_connected_are_read_the_first_time(shop: Shop) -> None:
    forget(subscribe(shop))

    reconcile(shop)

    assert Contract.objects.get().orders.get().order is not None


def test_a_store_whose_app_may_not_read_contracts_is_not_asked_for_any(shop: Shop) -> None:
    StoreCredential.objects.update(granted_scopes=["read_orders"])
    shop.sandbox.checkout(payment="paid", lines=[{**APPLES, "selling_plan": {"id": offer(shop)}}])

    words = (reconcile(shop).words, compare(shop).words)

    assert not Contract.objects.exists()
    assert not [text for text in words if "subscription" in text]
    assert reads(shop.sandbox, "ContractsChanged") == reads(shop.sandbox, "ContractsListed") == 0


def test_a_mirror_that_is_true_is_compared_without_reading_a_contract(shop: Shop) -> None:
    subscribe(shop)
    before = reads(shop.sandbox, "Contract")

    ran = compare(shop)

    assert ran.words.startswith("1 order and 3 fulfillment orders compared, and 1 subscription:")
    assert reads(shop.sandbox, "Contract") == before


def test_the_comparison_reads_what_differs_and_what_is_not_known(shop: Shop, calendar: Calendar) -> None:
    contract = subscribe(shop)
    Contract.objects.filter(pk=contract.pk).update(status="PAUSED", snapshot_sha256="")
    forget(subscribe(shop))
    calendar.advance(minutes=30)

    ran = compare(shop)

    contract.refresh_from_db()
    assert contract.status == "ACTIVE"
    assert Contract.objects.count() == 2
    assert "2 subscriptions differed" in ran.words


def test_a_contract_that_shopify_does_not_list_any_more_is_looked_for_and_kept_as_gone(
    shop: Shop, calendar: Calendar
) -> None:
    contract = subscribe(shop)
    calendar.advance(minutes=30)
    shop.sandbox.reset()

    ran = compare(shop)
    run_pending()

    contract.refresh_from_db()
    assert "1 subscription not listed any more" in ran.words
    assert contract.deleted_at is not None
