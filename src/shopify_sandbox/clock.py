"""The sandbox's time: real time plus what it was advanced by, and the callbacks that fall due as it passes."""

import heapq
import itertools
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")


class ClockError(ValueError):
    """A clock was asked for what it can't do; the message says what."""


@dataclass(order=True)
class Scheduled:
    """A callback and the instant at which it falls due; `cancel()` keeps it from running."""

    due: datetime
    number: int
    callback: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        """Never run it."""
        self.cancelled = True


class SandboxClock:
    """Aware UTC time that passes as real time does and can be advanced, never turned back.

    Callbacks run in the order in which they fall due, and while one runs `now()` is the instant it was due at.
    Something must call `run_due()` from time to time for what real time makes due.
    """

    def __init__(self, start: datetime | None = None, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._started = monotonic()
        self._base = (start or datetime.now(UTC)).astimezone(UTC)
        self._pinned: datetime | None = None
        self._queue: list[Scheduled] = []
        self._numbers = itertools.count()
        self._rate = 1.0
        # Called before each callback: what it causes has a cause of its own.
        self.before_each: Callable[[], None] = lambda: None

    @property
    def rate(self) -> float:
        """How many times faster than in reality the cost bucket refills; it does not change `now()`."""
        return self._rate

    @rate.setter
    def rate(self, rate: float) -> None:
        if not 0 < rate <= 1_000_000:
            raise ClockError("rate must be greater than 0 and at most 1000000")
        self._rate = rate

    def now(self) -> datetime:
        """The sandbox's instant."""
        return self._pinned or self._base + timedelta(seconds=self._monotonic() - self._started)

    def real_seconds(self) -> float:
        """Seconds of real time since some fixed moment, for what an advanced clock must not touch."""
        return self._monotonic()

    def advance(self, delta: timedelta) -> None:
        """Let `delta` pass at once; run what falls due on the way. Raises ClockError for a negative delta."""
        if delta < timedelta(0):
            raise ClockError("the clock can't be turned back; reset the sandbox instead")
        self.set(self.now() + delta)

    def set(self, at: datetime) -> None:
        """Move to a later instant; run what falls due on the way. Raises ClockError for an earlier one."""
        if at.tzinfo is None:
            raise ClockError("an instant needs its offset from UTC")
        if at < self.now():
            raise ClockError("the clock can't be turned back; reset the sandbox instead")
        self._run_until(at)
        self._base, self._started = at.astimezone(UTC), self._monotonic()

    @contextmanager
    def at(self, instant: datetime) -> Iterator[None]:
        """Within it `now()` is an instant that has been. What falls due before the present does so at `run_due()`."""
        before, self._pinned = self._pinned, min(instant, self.now())
        try:
            yield
        finally:
            self._pinned = before

    def schedule(self, at: datetime, callback: Callable[[], None]) -> Scheduled:
        """Run `callback` when `at` has come; at the next `run_due()` when it has already."""
        entry = Scheduled(at, next(self._numbers), callback)
        heapq.heappush(self._queue, entry)
        return entry

    def next_due(self) -> datetime | None:
        """When the next callback falls due."""
        while self._queue and self._queue[0].cancelled:
            heapq.heappop(self._queue)
        return self._queue[0].due if self._queue else None

    def run_due(self) -> None:
        """Run what has fallen due by now. A callback that runs others into being due runs them too."""
        if self._pinned is None:
            self._run_until(self.now())

    def _run_until(self, limit: datetime) -> None:
        try:
            while (due := self.next_due()) is not None and due <= limit:
                entry = heapq.heappop(self._queue)
                self._pinned = max(due, self._pinned or due)
                self.before_each()
                entry.callback()
        finally:
            self._pinned = None


def parse_duration(text: str) -> timedelta:
    """`P1D`, `PT1H30M`, `P2W`. Raises ClockError for anything else, months and years among it: no fixed length."""
    match = DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        raise ClockError(f"{text!r} is not a duration of weeks, days, hours, minutes or seconds, such as P1D or PT30M")
    weeks, days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
