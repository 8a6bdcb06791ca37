"""Those who wait in the event loop for what the inbox's writer does in its thread."""

import asyncio
from collections import deque

from backhaul.core.intake_errors import InboxUnavailable
from backhaul.flows.inbox_ticket import Ticket
from backhaul.flows.receive_webhook import Inbox
from backhaul.models.inbox import InboxRow

WAIT_SECONDS = 3.0
"""How long a delivery waits for the disk; Shopify gives up after 5 seconds in all."""


class _Waiting(Ticket):
    __slots__ = ("settled",)

    def __init__(self, row: InboxRow | None, line: "Line") -> None:
        super().__init__(row, line.tell)
        self.settled: asyncio.Future[None] = line.loop.create_future()


class Line:
    """The line before one inbox, in one event loop.

    What comes in one turn of the loop is handed in together, and the loop is woken once for all that has been settled:
    a webhook that comes with others costs no change of threads of its own.
    """

    def __init__(self, inbox: Inbox) -> None:
        self.loop = asyncio.get_running_loop()
        self._inbox = inbox
        self._gathered: list[_Waiting] = []
        self._told: deque[_Waiting] = deque()
        self._is_woken = False

    async def wait(self, row: InboxRow | None) -> bool:
        """Whether the delivery is new, once it is on the disk; without a row, once the writer has had its turn.

        Raises InboxUnavailable when it was not written, or not in time; should it still be written later, Shopify's
        next try is a duplicate.
        """
        ticket = _Waiting(row, self)
        if not self._gathered:
            self.loop.call_soon(self._hand_in)
        self._gathered.append(ticket)
        in_time = self.loop.call_later(WAIT_SECONDS, self._give_up, ticket)
        await ticket.settled
        in_time.cancel()
        if ticket.is_new is None:
            raise InboxUnavailable
        return ticket.is_new

    def tell(self, ticket: Ticket) -> None:
        """A ticket is settled or refused; called in the writer's thread."""
        assert isinstance(ticket, _Waiting)
        self._told.append(ticket)
        if not self._is_woken:
            self._is_woken = True
            self.loop.call_soon_threadsafe(self._answer)

    def _answer(self) -> None:
        self._is_woken = False  # first: what is told from now on wakes the loop again
        while self._told:
            _end(self._told.popleft())

    def _hand_in(self) -> None:
        gathered, self._gathered = self._gathered, []
        try:
            self._inbox.hand_in(gathered)
        except InboxUnavailable:
            for ticket in gathered:
                _end(ticket)

    @staticmethod
    def _give_up(ticket: _Waiting) -> None:
        ticket.given_up = True
        _end(ticket)


def _end(ticket: _Waiting) -> None:
    if not ticket.settled.done():
        ticket.settled.set_result(None)
