"""A real mail server of a test's own, which keeps what it is given, and an installation that sends through it."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from django.conf import settings
from django.test import override_settings

SENDER = "boxes@backhaul.example"
USER, PASSWORD = "boxes", "a password of the mail server"
TAKEN = "250 taken"


@dataclass
class Mailbox:
    """What the server was given; `answer` is what it says to a recipient and may be changed at any time.

    Of the next `unanswered` mails it takes each and hangs up.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answer: Callable[[str], str] = lambda _address: TAKEN
    needs_login: bool = False
    unanswered: int = 0

    async def handle_RCPT(  # noqa: N802 -- the name that aiosmtpd calls
        self, _server: Any, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or refuse it."""
        is_known = session.authenticated or not self.needs_login
        said = self.answer(address) if is_known else "530 5.7.0 log in first"
        if said == TAKEN:
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail."""
        assert isinstance(envelope.original_content, bytes)
        mail = message_from_bytes(envelope.original_content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        if self.unanswered:
            self.unanswered -= 1
            server.transport.abort()
        return TAKEN


class _AnyPort(Controller):
    """Listens on whichever port is free."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd has no types there


@contextmanager
def mail_server(*, with_login: bool = False) -> Iterator[Mailbox]:
    """A mail server that runs, and the installation's settings that name it."""
    mailbox = Mailbox(needs_login=with_login)
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0, authenticator=_knows, auth_require_tls=False)
    controller.start()
    try:
        mailbox.port = controller.port
        with mail_goes_to(controller.port):
            yield mailbox
    finally:
        controller.stop()


@contextmanager
def mail_goes_to(port: int) -> Iterator[None]:
    """An installation whose mail goes to this port of this machine."""
    named = settings.BACKHAUL.model_copy(update={"mail_from": SENDER, "mail_host": "127.0.0.1", "mail_port": port})
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(
        BACKHAUL=named, EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_USE_TLS=False
    ):
        yield


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """What the mail says as text, or as HTML."""
    body = mail.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)
