"""One task that stands for the same work time and again."""

import pytest
from django.db import transaction

from backhaul.core.outcome import Outcome
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from backhaul.flows.clock import now
from backhaul.flows.endings import Evidence, attention, waiting
from backhaul.flows.task_list import TaskOrder, claim, end_run, put_outcome, want_again
from backhaul.models import Store, Task
from tests.conftest import OwnDatabase
from tests.support.rows import store_row
from tests.support.shop import forget_jobs

DONE = Outcome(OutcomeName.NOTHING_TO_DO, TaskState.SUCCEEDED, "Nothing was new.")


@pytest.fixture
def store(own_database: OwnDatabase) -> Store:
    return store_row()


def wanted(store: Store) -> Task:
    """What a person or a webhook does."""
    with transaction.atomic():
        return want_again(TaskOrder("look", "look:1", store))


def run(store: Store, outcome: Outcome, *, wanted_meanwhile: bool = False) -> Task:
    """One run of the task that ends so."""
    task = Task.objects.get()
    lease = claim(task.pk, worker="w")
    assert lease is not None
    if wanted_meanwhile:
        wanted(store)
    end_run(lease, outcome, Evidence())
    return Task.objects.get()


def test_a_thousand_wishes_before_it_runs_are_one_run(store: Store) -> None:
    first = wanted(store)
    forget_jobs()

    for _ in range(10):
        wanted(store)

    task = Task.objects.get()
    assert (task.pk, task.state, task.job_id) == (first.pk, "pending", first.job_id)


def test_a_wish_while_it_runs_makes_it_run_once_more(store: Store) -> None:
    wanted(store)

    task = run(store, DONE, wanted_meanwhile=True)

    assert task.state == TaskState.PENDING
    assert run(store, DONE).state == TaskState.SUCCEEDED


def test_one_that_has_ended_begins_anew(store: Store) -> None:
    wanted(store)
    run(store, DONE)

    task = wanted(store)

    assert (task.state, task.outcome, task.settled_at, task.attempts) == ("pending", "", None, 0)
    assert run(store, DONE).tries.count() == 2


def test_one_that_needs_a_person_is_tried_again(store: Store) -> None:
    wanted(store)
    run(store, attention("It could not be read."))

    assert wanted(store).state == TaskState.PENDING


@pytest.mark.parametrize(("reason", "state"), [("routing", "pending"), ("budget", "waiting"), ("postponed", "waiting")])
def test_only_what_waits_for_shopify_looks_again_at_once(store: Store, reason: str, state: str) -> None:
    task = wanted(store)
    with transaction.atomic():
        put_outcome(task, waiting(WaitReason(reason), now()))

    assert wanted(store).state == state
