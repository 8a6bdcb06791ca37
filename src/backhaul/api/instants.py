"""Instants in requests."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def _in_utc(moment: datetime) -> datetime:
    """PostgreSQL takes no offset of 16 hours or more, which ISO 8601 allows."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as exc:
        raise ValueError("there is no such moment in UTC") from exc


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An ISO 8601 text with a time zone, as an instant in UTC."""
