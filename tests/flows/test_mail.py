"""Mail is handed to a real server, and what goes wrong there is one of our errors."""

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.test import override_settings

from backhaul.core.mail_errors import BadMailAddress, MailOff, MailRefused, MailUnreachable
from backhaul.flows.mail import Message, send_mail
from backhaul.models import Store
from tests.support.mail import PASSWORD, SENDER, USER, Mailbox, free_port, mail_goes_to, mail_server, text_of

HELLO = Message("ada@example.com", "Your box", "It is on its way.", "<p>It is on its way.</p>", "not_1.chn_1")


@pytest.fixture
def store() -> Store:
    """A store that no database knows."""
    return Store(slug="shop", name="Grüne Kiste")


@pytest.fixture
def mailbox(store: Store) -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture(autouse=True)
def _outside_transactions(transactional_db: None) -> None:
    """As a task runs: nothing is locked."""


def test_a_mail_arrives_as_text_and_as_html(mailbox: Mailbox, store: Store) -> None:
    send_mail(store, HELLO)

    (mail,) = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("ada@example.com", "Your box")
    assert text_of(mail).strip() == "It is on its way."
    assert text_of(mail, "html").strip() == "<p>It is on its way.</p>"


def test_it_comes_from_the_installations_address_in_the_stores_name(mailbox: Mailbox, store: Store) -> None:
    send_mail(store, HELLO)

    (sender,) = mailbox.mails[0]["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Grüne Kiste", SENDER)
    assert mailbox.mails[0]["Auto-Submitted"] == "auto-generated"


def test_what_is_sent_again_has_the_same_id(mailbox: Mailbox, store: Store) -> None:
    send_mail(store, HELLO)
    send_mail(store, HELLO)

    assert [mail["Message-ID"] for mail in mailbox.mails] == ["<not_1.chn_1@backhaul.example>"] * 2


def test_line_breaks_in_a_subject_or_a_name_make_no_further_headers(mailbox: Mailbox, store: Store) -> None:
    store.name = "Shop\r\nBcc: eve@example.com"

    send_mail(store, Message("ada@example.com", "Hi\r\nBcc: eve@example.com\n\nA body", "Text", message_id="a\r\nb: c"))

    (mail,) = mailbox.mails
    assert mailbox.recipients == ["ada@example.com"]
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hi Bcc: eve@example.com A body"
    assert mail["Message-ID"] == "<a-b-c@backhaul.example>"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@example.com\r\nBcc: eve@example.com",
        "ada@example.com, eve@example.com",
        "ada@example.com;eve@example.com",
        "Ada <ada@example.com>",
        "ada@example.com\n",
        "äda@example.com",
        "a" * 250 + "@example.com",
    ],
)
def test_what_is_not_one_plain_address_is_refused_before_anything_is_sent(
    mailbox: Mailbox, store: Store, address: str
) -> None:
    with pytest.raises(BadMailAddress) as refused:
        send_mail(store, Message(address, "Hi", "Text"))

    assert not mailbox.mails
    assert "ada" not in refused.value.message


def test_an_address_that_the_server_does_not_know_is_refused_for_good(mailbox: Mailbox, store: Store) -> None:
    mailbox.answer = lambda address: f"550 5.1.1 no mailbox {address}"

    with pytest.raises(MailRefused) as refused:
        send_mail(store, HELLO)

    assert not refused.value.can_retry
    assert "ada@example.com" not in refused.value.message
    assert "550 5.1.1 no mailbox" in refused.value.message


def test_a_server_that_asks_for_patience_is_tried_again(mailbox: Mailbox, store: Store) -> None:
    mailbox.answer = lambda _address: "451 4.7.1 greylisted"

    with pytest.raises(MailUnreachable, match="greylisted") as refused:
        send_mail(store, HELLO)

    assert refused.value.can_retry


def test_a_server_that_is_down_is_tried_again(store: Store) -> None:
    with mail_goes_to(free_port()), pytest.raises(MailUnreachable, match="ConnectionRefusedError"):
        send_mail(store, HELLO)


@pytest.mark.parametrize(("status", "may_be_taken"), [(429, False), (500, True), (502, True), (504, True)])
def test_a_provider_that_has_trouble_may_have_taken_the_mail(
    mailbox: Mailbox, store: Store, monkeypatch: pytest.MonkeyPatch, status: int, may_be_taken: bool
) -> None:
    errors = ModuleType("anymail.exceptions")
    kind = type("AnymailError", (Exception,), {"__module__": errors.__name__, "status_code": status})
    vars(errors)["AnymailError"] = kind
    monkeypatch.setitem(sys.modules, "anymail", ModuleType("anymail"))
    monkeypatch.setitem(sys.modules, errors.__name__, errors)

    def refuse(*_: object) -> int:
        raise kind

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)

    with pytest.raises(MailUnreachable, match=f"HTTP {status}") as refused:
        send_mail(store, HELLO)

    assert refused.value.may_be_taken is may_be_taken


def test_a_server_that_cannot_protect_the_connection_gets_nothing(mailbox: Mailbox, store: Store) -> None:
    with override_settings(EMAIL_USE_TLS=True), pytest.raises(MailRefused, match="STARTTLS"):
        send_mail(store, HELLO)

    assert not mailbox.mails


def test_it_logs_in_with_user_and_password(store: Store) -> None:
    with (
        mail_server(with_login=True) as mailbox,
        override_settings(EMAIL_HOST_USER=USER, EMAIL_HOST_PASSWORD=PASSWORD),
    ):
        send_mail(store, HELLO)

    assert len(mailbox.mails) == 1


def test_a_wrong_password_is_tried_again_and_not_repeated(store: Store) -> None:
    with (
        mail_server(with_login=True),
        override_settings(EMAIL_HOST_USER=USER, EMAIL_HOST_PASSWORD="guessed"),
        pytest.raises(MailUnreachable, match="user and password") as refused,
    ):
        send_mail(store, HELLO)

    assert "guessed" not in str(refused.value)


def test_an_installation_without_mail_says_so(store: Store) -> None:
    with pytest.raises(MailOff):
        send_mail(store, HELLO)


@pytest.mark.usefixtures("mailbox")
def test_no_transaction_is_open_while_a_server_answers(store: Store) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="transaction"):
        send_mail(store, HELLO)
