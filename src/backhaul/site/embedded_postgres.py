"""The embedded PostgreSQL: started by the first command that needs it, stopped by the last one that leaves.

Every command holds a share of a lock file as long as it uses the server. The kernel gives the share back even when the
command is killed, so nobody counts users wrongly.
"""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
import structlog

from backhaul.core.installation_errors import DatabaseUnreachable
from backhaul.site import data_directory
from backhaul.site import postgres_files as files
from backhaul.site.file_locks import FileLock, held_alone

DATABASE = "backhaul"
PORT = 5432
START_SECONDS = 120
STOP_SECONDS = 30

log = structlog.get_logger()


@dataclass(frozen=True)
class Address:
    """Where an embedded server listens: a socket in a private directory, nothing on the network."""

    directory: Path

    def url(self, database: str = DATABASE) -> str:
        """The address as a DATABASE_URL."""
        return f"postgresql://{files.SUPERUSER}@/{database}?host={quote(str(self.directory), safe='')}&port={PORT}"


@dataclass(frozen=True)
class Postmaster:
    """What PostgreSQL itself wrote about the running server into postmaster.pid."""

    pid: int
    socket_directory: Path
    ready: bool


class EmbeddedServer:
    """One command's share in the running server. Leaving it stops the server when no other command uses it."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self._durable = durable
        self._share: FileLock | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> Address:
        """Where the server listens."""
        return current_address(self.data_dir)

    @property
    def pid(self) -> int | None:
        """The server's process, or None when it doesn't run."""
        postmaster = running_postmaster(cluster_of(self.data_dir))
        return postmaster.pid if postmaster else None

    def join(self) -> None:
        """Take a share, and start the server if it doesn't run; harmless when repeated.

        Raises DataDirectoryUnusable when the files are at fault, DatabaseUnreachable when the server doesn't start.
        """
        data_directory.make(self.data_dir)
        with held_alone(self.data_dir / "postgres.starting", timeout_seconds=START_SECONDS):
            if self._share is None:
                self._share = FileLock(self.data_dir / "postgres.users")
                self._share.share()
            try:
                if self._process is not None:
                    self._process.poll()  # one that was killed meanwhile has to be waited for
                self._process = _start_if_needed(self.data_dir, durable=self._durable) or self._process
            except BaseException:
                self._drop_share()
                raise

    def leave(self) -> None:
        """Give the share back; the last one to leave stops the server. Harmless when repeated."""
        if self._share is None:
            return
        with held_alone(self.data_dir / "postgres.starting", timeout_seconds=START_SECONDS):
            if self._share.try_alone():
                _stop(cluster_of(self.data_dir), self._process)
            elif self._process is not None:
                self._process.returncode = 0  # it outlives us: nobody here has to wait for it any more
            self._process = None
            self._drop_share()

    def _drop_share(self) -> None:
        if self._share is not None:
            self._share.close()
            self._share = None

    def __enter__(self) -> Self:
        self.join()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()


def ensure_running(data_dir: Path, *, durable: bool = True) -> EmbeddedServer:
    """The server of this data directory, running; the caller has to `leave()` it.

    `durable=False` leaves out every wait for the disk, for data that may be lost.
    """
    server = EmbeddedServer(data_dir, durable=durable)
    server.join()
    return server


def cluster_of(data_dir: Path) -> Path:
    """The directory of the database itself."""
    return data_dir / "postgres"


def current_address(data_dir: Path) -> Address:
    """Where the server of this data directory listens, or would listen; starts nothing."""
    postmaster = running_postmaster(cluster_of(data_dir))
    return Address(postmaster.socket_directory if postmaster else data_dir / "run")


def running_postmaster(cluster: Path) -> Postmaster | None:
    """The server that runs on this cluster, or None; a pid file left behind by a killed one doesn't count."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        pid, socket_directory = int(lines[0]), Path(lines[4])
    except (OSError, ValueError, IndexError):
        return None
    if not _is_postgres_on(cluster, pid):
        return None
    return Postmaster(pid, socket_directory, ready=len(lines) > 7 and lines[7].strip() == "ready")


def _start_if_needed(data_dir: Path, *, durable: bool) -> "subprocess.Popen[bytes] | None":
    cluster = cluster_of(data_dir)
    owner = files.owner_of(cluster)
    process = None
    if running_postmaster(cluster) is None:
        for path in (cluster, files.programs()):
            for opened in files.let_reach(path, owner):
                log.warning("postgres.directory_opened", directory=str(opened), permission="pass through")
        files.let_run(files.programs(), owner)
        if cluster.exists():
            files.check_version(cluster)
        else:
            files.create_cluster(cluster, owner, durable=durable)
        process = _start(data_dir, owner, durable=durable)
    _ensure_database(_wait_until_ready(cluster, process, data_dir))
    return process


def _start(data_dir: Path, owner: files.Owner, *, durable: bool) -> "subprocess.Popen[bytes]":
    cluster = cluster_of(data_dir)
    _drop_pid_file_of_a_stranger(cluster)
    socket = str(files.socket_directory(data_dir, owner)).replace('"', '""')
    arguments = ["-D", str(cluster), "-p", str(PORT), "-k", f'"{socket}"']
    for name, value in _server_settings(durable=durable).items():
        arguments += ["-c", f"{name}={value}"]
    with (data_dir / "postgres.out").open("wb") as output:
        return subprocess.Popen(
            [str(files.programs() / "postgres"), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the command, which then stops the server itself
            **owner.process_options(cluster),
        )


def _server_settings(*, durable: bool) -> dict[str, str]:
    settings = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        # Statements and details hold customers' data, which has no place in a log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    waits_for_disk = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return settings if durable else settings | waits_for_disk


def _wait_until_ready(cluster: Path, process: "subprocess.Popen[bytes] | None", data_dir: Path) -> Address:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        postmaster = running_postmaster(cluster)
        if postmaster is not None and postmaster.ready:
            return Address(postmaster.socket_directory)
        if process is not None and process.poll() is not None:
            raise DatabaseUnreachable(
                f"The embedded PostgreSQL did not start: {_last_words(data_dir)}",
                hint=f"See {cluster / 'log'}, or set DATABASE_URL.",
            )
        time.sleep(0.02)
    raise DatabaseUnreachable(f"The embedded PostgreSQL was not ready within {START_SECONDS} seconds.")


def _ensure_database(address: Address) -> None:
    try:
        with psycopg.connect(address.url("postgres"), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone() is None:
                connection.execute(f'create database "{DATABASE}"')
    except psycopg.OperationalError as exc:
        raise DatabaseUnreachable(f"The embedded PostgreSQL runs but cannot be used: {exc}.") from exc


def _stop(cluster: Path, process: "subprocess.Popen[bytes] | None") -> None:
    postmaster = running_postmaster(cluster)
    for sent in (signal.SIGINT, signal.SIGQUIT):  # without its clients first, then without its checkpoint
        if postmaster is None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(postmaster.pid, sent)
        postmaster = _wait_until_gone(cluster, process)
    if process is not None and postmaster is None:
        process.wait(timeout=STOP_SECONDS)


def _wait_until_gone(cluster: Path, process: "subprocess.Popen[bytes] | None") -> Postmaster | None:
    deadline = time.monotonic() + STOP_SECONDS
    while (postmaster := running_postmaster(cluster)) is not None and time.monotonic() < deadline:
        if process is not None:
            process.poll()
        time.sleep(0.02)
    return postmaster


def _drop_pid_file_of_a_stranger(cluster: Path) -> None:
    """After a reboot the number in the pid file may be another program's, and PostgreSQL would refuse to start.

    With no such process PostgreSQL judges better than we can: it looks for survivors in shared memory.
    """
    pid_file = cluster / "postmaster.pid"
    try:
        pid = int(pid_file.read_text(encoding="utf-8").splitlines()[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return
    if not _is_postgres_on(cluster, pid):
        pid_file.unlink(missing_ok=True)


def _is_postgres_on(cluster: Path, pid: int) -> bool:
    command = _command_line(pid)
    return os.fsencode(cluster) in command and b"postgres" in command.split(b"\0", 1)[0]


def _command_line(pid: int) -> bytes:
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return b""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False).stdout


def _last_words(data_dir: Path) -> str:
    lines = (data_dir / "postgres.out").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return " ".join(lines[-3:])[-500:] or "it said nothing."
