"""When a waiting task is looked at again, and what comes before a long queue."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from backhaul.core.tasks import WaitReason
from backhaul.flows.clock import now, real_now
from backhaul.flows.endings import waiting
from backhaul.flows.task_list import put_outcome
from backhaul.models import JobQueueEntry, Task
from backhaul.models.queue import GO_ROUND, RUN_ENTRY, RUN_TASK, defer_entry, defer_round
from tests.support.shop import Shop, forget_jobs

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


@pytest.fixture
def task(shop: Shop) -> Task:
    """A pending task, alone."""
    task = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=1).task
    forget_jobs()
    return task


def let_wait(task: Task, wait: timedelta) -> None:
    """The task waits from now on."""
    with transaction.atomic():
        put_outcome(task, waiting(WaitReason.BUDGET, now() + wait))


def rounds() -> list[datetime | None]:
    """When rounds are queued for."""
    return list(ProcrastinateJob.objects.filter(task_name=GO_ROUND).values_list("scheduled_at", flat=True))


def fetched_in_order() -> list[str]:
    """What a worker would take, one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT worker_id FROM procrastinate_register_worker_v1()")
        (worker,) = cursor.fetchone()
        taken: list[str] = []
        while True:
            cursor.execute("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
            (name,) = cursor.fetchone()
            if name is None:
                return taken
            taken.append(name)


def test_a_task_that_waits_for_seconds_has_a_round_of_its_own_at_its_date(task: Task) -> None:
    let_wait(task, timedelta(seconds=4))

    (at,) = rounds()
    assert at is not None
    assert timedelta(seconds=3) < at - real_now() <= timedelta(seconds=5)


def test_a_task_that_waits_for_long_is_left_to_the_next_rounds(task: Task) -> None:
    let_wait(task, timedelta(hours=1))

    assert rounds() == []


@pytest.mark.django_db
def test_tasks_that_wait_until_the_same_second_share_a_round() -> None:
    at = real_now().replace(microsecond=300_000)

    for later in range(5):
        defer_round(at + timedelta(milliseconds=later))

    assert len(rounds()) == 1


def test_rounds_and_entries_do_not_stand_behind_a_long_queue_of_tasks(shop: Shop) -> None:
    forget_jobs()
    for number in range(3):
        shop.ship(shop.order(lines=[APPLES]), f"S-{number}", apple=1)
    defer_entry(JobQueueEntry.objects.values_list("pk", flat=True)[0])
    defer_round(real_now() - timedelta(seconds=2))

    assert fetched_in_order() == [RUN_ENTRY, GO_ROUND, RUN_TASK, RUN_TASK, RUN_TASK]
