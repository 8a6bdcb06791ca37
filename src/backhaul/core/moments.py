"""Instants as people and programs write them, and the time zones in which people live through them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from backhaul.core.errors import BadReference


def parse_moment(text: str) -> datetime:
    """The instant of an ISO 8601 text with a time zone, in UTC; raises BadReference for anything else."""
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadReference(f"“{text[:40]}” is not an instant with a time zone.", hint="Write it like 2026-10-01T12:00:00Z.")


def parse_day(text: str) -> date:
    """The day of an ISO 8601 text; raises BadReference for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as exc:
        raise BadReference(f"“{text[:40]}” is not a day.", hint="Write it like 2026-10-01.") from exc


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name, or UTC if there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):  # not a name, no such zone, no file of one
        return ZoneInfo("UTC")


def in_zone(moment: datetime, zone: str) -> str:
    """The instant as people of a time zone write it: "2026-10-01 14:00 (Europe/Brussels)".

    In UTC if there is no such zone.
    """
    here = zone_of(zone)
    return f"{moment.astimezone(here):%Y-%m-%d %H:%M} ({here.key})"
