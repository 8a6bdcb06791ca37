"""Sends notices to people: one over a channel, a day's over a channel, or one to the customer it is for."""

from collections.abc import Callable, Sequence

from django.db.models import QuerySet

from backhaul.core.channel_errors import ChatRefused
from backhaul.core.channels import UNCLEAR, ChannelKind, Language, SendingState
from backhaul.core.errors import BackhaulError
from backhaul.core.mail_errors import BadMailAddress, MailError
from backhaul.core.outcome import Outcome
from backhaul.core.tasks import OutcomeName
from backhaul.flows.bank_link import bank_link_of, needs_bank_link
from backhaul.flows.chat import send_chat
from backhaul.flows.clock import now
from backhaul.flows.customer_address import address_of
from backhaul.flows.endings import succeeded
from backhaul.flows.leases import Lease
from backhaul.flows.mail import Message, send_mail
from backhaul.flows.notice_text import Told, digest_told, notice_told, told_again
from backhaul.models import Channel, NoticeSending, Store, Task
from backhaul.shopify.vault import open_sealed

CHANNEL_GONE = "The channel was removed or switched off."
NO_ADDRESS = "No mail address of the customer is known."
NOTHING_TO_CONFIRM = "The payment does not have to be confirmed any more."
SWITCHED_OFF = "Writing to customers was switched off."
MAYBE_TWICE = "It may have arrived twice, for no answer came to an earlier try."


def send_notice(task: Task, lease: Lease) -> Outcome:
    """Send the task's notices over their channel, as one mail or message: one notice, or all of a digest.

    Run again, what is noted as sent is not sent again; when the reply was lost to us, the mail that is sent once more
    has the same id, a chat is told that it is sent again, and the notice says so.
    """
    sendings = list(_sendings(task))
    channel = next((one.channel for one in sendings), None)
    if all(one.sent_at for one in sendings):
        return _told(sendings, sendings[0].words)
    if channel is None or not channel.is_on:
        return _not_told(sendings, CHANNEL_GONE)
    language = Language(channel.language)
    if len(sendings) == 1:
        told = notice_told(sendings[0].notice, language)
    else:
        told = digest_told(task.store, [one.notice for one in sendings], language)
    lease.check()
    name = task.unique_key
    return _send(sendings, lambda again: pass_on(task.store, channel, told, name=name, again=again))


def tell_customer(task: Task, lease: Lease) -> Outcome:
    """Send a notice to the customer that it is for, if the store wants that and their address is known.

    Run again, what is noted as sent is not sent again; a mail that is sent once more has the same id, and the notice
    says so.
    """
    sendings = list(_sendings(task))
    notice = sendings[0].notice
    if sendings[0].sent_at:
        return _told(sendings, sendings[0].words)
    if not task.store.mail_customers:
        return _not_told(sendings, SWITCHED_OFF)
    address = address_of(task.store, order=notice.order, contract=notice.contract)
    if not address:
        return _not_told(sendings, NO_ADDRESS)
    if needs_bank_link(notice) and not bank_link_of(notice):
        return _not_told(sendings, NOTHING_TO_CONFIRM)
    told = notice_told(notice, Language(task.store.customer_language), for_customer=True)
    message = Message(address, told.subject, told.text, told.html, task.unique_key)
    lease.check()
    try:
        return _send(sendings, lambda _again: send_mail(task.store, message))
    except BadMailAddress:
        return _not_told(sendings, "What is known as the customer's mail address is none.")


def pass_on(store: Store, channel: Channel, told: Told, *, name: str, again: bool = False) -> None:
    """Hand one text over to a channel's mail server or chat service, perhaps for the second time.

    Raises what these raise.
    """
    target = open_sealed(channel.target_encrypted).reveal()
    if channel.kind == ChannelKind.MAIL:
        send_mail(store, Message(target, told.subject, told.text, told.html, name))
    else:
        said = told_again(told, Language(channel.language)) if again else told
        send_chat(store, target, title=said.subject, text=said.text)


def _sendings(task: Task) -> "QuerySet[NoticeSending]":
    """What the task has to send, the oldest notice first."""
    rows = NoticeSending.objects.filter(task=task).order_by("notice__created_at", "pk")
    return rows.select_related("channel", "notice__store", "notice__order", "notice__contract")


def _send(sendings: Sequence[NoticeSending], send: Callable[[bool], None]) -> Outcome:
    """Send, and note it, or why it went wrong, for whoever looks at the notice. Raises what sending raises.

    1. Note that it may be taken from now on; 2. send, saying whether it may have been taken before; 3. note the answer.
    """
    again = any(one.words.startswith(UNCLEAR) for one in sendings)
    _note(sendings, SendingState.QUEUED, UNCLEAR)
    try:
        send(again)
    except BackhaulError as error:
        maybe = again or _may_be_taken(error)
        _note(sendings, SendingState.QUEUED, f"{UNCLEAR} {error.message}" if maybe else error.message)
        raise
    remark = MAYBE_TWICE if again else ""
    _note(sendings, SendingState.SENT, remark)
    return _told(sendings, remark)


def _may_be_taken(error: BackhaulError) -> bool:
    """Of a chat nobody says whether it has refused the message or not answered."""
    return isinstance(error, ChatRefused) or (isinstance(error, MailError) and error.may_be_taken)


def _note(sendings: Sequence[NoticeSending], state: SendingState, words: str) -> None:
    sent_at = now() if state is SendingState.SENT else None
    ids = [one.pk for one in sendings]
    NoticeSending.objects.filter(pk__in=ids).update(state=state, words=words[:500], sent_at=sent_at)


def _told(sendings: Sequence[NoticeSending], remark: str = "") -> Outcome:
    count = len(sendings)
    words = "The notice was sent." if count == 1 else f"{count} notices were sent."
    return succeeded(OutcomeName.TOLD, f"{words} {remark}".rstrip())


def _not_told(sendings: Sequence[NoticeSending], words: str) -> Outcome:
    """Nobody was told, and nobody has to decide anything about that; the notice says why."""
    _note(sendings, SendingState.NOT_SENT, words)
    return succeeded(OutcomeName.NOT_TOLD, words)
