"""The writer of the webhook inbox: one thread of a process writes everything that waits at that moment in one commit.

A thousand deliveries at once cost a few commits instead of a thousand, and while one commit waits for the disk the next
batch gathers.
"""

import os
import threading
import time
from collections.abc import Sequence

import django.db
import psycopg
import structlog

from backhaul.core.errors import BackhaulError
from backhaul.core.intake_errors import InboxUnavailable
from backhaul.flows.inbox_batch import write_batch
from backhaul.flows.inbox_connection import OwnConnection
from backhaul.flows.inbox_ticket import Group, Ticket, Tickets, grouped
from backhaul.flows.webhook_secrets import note_use
from backhaul.flows.webhook_senders import SenderReader, Senders

log = structlog.get_logger()

REFRESH_SENDERS_SECONDS = 2.0
OLDEST_SENDERS_SECONDS = 4.0
"""No webhook is judged by secrets read longer ago, so that a new or retired one counts within 5 seconds."""
NOTE_USE_SECONDS = 60.0
MOST_ROWS = 256
MOST_BYTES = 16_000_000


class InboxWriter:
    """The writer of this process. Its thread starts when first needed, anew after a fork and should it ever die."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._tickets = Tickets(most_rows=MOST_ROWS, most_bytes=MOST_BYTES)
        self._connection = OwnConnection()
        self._reader = SenderReader()
        self._senders: Senders | None = None
        self._noted: dict[str, float] = {}
        self._closing = False

    def close(self) -> None:
        """End the thread and its connection after the batch at hand; whatever is handed in later is put off."""
        self._closing = True
        if self._thread is not None and self._process == os.getpid():
            self._tickets.put(Ticket(None, _tell_nobody))
            self._thread.join()

    def senders(self) -> Senders | None:
        """Who may deliver, as read a few seconds ago at most; None until a ticket handed in has had its turn."""
        senders = self._senders
        return None if senders is None or _age(senders) > OLDEST_SENDERS_SECONDS else senders

    def hand_in(self, tickets: Sequence[Ticket]) -> None:
        """Have the deliveries written, together if possible; each is told what became of it.

        Raises InboxUnavailable when nothing is written any more.
        """
        if self._process != os.getpid():  # forked: the thread and its connection stayed behind
            self._begin()
        if self._closing:
            raise InboxUnavailable
        if self._thread is None or not self._thread.is_alive():
            self._start()
        for ticket in tickets:
            self._tickets.put(ticket)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="inbox-writer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._closing:
            self._work_off(self._tickets.take())
            django.db.connection.close()  # no request ends here, so nobody else would give it back to the pool
        self._connection.drop()

    def _work_off(self, tickets: list[Ticket]) -> None:
        self._refresh_senders()
        for ticket in tickets:
            if ticket.row is None:
                ticket.settle(is_new=False)
        groups = grouped(tickets)
        if groups:
            write_batch(groups, self._connection)
            self._note_uses(groups)

    def _refresh_senders(self) -> None:
        if self._senders is not None and _age(self._senders) <= REFRESH_SENDERS_SECONDS:
            return
        try:
            self._senders = self._reader.read(self._connection.get())
        except (psycopg.Error, django.db.Error, BackhaulError) as exc:
            log.warning("inbox.senders_unknown", error=type(exc).__name__)
            self._connection.drop()

    def _note_uses(self, groups: Sequence[Group]) -> None:
        for secret_id in {group.row.secret_id for group in groups}:
            if time.monotonic() - self._noted.get(secret_id, float("-inf")) > NOTE_USE_SECONDS:
                self._noted[secret_id] = time.monotonic()
                try:
                    note_use(secret_id)
                except (django.db.Error, BackhaulError) as exc:
                    log.warning("webhook_secret.use_not_noted", error=type(exc).__name__)


def _tell_nobody(_ticket: Ticket) -> None:
    pass


def _age(senders: Senders) -> float:
    return time.monotonic() - senders.read_at
