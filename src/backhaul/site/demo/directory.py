"""The demo's own installation: a directory that is emptied at every start, and an environment that names it."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backhaul.core.errors import Busy
from backhaul.core.installation_errors import BadConfiguration, DataDirectoryUnusable
from backhaul.site import data_directory
from backhaul.site.demo.processes import HOST
from backhaul.site.embedded_postgres import EmbeddedServer
from backhaul.site.environment import read_settings
from backhaul.site.file_locks import FileLock
from backhaul.site.serving import reserve_port

NAME = "demo"
LOCK = "demo.lock"
LEFTOVERS_SECONDS = 60
# Short, so that the story need not wait long where a real installation would be patient.
SETTINGS = {
    "BACKHAUL_CLOCK": "sandbox",
    "BACKHAUL_TASK_RUNNER_SECONDS": "1",
    "BACKHAUL_CALL_TIMEOUT_SECONDS": "3",
    "BACKHAUL_SEND_WITHIN_SECONDS": "2",
    "BACKHAUL_SETTLE_MARGIN_SECONDS": "1",
    "BACKHAUL_LEASE_SECONDS": "20",
    "BACKHAUL_LOG_LEVEL": "WARNING",
}


class DemoRunsAlready(Busy):
    """Two demos of one user would empty each other's directory."""

    code = "demo-runs-already"

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"A demo runs already in {directory}.",
            hint="Stop it with Ctrl-C, or set BACKHAUL_DATA_DIR to another directory for the second one.",
        )


@contextmanager
def own_installation() -> Iterator[None]:
    """Within the block the environment of this process is the demo's; its directory is empty and nobody else's.

    Raises DemoRunsAlready, DataDirectoryUnusable, BadConfiguration.
    """
    data_dir = read_settings().data_dir
    data_directory.make(data_dir)
    directory = data_dir / NAME
    lock = _claim(directory)
    before = dict(os.environ)
    try:
        _end_leftovers(directory)
        _empty(directory)
        _enter(directory)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        lock.close()


def _claim(directory: Path) -> FileLock:
    if directory.exists() and any(directory.iterdir()) and not (directory / LOCK).exists():
        raise DataDirectoryUnusable(
            f"{directory} holds files that no demo has made.",
            hint="Move them away, or choose another BACKHAUL_DATA_DIR.",
        )
    data_directory.make(directory)
    lock = FileLock(directory / LOCK)
    if not lock.try_alone():
        lock.close()
        raise DemoRunsAlready(directory)
    return lock


def _end_leftovers(directory: Path) -> None:
    """A demo that was killed leaves its database server running; whoever joins and leaves last stops it."""
    deadline = time.monotonic() + LEFTOVERS_SECONDS
    while EmbeddedServer(directory).pid is not None:
        if time.monotonic() > deadline:
            raise DemoRunsAlready(directory)
        with EmbeddedServer(directory):
            pass


def _empty(directory: Path) -> None:
    for entry in directory.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != LOCK:
            entry.unlink()


def _enter(directory: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("BACKHAUL_", "DATABASE_URL")) or name == "DJANGO_SETTINGS_MODULE":
            del os.environ[name]
    os.environ.update(SETTINGS, BACKHAUL_DATA_DIR=str(directory), BACKHAUL_API_TOKEN=secrets.token_urlsafe(24))
    port = _free_port(read_settings().port)
    os.environ.update(BACKHAUL_PORT=str(port), BACKHAUL_PUBLIC_URL=f"http://{HOST}:{port}")


def _free_port(usual: int) -> int:
    """The usual port, or another one where something else listens there; webhooks are sent to it."""
    try:
        return reserve_port(HOST, usual)
    except BadConfiguration:
        return reserve_port(HOST, 0)
