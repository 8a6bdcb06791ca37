"""What a store has of notices that are sent on, of events for other programs, and of its customers' portal."""

from django.db import transaction

from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import (
    Channel,
    Endpoint,
    EventDelivery,
    Notice,
    NoticeSending,
    NoticeWords,
    OutgoingEvent,
    PortalAllowance,
    PortalLinkRequest,
    PortalPolicy,
    PortalProxyCall,
    PortalSession,
    PortalTicket,
    Store,
    Task,
)
from tests.support.rows import LONG_AGO


def told_rows(store: Store, customer_gid: str) -> None:
    """A row in every table of notices that are sent on, of events, and of the portal that the customer is in."""
    _notice_rows(store)
    _event_rows(store)
    _portal_rows(store, customer_gid)


def _notice_rows(store: Store) -> None:
    notice = Notice.objects.create(
        store=store, kind="test", subject_id="x", unique_key=f"told{store.pk}", words="Told.", created_at=LONG_AGO
    )
    channel = Channel.objects.create(store=store, kind="mail", target_encrypted="x", shown="s…@x", added_at=LONG_AGO)
    task = _task(store, "send_notice")
    NoticeSending.objects.create(notice=notice, channel=channel, task=task, state="sent", sent_at=LONG_AGO)
    NoticeWords.objects.create(store=store, kind="test", subject="Test", body="Test", changed_at=LONG_AGO)


def _event_rows(store: Store) -> None:
    endpoint = Endpoint.objects.create(
        store=store, url_encrypted="x", shown="https://x", events=["test"], secret_encrypted="x", added_at=LONG_AGO
    )
    event = OutgoingEvent.objects.create(
        store=store, type="test", unique_key=f"told{store.pk}", happened_at=LONG_AGO, data={"order_id": "ord_1"}
    )
    task = _task(store, "send_event")
    EventDelivery.objects.create(event=event, endpoint=endpoint, task=task, created_at=LONG_AGO)


def _portal_rows(store: Store, customer_gid: str) -> None:
    PortalPolicy.objects.create(store=store, is_open=True)
    request = PortalLinkRequest.objects.create(store=store, address_key="0", language="en", asked_at=LONG_AGO)
    once = {"store": store, "customer_gid": customer_gid}
    PortalTicket.objects.create(
        **once, request=request, token_sha256=f"t{store.pk}", made_at=LONG_AGO, expires_at=LONG_AGO
    )
    PortalSession.objects.create(**once, token_sha256=f"s{store.pk}", started_at=LONG_AGO, seen_at=LONG_AGO)
    PortalAllowance.objects.create(**once, since=LONG_AGO)
    PortalProxyCall.objects.create(store=store, signature_sha256=f"p{store.pk}", taken_at=LONG_AGO)


def _task(store: Store, kind: str) -> Task:
    with transaction.atomic():
        return write_task(TaskOrder(kind, f"{kind}:{store.pk}", store))
