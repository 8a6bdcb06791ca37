"""Takes a webhook in as the door does, by a thread that waits for it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from backhaul.core.intake import Announced
from backhaul.core.intake_errors import InboxUnavailable
from backhaul.flows.inbox_ticket import Ticket
from backhaul.flows.receive_webhook import Inbox
from backhaul.models.inbox import InboxRow

WAIT_SECONDS = 5


@dataclass(frozen=True)
class Receipt:
    """What was taken in: the store it is of, and whether it had not come before."""

    store: str
    is_new: bool


def receive(inbox: Inbox, webhook: Announced, read_body: Callable[[], bytes]) -> Receipt:
    """It is on the disk when this returns."""
    if not inbox.knows_senders:
        _settled(inbox, None)
    sender = inbox.sender_of(webhook)
    is_new = _settled(inbox, inbox.row_of(sender, webhook, read_body()))
    if is_new is None:
        raise InboxUnavailable
    return Receipt(sender.slug, is_new)


def _settled(inbox: Inbox, row: InboxRow | None) -> bool | None:
    told = threading.Event()
    ticket = Ticket(row, lambda _ticket: told.set())
    inbox.hand_in([ticket])
    assert told.wait(WAIT_SECONDS)
    return ticket.is_new
