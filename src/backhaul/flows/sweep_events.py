"""Deletes events that endpoints were told long ago, with the log of their deliveries."""

from datetime import timedelta

from backhaul.core.channels import SendingState
from backhaul.flows.clock import now
from backhaul.models import EventDelivery, OutgoingEvent, Store

KEEP = timedelta(days=90)
AT_ONCE = 5_000


def sweep_events(store: Store) -> str:
    """Delete a part of those that are old and not on their way any more; says in words how many."""
    queued = EventDelivery.objects.filter(endpoint__store=store, state=SendingState.QUEUED).values("event")
    old = OutgoingEvent.objects.filter(store=store, happened_at__lt=now() - KEEP).exclude(pk__in=queued)
    ids = list(old.order_by("happened_at").values_list("pk", flat=True)[:AT_ONCE])
    OutgoingEvent.objects.filter(pk__in=ids).delete()
    return f"{len(ids)} old events deleted"
