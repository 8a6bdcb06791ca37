"""`backhaul serve` from outside: it starts everything, keeps it running, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.support.commands import (
    backhaul,
    fresh_environment,
    processes_that_mention,
    start_backhaul,
    wait_until,
)

pytestmark = pytest.mark.crash


class Served:
    """A running `backhaul serve` with a data directory of its own."""

    def __init__(self, directory: Path, migrated: Path) -> None:
        self.environment = fresh_environment(directory)
        self.data_dir = self.environment["BACKHAUL_DATA_DIR"]
        subprocess.run(["cp", "-a", str(migrated), self.data_dir], check=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = start_backhaul("serve", "--port", str(self.port), environment=self.environment)

    def is_ready(self) -> bool:
        """Whether it answers, database and migrations included."""
        assert self.process.poll() is None, self.process.communicate()
        try:
            return httpx2.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status_code == 200
        except httpx2.HTTPError:
            return False

    def children(self, name: str) -> list[int]:
        """The processes of one kind that this command started."""
        mine = f"--parent\0{self.process.pid}"
        return [pid for pid in processes_that_mention(mine) if f"\0{name}\0".encode() in _command_line(pid)]

    def rest(self) -> list[int]:
        """Whatever belongs to it, its database included."""
        return processes_that_mention(f"--parent\0{self.process.pid}") + processes_that_mention(self.data_dir)


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that has been used before; a new one for each test would only cost time."""
    environment = fresh_environment(tmp_path_factory.mktemp("migrated"))
    done = backhaul("migrate", environment=environment)
    assert done.returncode == 0, done.stderr
    return Path(environment["BACKHAUL_DATA_DIR"])


@pytest.fixture
def served(tmp_path: Path, migrated: Path) -> Iterator[Served]:
    running = Served(tmp_path, migrated)
    try:
        wait_until(running.is_ready, seconds=60)
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
        running.process.communicate(timeout=60)
        for pid in running.rest():
            os.kill(pid, signal.SIGKILL)


def test_told_to_stop_it_leaves_no_process_behind(served: Served) -> None:
    served.process.send_signal(signal.SIGINT)

    code = served.process.wait(timeout=60)

    assert code == 0
    assert served.rest() == []


def test_a_killed_worker_is_started_again(served: Served) -> None:
    wait_until(lambda: len(served.children("worker")) == 1)
    (before,) = served.children("worker")

    os.kill(before, signal.SIGKILL)

    wait_until(lambda: served.children("worker") not in ([], [before]))


def test_killed_hard_it_takes_its_children_along_and_starts_again(served: Served) -> None:
    server = int((Path(served.data_dir) / "postgres" / "postmaster.pid").read_text().splitlines()[0])

    served.process.kill()
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: served.rest() == [], seconds=60)
    again = backhaul("migrate", "--json", environment=served.environment)

    assert json.loads(again.stdout) == {"applied": []}, again.stderr


def test_while_it_runs_other_commands_use_its_database(served: Served) -> None:
    asked = backhaul("doctor", "--json", environment=served.environment)

    checks = {check["name"]: check["ok"] for check in json.loads(asked.stdout)["checks"]}
    assert checks["migrations"] is True
    assert served.is_ready()


def test_a_port_that_is_taken_is_said_before_anything_starts(tmp_path: Path) -> None:
    environment = fresh_environment(tmp_path)

    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = backhaul("serve", "--port", str(taken.getsockname()[1]), environment=environment)

    assert refused.returncode == 2
    assert "nothing can listen on 127.0.0.1" in refused.stderr
    assert processes_that_mention(environment["BACKHAUL_DATA_DIR"]) == []


def test_two_commands_that_find_nothing_migrate_once(tmp_path: Path) -> None:
    environment = fresh_environment(tmp_path)
    both = [start_backhaul("migrate", "--json", environment=environment) for _ in range(2)]

    answers = [process.communicate(timeout=120) for process in both]

    applied = sorted(len(json.loads(out)["applied"]) for out, _err in answers)
    assert [process.returncode for process in both] == [0, 0]
    assert applied[0] == 0 < applied[1]
    assert processes_that_mention(environment["BACKHAUL_DATA_DIR"]) == []


def test_a_command_told_to_stop_stops_the_server_it_started(tmp_path: Path, migrated: Path) -> None:
    environment = fresh_environment(tmp_path)
    subprocess.run(["cp", "-a", str(migrated), environment["BACKHAUL_DATA_DIR"]], check=True)
    worker = start_backhaul("worker", environment=environment)
    wait_until((tmp_path / "data" / "postgres" / "postmaster.pid").exists)

    worker.terminate()
    worker.communicate(timeout=60)

    assert processes_that_mention(environment["BACKHAUL_DATA_DIR"]) == []


def test_a_command_without_a_home_needs_only_a_data_directory(tmp_path: Path) -> None:
    environment = fresh_environment(tmp_path)
    del environment["HOME"]

    done = backhaul("doctor", "--json", environment=environment, cwd=tmp_path)

    found = {check["name"]: check["ok"] for check in json.loads(done.stdout)["checks"]}
    assert (found["database"], found["migrations"]) == (True, False), done.stderr
