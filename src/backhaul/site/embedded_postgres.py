"""The embedded PostgreSQL: started by the first command that needs it, stopped by the last one that leaves.

Every command holds a share of a lock file as long as it uses the server. The kernel gives the share back even when the
command is killed, so nobody counts users wrongly.
"""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from backhaul.core.installation_errors import DatabaseUnreachable
from backhaul.site import data_directory
from backhaul.site.file_locks import FileLock, held_alone
from backhaul.site.postgres_files import SUPERUSER
from backhaul.site.postgres_process import (
    PORT,
    START_SECONDS,
    STOP_SECONDS,
    Process,
    running_postmaster,
    start,
    stop,
    wait_until_ready,
)

DATABASE = "backhaul"


@dataclass(frozen=True)
class Address:
    """Where an embedded server listens: a socket in a private directory, nothing on the network."""

    directory: Path

    def url(self, database: str = DATABASE) -> str:
        """The address as a DATABASE_URL."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.directory), safe='')}&port={PORT}"


class EmbeddedServer:
    """One command's share in the running server. Leaving it stops the server when no other command uses it."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self._durable = durable
        self._share: FileLock | None = None
        self._process: Process | None = None

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
                self._start_if_needed()
            except BaseException:
                self._drop_share()
                raise

    def leave(self) -> None:
        """Give the share back; the last one to leave stops the server. Harmless when repeated."""
        if self._share is None:
            return
        with held_alone(self.data_dir / "postgres.starting", timeout_seconds=START_SECONDS):
            if self._share.try_alone():
                stop(cluster_of(self.data_dir), self._process)
            elif self._process is not None:
                self._process.returncode = 0  # it outlives us: nobody here has to wait for it any more
            self._process = None
            self._drop_share()

    def _start_if_needed(self) -> None:
        cluster = cluster_of(self.data_dir)
        if running_postmaster(cluster) is None:
            if self._process is not None:  # killed meanwhile
                self._process.wait(STOP_SECONDS)
            self._process = start(self.data_dir, cluster, durable=self._durable)
        postmaster = wait_until_ready(cluster, None)
        assert postmaster is not None
        _ensure_database(Address(postmaster.socket_directory))

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


def _ensure_database(address: Address) -> None:
    try:
        with psycopg.connect(address.url("postgres"), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone() is None:
                connection.execute(f'create database "{DATABASE}"')
    except psycopg.OperationalError as exc:
        raise DatabaseUnreachable(f"The embedded PostgreSQL runs but cannot be used: {exc}.") from exc
