"""Writes an event for other programs, and a task for each endpoint that wants it, in the transaction of its cause."""

from collections.abc import Mapping

from django.db import transaction

from backhaul.core.outgoing import EventType
from backhaul.flows.clock import now
from backhaul.flows.task_orders import TaskOrder, write_task
from backhaul.models import Endpoint, EventDelivery, OutgoingEvent, Store

SEND_EVENT = "send_event"


def emit(store: Store, kind: EventType, data: Mapping[str, object], *, key: str) -> OutgoingEvent | None:
    """Have every endpoint that wants it told of this, once for each key; None where nobody wants it, or it was told.

    `data` are our ids and names of states, never a person's data: it is sent as it is.
    """
    wanting = Endpoint.objects.filter(store=store, is_on=True, events__contains=[kind.value])
    endpoints = list(wanting)
    return write_event(store, kind, data, key=key, endpoints=endpoints) if endpoints else None


def write_event(
    store: Store, kind: EventType, data: Mapping[str, object], *, key: str, endpoints: list[Endpoint]
) -> OutgoingEvent | None:
    """As `emit`, for these endpoints whatever they want."""
    with transaction.atomic():
        event, is_new = OutgoingEvent.objects.get_or_create(
            unique_key=f"{kind}:{key}",
            defaults={
                "store": store,
                "type": kind,
                "data": {"store": store.slug, **data},
                "happened_at": now(),
            },
        )
        if not is_new:
            return None
        for endpoint in endpoints:
            order = TaskOrder(SEND_EVENT, f"{SEND_EVENT}:{event.pk}:{endpoint.pk}", store)
            task = write_task(order)
            EventDelivery.objects.create(event=event, endpoint=endpoint, task=task, created_at=now())
    return event
