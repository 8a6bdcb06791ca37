"""Where a store wants to be told: by mail or in a chat, which kinds of notice, at once or once a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class ChannelKind(StrEnum):
    """What a channel is; what a program is to be told goes to an endpoint instead."""

    MAIL = "mail"
    CHAT = "chat"


class Rhythm(StrEnum):
    """When a channel passes notices on."""

    AT_ONCE = "at_once"
    DAILY = "daily"


class Language(StrEnum):
    """A language that the words around a notice are there in."""

    ENGLISH = "en"
    GERMAN = "de"


class SendingState(StrEnum):
    """What became of one notice on its way to one recipient."""

    QUEUED = "queued"
    SENT = "sent"
    NOT_SENT = "not_sent"


UNCLEAR = "Whether it was taken is not known."
"""What is noted of a sending before it is handed over, and stays when no answer came: the next one may be a second."""


@dataclass(frozen=True)
class Wants:
    """What a channel passes on: these kinds of notice, or every kind when there are none."""

    kinds: Collection[str]

    def includes(self, kind: str) -> bool:
        """Whether it is one of them."""
        return not self.kinds or kind in self.kinds


def last_digest_day(now: datetime, *, zone: ZoneInfo, hour: int) -> date:
    """The latest day on which a digest was due by now, at that full hour of the zone.

    An hour that the clocks leave out in spring is due as soon as it is over; one that comes twice in autumn is due
    once.
    """
    local = now.astimezone(zone)
    return local.date() if local.hour >= hour else local.date() - timedelta(days=1)


def mask_address(address: str) -> str:
    """A mail address as it may be shown in lists and logs: `o…@example.com`."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"
