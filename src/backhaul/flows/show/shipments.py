"""What is shown of a posted shipment: what left, with which tracking, what became of it, and whether it was undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from backhaul.core.errors import NotFound
from backhaul.core.tracking import Tracking
from backhaul.flows.shipment_facts import tracking_from_json
from backhaul.flows.show.tasks import TaskView, task_view
from backhaul.models import PostedShipment, SalesOrder, ShipmentFulfillment, ShipmentUndo, TrackingChange


@dataclass(frozen=True)
class UnitsView:
    """So many units of an order line."""

    line: str
    line_item_id: str
    sku: str
    quantity: int


@dataclass(frozen=True)
class SentView:
    """A Shopify fulfillment that carries units of the shipment; `kind` tells whether we created or adopted it."""

    fulfillment: str
    kind: str
    location: str
    cancelled_at: datetime | None
    lines: Sequence[UnitsView]


@dataclass(frozen=True)
class UndoView:
    """The statement that a shipment did not happen after all, with its task."""

    id: str
    shipment_id: str
    reason: str
    created_at: datetime
    task: TaskView


@dataclass(frozen=True)
class TrackingChangeView:
    """The statement that a shipment has other tracking from now on, with its task."""

    id: str
    shipment_id: str
    tracking: Sequence[Tracking]
    notify_customer: bool
    created_at: datetime
    task: TaskView


@dataclass(frozen=True)
class ShipmentView:
    """A posted shipment with its task; `tracking` is what counts now."""

    id: str
    store: str
    order_id: str
    order_name: str
    external_number: str
    posted_at: datetime
    location: str
    notify_customer: bool
    tracking: Sequence[Tracking]
    lines: Sequence[UnitsView]
    fulfillments: Sequence[SentView]
    tracking_changes: Sequence[TrackingChangeView]
    undo: UndoView | None
    created_at: datetime
    task: TaskView


def shipments_of(order: SalesOrder) -> list[ShipmentView]:
    """The order's shipments, latest first."""
    return [shipment_view(shipment) for shipment in _whole(PostedShipment.objects.filter(order=order))]


def read_shipment(shipment_id: str) -> ShipmentView:
    """The shipment as it is now. Raises NotFound."""
    shipment = _whole(PostedShipment.objects.filter(pk=shipment_id)).first()
    if shipment is None:
        raise NotFound("shipment", shipment_id)
    return shipment_view(shipment)


def shipment_view(shipment: PostedShipment) -> ShipmentView:
    """The shipment with everything that belongs to it."""
    changes = sorted(shipment.tracking_changes.all(), key=lambda change: change.created_at)
    stored = changes[-1].tracking if changes else shipment.tracking
    return ShipmentView(
        id=shipment.pk,
        store=shipment.store.slug,
        order_id=shipment.order_id,
        order_name=shipment.order.name,
        external_number=shipment.external_number,
        posted_at=shipment.posted_at,
        location=shipment.location_gid,
        notify_customer=shipment.notify_customer,
        tracking=tracking_from_json(stored),
        lines=[
            UnitsView(line.order_line.pk, line.order_line.gid, line.order_line.sku, line.quantity)
            for line in shipment.lines.all()
        ],
        fulfillments=[_sent(sent) for sent in shipment.fulfillments.all()],
        tracking_changes=[tracking_change_view(change) for change in changes],
        undo=_undo_of(shipment),
        created_at=shipment.created_at,
        task=task_view(shipment.task),
    )


def undo_view(undo: ShipmentUndo) -> UndoView:
    """The undo with its task."""
    return UndoView(undo.pk, undo.shipment_id, undo.reason, undo.created_at, task_view(undo.task))


def tracking_change_view(change: TrackingChange) -> TrackingChangeView:
    """The change of tracking with its task."""
    return TrackingChangeView(
        id=change.pk,
        shipment_id=change.shipment_id,
        tracking=tracking_from_json(change.tracking),
        notify_customer=change.notify_customer,
        created_at=change.created_at,
        task=task_view(change.task),
    )


def _whole(shipments: QuerySet[PostedShipment]) -> QuerySet[PostedShipment]:
    return shipments.select_related(
        "store", "order", "task__store", "task__order", "undo__task__store"
    ).prefetch_related(
        "lines__order_line",
        "fulfillments__lines__order_line",
        "tracking_changes__task__store",
        "tracking_changes__task__order",
    )


def _undo_of(shipment: PostedShipment) -> UndoView | None:
    try:
        return undo_view(shipment.undo)
    except ObjectDoesNotExist:
        return None


def _sent(sent: ShipmentFulfillment) -> SentView:
    return SentView(
        fulfillment=sent.fulfillment_gid,
        kind=sent.kind,
        location=sent.location_gid,
        cancelled_at=sent.cancelled_at,
        lines=[
            UnitsView(line.order_line.pk, line.order_line.gid, line.order_line.sku, line.quantity)
            for line in sent.lines.all()
        ],
    )
