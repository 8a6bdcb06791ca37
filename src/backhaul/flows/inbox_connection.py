"""A connection to the database that belongs to one thread alone and never keeps it waiting for long."""

import psycopg
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from backhaul.models.inbox import Connection

CONNECT_SECONDS = 2
STATEMENT_MILLISECONDS = 2500
LOCK_MILLISECONDS = 1000


class OwnConnection:
    """Opened when it is asked for, and again after it broke; each statement is a transaction of its own."""

    def __init__(self) -> None:
        self._connection: Connection | None = None

    def get(self) -> Connection:
        """The connection, as far as known a working one. Raises psycopg.OperationalError within a few seconds."""
        if self._connection is None or self._connection.closed:
            self._connection = _open()
        return self._connection

    @property
    def is_lost(self) -> bool:
        """Whether it broke, or could not be opened."""
        return self._connection is None or self._connection.closed

    def drop(self) -> None:
        """Close it; the next one to ask gets another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _open() -> Connection:
    django = connections["default"]
    assert isinstance(django, DatabaseWrapper)
    parameters = django.get_connection_params()
    for of_django in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(of_django, None)
    # A network that swallows packets must not take longer than a statement.
    limits = f"-c statement_timeout={STATEMENT_MILLISECONDS} -c lock_timeout={LOCK_MILLISECONDS}"
    parameters |= {
        "options": f"{parameters.get('options') or ''} {limits}".strip(),
        "connect_timeout": CONNECT_SECONDS,
        "tcp_user_timeout": STATEMENT_MILLISECONDS,
    }
    return psycopg.connect(**parameters, autocommit=True)
