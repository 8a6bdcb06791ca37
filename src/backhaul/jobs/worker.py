"""Runs the Job Queue's worker in this process."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections
from django.db.models import Q
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.middleware import WorkerMiddleware
from procrastinate.worker import Worker

from backhaul.flows.clock import real_now

POLL_SECONDS = 0.25
"""Nobody announces that a job has become due, or that an order's lock is free: a worker looks every so often."""
STOP_CHECK_SECONDS = 0.2
GRACE_SECONDS = 30.0
BEGIN_AGAIN_SECONDS = 2.0
CONNECTION_SECONDS = 10.0
RECONNECT_SECONDS = 5.0
"""After that long the pool begins anew when it is asked; otherwise its pauses between two tries grow to minutes."""

log = structlog.get_logger()


def run_worker(*, concurrency: int, stop: threading.Event) -> None:
    """Carry out jobs until `stop` is set; what is under way is finished first.

    Procrastinate's worker ends when the database goes away for a moment, or when it was taken for dead and struck off;
    then a new one begins.
    """
    while not stop.is_set():
        try:
            asyncio.run(_work(_worker_app(), concurrency=concurrency, stop=stop))
        except ConnectorException as error:
            log.warning("worker.interrupted", cause=str(error.__cause__ or error).strip())
        stop.wait(BEGIN_AGAIN_SECONDS)


def run_until_idle(*, concurrency: int) -> None:
    """Carry out what is queued and due now, and what follows from it, then return.

    Procrastinate's worker stops looking for jobs while its last ones are still running: what these have queued needs
    another one. Jobs that none can take, because another process is at work on the same order, are left.
    """
    left: list[int] = []
    while (due := _due_jobs()) and due != left:
        left = due
        _worker_app().run_worker(
            concurrency=concurrency, wait=False, listen_notify=False, install_signal_handlers=False
        )


def _due_jobs() -> list[int]:
    due = Q(scheduled_at=None) | Q(scheduled_at__lte=real_now())
    return list(ProcrastinateJob.objects.filter(due, status="todo").order_by("id").values_list("id", flat=True))


def _worker_app() -> App:
    connector = PsycopgConnector(
        kwargs=connector_params(),
        min_size=1,
        max_size=4,
        timeout=CONNECTION_SECONDS,
        reconnect_timeout=RECONNECT_SECONDS,
    )
    return app.with_connector(connector)


async def _work(worker_app: App, *, concurrency: int, stop: threading.Event) -> None:
    """One worker, until it is to stop or ends by itself. Raises ConnectorException."""
    await sync_to_async(close_old_connections)()  # Django's, in the thread from which rounds are deferred
    async with worker_app.open_async():
        running = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                update_heartbeat_interval=float(settings.BACKHAUL.heartbeat_seconds),
                shutdown_graceful_timeout=GRACE_SECONDS,
                fetch_job_polling_interval=POLL_SECONDS,
                delete_jobs="successful",
                worker_middleware=[_last_one_once(stop)],
            )
        )
        while not running.done() and not stop.is_set():
            await asyncio.wait([running], timeout=STOP_CHECK_SECONDS)
        running.cancel()  # once: a second time would cut off what is under way
        await asyncio.wait([running])
        if not running.cancelled():
            running.result()


def _last_one_once(stop: threading.Event) -> WorkerMiddleware:
    """Whoever is told to stop during a job takes no other when that one ends, however soon it does."""

    async def carried_out(job: Callable[[], Awaitable[Any]], _: JobContext, worker: Worker) -> Any:
        try:
            return await job()
        finally:
            if stop.is_set():
                worker.stop()  # type: ignore[no-untyped-call]  # Procrastinate has no types there

    return carried_out
