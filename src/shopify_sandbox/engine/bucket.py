"""The cost bucket of an app in a shop: points leak back as real time passes."""

import math

from shopify_sandbox.clock import SandboxClock

from .envelopes import Json


class Bucket:
    """Holds at most `size` points and regains `per_second` of them, times the clock's rate, in real time."""

    def __init__(self, clock: SandboxClock, *, size: int, per_second: int) -> None:
        self._clock = clock
        self._size = size
        self._per_second = per_second
        self._level = float(size)
        self._seen = clock.real_seconds()

    def take(self, points: int) -> bool:
        """Take the points asked for; False, and nothing is taken, when there are fewer."""
        self._refill()
        if points > self._level:
            return False
        self._level -= points
        return True

    def give_back(self, points: int) -> None:
        """Return what a request asked for and didn't use."""
        self._refill()
        self._level = min(self._level + points, self._size)

    def status(self) -> Json:
        """`throttleStatus` as Shopify reports it, with the refill that a client really sees."""
        self._refill()
        return {
            "maximumAvailable": self._size,
            "currentlyAvailable": math.floor(self._level),
            "restoreRate": self._per_second * self._clock.rate,
        }

    def _refill(self) -> None:
        now = self._clock.real_seconds()
        gained = (now - self._seen) * self._per_second * self._clock.rate
        self._level = min(self._level + gained, self._size)
        self._seen = now
