"""States of tasks, Job Queue intervals, and the errors as a whole."""

import inspect
from datetime import timedelta

import pytest

from backhaul.core import errors, shopify_errors
from backhaul.core.errors import BackhaulError, StateConflict, UnknownLocation
from backhaul.core.gids import gid, number_of
from backhaul.core.locations import resolve_location
from backhaul.core.plan import ShortReason
from backhaul.core.recurring import INTERVALS, RecurringJob, next_run
from backhaul.core.tasks import ALLOWED, ENDED, TaskState, WaitReason, may_become, require_change
from tests.core.builders import HERE, NOW

ERRORS = [
    found
    for module in (errors, shopify_errors)
    for _, found in inspect.getmembers(module, inspect.isclass)
    if issubclass(found, BackhaulError) and found.__module__ == module.__name__
]


def test_a_task_that_has_ended_never_changes() -> None:
    assert {TaskState.SUCCEEDED, TaskState.CANCELLED} == ENDED
    assert not any(may_become(ended, state) for ended in ENDED for state in TaskState)


def test_a_running_task_is_not_started_twice_and_a_waiting_one_not_at_all() -> None:
    assert not may_become(TaskState.RUNNING, TaskState.RUNNING)
    assert not may_become(TaskState.WAITING, TaskState.RUNNING)
    assert may_become(TaskState.PENDING, TaskState.RUNNING)


def test_a_change_that_is_not_allowed_names_the_task_and_its_state() -> None:
    with pytest.raises(StateConflict, match="tsk_1 is succeeded"):
        require_change("tsk_1", TaskState.SUCCEEDED, TaskState.PENDING)


def test_every_state_is_in_the_table() -> None:
    assert set(ALLOWED) == set(TaskState)


def test_everything_that_waits_or_is_short_has_words() -> None:
    assert all(reason.words for reason in WaitReason)
    assert all(reason.words for reason in ShortReason)
    assert all(job.words and INTERVALS[job] for job in RecurringJob)


def test_a_job_runs_at_once_when_it_never_ran_or_is_overdue_and_else_after_its_interval() -> None:
    quarter = timedelta(minutes=15)

    assert next_run(NOW, None, quarter) == NOW
    assert next_run(NOW, NOW - timedelta(hours=5), quarter) == NOW
    assert next_run(NOW, NOW - timedelta(minutes=5), quarter) == NOW + timedelta(minutes=10)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_is_drawn_in_the_tree(error: type[BackhaulError]) -> None:
    assert errors.__doc__ is not None
    assert error.__name__ in errors.__doc__


def test_no_two_errors_share_a_code() -> None:
    codes = [error.code for error in ERRORS]

    assert len(codes) == len(set(codes))
    assert all(code == code.lower() and " " not in code and "_" not in code for code in codes)


@pytest.mark.parametrize("named", ["main", "MAIN", " main ", HERE, "1"])
def test_a_location_is_named_by_our_code_its_gid_or_its_number(named: str) -> None:
    assert resolve_location(named, {"Main": HERE}) == HERE


@pytest.mark.parametrize("named", ["", "attic", "2", "gid://shopify/Order/1"])
def test_an_unknown_location_names_the_known_ones(named: str) -> None:
    with pytest.raises(UnknownLocation) as caught:
        resolve_location(named, {"Main": HERE})

    assert "Main" in caught.value.hint


@pytest.mark.parametrize("text", ["gid://shopify/Order/7", "7"])
def test_a_number_is_read_from_a_gid_or_digits(text: str) -> None:
    assert number_of(text, "Order") == 7
    assert gid("Order", 7) == "gid://shopify/Order/7"


@pytest.mark.parametrize("text", ["", "gid://shopify/LineItem/7", "x7", "7;DROP", "gid://shopify/Order/"])
def test_what_is_not_an_id_is_refused(text: str) -> None:
    with pytest.raises(errors.BadReference):
        number_of(text, "Order")
