"""The embedded PostgreSQL: shared, found again, and gone when nobody uses it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from backhaul.core.installation_errors import DatabaseUnreachable, DataDirectoryUnusable
from backhaul.site.embedded_postgres import EmbeddedServer, cluster_of, ensure_running
from tests.support.commands import wait_until

HOLD = """
import sys, pathlib, time
from backhaul.site.embedded_postgres import ensure_running
server = ensure_running(pathlib.Path(sys.argv[1]), durable=False)
print(server.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    running = ensure_running(tmp_path / "data", durable=False)
    yield running
    running.leave()


def answer(server: EmbeddedServer) -> object:
    with psycopg.connect(server.address.url()) as connection:
        row = connection.execute("select current_database()").fetchone()
    return row and row[0]


def hold(data_dir: Path) -> tuple["subprocess.Popen[str]", int]:
    """Another command that uses the server, and the server's process."""
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(data_dir)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    for line in holder.stdout:
        if line.strip().isdigit():
            return holder, int(line)
    raise AssertionError("the other command has ended")


@pytest.mark.parametrize(
    "name",
    ["data", "with spaces", 'with "quotes", a comma and ünïcode', "x" * 150],
    ids=["plain", "spaces", "quotes", "too long for a socket"],
)
def test_it_runs_whatever_its_directory_is_called(tmp_path: Path, name: str) -> None:
    with EmbeddedServer(tmp_path / name, durable=False) as server:
        assert answer(server) == "backhaul"


def test_nobody_else_can_reach_its_socket(server: EmbeddedServer) -> None:
    directory = server.address.directory

    assert directory.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change the user")
def test_started_by_root_it_runs_as_another_user(server: EmbeddedServer) -> None:
    assert Path(f"/proc/{server.pid}").stat().st_uid != 0


def test_a_second_command_joins_the_first_ones_server(server: EmbeddedServer) -> None:
    with EmbeddedServer(server.data_dir) as second:
        assert second.pid == server.pid

    assert answer(server) == "backhaul"


def test_the_last_one_to_leave_stops_it(tmp_path: Path) -> None:
    first = ensure_running(tmp_path, durable=False)
    second = ensure_running(tmp_path, durable=False)

    first.leave()
    still_there = second.pid
    second.leave()

    assert still_there is not None
    assert second.pid is None


def test_what_was_written_is_there_after_a_stop(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path) as server, psycopg.connect(server.address.url()) as connection:
        connection.execute("create table kept as select 7 as number")

    with EmbeddedServer(tmp_path) as server, psycopg.connect(server.address.url()) as connection:
        row = connection.execute("select number from kept").fetchone()

    assert row == (7,)


def test_a_killed_server_is_started_again(server: EmbeddedServer) -> None:
    before = server.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: server.pid is None)

    server.join()

    assert server.pid != before
    assert answer(server) == "backhaul"


def test_a_killed_command_does_not_keep_the_server_alive(tmp_path: Path) -> None:
    holder, started = hold(tmp_path)
    holder.kill()
    holder.communicate()

    with EmbeddedServer(tmp_path) as server:
        joined = server.pid

    assert joined == started
    assert server.pid is None


def test_command_and_server_killed_together_leave_nothing_in_the_way(tmp_path: Path) -> None:
    holder, started = hold(tmp_path)
    os.kill(started, signal.SIGKILL)
    holder.kill()
    holder.communicate()

    with EmbeddedServer(tmp_path, durable=False) as server:
        assert answer(server) == "backhaul"


def test_a_pid_file_whose_number_belongs_to_another_program_by_now_is_ignored(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path, durable=False) as server:
        content = (cluster_of(tmp_path) / "postmaster.pid").read_text().splitlines()
    other = subprocess.Popen(["sleep", "600"], user=_server_user(tmp_path))
    (cluster_of(tmp_path) / "postmaster.pid").write_text("\n".join([str(other.pid), *content[1:]]) + "\n")

    try:
        with server:
            assert answer(server) == "backhaul"
    finally:
        other.kill()
        other.wait()


def test_a_cluster_that_was_never_finished_is_made_anew(tmp_path: Path) -> None:
    draft = tmp_path / "postgres.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")

    with EmbeddedServer(tmp_path, durable=False) as server:
        assert answer(server) == "backhaul"

    assert not draft.exists()


def test_a_database_of_another_version_is_refused_by_name(tmp_path: Path) -> None:
    cluster_of(tmp_path).mkdir()
    (cluster_of(tmp_path) / "PG_VERSION").write_text("19\n")

    with pytest.raises(DataDirectoryUnusable, match="made by PostgreSQL 19"):
        ensure_running(tmp_path)


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path, durable=False):
        pass
    (cluster_of(tmp_path) / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(DatabaseUnreachable, match="no_such_setting"):
        ensure_running(tmp_path)


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(DataDirectoryUnusable, match="file"):
        ensure_running(tmp_path / "file" / "data")


def _server_user(data_dir: Path) -> int | None:
    return cluster_of(data_dir).stat().st_uid if os.geteuid() == 0 else None
