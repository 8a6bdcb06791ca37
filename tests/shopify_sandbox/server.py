"""Runs a sandbox in a thread, so that tests speak HTTP with it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from shopify_sandbox.http.app import make_app
from shopify_sandbox.http.shop import Sandbox


@contextmanager
def running(app: web.Application) -> Iterator[str]:
    """Serve an application on a free port; yields its base URL."""
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def start() -> int:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return int(runner.addresses[0][1])

    async def end() -> None:
        await runner.cleanup()
        # What was closed is let go of in the next turns of the loop.
        await asyncio.sleep(0.02)

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        port = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
        yield f"http://127.0.0.1:{port}"
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@contextmanager
def serving(sandbox: Sandbox) -> Iterator[str]:
    """Serve a sandbox; yields its base URL."""
    with running(make_app(sandbox)) as url:
        yield url
