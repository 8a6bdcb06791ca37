"""States of tasks and their changes."""

import pytest

from backhaul.core.errors import StateConflict
from backhaul.core.plan import ShortReason
from backhaul.core.tasks import ALLOWED, ENDED, TaskState, WaitReason, may_become, require_change


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
