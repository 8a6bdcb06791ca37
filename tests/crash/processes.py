"""Worker processes of a crash test."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.crash.points import Point, to_json
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
        """Ask it to finish what is under way, and wait for that."""
        if not self.is_gone:
            os.kill(self.pid, signal.SIGTERM)
        wait_until(lambda: self.is_gone, seconds=40)

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


class Workers:
    """Starts workers; all that still run are killed in the end."""

    def __init__(self, host: "subprocess.Popen[str]") -> None:
        self._host = host
        self._started: list[Worker] = []

    def start(self, *points: Point) -> Worker:
        """A worker that carries out one job at a time and dies or stops at these points."""
        assert self._host.stdin is not None
        assert self._host.stdout is not None
        self._host.stdin.write(f"{to_json(points)}\n")
        self._host.stdin.flush()
        worker = Worker(int(self._host.stdout.readline()))
        self._started.append(worker)
        return worker

    def run_until_killed(self, point: Point) -> None:
        """A worker that lives until it reaches a point."""
        worker = self.start(point)
        wait_until(lambda: worker.is_gone, seconds=40)

    def run_until_stopped(self, point: Point) -> Worker:
        """A worker that stands still at a point."""
        worker = self.start(point.stopping())
        wait_until(lambda: worker.is_stopped, seconds=40)
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
                worker.resume()
                worker.end()

    def kill_all(self) -> None:
        """End every worker at once."""
        for worker in self._started:
            worker.kill()


@contextmanager
def hosted_workers(environment: Mapping[str, str], output: Path, **settings: str) -> Iterator[Workers]:
    """Workers in this environment, with short settings or these, for the length of a block; logs go to `output`."""
    with output.open("w") as file:
        host = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.worker"],
            cwd=PROJECT,
            env={**environment, **SHORT_SETTINGS, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        )
        workers = Workers(host)
        try:
            yield workers
        finally:
            workers.kill_all()
            host.kill()
            host.communicate()
