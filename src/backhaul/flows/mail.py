"""Sends a mail in the name of a store, and turns every way in which that fails into an error of ours."""

import importlib
from contextlib import suppress
from email.utils import formataddr
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from backhaul.core.mail import Message, check_address, message_id, one_line, read_sender
from backhaul.core.mail_errors import MailError, MailOff, MailRefused, MailUnreachable
from backhaul.models import Store
from backhaul.shopify.secret import redacted

__all__ = ["Message", "mail_is_on", "send_mail"]

HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""So that nobody's machine answers (RFC 3834)."""
TRY_AGAIN = frozenset({408, 425, 429})
"""HTTP statuses below 500 with which a mail provider asks for patience."""

log = structlog.get_logger()


def mail_is_on() -> bool:
    """Whether this installation can send mail at all."""
    return bool(settings.BACKHAUL.mail_from)


def send_mail(store: Store, message: Message) -> None:
    """Hand a mail over to the mail server, from the installation's address and in the store's name.

    Once this returns, the server has it. Raises MailOff, MailRefused and BadMailAddress, which trying again cannot
    help, and MailUnreachable. Not inside a transaction: a server may take long to answer.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a mail must not be sent inside a transaction")
    if not mail_is_on():
        raise MailOff
    mail = _mail(store, message)
    _hand_over(mail, get_connection(fail_silently=False))
    log.info("mail.sent", store=store.slug, message_id=mail.extra_headers.get("Message-ID", ""))


def _hand_over(mail: EmailMultiAlternatives, server: BaseEmailBackend) -> None:
    """What goes wrong when the connection is given up comes too late to matter: it is known by then what came of it."""
    foreign = _foreign_errors()
    is_open = False
    try:
        server.open()
        is_open = True
        server.send_messages([mail])
    except foreign as exc:
        raise _ours(exc, was_open=is_open) from exc
    finally:
        with suppress(*foreign):
            server.close()


def _mail(store: Store, message: Message) -> EmailMultiAlternatives:
    name, address = read_sender(settings.BACKHAUL.mail_from)
    headers = dict(HEADERS)
    if message.message_id:
        headers["Message-ID"] = message_id(message.message_id, host=address.rpartition("@")[2])
    mail = EmailMultiAlternatives(
        subject=one_line(message.subject),
        body=message.text,
        from_email=formataddr((one_line(name or store.name or store.slug, most=70), address)),
        to=[check_address(message.to)],
        headers=headers,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _foreign_errors() -> tuple[type[Exception], ...]:
    """What Django's mail and, where it is installed, a provider's backend may raise."""
    with suppress(ImportError):
        return SMTPException, OSError, importlib.import_module("anymail.exceptions").AnymailError
    return SMTPException, OSError


def _ours(error: Exception, *, was_open: bool) -> MailError:
    """Which of our errors a foreign one is; a server's words are kept without addresses.

    A connection that breaks when it was open may break after the mail was taken.
    """
    match error:
        case SMTPAuthenticationError():
            return MailUnreachable("it does not accept the user and password")
        case SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()), (550, b""))
            return _answered(code, words)
        case SMTPResponseException():
            return _answered(error.smtp_code, error.smtp_error)
        case SMTPNotSupportedError():
            return MailRefused(redacted(str(error)))
    if type(error).__module__.startswith("anymail"):
        return _of_provider(error)
    return MailUnreachable(type(error).__name__, may_be_taken=was_open)


def _answered(code: int, words: bytes | str) -> MailError:
    """What an SMTP reply means: 4xx asks to come again, 5xx is for good (RFC 5321, 4.2.1)."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    kind = MailRefused if 500 <= code <= 599 else MailUnreachable
    return kind(redacted(one_line(f"{code} {said}")))


def _of_provider(error: Exception) -> MailError:
    """What a provider's answer means by its HTTP status; without one, a network error is tried again.

    A status of 500 or more comes after the mail was given, perhaps from something in between that got no answer.
    """
    status = getattr(error, "status_code", None)
    name = type(error).__name__
    if status is None:
        return MailUnreachable(name, may_be_taken=True) if isinstance(error, OSError) else MailRefused(name)
    if status >= 500 or status in TRY_AGAIN:
        return MailUnreachable(f"HTTP {status}", may_be_taken=status >= 500)
    return MailRefused(f"HTTP {status}")
