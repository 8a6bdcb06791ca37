"""What dead workers leave in the Job Queue, and what a database that goes away leaves, is picked up by itself."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from backhaul.core.recurring import RecurringJob
from backhaul.flows.clock import now
from backhaul.models import JobQueueEntry, SalesOrder
from backhaul.site.database import disconnect
from tests.conftest import OwnDatabase
from tests.crash.endings import assert_each_done_once, wait_for_all, wait_for_owed
from tests.crash.fulfilling import APPLES, CREATE
from tests.crash.points import BEFORE_SETTLING, Point
from tests.crash.processes import Workers, hosted_workers
from tests.crash.scenarios import begin
from tests.crash.witness import Witness
from tests.support.commands import wait_until
from tests.support.databases import TestServer
from tests.support.shop import Shop

pytestmark = pytest.mark.crash

ROUND_POINTS = (
    Point("backhaul.jobs.round:mend_tasks"),
    Point("backhaul.jobs.round:mend_tasks", "after"),
    Point("backhaul.jobs.round:queue_due_entries", "after"),
    Point("backhaul.jobs.registration:go_round"),
)


def test_workers_killed_in_their_rounds_stop_nobody_elses(shop: Shop, workers: Workers) -> None:
    owed = begin(shop, [CREATE], 2)
    witness = Witness(shop)

    workers.run_until_killed(BEFORE_SETTLING)
    for point in ROUND_POINTS:
        workers.run_until_killed(point)
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)


def test_a_killed_worker_does_not_keep_its_order_from_going_on(shop: Shop, workers: Workers) -> None:
    order = shop.order(lines=[APPLES])
    first = shop.ship(order, "S-1", tracking="T-1", apple=2)
    second = shop.ship(order, "S-2", tracking="T-2", apple=2)
    witness = Witness(shop)

    workers.run_until_killed(BEFORE_SETTLING)
    workers.start()
    wait_for_all([first.task, second.task])

    assert witness.fulfillments(order) == [("SUCCESS", 2, "T-1"), ("SUCCESS", 2, "T-2")]
    assert witness.mutations(order) == {"fulfillmentCreate": 2}


def test_what_a_killed_worker_was_reading_is_read_by_the_next_one_at_once(shop: Shop, workers: Workers) -> None:
    order = shop.sandbox.checkout(lines=[APPLES], payment="paid")["order"]
    entry = JobQueueEntry.objects.get(store=shop.store, kind=RecurringJob.RECONCILE_ORDERS)
    JobQueueEntry.objects.filter(pk=entry.pk).update(next_run_at=now())

    workers.run_until_killed(Point("backhaul.jobs.entries:claim_entry", "after"))
    workers.start()

    wait_until(SalesOrder.objects.filter(gid=order).exists)
    wait_until(JobQueueEntry.objects.filter(pk=entry.pk, running_until=None, last_ok=True).exists)


def test_with_default_settings_a_dead_workers_job_is_taken_up_within_a_minute(
    shop: Shop, own_database: OwnDatabase, tmp_path: Path
) -> None:
    defaults = {"BACKHAUL_HEARTBEAT_SECONDS": "", "BACKHAUL_TASK_RUNNER_SECONDS": ""}
    owed = begin(shop, [CREATE], 1)
    witness = Witness(shop)

    with hosted_workers(own_database.environment, tmp_path / "default.log", **defaults) as workers:
        workers.run_until_killed(Point("backhaul.flows.task_list:claim"))
        killed_at = time.monotonic()
        workers.start()
        wait_for_owed(owed, seconds=70)

    assert time.monotonic() - killed_at <= 60
    assert_each_done_once(owed, witness)


def test_a_worker_told_to_stop_finishes_what_it_is_doing(
    shop: Shop, workers: Workers, own_database: OwnDatabase
) -> None:
    owed = begin(shop, [CREATE], 1)
    witness = Witness(shop)
    shop.sandbox.faults({"kind": "slow", "operation": "fulfillmentCreate", "seconds": 0.7})

    worker = workers.run_until_stopped(Point("backhaul.shopify.transport:Transport.send"))
    worker.end()

    assert_each_done_once(owed, witness)
    assert _jobs_under_way(own_database) == 0


def test_a_database_that_goes_away_again_and_again_leaves_one_effect(
    shop: Shop, workers: Workers, own_database: OwnDatabase, database_server: TestServer
) -> None:
    owed = begin(shop, [CREATE], 12)
    witness = Witness(shop)

    disconnect()
    for _ in range(2):
        workers.start()
    for seconds in (0.0, 0.0, 3.0, 0.0, 0.0):
        time.sleep(0.8)
        with _away(own_database, database_server):
            time.sleep(seconds)
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)


@contextmanager
def _away(database: OwnDatabase, server: TestServer) -> Iterator[None]:
    """For the length of a block nobody gets a connection to the database, and whoever had one has lost it."""
    name = conninfo_to_dict(database.url)["dbname"]
    with psycopg.connect(server.address.url("postgres"), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def _jobs_under_way(database: OwnDatabase) -> int:
    with psycopg.connect(database.url, autocommit=True) as connection:
        row = connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'").fetchone()
    assert row is not None
    return int(row[0])
