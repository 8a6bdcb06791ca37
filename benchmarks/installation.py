"""A throw-away installation to measure: embedded PostgreSQL, the sandbox, and processes of the product."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from backhaul.site.embedded_postgres import EmbeddedServer
from tests.support.sandbox import Sandbox, running_sandbox

PROJECT = Path(__file__).parents[1]
START_SECONDS = 60
STOP_SECONDS = 60


@dataclass(frozen=True)
class Place:
    """Where a benchmark runs."""

    directory: Path
    environment: dict[str, str]
    database_url: str


class Driver:
    """A process with the product in it, which is told one thing a line and answers in one line of JSON."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        """Have one thing done, and wait for what it says."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"command": command, **arguments}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the driver ended during {command}; its standard error says why")
        return dict(json.loads(answer))


@contextmanager
def fresh_place() -> Iterator[Place]:
    """An empty, migrated database on a server of its own that waits for the disk as in earnest."""
    with tempfile.TemporaryDirectory(prefix="backhaul-benchmark-") as name:
        directory = Path(name)
        with EmbeddedServer(directory / "database") as server:
            url = server.address.url()
            ours = {
                "DATABASE_URL": url,
                "BACKHAUL_DATA_DIR": str(directory / "data"),
                "BACKHAUL_SECRET_KEY": "a-key-for-benchmarks-as-long-as-keys-are",
                "BACKHAUL_LOG_FORMAT": "json",
            }
            kept = {key: value for key, value in os.environ.items() if not key.startswith("BACKHAUL_")}
            environment = {**kept, **ours}
            subprocess.run(_backhaul("migrate"), env=environment, check=True, stdout=subprocess.DEVNULL)
            yield Place(directory, environment, url)


@contextmanager
def sandbox_at(place: Place, *, rate: float) -> Iterator[Sandbox]:
    """The sandbox, whose bucket refills `rate` times as fast as a standard shop's."""
    with running_sandbox(place.directory) as sandbox:
        sandbox.scale_budget(rate)
        yield sandbox


@contextmanager
def workers_at(place: Place, *, processes: int, threads: int) -> Iterator[None]:
    """Worker processes of the product; each finishes what is under way before it ends."""
    with ExitStack() as stack:
        for number in range(processes):
            log = stack.enter_context((place.directory / f"worker-{number}.log").open("w"))
            command = _backhaul("worker", "--concurrency", str(threads))
            process = subprocess.Popen(command, env=place.environment, stdout=log, stderr=log)
            stack.callback(_stop, process)
        _wait_for_workers(place, processes)
        yield


@contextmanager
def driver_at(place: Place, module: str) -> Iterator[Driver]:
    """A driver in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=PROJECT,
        env={**place.environment, "DJANGO_SETTINGS_MODULE": "backhaul.site.django_settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Driver(process)
    finally:
        _stop(process)


def _wait_for_workers(place: Place, count: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    with psycopg.connect(place.database_url, autocommit=True) as connection:
        while (found := connection.execute("select count(*) from procrastinate_workers").fetchone()) != (count,):
            if time.monotonic() > deadline:
                raise TimeoutError(f"of {count} workers {found} are there")
            time.sleep(0.1)


def _backhaul(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", "backhaul.site.main", *arguments]


def _stop(process: "subprocess.Popen[Any]") -> None:
    process.terminate()
    process.wait(timeout=STOP_SECONDS)
