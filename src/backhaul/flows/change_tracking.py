"""Changes the tracking of a posted shipment: a statement of its own, and the task that tells Shopify."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from backhaul.core.errors import BadTracking
from backhaul.core.outcome import Outcome
from backhaul.core.tasks import ENDED, TaskState
from backhaul.core.undo import plan_tracking_change, tracking_outcome
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.leases import Lease
from backhaul.flows.post_shipment import TrackingRequest, check_tracking
from backhaul.flows.read_order import read_order
from backhaul.flows.shipment_facts import already_sent, current_tracking, tracking_to_json
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.flows.undo_shipment import refuse_undone
from backhaul.models import PostedShipment, SalesOrder, Task, TrackingChange

UPDATE_TRACKING = "update_tracking"


@dataclass(frozen=True)
class Changed:
    """The change with its task; `is_new` is False when it is the latest change, asked for again."""

    change: TrackingChange
    task: Task
    is_new: bool


def change_tracking(
    shipment: PostedShipment, requested: Sequence[TrackingRequest], *, notify_customer: bool | None = None
) -> Changed:
    """Give a shipment other tracking numbers; what is not sent yet will be sent with them.

    The same as the latest change is that change, unless its task was cancelled: then Shopify is told after all.
    Raises BadTracking, UnknownCarrier, AlreadyUndone; then nothing is written.
    """
    if not requested:
        raise BadTracking("A shipment's tracking cannot be taken away.", hint="Name at least one tracking number.")
    with transaction.atomic():
        SalesOrder.objects.select_for_update(no_key=True, of=("self",)).get(pk=shipment.order_id)
        refuse_undone(shipment)
        tracking = tracking_to_json(check_tracking(shipment.store, requested))
        notify = shipment.store.notify_customer if notify_customer is None else notify_customer
        content = hashlib.sha256(json.dumps([tracking, notify]).encode()).hexdigest()
        latest = shipment.tracking_changes.select_related("task").order_by("-created_at").first()
        if latest is not None and latest.content_hash == content and latest.task.state != TaskState.CANCELLED:
            return Changed(latest, latest.task, is_new=False)
        change = TrackingChange(
            shipment=shipment, tracking=tracking, notify_customer=notify, content_hash=content, created_at=now()
        )
        change.task = _task_for(change)
        change.save(force_insert=True)
    return Changed(change, change.task, is_new=True)


def _task_for(change: TrackingChange) -> Task:
    return write_task(
        TaskOrder(
            kind=UPDATE_TRACKING,
            unique_key=f"{UPDATE_TRACKING}:{change.pk}",
            store=change.shipment.store,
            order=change.shipment.order,
        )
    )


def update_tracking(task: Task, lease: Lease) -> Outcome:
    """Tell Shopify the shipment's latest tracking, for each fulfillment that the shipment has created.

    A second run is harmless: fulfillments that show the tracking already are left alone.
    """
    effects.settle_unsettled(task, lease)
    change = TrackingChange.objects.select_related("shipment__order", "shipment__store", "shipment__task").get(
        task=task
    )
    shipment = change.shipment
    remote = read_order(shipment.store, shipment.order.gid)
    planned = plan_tracking_change(
        current_tracking(shipment),
        already_sent(shipment),
        remote,
        notify_customer=change.notify_customer,
        all_sent=shipment.task.state in ENDED,
    )
    return tracking_outcome(planned, effects.change_each(planned.updates, remote, task=task, lease=lease))
