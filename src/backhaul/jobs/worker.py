"""Runs the Job Queue's worker in this process."""

import asyncio
import threading

from procrastinate import App
from procrastinate.contrib.django import app

HEARTBEAT_SECONDS = 5.0
STOP_CHECK_SECONDS = 0.2
GRACE_SECONDS = 30.0


def run_worker(*, concurrency: int, stop: threading.Event | None = None) -> None:
    """Carry out jobs until `stop` is set, or without it until a signal; what is under way is finished first."""
    asyncio.run(_work(_worker_app(), concurrency=concurrency, stop=stop))


def run_until_idle(*, concurrency: int) -> None:
    """Carry out what is queued and due now, and what follows from it, then return."""
    with_connector = _worker_app()
    with_connector.run_worker(concurrency=concurrency, wait=False, listen_notify=False, install_signal_handlers=False)


def _worker_app() -> App:
    return app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]


async def _work(worker_app: App, *, concurrency: int, stop: threading.Event | None) -> None:
    async with worker_app.open_async():
        running = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=stop is None,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="successful",
            )
        )
        while stop is not None and not running.done():
            if stop.is_set():
                running.cancel()
            await asyncio.sleep(STOP_CHECK_SECONDS)
        await asyncio.gather(running, return_exceptions=stop is not None)
