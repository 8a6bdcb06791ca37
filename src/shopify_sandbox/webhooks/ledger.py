"""Remembers deliveries: the newest in full, all of them by number."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from itertools import islice

from .delivery import Delivery

KEPT = 5000


class Ledger:
    """The deliveries since the reset; of those older than the newest 5,000 only how many ended how."""

    def __init__(self) -> None:
        self._kept: deque[Delivery] = deque(maxlen=KEPT)
        self._states: Counter[str] = Counter()

    @property
    def counts(self) -> dict[str, int]:
        """How many deliveries there are in each state, forgotten ones included."""
        return {state: number for state, number in sorted(self._states.items()) if number}

    def add(self, delivery: Delivery) -> None:
        """Remember a new delivery."""
        self._kept.append(delivery)
        self._states[delivery.state] += 1

    def become(self, delivery: Delivery, state: str) -> None:
        """Change the state of a delivery."""
        self._states[delivery.state] -= 1
        delivery.state = state
        self._states[state] += 1

    def chosen(self, wanted: Callable[[Delivery], bool], last: int | None = None) -> list[Delivery]:
        """Those kept that are wanted, of these the `last`, oldest first."""
        newest: Iterator[Delivery] = (each for each in reversed(self._kept) if wanted(each))
        return list(islice(newest, last))[::-1]
