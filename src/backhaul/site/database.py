"""Which database Django uses: the one DATABASE_URL names, or the embedded server's."""

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from backhaul.core.installation_errors import BadConfiguration
from backhaul.site import embedded_postgres
from backhaul.site.environment import Settings

SPARE_CONNECTIONS = 4


def database_url(settings: Settings) -> str:
    """The address of the database; starts nothing."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return embedded_postgres.current_address(settings.data_dir).url()


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
    options = {key: value for key, value in given.items() if key not in names}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{django: str(given[libpq]) for libpq, django in names.items() if given.get(libpq)},
        "OPTIONS": {**options, "pool": {"min_size": 0, "max_size": threads, "timeout": 10, "max_idle": 60}},
        "CONN_HEALTH_CHECKS": True,
    }
