"""The PostgreSQL of a test run: one server, one migrated template, a copy of it for whoever needs a database."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from asgiref.sync import SyncToAsync
from django.db import connections

from backhaul.site.database import disconnect
from backhaul.site.embedded_postgres import Address
from backhaul.site.file_locks import held_alone
from backhaul.site.migrations import migrate

TEMPLATE = "template_backhaul"


@dataclass(frozen=True)
class TestServer:
    """The server that all processes of a test run share."""

    __test__ = False

    address: Address
    directory: Path

    def prepare_template(self) -> None:
        """Migrates the template once; whoever comes later or at the same time finds it done."""
        with held_alone(self.directory / "template.lock", timeout_seconds=120):
            done = self.directory / "template.done"
            if not done.exists():
                self._administer(f"create database {TEMPLATE}")
                with django_on(self.address, TEMPLATE):
                    migrate()
                done.touch()

    def create(self) -> str:
        """A new database, a copy of the template; returns its name."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._administer(f"create database {name} template {TEMPLATE} strategy file_copy")
        return name

    def drop(self, name: str) -> None:
        """Removes a database, whoever still uses it."""
        self._administer(f"drop database if exists {name} with (force)")

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.address.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def django_on(address: Address, database: str) -> Iterator[None]:
    """Django uses this database for the length of a block."""
    connection = connections["default"]
    before = {key: connection.settings_dict[key] for key in ("NAME", "USER", "HOST", "PORT")}
    _disconnect_everywhere()
    connection.settings_dict.update(NAME=database, USER="backhaul", HOST=str(address.directory), PORT="5432")
    try:
        yield
    finally:
        _disconnect_everywhere()
        connection.settings_dict.update(before)


def _disconnect_everywhere() -> None:
    """Also in the thread that the Job Queue's worker calls Django in: it would go on with the database before."""
    disconnect()
    SyncToAsync.single_thread_executor.submit(connections.close_all).result()
