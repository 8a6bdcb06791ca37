"""API versions: one a quarter, stable from its first day on, supported for a year (documentation)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

VERSION = re.compile(r"\d{4}-(01|04|07|10)|unstable")
UNSTABLE = "unstable"
MONTHS_A_YEAR = 12
MONTHS_A_VERSION = 3


@dataclass(frozen=True)
class ApiVersion:
    """A version as the API shows it (recorded: a release candidate is not supported)."""

    handle: str
    display_name: str
    supported: bool


def seen(handle: str, now: datetime) -> ApiVersion:
    """The version as it stands at an instant."""
    if handle == UNSTABLE:
        return ApiVersion(handle, handle, False)
    age = _months(now) - _month_of(handle)
    if age < 0:
        return ApiVersion(handle, f"{handle} (Release candidate)", False)
    if age >= MONTHS_A_YEAR:
        return ApiVersion(handle, f"{handle} (Unsupported)", False)
    return ApiVersion(handle, f"{handle} (Latest)" if age < MONTHS_A_VERSION else handle, True)


def public(now: datetime) -> list[ApiVersion]:
    """What there is at an instant: the supported ones, the release candidate, and the unstable one."""
    newest = _months(now) - _months(now) % MONTHS_A_VERSION
    starts = range(newest - MONTHS_A_YEAR + MONTHS_A_VERSION, newest + MONTHS_A_VERSION + 1, MONTHS_A_VERSION)
    handles = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in starts]
    return [seen(handle, now) for handle in (*handles, UNSTABLE)]


def _months(at: datetime) -> int:
    return at.year * 12 + at.month - 1


def _month_of(handle: str) -> int:
    year, month = handle.split("-")
    return int(year) * 12 + int(month) - 1
