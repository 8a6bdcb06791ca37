"""Everything of an uninstalled store is deleted, nothing of any other, and a record remains."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction

from backhaul.flows import shop_erasure
from backhaul.flows.steer_tasks import retry_task
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.jobs.runner import run_task
from backhaul.models import IdempotentRequest, PostedInvoice, PrivacyRequest, Store, StoreCredential, Task
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.support.inbox import delivery_row, processed
from tests.support.personal_contracts import credited_unit, personal_contract
from tests.support.personal_rows import personal_order, store_wide_rows
from tests.support.rows import order_row, store_row
from tests.support.sandbox import Sandbox
from tests.support.shop import connected
from tests.support.told_rows import told_rows
from tests.support.whole_database import counted, rows_of

EMPTY_ANYWAY = {"ClockOffset", "PrivacyRequest"}


@pytest.fixture(autouse=True)
def database(own_database: OwnDatabase) -> Iterator[None]:
    """One whose transactions are real: references are checked at the end of each."""
    yield
    close_transports()


def asked(store: Store) -> PrivacyRequest:
    """The request that came of Shopify's webhook."""
    store.refresh_from_db()
    delivery = processed(delivery_row(store, "shop/redact", {"shop_domain": store.shop_domain}))
    return PrivacyRequest.objects.get(event_id=delivery.event_id)


def carried_out(request: PrivacyRequest) -> PrivacyRequest:
    """The request after its task has run."""
    assert request.task_id is not None
    run_task(request.task_id)
    return PrivacyRequest.objects.get(pk=request.pk)


def full_store(slug: str) -> Store:
    """A store with something in every table; the orders of two of them have the same gids."""
    store = store_row(slug)
    order = personal_order(store)
    credited_unit(order)
    personal_contract(order)
    order_row(store, 2002)
    store_wide_rows(store)
    told_rows(store, order.customer_gid)
    return store


def test_a_store_is_deleted_whole_and_the_other_keeps_every_row() -> None:
    shop, other = full_store("shop"), full_store("other")
    everywhere = counted()
    kept, answers = rows_of(other), IdempotentRequest.objects.count()
    uninstall_by_hand(shop)

    request = carried_out(asked(shop))

    assert {model.__name__ for model, count in everywhere.items() if not count} <= EMPTY_ANYWAY
    assert rows_of(other) == kept
    assert [name for name, rows in rows_of(shop).items() if rows] == []
    assert (Store.objects.get().slug, IdempotentRequest.objects.count()) == ("other", answers // 2)
    assert (request.state, request.store, request.task) == ("done", None, None)
    assert request.counts["SalesOrder"] == 2
    assert request.counts["PostedInvoice"] == 1
    assert str(sum(request.counts.values())) in request.result


def test_a_run_that_is_cut_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = full_store("shop")
    uninstall_by_hand(shop)
    request = asked(shop)
    monkeypatch.setattr(shop_erasure, "AT_ONCE", 1)
    whole = shop_erasure._delete_rest
    monkeypatch.setattr(shop_erasure, "_delete_rest", lambda _request: 1 / 0)

    cut_off = carried_out(request)
    monkeypatch.setattr(shop_erasure, "_delete_rest", whole)
    Task.objects.filter(pk=request.task_id).update(state="pending", wait_reason="", wake_at=None)
    done = carried_out(request)

    assert (cut_off.state, cut_off.counts["SalesOrder"]) == ("open", 2)
    assert (done.state, done.counts["SalesOrder"]) == ("done", 2)
    assert not Store.objects.exists()


def test_other_requests_of_the_store_keep_their_record_and_no_data() -> None:
    shop = full_store("shop")
    earlier = processed(delivery_row(shop, "customers/data_request", {"customer": {"id": 9000}}))
    export = PrivacyRequest.objects.get(event_id=earlier.event_id)
    carried_out(export)
    waiting = processed(delivery_row(shop, "customers/redact", {"customer": {"id": 9000}}))
    uninstall_by_hand(shop)

    carried_out(asked(shop))

    export.refresh_from_db()
    assert (export.state, export.export_encrypted, export.store) == ("done", "", None)
    other = PrivacyRequest.objects.get(event_id=waiting.event_id)
    assert (other.state, other.result) == ("done", "Everything of the store was deleted.")


def test_a_store_that_was_never_reported_uninstalled_needs_a_person() -> None:
    shop = full_store("shop")
    StoreCredential.objects.filter(store=shop).delete()

    request = carried_out(asked(shop))

    assert request.state == "open"
    assert request.task is not None
    assert request.task.state == "needs_attention"
    assert "store uninstall" in request.task.outcome_detail
    assert Store.objects.filter(pk=shop.pk).exists()
    uninstall_by_hand(shop)
    retry_task(request.task.pk)
    assert carried_out(request).state == "done"
    assert not Store.objects.exists()


def test_a_store_that_was_installed_again_is_left_with_a_record_of_why(sandbox: Sandbox) -> None:
    store = connected(sandbox).store
    order_row(store)

    request = carried_out(asked(store))

    assert (request.state, request.counts) == ("refused", {})
    assert "installed again" in request.result
    assert store.orders.count() == 1


def test_posted_statements_cannot_be_deleted_otherwise() -> None:
    full_store("shop")

    with pytest.raises(DatabaseError), transaction.atomic():
        PostedInvoice.objects.all()._raw_delete(using="default")
