"""Requests under data protection law: taken from their webhooks, carried out by tasks, watched until they are done."""

from collections import Counter
from collections.abc import Mapping

import structlog
from django.db import transaction
from django.db.models import QuerySet

from backhaul.core.errors import BackhaulError
from backhaul.core.privacy import DUE_AFTER, EXPORT_KEPT, PrivacyState, PrivacyTopic, read_request
from backhaul.core.webhook_shop import names_another_shop
from backhaul.flows.clock import now
from backhaul.flows.find import by_id
from backhaul.flows.notices import Telling, tell
from backhaul.flows.privacy_tasks import EXPORT_CUSTOMER, REDACT_CUSTOMER, REDACT_SHOP
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import PrivacyRequest, Store, Task, WebhookDelivery

log = structlog.get_logger()

OVERDUE = "privacy_overdue"
_KINDS = {
    PrivacyTopic.DATA_REQUEST: EXPORT_CUSTOMER,
    PrivacyTopic.CUSTOMER_REDACT: REDACT_CUSTOMER,
    PrivacyTopic.SHOP_REDACT: REDACT_SHOP,
}


def take_request(store: Store, delivery: WebhookDelivery, payload: Mapping[str, object]) -> str:
    """Write a request with its task, in the caller's transaction, or find the one of the same event.

    Returns what followed, in words. Raises BadReference when the body names no customer, order or shop as it should.
    """
    if names_another_shop(payload, store.shop_domain):
        return "Nothing: its body is about another shop."
    asked, topic = read_request(payload), PrivacyTopic(delivery.topic)
    request, is_new = PrivacyRequest.objects.get_or_create(
        shop_domain=store.shop_domain,
        topic=topic,
        event_id=delivery.event_id,
        defaults={
            "store": store,
            "customer_gid": asked.customer_gid,
            "order_gids": list(asked.order_gids),
            "received_at": delivery.received_at,
            "due_at": delivery.received_at + DUE_AFTER,
        },
    )
    if is_new:
        request.task = write_task(TaskOrder(_KINDS[topic], f"{_KINDS[topic]}:{request.pk}", store))
        request.save(update_fields=["task"])
        log.info("privacy.requested", topic=topic, store=store.slug, request=request.pk)
    return f"{topic.words} Request {request.pk}" + (f", task {request.task_id}." if request.task_id else ".")


def request_of(task: Task) -> PrivacyRequest:
    """The request that a task is there for."""
    return PrivacyRequest.objects.get(task=task)


def end_request(request: PrivacyRequest, state: PrivacyState, result: str, *, counts: Counter[str]) -> None:
    """Record what became of a request, in the caller's transaction."""
    request.state, request.result, request.counts, request.done_at = state, result, dict(counts), now()
    request.save(update_fields=["state", "result", "counts", "done_at", "export_encrypted"])
    log.info("privacy.ended", topic=request.topic, request=request.pk, state=state, **counts)


def find_request(request_id: str) -> PrivacyRequest:
    """The request of that id. Raises NotFound."""
    return by_id(PrivacyRequest.objects.select_related("store", "task"), request_id, "privacy request")


class ExportGone(BackhaulError):
    """There is nothing to download: nothing was exported, or its time is up."""

    code = "export-gone"
    default_hint = "An export can be downloaded for 30 days after it was made."


def watch_requests() -> int:
    """Tell of requests that should have been done by now, and delete exports whose time is up; returns how many.

    A second time changes nothing more.
    """
    for request in _overdue().select_related("store"):
        assert request.store is not None
        words = (
            f"{PrivacyTopic(request.topic).words} The law's 30 days for request {request.pk} are over, and it is not "
            "done: see its task."
        )
        tell(request.store, None, Telling(OVERDUE, request.pk, f"{OVERDUE}:{request.pk}", words))
    with transaction.atomic():
        old = PrivacyRequest.objects.filter(done_at__lt=now() - EXPORT_KEPT).exclude(export_encrypted="")
        return old.update(export_encrypted="")


def _overdue() -> "QuerySet[PrivacyRequest]":
    return PrivacyRequest.objects.filter(done_at=None, due_at__lt=now(), store__isnull=False)
