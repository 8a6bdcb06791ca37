"""Notices that a fulfillment of ours was cancelled in Shopify after its shipment had been dealt with."""

from collections.abc import Sequence

from backhaul.core.shipment import SentKind
from backhaul.core.tasks import ENDED
from backhaul.flows.clock import now
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import SalesOrder, ShipmentFulfillment

REVIEW_CANCELLED = "review_cancelled"


def ask_about_cancelled(order: SalesOrder, gone_gids: Sequence[str]) -> None:
    """Write one task for each such fulfillment, in the caller's transaction; it is never sent again by itself.

    A shipment that is still being sent, or was undone, needs no question: its own tasks see to it. Asking twice about
    a fulfillment changes nothing.
    """
    if not gone_gids:
        return
    unnoticed = ShipmentFulfillment.objects.select_related("shipment__task", "shipment__store").filter(
        shipment__order=order,
        shipment__task__state__in=ENDED,
        shipment__undo=None,
        kind=SentKind.CREATED,
        cancelled_at=None,
        fulfillment_gid__in=gone_gids,
    )
    for sent in unnoticed:
        sent.cancelled_at = now()
        sent.review_task = write_task(
            TaskOrder(
                kind=REVIEW_CANCELLED,
                unique_key=f"{REVIEW_CANCELLED}:{sent.shipment.pk}:{sent.fulfillment_gid}",
                store=sent.shipment.store,
                order=order,
            )
        )
        sent.save(update_fields=["cancelled_at", "review_task"])
