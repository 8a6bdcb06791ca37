"""Undoes a posted shipment: a statement of its own, and the task that cancels what the shipment has created."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from backhaul.core.errors import AlreadyUndone
from backhaul.core.outcome import Outcome
from backhaul.core.tasks import ENDED, OutcomeName
from backhaul.core.undo import plan_undo, undo_outcome
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.contract_orders import deliveries_follow_later
from backhaul.flows.differences import review_conflicts
from backhaul.flows.leases import Lease
from backhaul.flows.read_order import read_order
from backhaul.flows.shipment_facts import already_sent, called_off_after, note_cancelled
from backhaul.flows.steer_tasks import call_off
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import PostedShipment, SalesOrder, ShipmentUndo, Task

CANCEL_FULFILLMENTS = "cancel_fulfillments"


@dataclass(frozen=True)
class Undone:
    """The undo with its task; `is_new` is False when the shipment had been undone before."""

    undo: ShipmentUndo
    task: Task
    is_new: bool


def undo_shipment(shipment: PostedShipment, *, reason: str = "") -> Undone:
    """Undo a posted shipment; in the same transaction its own task is stopped, so that nothing more is sent.

    The units are outstanding again once the undo's task has succeeded. A second undo gives the first again.
    """
    with transaction.atomic():
        order = SalesOrder.objects.select_for_update(no_key=True, of=("self",)).get(pk=shipment.order_id)
        earlier = ShipmentUndo.objects.filter(shipment=shipment).select_related("task").first()
        if earlier is not None:
            return Undone(earlier, earlier.task, is_new=False)
        sending = Task.objects.select_for_update(no_key=True).get(pk=shipment.task_id)
        if sending.state not in ENDED:
            ending = called_off_after(shipment, undone=True)
            call_off(sending, outcome=ending.name, reason=ending.words)
        task = write_task(
            TaskOrder(
                kind=CANCEL_FULFILLMENTS,
                unique_key=f"{CANCEL_FULFILLMENTS}:{shipment.pk}",
                store=shipment.store,
                order=order,
                after=(sending, *_stopped_with_it(shipment)),
            )
        )
        undo = ShipmentUndo(shipment=shipment, reason=reason[:255], task=task, created_at=now())
        undo.save(force_insert=True)
        review_conflicts(order, because=f"Shipment {shipment.external_number} was undone.")
    return Undone(undo, task, is_new=True)


def refuse_undone(shipment: PostedShipment) -> None:
    """Raise AlreadyUndone when the shipment has been undone."""
    if ShipmentUndo.objects.filter(shipment=shipment).exists():
        raise AlreadyUndone(shipment.pk)


def _stopped_with_it(shipment: PostedShipment) -> tuple[Task, ...]:
    """Changes of its tracking, and questions about fulfillments of it that were cancelled in Shopify."""
    of_shipment = Q(tracking_change__shipment=shipment) | Q(cancelled_fulfillment__shipment=shipment)
    unfinished = tuple(
        Task.objects.select_for_update(no_key=True, of=("self",)).filter(of_shipment).exclude(state__in=ENDED)
    )
    for task in unfinished:
        call_off(task, outcome=OutcomeName.STOPPED, reason="The posting was undone.")
    return unfinished


def cancel_fulfillments(task: Task, lease: Lease) -> Outcome:
    """Cancel in Shopify exactly the fulfillments that the undone shipment has created; adopted ones are left and named.

    A second run is harmless: what is cancelled already is seen in Shopify and not cancelled again.
    """
    effects.settle_unsettled(task, lease)
    shipment = PostedShipment.objects.select_related("order", "store").get(undo__task=task)
    remote = read_order(shipment.store, shipment.order.gid)
    planned = plan_undo(already_sent(shipment), remote)
    verdicts = effects.change_each(planned.cancels, remote, task=task, lease=lease)
    note_cancelled(shipment, planned.gone)
    deliveries_follow_later(shipment.order)
    return undo_outcome(planned, verdicts)
