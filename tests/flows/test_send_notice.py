"""Notices reach people once: by mail over a real server, in a chat, at once or in a digest."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import override_settings

from backhaul.core.channels import ChannelKind, Language, Rhythm, SendingState
from backhaul.core.errors import InputError
from backhaul.core.mail_errors import BadMailAddress
from backhaul.core.notices import Option
from backhaul.core.tasks import OutcomeName, TaskState
from backhaul.flows.channels import ChannelWish, add_channel, change_channel, remove_channel, try_channel
from backhaul.flows.clock import now
from backhaul.flows.notices import Telling, tell
from backhaul.flows.own_words import drop_words, keep_words
from backhaul.flows.see_to_telling import see_to_telling
from backhaul.flows.task_list import wake
from backhaul.jobs.runner import run_task
from backhaul.models import Channel, JobQueueEntry, Notice, NoticeSending, SalesOrder, Store, Task
from tests.support.mail import Mailbox, mail_server, text_of
from tests.support.receiver import receiver
from tests.support.rows import order_row, store_row

# Apprise loads a module of Python that is going away, only to look whether it is there.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

OPTIONS = (Option("keep", "Keep it", "It goes on."), Option("cancel", "Cancel it", "It ends."))


@pytest.fixture
def store(transactional_db: None) -> Store:
    return store_row()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as running:
        yield running


@pytest.fixture
def office(store: Store, mailbox: Mailbox) -> Channel:
    """The people of the store, told by mail of everything at once."""
    return add_channel(store, ChannelKind.MAIL, "office@example.com", ChannelWish())


def say(store: Store, key: str = "1", *, order: SalesOrder | None = None, kind: str = "order_deleted") -> Notice:
    tell(store, order, Telling(kind, "subject", key, f"Something <b>happened</b>: {key}."))
    return Notice.objects.get(unique_key=key)


def run_all() -> list[Task]:
    """Run every task that can run; returns all there are."""
    wake(Task.objects.filter(state=TaskState.WAITING))
    for task_id in list(Task.objects.filter(state=TaskState.PENDING).values_list("pk", flat=True)):
        run_task(task_id)
    return list(Task.objects.order_by("created_at"))


def see_to(store: Store) -> str:
    return see_to_telling(JobQueueEntry.objects.get(store=store, kind="telling"))


def test_a_notice_is_mailed_once_whatever_is_told_again(store: Store, office: Channel, mailbox: Mailbox) -> None:
    notice = say(store, order=order_row(store))
    say(store, order=notice.order)

    (task,) = run_all()

    (mail,) = mailbox.mails
    assert mail["To"] == "office@example.com"
    assert mail["Subject"] == "[A shop] An order was deleted: #1001"
    assert "Something <b>happened</b>: 1." in text_of(mail)
    assert "Something &lt;b&gt;happened&lt;/b&gt;: 1." in text_of(mail, "html")
    assert (task.outcome, NoticeSending.objects.get().state) == (OutcomeName.TOLD, SendingState.SENT)


def test_a_second_run_sends_nothing_more(store: Store, office: Channel, mailbox: Mailbox) -> None:
    say(store)
    run_all()
    Task.objects.update(state=TaskState.PENDING)

    run_all()

    assert len(mailbox.mails) == 1


def test_a_mail_whose_reply_was_lost_is_sent_again_with_the_same_id(
    store: Store, office: Channel, mailbox: Mailbox
) -> None:
    say(store)
    run_all()
    NoticeSending.objects.update(state=SendingState.QUEUED, sent_at=None)
    Task.objects.update(state=TaskState.PENDING)

    run_all()

    assert len(mailbox.mails) == 2
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 1


def test_a_server_that_is_down_is_tried_again_and_the_notice_says_why(
    store: Store, office: Channel, mailbox: Mailbox
) -> None:
    mailbox.answer = lambda _address: "450 come again"
    say(store)

    (waiting,) = run_all()
    said = NoticeSending.objects.get().words
    mailbox.answer = lambda _address: "250 taken"
    (done,) = run_all()

    assert (waiting.state, waiting.wait_reason) == (TaskState.WAITING, "retry")
    assert "450 come again" in said
    assert (done.outcome, len(mailbox.mails), NoticeSending.objects.get().words) == (OutcomeName.TOLD, 1, "")


def test_a_mailbox_that_does_not_exist_needs_a_person(store: Store, office: Channel, mailbox: Mailbox) -> None:
    mailbox.answer = lambda _address: "550 no such mailbox"
    say(store)

    (task,) = run_all()

    assert task.state == TaskState.NEEDS_ATTENTION
    assert "550 no such mailbox" in task.outcome_detail


def test_an_option_is_one_click_away(store: Store, office: Channel, mailbox: Mailbox) -> None:
    reached = django_settings.BACKHAUL.model_copy(update={"public_url": "https://back.example"})
    at = now() + timedelta(days=2)

    with override_settings(BACKHAUL=reached):
        tell(store, None, Telling("order_cancelled", "s", "1", "Decide.", options=OPTIONS, decide_by=at))
        run_all()

    notice = Notice.objects.get()
    assert f"https://back.example/console/backhaul/notice/{notice.pk}/decide/?option=cancel" in text_of(
        mailbox.mails[0]
    )
    assert "To decide by" in text_of(mailbox.mails[0])


def test_a_channel_passes_on_only_what_it_is_for(store: Store, mailbox: Mailbox) -> None:
    add_channel(store, ChannelKind.MAIL, "stock@example.com", ChannelWish(kinds=["drifts_found"]))
    other = store_row("other")
    add_channel(other, ChannelKind.MAIL, "other@example.com", ChannelWish())

    say(store, "1", kind="order_deleted")
    say(store, "2", kind="drifts_found")
    run_all()

    assert mailbox.recipients == ["stock@example.com"]


def test_a_chat_gets_title_and_words(store: Store) -> None:
    with receiver() as chat:
        chat.status = 200
        channel = add_channel(store, ChannelKind.CHAT, f"json://127.0.0.1:{chat.port}/secretpath", ChannelWish())
        say(store)

        (task,) = run_all()

    assert task.outcome == OutcomeName.TOLD
    assert b'"title": "[A shop] An order was deleted"' in chat.posted[0].body
    assert b"Something <b>happened</b>: 1." in chat.posted[0].body
    assert (channel.shown, "secretpath" in channel.target_encrypted) == (f"json://127.0.0.1:{chat.port}", False)


def test_a_chat_that_is_down_is_tried_again(store: Store) -> None:
    with receiver() as chat:
        chat.status = 500
        add_channel(store, ChannelKind.CHAT, f"json://127.0.0.1:{chat.port}/", ChannelWish())
        say(store)
        (waiting,) = run_all()
        chat.status = 200
        (done,) = run_all()

    assert (waiting.state, done.outcome, len(chat.posted)) == (TaskState.WAITING, OutcomeName.TOLD, 2)


def test_a_chat_does_not_follow_a_redirect(store: Store) -> None:
    with receiver() as chat, receiver() as elsewhere:
        chat.status, chat.headers = 307, {"Location": elsewhere.url}
        add_channel(store, ChannelKind.CHAT, f"json://127.0.0.1:{chat.port}/?redirect=yes&retry=5", ChannelWish())
        say(store)

        (task,) = run_all()

    assert (task.state, len(chat.posted), elsewhere.posted) == (TaskState.WAITING, 1, [])


def test_a_digest_gathers_what_happened_until_its_hour(
    store: Store, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily = ChannelWish(rhythm=Rhythm.DAILY, digest_hour=0)
    channel = add_channel(store, ChannelKind.MAIL, "office@example.com", daily)
    say(store, "1")
    say(store, "2", kind="drifts_found")

    early = see_to(store)
    Channel.objects.update(digest_day=channel.digest_day - timedelta(days=1) if channel.digest_day else None)
    due = see_to(store)
    again = see_to(store)
    (task,) = run_all()

    assert (early, due, again) == (
        "0 digests, 0 deliveries due",
        "1 digests, 0 deliveries due",
        "0 digests, 0 deliveries due",
    )
    (mail,) = mailbox.mails
    assert mail["Subject"] == "2 notices of A shop"
    assert "happened</b>: 1." in text_of(mail)
    assert "happened</b>: 2." in text_of(mail)
    assert (task.kind, task.outcome_detail) == ("send_digest", "2 notices were sent.")


def test_a_day_without_notices_has_no_digest(store: Store, mailbox: Mailbox) -> None:
    add_channel(store, ChannelKind.MAIL, "office@example.com", ChannelWish(rhythm=Rhythm.DAILY))
    Channel.objects.update(digest_day=now().date() - timedelta(days=3))

    see_to(store)

    assert not Task.objects.exists()


def test_a_digest_that_is_given_up_sends_what_has_gathered(store: Store, mailbox: Mailbox) -> None:
    channel = add_channel(store, ChannelKind.MAIL, "office@example.com", ChannelWish(rhythm=Rhythm.DAILY))
    say(store)

    change_channel(channel.pk, ChannelWish(rhythm=Rhythm.AT_ONCE))
    run_all()

    assert len(mailbox.mails) == 1


def test_the_words_around_a_notice_are_german_where_wanted(store: Store, mailbox: Mailbox) -> None:
    add_channel(store, ChannelKind.MAIL, "office@example.com", ChannelWish(language=Language.GERMAN))
    tell(store, order_row(store), Telling("order_cancelled", "s", "1", "Decide.", options=OPTIONS))

    run_all()

    (mail,) = mailbox.mails
    assert mail["Subject"] == "[A shop] Eine Bestellung wurde storniert: #1001"
    assert "Zu entscheiden:" in text_of(mail)
    assert '<html lang="de">' in text_of(mail, "html")


def test_a_store_may_have_words_of_its_own(store: Store, office: Channel, mailbox: Mailbox) -> None:
    keep_words(
        store,
        "order_deleted",
        language=Language.ENGLISH,
        subject="{{ shop }} lost {{ order }}",
        body="Look: {{ words }}",
    )
    say(store, "1", order=order_row(store))
    run_all()
    drop_words(store, "order_deleted", language=Language.ENGLISH)
    say(store, "2")
    run_all()

    own, ours = mailbox.mails
    assert own["Subject"] == "A shop lost #1001"
    assert text_of(own).strip() == "Look: Something <b>happened</b>: 1."
    assert "&lt;b&gt;" in text_of(own, "html")
    assert ours["Subject"] == "[A shop] An order was deleted"


def test_a_removed_channel_gets_nothing_more(store: Store, office: Channel, mailbox: Mailbox) -> None:
    say(store)
    remove_channel(office.pk)

    (task,) = run_all()

    assert not mailbox.mails
    assert task.outcome == OutcomeName.NOT_TOLD
    assert "removed" in NoticeSending.objects.get().words


def test_a_paused_and_an_uninstalled_store_still_tell(store: Store, office: Channel, mailbox: Mailbox) -> None:
    change_channel(office.pk, ChannelWish(rhythm=Rhythm.DAILY))
    Store.objects.update(state="uninstalled", uninstalled_at=now())
    store.refresh_from_db()

    say(store, kind="store_uninstalled")
    run_all()

    assert mailbox.mails[0]["Subject"] == "[A shop] The app was uninstalled"


def test_a_test_reaches_the_channel(store: Store, office: Channel, mailbox: Mailbox) -> None:
    try_channel(office.pk)

    assert mailbox.mails[0]["Subject"] == "[A shop] This is a test"


def test_what_cannot_be_a_channel_is_refused(store: Store) -> None:
    with pytest.raises(BadMailAddress):
        add_channel(store, ChannelKind.MAIL, "office", ChannelWish())
    with pytest.raises(InputError):
        add_channel(store, ChannelKind.MAIL, "office@example.com", ChannelWish(digest_hour=24))
    for chat in ("", "office", "file:///etc/passwd", "syslog://", "mailto://a:b@example.com", "nothing://x"):
        with pytest.raises(InputError):
            add_channel(store, ChannelKind.CHAT, chat, ChannelWish())


@pytest.mark.parametrize(
    "chat", ["json://127.0.0.1/", "jsons://10.0.0.1/x", "mmost://localhost/3ccdd113474722377935511fc85d3dd4"]
)
def test_a_real_store_has_no_chat_in_our_own_network(store: Store, chat: str) -> None:
    Store.objects.update(is_sandbox=False)
    store.refresh_from_db()

    with pytest.raises(InputError, match="private network"):
        add_channel(store, ChannelKind.CHAT, chat, ChannelWish())
