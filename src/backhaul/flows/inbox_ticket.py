"""Deliveries that wait for the disk: handed in by whoever received them, taken up together by the writer."""

import queue
import time
from collections.abc import Callable
from dataclasses import replace

from backhaul.models.inbox import InboxRow

GATHER_SECONDS = 0.0004
"""How long deliveries that come together may take to gather: a commit costs far more than to wait for a few more."""
FEW = 8
"""Where more came together than this, the cost of a commit is shared by enough: waiting only delays them."""


class Ticket:
    """One delivery that is to be written; without a row it only waits for its turn.

    `tell` is called with it once, in the writer's thread, when it has been settled or refused. `is_new` then says
    whether the delivery was not there before, None when it was not written. Whoever no longer waits sets `given_up`.
    """

    __slots__ = ("_tell", "given_up", "is_new", "row")

    def __init__(self, row: InboxRow | None, tell: Callable[["Ticket"], None]) -> None:
        self.row = row
        self.given_up = False
        self.is_new: bool | None = None
        self._tell = tell

    def settle(self, *, is_new: bool) -> None:
        """It is on the disk; called once."""
        self.is_new = is_new
        self._tell(self)

    def refuse(self) -> None:
        """It was not written; called instead of `settle`."""
        self._tell(self)


class Group:
    """The tickets of one delivery that came several times at once, as one row."""

    __slots__ = ("row", "tickets")

    def __init__(self, row: InboxRow, tickets: list[Ticket]) -> None:
        self.row = row if len(tickets) == 1 else replace(row, copies=len(tickets))
        self.tickets = tickets

    @property
    def given_up(self) -> bool:
        """Whether nobody waits for it any more."""
        return all(ticket.given_up for ticket in self.tickets)

    def settle(self, *, is_new: bool) -> None:
        """It is on the disk; if it is new, then by the first of them."""
        first, *others = self.tickets
        first.settle(is_new=is_new)
        for other in others:
            other.settle(is_new=False)

    def refuse(self) -> None:
        """It was not written."""
        for ticket in self.tickets:
            ticket.refuse()


class Tickets:
    """Those that wait, in their order."""

    def __init__(self, *, most_rows: int, most_bytes: int) -> None:
        self._queue: queue.SimpleQueue[Ticket] = queue.SimpleQueue()
        self._most_rows = most_rows
        self._most_bytes = most_bytes
        self._came_together = False

    def put(self, ticket: Ticket) -> None:
        """Hand one in."""
        self._queue.put(ticket)

    def take(self) -> list[Ticket]:
        """Wait for one, and take what waits behind it, as much as fits into one statement.

        Where a few came together the last time, whoever was answered then is likely to send again at once: they may
        gather.
        """
        if self._came_together:
            time.sleep(GATHER_SECONDS)
        taken = [self._queue.get()]
        size = _size(taken[0])
        while len(taken) < self._most_rows and size < self._most_bytes:
            try:
                ticket = self._queue.get_nowait()
            except queue.Empty:
                break
            taken.append(ticket)
            size += _size(ticket)
        self._came_together = 1 < len(taken) <= FEW
        return [ticket for ticket in taken if not ticket.given_up]


def grouped(tickets: list[Ticket]) -> list[Group]:
    """The tickets that have a row, by what their delivery is known again by."""
    found: dict[tuple[str, ...], list[Ticket]] = {}
    rows: dict[tuple[str, ...], InboxRow] = {}
    for ticket in tickets:
        if ticket.row is not None:
            rows.setdefault(ticket.row.key, ticket.row)
            found.setdefault(ticket.row.key, []).append(ticket)
    return [Group(row, found[key]) for key, row in rows.items()]


def _size(ticket: Ticket) -> int:
    return 0 if ticket.row is None else len(ticket.row.body)
