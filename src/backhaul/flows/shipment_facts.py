"""Loads a posted shipment, and what it has brought about so far, as the rules want to see it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from backhaul.core.outcome import Outcome, stopped
from backhaul.core.shipment import (
    FulfillmentPolicies,
    OtherLocation,
    Owned,
    ScheduledPolicy,
    SentFulfillment,
    SentKind,
    Shipment,
    ShipmentLine,
)
from backhaul.core.tracking import Tracking
from backhaul.core.units import add_up, count, plus
from backhaul.flows.clock import now
from backhaul.models import PostedShipment, SalesOrder, ShipmentFulfillment, ShipmentFulfillmentLine, Store, Task


def shipment_of(task: Task) -> PostedShipment:
    """The shipment that a task sends, or asks about since a fulfillment of it was cancelled in Shopify."""
    sends_or_asks = Q(task=task) | Q(fulfillments__review_task=task)
    return PostedShipment.objects.select_related("order", "store").filter(sends_or_asks).distinct().get()


def shipment_facts(posted: PostedShipment) -> Shipment:
    """The shipment as posted, with its latest tracking."""
    lines = posted.lines.select_related("order_line").order_by("order_line__position")
    return Shipment(
        order_gid=posted.order.gid,
        lines=tuple(ShipmentLine(line.order_line.gid, line.quantity) for line in lines),
        posted_at=posted.posted_at,
        tracking=current_tracking(posted),
        location_gid=posted.location_gid or None,
        notify_customer=posted.notify_customer,
        previous_posted_at=_previous_posted_at(posted),
    )


def current_tracking(posted: PostedShipment) -> tuple[Tracking, ...]:
    """The tracking of the latest change, or as posted."""
    change = posted.tracking_changes.order_by("-created_at").first()
    return tracking_from_json(change.tracking if change else posted.tracking)


def tracking_from_json(stored: list[dict[str, str | None]]) -> tuple[Tracking, ...]:
    """Tracking as kept in a statement; it was checked when the statement was written."""
    return tuple(Tracking(entry["number"] or "", entry["company"], entry["url"]) for entry in stored)


def tracking_to_json(tracking: Sequence[Tracking]) -> list[dict[str, str | None]]:
    """Tracking in the form that a statement keeps."""
    return [{"number": entry.number, "company": entry.company, "url": entry.url} for entry in tracking]


def _previous_posted_at(posted: PostedShipment) -> datetime | None:
    earlier = PostedShipment.objects.filter(order=posted.order, created_at__lt=posted.created_at, undo=None)
    latest = earlier.order_by("-posted_at").first()
    return latest.posted_at if latest else None


def already_sent(posted: PostedShipment) -> tuple[SentFulfillment, ...]:
    """The fulfillments that carry units of this shipment, in the order in which they were made or adopted."""
    return tuple(
        SentFulfillment(
            fulfillment_gid=sent.fulfillment_gid,
            units=add_up((line.order_line.gid, line.quantity) for line in sent.lines.all()),
            kind=SentKind(sent.kind),
            location_gid=sent.location_gid or None,
            cancelled=sent.cancelled_at is not None,
            resend_allowed=sent.resend_allowed,
        )
        for sent in posted.fulfillments.prefetch_related("lines__order_line")
    )


def owned_units(order: SalesOrder) -> Owned:
    """For each fulfillment of the order that any shipment of ours made or adopted, the units that are ours."""
    lines = ShipmentFulfillmentLine.objects.filter(fulfillment__shipment__order=order)
    rows = lines.values_list("fulfillment__fulfillment_gid", "order_line__gid", "quantity")
    owned: dict[str, list[tuple[str, int]]] = {}
    for fulfillment_gid, line_gid, quantity in rows:
        owned.setdefault(fulfillment_gid, []).append((line_gid, quantity))
    return {fulfillment_gid: add_up(pairs) for fulfillment_gid, pairs in owned.items()}


def policies_for(store: Store, task: Task) -> FulfillmentPolicies:
    """The store's policies, with what a person has decided for this one task."""
    return FulfillmentPolicies(
        other_location=OtherLocation(task.choices.get("other_location", store.other_location)),
        scheduled=ScheduledPolicy(task.choices.get("scheduled", store.scheduled)),
        leave_short=bool(task.choices.get("leave_short", False)),
    )


def record_sent(
    posted: PostedShipment, *, fulfillment_gid: str, units: dict[str, int], kind: SentKind, details: dict[str, object]
) -> ShipmentFulfillment:
    """Write down that a fulfillment carries these units of this shipment, beside those it was known to carry.

    The caller writes each effect once: an intent is settled once, an adoption is planned from what is written here.
    """
    sent, _ = ShipmentFulfillment.objects.get_or_create(
        shipment=posted,
        fulfillment_gid=fulfillment_gid,
        defaults={"store_id": posted.store_id, "kind": kind, **details},
    )
    line_ids = dict(posted.order.lines.values_list("gid", "pk"))
    for line_gid, quantity in units.items():
        line, is_new = ShipmentFulfillmentLine.objects.get_or_create(
            fulfillment=sent, order_line_id=line_ids[line_gid], defaults={"quantity": quantity}
        )
        if not is_new:
            line.quantity += quantity
            line.save(update_fields=["quantity"])
    return sent


def called_off_after(posted: PostedShipment, *, undone: bool) -> Outcome:
    """How the sending of a shipment ends that is called off now, with what of it stands in Shopify by our records."""
    sent = plus(*(one.units for one in already_sent(posted) if not one.cancelled))
    return stopped(sent_units=count(sent), of_units=count(shipment_facts(posted).units), undone=undone)


def note_cancelled(posted: PostedShipment, fulfillment_gids: Sequence[str]) -> None:
    """Write down that fulfillments of this shipment no longer stand in Shopify."""
    gone = posted.fulfillments.filter(fulfillment_gid__in=fulfillment_gids, cancelled_at=None)
    gone.update(cancelled_at=now())
