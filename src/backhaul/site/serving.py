"""`backhaul serve`: the web server and the worker under one supervisor, beside the embedded database."""

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable

import structlog

from backhaul.core.installation_errors import BadConfiguration
from backhaul.site.supervisor import run_until_stopped

LOOK_AT_DATABASE_SECONDS = 5
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- compared with, not listened on

log = structlog.get_logger()


def serve(*, host: str, port: int, revive_database: Callable[[], None]) -> int:
    """Runs until told to stop; returns the exit code. Raises BadConfiguration when the port is taken."""
    port = reserve_port(host, port)
    return run_until_stopped(commands(host=host, port=port), each_round=_Rounds(host, port, revive_database))


def commands(*, host: str, port: int) -> dict[str, list[str]]:
    """The processes of an installation, by name; each ends when the process that asks for them here is gone."""
    ours = ["--parent", str(os.getpid())]
    program = [sys.executable, "-m", "backhaul.site.main"]
    return {
        "web": [*program, "web", "--host", host, "--port", str(port), *ours],
        "worker": [*program, "worker", *ours],
    }


def reserve_port(host: str, port: int) -> int:
    """The port to listen on, free a moment ago; 0 finds one."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as server:
            found: int = server.getsockname()[1]
            return found
    except OSError as exc:
        raise BadConfiguration([f"nothing can listen on {host} port {port} ({exc.strerror or exc})"]) from exc


class _Rounds:
    """What the supervisor does between two looks at its children."""

    def __init__(self, host: str, port: int, revive_database: Callable[[], None]) -> None:
        self._host = EVERY_ADDRESS.get(host, host)
        self._port = port
        self._revive_database = revive_database
        self._revived_at = time.monotonic()
        self._announced = False

    def __call__(self) -> None:
        if not self._announced and answers(self._host, self._port):
            self._announced = True
            address = f"[{self._host}]" if ":" in self._host else self._host
            print(f"Backhaul is ready: http://{address}:{self._port}/console/ (Ctrl-C stops it)", flush=True)  # noqa: T201
        if time.monotonic() - self._revived_at > LOOK_AT_DATABASE_SECONDS:
            self._revive_database()
            self._revived_at = time.monotonic()


def answers(host: str, port: int) -> bool:
    """Whether the web server is ready to serve."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/readyz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
