"""Runs one task: claim it, call its flow, end the run in a named state. The only place with a broad `except`."""

import os
import random
import socket
import threading

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections

from backhaul.core.errors import BackhaulError
from backhaul.core.outcome import Outcome
from backhaul.flows import task_list
from backhaul.flows.after_failure import database_away, evidence_of, outcome_after
from backhaul.flows.endings import Evidence, called_off
from backhaul.flows.leases import CancelRequested, Lease, LeaseLost
from backhaul.flows.registry import TASK_HANDLERS
from backhaul.models import Task

log = structlog.get_logger()


def worker_name() -> str:
    """Which process and thread is at work, for people who look for it."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.current_thread().name}"


def run_task(task_id: str) -> None:
    """Run a task once if it is pending and nothing holds it back.

    Running it twice is harmless: the second claim finds it taken or ended.
    """
    lease = task_list.claim(task_id, worker=worker_name())
    if lease is None:
        return
    task = Task.objects.select_related("store", "order").get(pk=task_id)
    events = log.bind(task_id=task.pk, kind=task.kind, store=task.store.slug, fencing=lease.fencing)
    events.info("task.leased")
    try:
        outcome, evidence = _run(task, lease)
        task_list.end_run(lease, outcome, evidence)
        events.info("task.ended", state=outcome.state, outcome=outcome.name, error=evidence.error_code)
    except LeaseLost:
        events.warning("task.lease_lost")


def _run(task: Task, lease: Lease) -> tuple[Outcome, Evidence]:
    held_back = task_list.held_back(task)
    if held_back:
        return held_back, Evidence()
    try:
        return TASK_HANDLERS[task.kind](task, lease), Evidence()
    except LeaseLost:
        raise
    except CancelRequested:
        return called_off("Called off before its next step."), Evidence()
    except BackhaulError as error:
        return outcome_after(error, task, jitter=random.random()), evidence_of(error)  # noqa: S311 -- spreads retries
    except (OperationalError, InterfaceError) as error:
        close_old_connections()  # what is written about this needs a connection that works
        log.warning("task.database_away", task_id=task.pk, kind=task.kind)
        return database_away(), evidence_of(error)
    except Exception as error:
        log.exception("task.defect", task_id=task.pk, kind=task.kind)
        return outcome_after(error, task, jitter=random.random()), evidence_of(error)  # noqa: S311 -- spreads retries
