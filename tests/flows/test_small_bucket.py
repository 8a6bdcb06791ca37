"""Many shipments at once on a bucket that is too small for them."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from backhaul.flows.clock import now
from backhaul.jobs.runner import run_task
from backhaul.models import BudgetBucket, Task
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.support.commands import COMMAND, wait_until
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected, state_of

TEA = {"sku": "tea", "title": "Tea", "price": "5.00", "quantity": 2}
SHIPMENTS = 16


@pytest.fixture
def small_shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    """A store whose bucket holds three reads; it refills fast at first."""
    sandbox.reset(bucket_size=100, restore_rate=60)
    sandbox.scale_budget(1000)
    yield connected(sandbox)
    close_transports()


@contextmanager
def workers(environment: Mapping[str, str], *, count: int, threads: int) -> Iterator[None]:
    """Worker processes as an installation runs them, for the length of a block."""
    with ExitStack() as stack:
        for _ in range(count):
            command = [*COMMAND, "worker", "--concurrency", str(threads), "--parent", str(os.getpid())]
            process = stack.enter_context(subprocess.Popen(command, env=dict(environment), stderr=subprocess.DEVNULL))
            stack.callback(process.terminate)
        yield


def test_a_bucket_that_many_workers_share_is_never_overdrawn_and_nobody_is_counted_out(
    own_database: OwnDatabase, small_shop: Shop
) -> None:
    shop, sandbox = small_shop, small_shop.sandbox
    orders = [shop.order(lines=[TEA]) for _ in range(SHIPMENTS)]
    sandbox.scale_budget(1)
    orders.append(shop.order(lines=[TEA]))  # its reply tells how slowly the bucket refills now
    tasks = [shop.ship(order, f"S-{number}", tea=1).task for number, order in enumerate(orders)]

    with workers(own_database.environment, count=2, threads=6):
        wait_until(lambda: not Task.objects.exclude(state="succeeded").exists(), seconds=90)

    log = sandbox.log()
    sandbox.scale_budget(1000)  # for those who look now
    assert [entry for entry in log if entry["errors"] or entry["status"] != 200] == []
    assert {state_of(task) for task in tasks} == {("succeeded", "sent")}
    assert {task.attempts for task in tasks} == {0}
    assert [shop.fulfilled(order) for order in orders] == [{"tea": 1}] * len(orders)


def test_waiting_for_points_is_no_attempt_and_lasts_as_long_as_the_refill(shop: Shop) -> None:
    posted = shop.ship(shop.order(lines=[TEA]), "S-1", tea=1)
    empty(shop, points_per_second=1)

    run_task(posted.task.pk)

    assert state_of(posted.task) == ("waiting", "waiting_until")
    assert posted.task.wait_reason == "budget"
    assert posted.task.attempts == 0
    assert posted.task.wake_at is not None
    assert timedelta(seconds=30) < posted.task.wake_at - now() < timedelta(seconds=60)


def empty(shop: Shop, *, points_per_second: float) -> None:
    """Nothing is left in the store's bucket, as far as we know."""
    BudgetBucket.objects.filter(store=shop.store).update(
        level=0, restore_rate=points_per_second, level_at=datetime.now(UTC)
    )
