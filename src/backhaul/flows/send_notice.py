"""Sends notices to people: one over a channel, a day's over a channel, or one to the customer it is for."""

from collections.abc import Callable, Sequence

from django.db.models import QuerySet

from backhaul.core.channels import ChannelKind, Language, SendingState
from backhaul.core.errors import BackhaulError
from backhaul.core.mail_errors import BadMailAddress
from backhaul.core.outcome import Outcome
from backhaul.core.tasks import OutcomeName
from backhaul.flows.bank_link import bank_link_of, needs_bank_link
from backhaul.flows.chat import send_chat
from backhaul.flows.clock import now
from backhaul.flows.customer_address import address_of
from backhaul.flows.endings import succeeded
from backhaul.flows.leases import Lease
from backhaul.flows.mail import Message, send_mail
from backhaul.flows.notice_text import Told, digest_told, notice_told
from backhaul.models import Channel, NoticeSending, Store, Task
from backhaul.shopify.vault import open_sealed

CHANNEL_GONE = "The channel was removed or switched off."
NO_ADDRESS = "No mail address of the customer is known."
NOTHING_TO_CONFIRM = "The payment does not have to be confirmed any more."
SWITCHED_OFF = "Writing to customers was switched off."


def send_notice(task: Task, lease: Lease) -> Outcome:
    """Send the task's notices over their channel, as one mail or message: one notice, or all of a digest.

    Run again, what is noted as sent is not sent again; when the reply was lost to us, the mail that is sent once more
    has the same id.
    """
    sendings = list(_sendings(task))
    channel = next((one.channel for one in sendings), None)
    if all(one.sent_at for one in sendings):
        return _told(sendings)
    if channel is None or not channel.is_on:
        return _not_told(sendings, CHANNEL_GONE)
    language = Language(channel.language)
    if len(sendings) == 1:
        told = notice_told(sendings[0].notice, language)
    else:
        told = digest_told(task.store, [one.notice for one in sendings], language)
    lease.check()
    return _send(task, sendings, lambda: pass_on(task.store, channel, told, name=task.unique_key))


def tell_customer(task: Task, lease: Lease) -> Outcome:
    """Send a notice to the customer that it is for, if the store wants that and their address is known.

    Run again, what is noted as sent is not sent again; a mail that is sent once more has the same id.
    """
    sendings = list(_sendings(task))
    notice = sendings[0].notice
    if sendings[0].sent_at:
        return _told(sendings)
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
        return _send(task, sendings, lambda: send_mail(task.store, message))
    except BadMailAddress:
        return _not_told(sendings, "What is known as the customer's mail address is none.")


def pass_on(store: Store, channel: Channel, told: Told, *, name: str) -> None:
    """Hand one text over to a channel's mail server or chat service. Raises what these raise."""
    target = open_sealed(channel.target_encrypted).reveal()
    if channel.kind == ChannelKind.MAIL:
        send_mail(store, Message(target, told.subject, told.text, told.html, name))
    else:
        send_chat(store, target, title=told.subject, text=told.text)


def _sendings(task: Task) -> "QuerySet[NoticeSending]":
    """What the task has to send, the oldest notice first."""
    rows = NoticeSending.objects.filter(task=task).order_by("notice__created_at", "pk")
    return rows.select_related("channel", "notice__store", "notice__order", "notice__contract")


def _send(task: Task, sendings: Sequence[NoticeSending], send: Callable[[], None]) -> Outcome:
    """Send, and note it, or why it went wrong, for whoever looks at the notice. Raises what sending raises."""
    try:
        send()
    except BackhaulError as error:
        _note(sendings, SendingState.QUEUED, error.message)
        raise
    _note(sendings, SendingState.SENT, "")
    return _told(sendings)


def _note(sendings: Sequence[NoticeSending], state: SendingState, words: str) -> None:
    sent_at = now() if state is SendingState.SENT else None
    ids = [one.pk for one in sendings]
    NoticeSending.objects.filter(pk__in=ids).update(state=state, words=words[:500], sent_at=sent_at)


def _told(sendings: Sequence[NoticeSending]) -> Outcome:
    count = len(sendings)
    return succeeded(OutcomeName.TOLD, "The notice was sent." if count == 1 else f"{count} notices were sent.")


def _not_told(sendings: Sequence[NoticeSending], words: str) -> Outcome:
    """Nobody was told, and nobody has to decide anything about that; the notice says why."""
    _note(sendings, SendingState.NOT_SENT, words)
    return succeeded(OutcomeName.NOT_TOLD, words)
