"""The database's real time, one clock for every machine, and the rule that no transaction is open during a call."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """The instant at this moment, also inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)
    return now


def require_no_transaction() -> None:
    """Raise RuntimeError inside a transaction: its locks and its snapshot would last as long as the call."""
    if connection.in_atomic_block:
        raise RuntimeError("a call to Shopify must not be made inside a transaction")
