"""The web server: uvicorn, whose event loop takes webhooks in, with Django in threads beside it."""

import os
import signal
import socket
import sys

import uvicorn
from asgiref.typing import ASGI3Application
from uvicorn.supervisors import Multiprocess

from backhaul.site import parents, served
from backhaul.site.environment import Settings

STOP_SECONDS = 10
KEEP_ALIVE_SECONDS = 75
"""Longer than proxies keep a connection that nothing is sent over: else one of them sends into a closed one."""
BACKLOG = 1024
SWITCH_SECONDS = 0.0001
"""How long a thread may compute while another wants to: the inbox's writer must not wait for a busy loop to pause, nor
the loop for a page that is being made. Python's 5 ms are longer than most webhooks take in all."""


def application() -> ASGI3Application:
    """The application of one process."""
    sys.setswitchinterval(SWITCH_SECONDS)
    return served.application()


def application_of_several() -> ASGI3Application:
    """The application of one of several processes, which ends with the process that started it."""
    parents.stop_without(os.getppid())
    return application()


def serve(settings: Settings, *, host: str, port: int) -> int:
    """Serves until told to stop; returns the exit code."""
    several = settings.web_processes > 1
    config = uvicorn.Config(
        f"{__name__}:{application_of_several.__name__ if several else application.__name__}",
        factory=True,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        workers=settings.web_processes,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    with _listening(host, port) as listener:
        if several:
            Multiprocess(config, sockets=[listener]).run()
        else:
            _serve_here(config, listener)
    return 0


def _serve_here(config: uvicorn.Config, listener: socket.socket) -> None:
    # uvicorn sends itself the signal that stopped it once more, for handlers that it has put aside.
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)
