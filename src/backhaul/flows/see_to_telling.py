"""Writes what is told by the day: digests at their channel's hour, and deliveries that have become due."""

from datetime import datetime, time, timedelta

from django.db import transaction

from backhaul.core.channels import Rhythm, last_digest_day
from backhaul.core.deliveries import DeliveryState
from backhaul.core.moments import zone_of
from backhaul.core.outgoing import EventType
from backhaul.flows.clock import now
from backhaul.flows.events import emit
from backhaul.flows.spread_notice import send_gathered
from backhaul.models import Channel, Delivery, Endpoint, JobQueueEntry, Store

DUE_FOR = timedelta(days=3)
"""How long a delivery that has become due is looked for: an endpoint that is new is not told of the whole past."""


def see_to_telling(entry: JobQueueEntry) -> str:
    """Write the digests that are due and tell endpoints of due deliveries; done twice, each is there once."""
    digests = sum(_digest(channel.pk) for channel in _daily(entry.store))
    due = _tell_due_deliveries(entry.store)
    return f"{digests} digests, {due} deliveries due"


def _daily(store: Store) -> list[Channel]:
    return list(Channel.objects.filter(store=store, rhythm=Rhythm.DAILY, is_on=True))


def _digest(channel_id: str) -> bool:
    """Give what has gathered for a channel its task, if its hour has come since the last time."""
    with transaction.atomic():
        channel = (
            Channel.objects.select_for_update(no_key=True, of=("self",)).select_related("store").get(pk=channel_id)
        )
        day = last_digest_day(now(), zone=zone_of(channel.store.timezone), hour=channel.digest_hour)
        if channel.digest_day is None or day <= channel.digest_day:
            return False
        channel.digest_day = day
        channel.save(update_fields=["digest_day"])
        return send_gathered(channel, key=day.isoformat())


def _tell_due_deliveries(store: Store) -> int:
    """Each paid delivery that is not shipped, on the day in the store's zone on which it is due; returns how many."""
    wanted = Endpoint.objects.filter(store=store, is_on=True, events__contains=[EventType.DELIVERY_DUE.value])
    if not wanted.exists():
        return 0
    zone = zone_of(store.timezone)
    today = now().astimezone(zone).date()
    tomorrow = datetime.combine(today + timedelta(days=1), time(), zone)
    due = Delivery.objects.filter(
        contract__store=store,
        state=DeliveryState.BILLED_UNSHIPPED,
        due_at__lt=tomorrow,
        due_at__gte=tomorrow - DUE_FOR,
    )
    count = 0
    for delivery in due.iterator():
        assert delivery.due_at is not None
        day = delivery.due_at.astimezone(zone).date().isoformat()
        data = {"delivery_id": delivery.pk, "contract_id": delivery.contract_id, "number": delivery.number, "due": day}
        about = {**data, **({"order_id": delivery.order_id} if delivery.order_id else {})}
        count += emit(store, EventType.DELIVERY_DUE, about, key=f"{delivery.pk}:{day}") is not None
    return count
