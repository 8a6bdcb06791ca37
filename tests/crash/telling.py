"""Those who are told by mail, in a chat and by webhook, and what has come to each of them."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.test import override_settings
from standardwebhooks import Webhook

from backhaul.core.channels import ChannelKind
from backhaul.core.notices import Recipient
from backhaul.core.outgoing import EventType
from backhaul.flows.channels import ChannelWish, add_channel
from backhaul.flows.clock import now
from backhaul.flows.endpoints import add_endpoint
from backhaul.flows.events import emit
from backhaul.flows.notices import Telling, tell
from backhaul.models import EventDelivery, JobQueueEntry, NoticeSending, Store, Task
from tests.support.mail import SENDER, Mailbox, mail_server, text_of
from tests.support.portal import PUBLIC_URL, Customer, customer_row, open_store
from tests.support.receiver import Receiver, receiver

OFFICE, CUSTOMER = "office@example.com", "ada@example.com"
FOR_STAFF, FOR_CHAT, FOR_CUSTOMER = "order_deleted", "drifts_found", "contract_cancelled"
"""The kinds of notices that the mail channel, the chat and the customer get."""
REMARK = "This is sent again"


@dataclass(frozen=True)
class World:
    """A mail server, a chat service and another program, each of them real."""

    mailbox: Mailbox
    chat: Receiver
    program: Receiver

    @property
    def environment(self) -> Mapping[str, str]:
        """An installation that mails through this server, as its processes are told."""
        return {
            "BACKHAUL_MAIL_FROM": SENDER,
            "BACKHAUL_MAIL_HOST": "127.0.0.1",
            "BACKHAUL_MAIL_PORT": str(self.mailbox.port),
            "BACKHAUL_MAIL_SECURITY": "none",
            "BACKHAUL_PUBLIC_URL": PUBLIC_URL,
        }

    def forget(self) -> None:
        """As if nothing had come yet."""
        for came in (self.mailbox.mails, self.mailbox.recipients, self.chat.posted, self.program.posted):
            came.clear()


@contextmanager
def running_world() -> Iterator[World]:
    """All of them, for the length of a block."""
    with ExitStack() as stack:
        mailbox = stack.enter_context(mail_server())
        reached = settings.BACKHAUL.model_copy(update={"public_url": PUBLIC_URL})
        stack.enter_context(override_settings(BACKHAUL=reached))
        world = World(mailbox, stack.enter_context(receiver()), stack.enter_context(receiver()))
        world.chat.status = 200
        yield world


@dataclass(frozen=True)
class Audience:
    """A store that mails its staff and its customer, writes to a chat, and tells a program of shipments."""

    store: Store
    customer: Customer
    world: World
    secret: str

    def say(self, to: str, key: str) -> Task:
        """Something happens, and one of them is to be told; the task that tells it."""
        return _SAY[to](self, key)

    def copies(self, to: str, key: str) -> int:
        """How often it has come: each copy is known for the same by its id or, in a chat, the later one by a remark."""
        return _COPIES[to](self, key)


def audience(world: World) -> Audience:
    """The store on the database of the test, with no recurring work."""
    store = open_store()
    store.mail_customers = True
    store.save()
    JobQueueEntry.objects.update(next_run_at=now() + timedelta(days=1))
    add_channel(store, ChannelKind.MAIL, OFFICE, ChannelWish(kinds=[FOR_STAFF]))
    add_channel(store, ChannelKind.CHAT, f"json://127.0.0.1:{world.chat.port}/", ChannelWish(kinds=[FOR_CHAT]))
    endpoint = add_endpoint(store, world.program.url, [EventType.SHIPMENT_SENT])
    return Audience(store, customer_row(store, 1, CUSTOMER), world, endpoint.secret)


def notice(told: Audience, kind: str, key: str, recipient: Recipient = Recipient.MERCHANT) -> NoticeSending:
    """Something is told to the one who wants this kind."""
    telling = Telling(kind, key, key, f"It happened: {key}.", recipient)
    tell(told.store, told.customer.order, telling)
    return NoticeSending.objects.get(notice__unique_key=key)


def _noticed(told: Audience, kind: str, key: str, recipient: Recipient = Recipient.MERCHANT) -> Task:
    task = notice(told, kind, key, recipient).task
    assert task is not None
    return task


def _shipped(told: Audience, key: str) -> Task:
    emit(told.store, EventType.SHIPMENT_SENT, {"shipment_id": key}, key=key)
    return EventDelivery.objects.get(event__unique_key=f"{EventType.SHIPMENT_SENT}:{key}").task


_SAY: Mapping[str, Callable[[Audience, str], Task]] = {
    "staff": lambda told, key: _noticed(told, FOR_STAFF, key),
    "chat": lambda told, key: _noticed(told, FOR_CHAT, key),
    "customer": lambda told, key: _noticed(told, FOR_CUSTOMER, key, Recipient.CUSTOMER),
    "program": _shipped,
}


def _mails(told: Audience, key: str) -> int:
    found = [mail for mail in told.world.mailbox.mails if f"{key}." in text_of(mail)]
    assert len({(mail["Message-ID"], mail["To"], text_of(mail)) for mail in found}) == bool(found)
    return len(found)


def _messages(told: Audience, key: str) -> int:
    said = [json.loads(posted.body)["message"] for posted in told.world.chat.posted]
    found = [text for text in said if f"{key}." in text]
    assert all(REMARK in text for text in found[1:])
    return len(found)


def _webhooks(told: Audience, key: str) -> int:
    verify = Webhook(told.secret).verify
    came = [(one.headers["webhook-id"], verify(one.body, one.headers)["data"]) for one in told.world.program.posted]
    found = [name for name, data in came if data["shipment_id"] == key]
    assert len(set(found)) == bool(found)
    return len(found)


_COPIES: Mapping[str, Callable[[Audience, str], int]] = {
    "staff": _mails,
    "chat": _messages,
    "customer": _mails,
    "program": _webhooks,
}
