"""Puts the HTTP side together: routes, background work and the running server."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator

from aiohttp import web

from .control import control_routes
from .files import file_routes
from .graphql import GraphqlEndpoint
from .oauth import oauth_handler
from .page import page_handler
from .shop import Sandbox
from .storefront import storefront_routes

MAX_BODY = 20 * 1024 * 1024
TICK_SECONDS = 0.1
PAUSE_SECONDS = 0.005
SHUTDOWN_SECONDS = 0.5


def make_app(sandbox: Sandbox) -> web.Application:
    """The application that serves one sandbox."""
    app = web.Application(client_max_size=MAX_BODY)
    app.add_routes(
        [
            web.post("/admin/api/{version}/graphql.json", GraphqlEndpoint(sandbox).handle),
            web.post("/admin/oauth/access_token", oauth_handler(sandbox)),
            web.get("/", page_handler()),
            *file_routes(sandbox),
            *control_routes(sandbox),
            *storefront_routes(sandbox),
        ]
    )

    async def background(_app: web.Application) -> AsyncIterator[None]:
        ticking = asyncio.create_task(_tick(sandbox))
        yield
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
        await sandbox.shop.deliveries.close()

    app.cleanup_ctx.append(background)
    return app


async def _tick(sandbox: Sandbox) -> None:
    """Let real time make things due and background work go on, also while nobody asks anything."""
    while True:
        await asyncio.sleep(PAUSE_SECONDS if sandbox.shop.world.background else TICK_SECONDS)
        sandbox.shop.clock.run_due()
        sandbox.shop.world.work_on()


async def serve(sandbox: Sandbox, *, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; prints one line with the address when requests are answered."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = web.AppRunner(make_app(sandbox), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        sys.stdout.write(f"listening on http://{_shown(host)}:{_port(runner)}\n")
        sys.stdout.flush()
        await stop.wait()
    finally:
        await runner.cleanup()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _port(runner: web.AppRunner) -> int:
    return int(runner.addresses[0][1])
