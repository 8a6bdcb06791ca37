"""Has webhooks looked at again, one or all that match, as a person wants it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from backhaul.core.errors import NotFound, StateConflict
from backhaul.core.inbox import DeliveryState
from backhaul.flows.clock import now
from backhaul.flows.find import find_store
from backhaul.models import WebhookDelivery
from backhaul.models.queue import defer_deliveries

AT_ONCE = 200
IN_ONE_JOB = 50


class BodyDeleted(StateConflict):
    """Bodies are kept for a limited time; without its body a webhook says nothing."""

    code = "webhook-body-deleted"
    default_hint = "Have the order itself read again."

    def __init__(self, delivery_id: str) -> None:
        super().__init__(delivery_id, "without a body", wanted=DeliveryState.RECEIVED)


@dataclass(frozen=True)
class DeliveryFilter:
    """Which deliveries are meant; empty fields match everything. `since` and `until` are when they were received."""

    ids: tuple[str, ...] = ()
    store: str = ""
    topic: str = ""
    state: str = ""
    order_id: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def deliveries(self) -> QuerySet[WebhookDelivery]:
        """The deliveries that match. Raises UnknownStore."""
        wanted = {
            "pk__in": self.ids,
            "store": find_store(self.store) if self.store else None,
            "topic": self.topic,
            "state": self.state,
            "order_id": self.order_id,
            "received_at__gte": self.since,
            "received_at__lt": self.until,
        }
        return WebhookDelivery.objects.filter(**{field: value for field, value in wanted.items() if value})

    def replayable(self) -> QuerySet[WebhookDelivery]:
        """Those that match and can be looked at again: they were looked at before, and their body is still there."""
        return self.deliveries().exclude(state=DeliveryState.RECEIVED).exclude(body=b"")


def replay_delivery(delivery_id: str) -> WebhookDelivery:
    """Have one delivery looked at again, with a fresh count of attempts; one that still waits for that stays as it is.

    Raises NotFound, BodyDeleted.
    """
    with transaction.atomic():
        delivery = WebhookDelivery.objects.select_for_update(no_key=True).filter(pk=delivery_id).first()
        if delivery is None:
            raise NotFound("webhook delivery", delivery_id)
        if delivery.state == DeliveryState.RECEIVED:
            return delivery
        if not delivery.body:
            raise BodyDeleted(delivery_id)
        _replay([delivery])
    return delivery


def replay_all(matching: DeliveryFilter) -> int:
    """Have every delivery that matches looked at again, the oldest first; returns how many."""
    ids = list(matching.replayable().order_by("received_at", "pk").values_list("pk", flat=True))
    return sum(_replay_some(ids[first : first + AT_ONCE]) for first in range(0, len(ids), AT_ONCE))


def _replay_some(ids: list[str]) -> int:
    with transaction.atomic():
        rows = DeliveryFilter(ids=tuple(ids)).replayable().select_for_update(no_key=True)
        deliveries = list(rows.defer("body").order_by("received_at", "pk"))
        _replay(deliveries)
        return len(deliveries)


def _replay(deliveries: list[WebhookDelivery]) -> None:
    for delivery in deliveries:
        delivery.state, delivery.attempts, delivery.replayed_at = DeliveryState.RECEIVED, 0, now()
        delivery.result, delivery.processed_at = "", None
    WebhookDelivery.objects.bulk_update(deliveries, ["state", "attempts", "replayed_at", "result", "processed_at"])
    for first in range(0, len(deliveries), IN_ONE_JOB):
        defer_deliveries([delivery.pk for delivery in deliveries[first : first + IN_ONE_JOB]])
