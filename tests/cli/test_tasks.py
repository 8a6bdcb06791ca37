"""`backhaul tasks` and `backhaul jobs`."""

import pytest

from backhaul.models import SalesOrder, Store, Task
from tests.cli.command_line import CommandLine
from tests.support.rows import LONG_AGO

LATER = "2096-01-01T00:00:00Z"


@pytest.fixture
def task(backhaul: CommandLine, order: SalesOrder) -> Task:
    """The task of a posted shipment."""
    backhaul("ship", "#1001", "--number", "S-1", "--line", "apple=1")
    return Task.objects.get()


def test_a_task_is_postponed_retried_and_cancelled(backhaul: CommandLine, task: Task) -> None:
    states = []
    for steering in (("postpone", "--until", LATER), ("retry",), ("cancel", "--reason", "No")):
        assert backhaul("tasks", *steering, task.pk, "--json").json == {"done": [task.pk], "refused": []}
        task.refresh_from_db()
        states.append(task.state)

    assert states == ["waiting", "pending", "cancelled"]


def test_all_that_match_are_first_counted_and_then_steered(backhaul: CommandLine, task: Task) -> None:
    preview = backhaul("tasks", "cancel", "--reason", "No", "--state", "pending")
    untouched = Task.objects.get().state
    done = backhaul("tasks", "cancel", "--reason", "No", "--state", "pending", "--yes", "--json")

    assert preview.out == "1 tasks match. Add --yes to do it.\n"
    assert untouched == "pending"
    assert done.json["done"] == [task.pk]


@pytest.mark.parametrize("arguments", [(), ("tsk_1", "--state", "pending")])
def test_tasks_are_named_or_matched_but_not_both_and_not_neither(
    backhaul: CommandLine, store: Store, arguments: tuple[str, ...]
) -> None:
    assert backhaul("tasks", "retry", *arguments).code == 2


def test_an_unknown_task_is_not_found(backhaul: CommandLine, store: Store) -> None:
    assert backhaul("tasks", "retry", "tsk_1", "--json").json["error"]["code"] == "not-found"
    assert backhaul("tasks", "show", "tsk_1").code == 1


def test_a_task_shows_why_it_waits_and_what_was_tried(backhaul: CommandLine, task: Task) -> None:
    task.tries.create(fencing=1, worker="w", started_at=LONG_AGO, error_code="reply-lost", message="No answer.")
    backhaul("tasks", "postpone", "--until", LATER, task.pk)

    shown = backhaul("tasks", "show", task.pk)

    assert "A person has postponed it." in shown.out
    assert "reply-lost: No answer." in shown.out


def test_a_decision_stays_with_the_task(backhaul: CommandLine, task: Task) -> None:
    result = backhaul("tasks", "choose", task.pk, "--scheduled", "open_early", "--json")

    assert result.code == 0
    assert Task.objects.get().choices == {"scheduled": "open_early"}


def test_tasks_and_jobs_are_listed(backhaul: CommandLine, task: Task) -> None:
    tasks = backhaul("tasks", "list", "--state", "pending", "--json").json
    jobs = backhaul("jobs", "list", "--json").json

    assert [found["id"] for found in tasks["items"]] == [task.pk]
    assert "task_list_runner" in [job["kind"] for job in jobs]
    assert "task_list_runner" in backhaul("jobs", "list").out
