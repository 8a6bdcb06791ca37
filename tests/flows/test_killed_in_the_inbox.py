"""A worker that is killed between any two statements, while it looks at a webhook or reads the order, loses nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from backhaul.core.tasks import TaskState
from backhaul.flows.clock import real_now
from backhaul.flows.process_deliveries import process_deliveries
from backhaul.flows.want_refresh import REFRESH_ORDER
from backhaul.jobs.runner import run_task
from backhaul.models import SalesOrder, Task, TaskAttempt
from tests.conftest import OwnDatabase
from tests.support.inbox import delivery_row, subscribe_all, take_in
from tests.support.rows import order_row, store_row
from tests.support.shop import Shop, run_pending

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
MOST_STATEMENTS = 400


class Killed(BaseException):
    """Nothing catches it, as nothing catches the end of a process."""


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    """Within it, the database gets no more than so many statements."""
    left = statement

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        if left == 0:
            raise Killed
        left -= 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


def survives(action: Callable[[], object], statement: int) -> bool:
    """Whether the action comes to its end although it is killed at that statement."""
    try:
        with killed_at(statement):
            action()
    except Killed:
        return False
    return True


@pytest.mark.parametrize("is_mirrored", [True, False])
def test_a_webhook_is_looked_at_wholly_or_not_at_all(own_database: OwnDatabase, is_mirrored: bool) -> None:
    store = store_row()
    if is_mirrored:
        order_row(store)

    for statement in range(MOST_STATEMENTS):
        delivery = delivery_row(store, "refunds/create", {"id": 5, "order_id": 1001})
        done = survives(lambda: process_deliveries([delivery.pk]), statement)  # noqa: B023 -- called at once
        delivery.refresh_from_db()
        tasks = Task.objects.filter(kind=REFRESH_ORDER).count()
        assert (delivery.state, tasks) in (("received", 0), ("done", 1)), statement
        if done:
            break

    assert statement > 3
    assert delivery.state == "done"


@pytest.mark.parametrize("statement", [1, 4, 7, 10, 15, 20, 30, 40, 60, 80])
def test_an_order_is_read_again_wherever_reading_it_was_cut_off(shop: Shop, statement: int) -> None:
    subscribe_all(shop)
    placed = shop.sandbox.checkout(lines=[APPLES], payment="paid")
    process_deliveries([delivery.pk for delivery in take_in(shop)])
    task = Task.objects.get(unique_key__endswith=placed["order"])

    survives(lambda: run_task(task.pk), statement)
    Task.objects.filter(state=TaskState.RUNNING).update(lease_until=real_now() - timedelta(seconds=1))
    run_pending()

    order = SalesOrder.objects.get(gid=placed["order"])
    task.refresh_from_db()
    assert (task.state, task.outcome, task.order) == ("succeeded", "refreshed", order)
    assert order.fulfillment_orders.count() == 1
    assert not TaskAttempt.objects.filter(ended_at=None).exists()
