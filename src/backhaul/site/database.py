"""Which database Django uses: the one DATABASE_URL names, or the embedded server's."""

from typing import Any

import psycopg
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg.conninfo import conninfo_to_dict

from backhaul.core.installation_errors import BadConfiguration, DatabaseUnreachable
from backhaul.site.embedded_postgres import Address, current_address
from backhaul.site.environment import Settings

SPARE_CONNECTIONS = 4
CONNECT_SECONDS = 5


def database_url(settings: Settings) -> str:
    """The address of the database; starts nothing."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return current_address(settings.data_dir).url()


def django_database(settings: Settings) -> dict[str, Any]:
    """Django's description of the database, with a pool that has a connection for each thread and a few to spare.

    Raises BadConfiguration when DATABASE_URL cannot be understood.
    """
    try:
        given = conninfo_to_dict(database_url(settings))
    except psycopg.ProgrammingError as exc:
        raise BadConfiguration([f"DATABASE_URL: {exc}"]) from exc
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    threads = max(settings.web_threads, settings.workers) + SPARE_CONNECTIONS
    # A process that hangs inside a transaction must not keep its locks longer than its lease on a task.
    lost_after = f"-c idle_in_transaction_session_timeout={settings.lease_seconds}s"
    options = {key: value for key, value in given.items() if key not in names}
    options["options"] = f"{options.get('options') or ''} {lost_after}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{django: str(given[libpq]) for libpq, django in names.items() if given.get(libpq)},
        "OPTIONS": {
            **options,
            "pool": {"min_size": 0, "max_size": threads, "timeout": 10, "reconnect_timeout": 5, "max_idle": 60},
        },
        "CONN_HEALTH_CHECKS": True,
    }


def disconnect() -> None:
    """Closes this thread's connection and the whole pool, for a process that forks or is about to end."""
    connection = connections["default"]
    assert isinstance(connection, DatabaseWrapper)
    connection.close()
    connection.close_pool()


def check_reachable() -> None:
    """Tries the database once. Raises DatabaseUnreachable at once, where the pool would try for a while."""
    connection = connections["default"]
    assert isinstance(connection, DatabaseWrapper)
    try:
        psycopg.connect(**{**connection.get_connection_params(), "connect_timeout": CONNECT_SECONDS}).close()
    except psycopg.OperationalError as exc:
        raise DatabaseUnreachable(f"The database cannot be reached: {str(exc).strip()}") from exc


def use_embedded(address: Address) -> None:
    """Tells Django where the embedded server listens; before it runs that can only be guessed."""
    connections["default"].settings_dict["HOST"] = str(address.directory)
