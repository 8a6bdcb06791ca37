"""The Job Queue's worker ends when it is told to, and not before what it is at is done."""

import threading

import pytest
from django.db import transaction

from backhaul.core.outcome import Outcome
from backhaul.core.tasks import TaskState
from backhaul.flows import task_list
from backhaul.flows.endings import Evidence
from backhaul.flows.leases import Lease
from backhaul.flows.portal_links import SEND_PORTAL_LINK
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.jobs.worker import run_worker
from tests.conftest import OwnDatabase
from tests.support.rows import store_row


def test_a_worker_told_to_stop_during_a_job_finishes_it_and_takes_no_other(
    own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_row()
    with transaction.atomic():
        tasks = [write_task(TaskOrder(SEND_PORTAL_LINK, f"{SEND_PORTAL_LINK}:none {n}", store)) for n in range(3)]
    stop, end_run = threading.Event(), task_list.end_run

    def told_to_stop_at_last(lease: Lease, outcome: Outcome, evidence: Evidence) -> None:
        end_run(lease, outcome, evidence)
        stop.set()

    monkeypatch.setattr(task_list, "end_run", told_to_stop_at_last)
    monkeypatch.setattr("backhaul.jobs.worker.STOP_CHECK_SECONDS", 5)
    run_worker(concurrency=1, stop=stop)

    for task in tasks:
        task.refresh_from_db()
    assert [task.state for task in tasks] == [TaskState.SUCCEEDED, TaskState.PENDING, TaskState.PENDING]
    assert [task.fencing for task in tasks] == [1, 0, 0]
