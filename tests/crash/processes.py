"""Worker processes of a crash test."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from tests.crash.points import Plan, Point
from tests.support.commands import wait_until

PROJECT = Path(__file__).parents[2]
SHORT_SETTINGS = {
    "BACKHAUL_CALL_TIMEOUT_SECONDS": "1",
    "BACKHAUL_SETTLE_MARGIN_SECONDS": "1",
    "BACKHAUL_SEND_WITHIN_SECONDS": "1",
    "BACKHAUL_LEASE_SECONDS": "5",
    "BACKHAUL_TASK_RUNNER_SECONDS": "1",
    "BACKHAUL_HEARTBEAT_SECONDS": "1",
    "BACKHAUL_LOG_FORMAT": "console",
}


@dataclass(frozen=True)
class Worker:
    """A worker process."""

    pid: int

    @property
    def is_gone(self) -> bool:
        """Whether the process has ended."""
        return self._state() in ("", "Z", "X")

    @property
    def is_stopped(self) -> bool:
        """Whether the process stands still."""
        return self._state() in ("T", "t")

    def resume(self) -> None:
        """Let a stopped process go on."""
        os.kill(self.pid, signal.SIGCONT)

    def end(self) -> None:
        """Ask it to finish what is under way, and wait for that.

        One that stands still finds this asked when it goes on: otherwise it could begin something else before.
        """
        if not self.is_gone:
            os.kill(self.pid, signal.SIGTERM)
        if self.is_stopped:
            self.resume()
        wait_until(lambda: self.is_gone, seconds=120)

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        if not self.is_gone:
            os.kill(self.pid, signal.SIGKILL)
        wait_until(lambda: self.is_gone)

    def _state(self) -> str:
        try:
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return ""


@dataclass(frozen=True)
class Host:
    """A process that has all that workers need, and forks them."""

    process: "subprocess.Popen[str]"

    def fork(self, plan: Plan) -> Worker:
        """A worker that follows the plan."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{plan.to_json()}\n")
        self.process.stdin.flush()
        return Worker(int(self.process.stdout.readline()))


class Workers:
    """Starts workers on one database, whose logs go to one file."""

    def __init__(self, host: Host, database_url: str, output: Path) -> None:
        self._host = host
        self._database = str(conninfo_to_dict(database_url)["dbname"])
        self._output = str(output)
        self._started: list[Worker] = []

    def start(self, *points: Point) -> Worker:
        """A worker that carries out one job at a time and dies or stops at these points."""
        worker = self._host.fork(Plan(self._database, self._output, points))
        self._started.append(worker)
        return worker

    def run_until_killed(self, point: Point) -> None:
        """A worker that lives until it reaches a point."""
        worker = self.start(point)
        wait_until(lambda: worker.is_gone, seconds=120)

    def run_until_stopped(self, point: Point) -> Worker:
        """A worker that stands still at a point."""
        worker = self.start(point.stopping())
        wait_until(lambda: worker.is_stopped, seconds=120)
        return worker

    def come_to(self, point: Point, does: str) -> None:
        """A worker that has died at a point, or that stands still there."""
        if does == "kill":
            self.run_until_killed(point)
        else:
            self.run_until_stopped(point)

    def resume_all(self) -> None:
        """Let every stopped worker finish what it is at, and end it."""
        for worker in self._started:
            if worker.is_stopped:
                worker.end()

    def kill_all(self) -> None:
        """End every worker at once."""
        for worker in self._started:
            worker.kill()


@contextmanager
def running_host(environment: Mapping[str, str], **settings: str) -> Iterator[Host]:
    """A host in this environment, with short settings or these, for the length of a block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.worker"],
        cwd=PROJECT,
        env={**environment, **SHORT_SETTINGS, **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Host(process)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def workers_on(host: Host, database_url: str, output: Path) -> Iterator[Workers]:
    """Workers on this database for the length of a block; those that still run are killed in the end."""
    workers = Workers(host, database_url, output)
    try:
        yield workers
    finally:
        workers.kill_all()


@contextmanager
def hosted_workers(environment: Mapping[str, str], output: Path, **settings: str) -> Iterator[Workers]:
    """Workers of a host of their own, with short settings or these, for the length of a block."""
    with (
        running_host(environment, **settings) as host,
        workers_on(host, environment["DATABASE_URL"], output) as workers,
    ):
        yield workers
