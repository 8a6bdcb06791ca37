"""Remembers every request to the Admin API, without its secrets."""

import re
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice, takewhile

KEPT = 50_000
SECRET = re.compile(r"token|secret|password|authorization", re.IGNORECASE)


@dataclass
class Entry:
    """One request. `carried_out` tells whether it changed or read anything, whatever the caller was told."""

    n: int
    at: str
    request_id: str
    api_version: str
    token_suffix: str
    operation: str | None = None
    type: str | None = None
    root_fields: list[str] = field(default_factory=list)
    variables: object = None
    status: int | None = None
    errors: list[str] = field(default_factory=list)
    requested: int | None = None
    actual: int | None = None
    fault: str | None = None
    carried_out: bool = False


class Log:
    """The requests seen last, numbered from 1."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._count = 0

    def open(self, at: datetime, *, request_id: str, api_version: str, token: str) -> Entry:
        """A new entry, to be filled in as the request goes on."""
        self._count += 1
        entry = Entry(self._count, at.isoformat(), request_id, api_version, token[-4:])
        self._entries.append(entry)
        return entry

    def after(self, number: int, *, last: int | None = None) -> list[dict[str, object]]:
        """Entries numbered above `number`, at most the `last` of them, oldest first."""
        newest = takewhile(lambda entry: entry.n > number, reversed(self._entries))
        return [asdict(entry) for entry in islice(newest, last)][::-1]


def without_secrets(value: object) -> object:
    """The value with everything blanked that is named like a secret."""
    if isinstance(value, dict):
        return {key: "***" if SECRET.search(str(key)) else without_secrets(each) for key, each in value.items()}
    return [without_secrets(each) for each in value] if isinstance(value, list) else value
