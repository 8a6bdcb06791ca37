"""Brings the tables to this version, one command at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from backhaul.core.installation_errors import MigrationsPending

LOCK = 0x6261636B68617566  # an arbitrary number of our own among PostgreSQL's advisory locks
LOOK_EVERY_SECONDS = 0.1


def pending_migrations() -> list[str]:
    """The migrations of this version that the database lacks, in the order they will be applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate() -> list[str]:
    """Applies what is pending, and returns it. Of two commands at once the second waits, and finds nothing to do."""
    with _one_at_a_time():
        pending = pending_migrations()
        if pending:
            call_command("migrate", interactive=False, verbosity=0)
        return pending


def require_migrated() -> None:
    """Raises MigrationsPending when the tables are older than the program."""
    pending = pending_migrations()
    if pending:
        raise MigrationsPending(len(pending))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    # Asked for again and again: who waits for a lock inside the database has a snapshot, and an index that is made
    # concurrently waits for the end of every older snapshot, so that each would wait for the other.
    while not _locked():
        time.sleep(LOOK_EVERY_SECONDS)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        (taken,) = cursor.fetchone()
    return bool(taken)
