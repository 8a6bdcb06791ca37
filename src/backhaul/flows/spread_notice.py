"""Has a new notice passed on: a sending for each recipient who wants it, and its task, in the notice's transaction."""

from backhaul.core.channels import Rhythm, SendingState, Wants
from backhaul.core.notices import Recipient
from backhaul.core.outgoing import EventType
from backhaul.flows.events import emit
from backhaul.flows.task_orders import TaskOrder, write_task
from backhaul.models import Channel, Notice, NoticeSending, Store

SEND_DIGEST = "send_digest"
SEND_NOTICE = "send_notice"
TELL_CUSTOMER = "tell_customer"


def spread(notice: Notice) -> None:
    """Write what is owed to each channel, to the customer, and to endpoints.

    In the caller's transaction, with the notice new: done twice, unique keys make it the same. A daily channel gets
    its task with its digest, unless the store is uninstalled and no digest follows.
    """
    store = notice.store
    if notice.recipient == Recipient.MERCHANT:
        for channel in Channel.objects.filter(store=store, is_on=True):
            if Wants(channel.kinds).includes(notice.kind):
                _owe(notice, channel)
    elif store.mail_customers:
        sending, _ = NoticeSending.objects.get_or_create(notice=notice, to_customer=True)
        _write_task(sending, TELL_CUSTOMER, f"{TELL_CUSTOMER}:{notice.pk}")
    data: dict[str, object] = {"notice_id": notice.pk, "kind": notice.kind, "recipient": str(notice.recipient)}
    named = {"order_id": notice.order_id, "contract_id": notice.contract_id}
    about = {name: value for name, value in named.items() if value}
    emit(store, EventType.NOTICE_CREATED, {**data, **about, "to_decide": bool(notice.options)}, key=notice.pk)


def send_gathered(channel: Channel, *, key: str) -> bool:
    """Give what has gathered for a channel's digest its task, in the caller's transaction; False when nothing has."""
    gathered = NoticeSending.objects.filter(channel=channel, task=None, state=SendingState.QUEUED)
    if not gathered.exists():
        return False
    task = write_task(TaskOrder(SEND_DIGEST, f"{SEND_DIGEST}:{channel.pk}:{key}", channel.store))
    gathered.update(task=task)
    return True


def _owe(notice: Notice, channel: Channel) -> None:
    sending, _ = NoticeSending.objects.get_or_create(notice=notice, channel=channel)
    if channel.rhythm == Rhythm.AT_ONCE or notice.store.state == Store.State.UNINSTALLED:
        _write_task(sending, SEND_NOTICE, f"{SEND_NOTICE}:{notice.pk}:{channel.pk}")


def _write_task(sending: NoticeSending, kind: str, key: str) -> None:
    sending.task = write_task(TaskOrder(kind, key, sending.notice.store))
    sending.save(update_fields=["task"])
