"""Job Queue entries, and what keeps the Task List moving."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from backhaul.core.recurring import RecurringJob
from backhaul.core.shopify_errors import ShopifyError
from backhaul.flows.clock import now
from backhaul.flows.job_queue import claim_entry, end_entry
from backhaul.flows.mend_tasks import AT_ONCE, mend_tasks
from backhaul.flows.reconcile import reconcile_orders
from backhaul.flows.stores import StoreRequest, connect_store
from backhaul.models import JobQueueEntry, SalesOrder, Store, Task
from tests.conftest import OwnDatabase
from tests.support.sandbox import TOKEN, Sandbox
from tests.support.shop import Shop, forget_jobs

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


def test_nothing_runs_for_a_store_before_its_access_has_been_tried(own_database: OwnDatabase, sandbox: Sandbox) -> None:
    sandbox.faults(
        {"operation": "shop", "nth": 1, "kind": "slow", "seconds": 2},
        {"operation": "locations", "nth": 1, "kind": "status", "status": 403},
    )
    request = StoreRequest(slug="new", shop_domain="new.myshopify.com", token=TOKEN, api_url=sandbox.url)
    errors: list[ShopifyError] = []

    def connect() -> None:
        try:
            connect_store(request)
        except ShopifyError as error:
            errors.append(error)
        finally:
            connection.close()

    connecting = threading.Thread(target=connect)
    connecting.start()
    while not Store.objects.filter(slug="new").exists():
        connecting.join(0.05)
    entries = JobQueueEntry.objects.count()
    connecting.join()
    sandbox.faults()

    assert entries == 0
    assert len(errors) == 1
    assert not Store.objects.exists()


def test_an_interval_changed_during_a_run_counts_for_the_next_one(shop: Shop) -> None:
    entry = claim_entry(JobQueueEntry.objects.get(kind=RecurringJob.RETENTION).pk)
    assert entry is not None
    JobQueueEntry.objects.filter(pk=entry.pk).update(interval_seconds=60)

    end_entry(entry, result="done", ok=True)

    entry.refresh_from_db()
    assert entry.interval_seconds == 60
    assert entry.next_run_at <= now() + timedelta(seconds=60)


def test_an_entry_that_has_gone_with_its_store_is_not_written_again(shop: Shop) -> None:
    entry = claim_entry(JobQueueEntry.objects.get(kind=RecurringJob.RETENTION).pk)
    assert entry is not None
    shop.store.delete()

    end_entry(entry, result="done", ok=True)

    assert not JobQueueEntry.objects.exists()


def test_an_order_that_shopify_does_not_show_does_not_keep_later_ones_from_being_read(shop: Shop) -> None:
    _, later = [shop.sandbox.checkout(lines=[APPLES], payment="paid") for _ in range(2)]
    hidden = {"operation": "order", "kind": "body", "body": '{"data": {"order": null}}', "status": 200}
    shop.sandbox.faults(*({**hidden, "nth": number} for number in (1, 2, 3)))

    reconcile_orders(JobQueueEntry.objects.get(kind=RecurringJob.RECONCILE_ORDERS))
    shop.sandbox.faults()

    assert SalesOrder.objects.filter(gid=later["order"]).exists()


@pytest.mark.parametrize("job_id", [None, 999_999_999])
def test_an_old_task_without_a_job_gets_one_however_many_newer_ones_have_theirs(shop: Shop, job_id: int | None) -> None:
    orphan = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=1).task
    forget_jobs()
    live = ProcrastinateJob.objects.raw(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('tasks', 'x', '{}') RETURNING *"
    )[0]
    Task.objects.filter(pk=orphan.pk).update(job_id=job_id)
    Task.objects.bulk_create(
        Task(store=shop.store, kind="x", unique_key=f"x{i}", serial_key=f"x{i}", job_id=live.id, created_at=now())
        for i in range(AT_ONCE)
    )

    requeued = mend_tasks().requeued

    orphan.refresh_from_db()
    assert requeued == 1
    assert ProcrastinateJob.objects.filter(id=orphan.job_id, status="todo").exists()
