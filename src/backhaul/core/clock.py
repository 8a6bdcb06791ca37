"""What the rest of Backhaul knows of the clock: it tells the instant."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The one source of the present for everything that is compared with a due date."""

    def now(self) -> datetime:
        """The present instant, aware and in UTC."""
        ...
