"""`backhaul channels` and `backhaul endpoints`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backhaul.core.outgoing import EventType
from backhaul.flows.events import emit
from backhaul.models import Channel, Endpoint, EventDelivery, NoticeWords, Store
from tests.cli.command_line import CommandLine
from tests.support.mail import Mailbox, mail_server
from tests.support.receiver import Receiver, receiver


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as running:
        yield running


@pytest.fixture
def program() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def test_a_channel_is_added_listed_changed_and_removed(backhaul: CommandLine, store: Store) -> None:
    added = backhaul("channels", "add", "mail", "office@example.com", "--kind", "drifts_found", "--rhythm", "daily")
    channel = Channel.objects.get()
    changed = backhaul("channels", "change", channel.pk, "--all-kinds", "--off", "--language", "de")
    listed = backhaul("channels", "list").out
    channel.refresh_from_db()
    removed = backhaul("channels", "remove", channel.pk)

    assert (added.code, f"{channel.pk}: notices go to o…@example.com, once a day at " in added.out) == (0, True)
    assert (changed.code, channel.kinds, channel.is_on, channel.language) == (0, [], False, "de")
    assert "o…@example.com" in listed
    assert (removed.code, Channel.objects.count()) == (0, 0)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_the_address_of_a_chat_comes_from_a_file(backhaul: CommandLine, store: Store, tmp_path: Path) -> None:
    (tmp_path / "chat").write_text("json://127.0.0.1:9/secret\n")

    added = backhaul("channels", "add", "chat", "--target-file", str(tmp_path / "chat"))

    assert (added.code, "secret" in added.out, Channel.objects.get().shown) == (0, False, "json://127.0.0.1:9")


def test_what_cannot_be_is_wrong_use(backhaul: CommandLine, store: Store) -> None:
    assert backhaul("channels", "add", "mail", "office").code == 1
    assert backhaul("channels", "add", "mail", "office@example.com", "--kind", "nonsense").code == 2
    assert backhaul("endpoints", "add", "http://example.com/", "--event", "delivery.due").code == 2
    assert backhaul("endpoints", "replay").code == 2


def test_own_words_come_from_a_file(backhaul: CommandLine, store: Store, tmp_path: Path) -> None:
    (tmp_path / "body").write_text("Hello,\n{{ words }}")
    kept = backhaul(
        "channels", "set-words", "order_deleted", "--subject", "{{ order }}", "--body-file", str(tmp_path / "body")
    )
    listed = backhaul("channels", "words").out
    dropped = backhaul("channels", "drop-words", "order_deleted")

    assert (kept.code, dropped.code) == (0, 0)
    assert "order_deleted" in listed
    assert not NoticeWords.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_reaches_people_and_programs(
    backhaul: CommandLine, store: Store, mailbox: Mailbox, program: Receiver
) -> None:
    backhaul("channels", "add", "mail", "office@example.com")
    backhaul("endpoints", "add", program.url, "--event", "shipment.sent")

    mailed = backhaul("channels", "test", Channel.objects.get().pk)
    posted = backhaul("endpoints", "test", Endpoint.objects.get().pk)
    program.status = 500
    refused = backhaul("endpoints", "test", Endpoint.objects.get().pk)

    assert (mailed.code, len(mailbox.mails)) == (0, 1)
    assert (posted.code, "Taken: HTTP 204." in posted.out) == (0, True)
    assert (refused.code, "HTTP 500" in refused.err) == (1, True)


def test_an_endpoint_shows_its_secret_when_it_is_made_and_rotated(backhaul: CommandLine, store: Store) -> None:
    added = backhaul("endpoints", "add", "http://127.0.0.1:9/hook", "--event", "shipment.sent", "--name", "books")
    endpoint = Endpoint.objects.get()
    rotated = backhaul("endpoints", "rotate", endpoint.pk)
    changed = backhaul("endpoints", "change", endpoint.pk, "--off", "--event", "delivery.due")
    listed = backhaul("endpoints", "list").out

    assert "whsec_" in added.out
    assert "whsec_" in rotated.out
    assert f"{endpoint.pk} is changed: off.\n" in changed.out
    assert "books" in listed
    assert "whsec_" not in listed


def test_deliveries_are_listed_and_replayed(backhaul: CommandLine, store: Store) -> None:
    backhaul("endpoints", "add", "http://127.0.0.1:9/hook", "--event", "shipment.sent")
    emit(store, EventType.SHIPMENT_SENT, {}, key="1")
    delivery = EventDelivery.objects.get()

    listed = backhaul("endpoints", "deliveries", "--state", "queued").out
    one = backhaul("endpoints", "replay", delivery.pk)
    missed = backhaul("endpoints", "replay", "--missed-by", delivery.endpoint_id, "--since", "2026-01-01T00:00:00Z")

    assert delivery.pk in listed
    assert (one.code, "Sent again: 0." in missed.out) == (0, True)


def test_events_are_explained(backhaul: CommandLine) -> None:
    assert "delivery.due: A delivery that is paid" in backhaul("endpoints", "events").out
