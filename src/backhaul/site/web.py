"""The web server: granian, with threads, serving Django and the webhooks' door as WSGI."""

import os
from wsgiref.types import WSGIApplication

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from backhaul.site import parents, wsgi
from backhaul.site.environment import Settings

STOP_SECONDS = 10
WEBHOOK_THREADS = 24
"""Beside those of BACKHAUL_WEB_THREADS: webhooks wait for the disk together, and the more of them the cheaper each."""
# Its events go where ours go.
_LOGGING = {"version": 1, "disable_existing_loggers": False, "loggers": {"_granian": {"propagate": True}}}


def application() -> WSGIApplication:
    """The application of one of granian's processes, which ends with the process that started it."""
    parents.stop_without(os.getppid())
    return wsgi.application()


def serve(settings: Settings, *, host: str, port: int) -> int:
    """Serves until told to stop; returns the exit code. No connection may be open: granian forks."""
    Granian(
        f"{__name__}:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        blocking_threads=settings.web_threads + WEBHOOK_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        workers=settings.web_processes,
        websockets=False,
        log_dictconfig=_LOGGING,
        log_level=LogLevels.error,
    ).serve()
    return 0
