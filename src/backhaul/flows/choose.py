"""What a person decides for one task that waits or needs attention; the task then runs with it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.db import transaction

from backhaul.core.errors import InputError, NotFound, StateConflict
from backhaul.core.readback import Absent, Finding, Found
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.core.tasks import ENDED, STILL_WAITS, TaskState
from backhaul.core.unit_credit import RefundAmount
from backhaul.flows.cancelled_in_shopify import REVIEW_CANCELLED
from backhaul.flows.clock import real_now
from backhaul.flows.effects.intents import hold_order
from backhaul.flows.effects.settle import settle_as
from backhaul.flows.payment_tasks import GIVE_BACK_UNITS, REFUND_AMOUNT
from backhaul.flows.post_shipment import SEND_FULFILLMENT
from backhaul.flows.shipment_facts import shipment_of
from backhaul.flows.task_list import make_pending, wake
from backhaul.models import Intent, ShipmentFulfillment, Task

OF_SHIPMENTS = frozenset({"other_location", "scheduled", "leave_short", "resend"})
DECIDABLE = {
    SEND_FULFILLMENT: OF_SHIPMENTS,
    REVIEW_CANCELLED: OF_SHIPMENTS,
    GIVE_BACK_UNITS: frozenset({REFUND_AMOUNT}),
}
"""The kinds of tasks that heed what a person decides, and which of the decisions each heeds."""


@dataclass(frozen=True)
class TaskChoice:
    """A person's decisions for one task; what is None or False stays as the store's policy says.

    `leave_short`: what Shopify does not have stays unsent. `resend`: units whose fulfillment was cancelled in Shopify
    are sent once more. `refund_amount`: whose figure is given back where a credit memo's and Shopify's differ.
    """

    other_location: OtherLocation | None = None
    scheduled: ScheduledPolicy | None = None
    leave_short: bool = False
    resend: bool = False
    refund_amount: RefundAmount | None = None

    def as_json(self) -> Mapping[str, object]:
        """The part that the task keeps."""
        return {name: value for name, value in self.made.items() if name != "resend"}

    @property
    def made(self) -> Mapping[str, object]:
        """The decisions that were made, by name."""
        return {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name)}


def choose_for_task(task_id: str, choice: TaskChoice) -> Task:
    """Keep a decision with a task that waits or needs attention, and let it run now.

    Raises NotFound, StateConflict (it runs or has ended), InputError (nothing was decided, or nothing that it heeds).
    """
    if choice == TaskChoice():
        raise InputError("Nothing was chosen.", hint="Choose at least one of what the task offers.")
    with transaction.atomic():
        task = Task.objects.select_for_update(no_key=True).filter(pk=task_id).first()
        if task is None:
            raise NotFound("task", task_id)
        if task.state in ENDED or task.state == TaskState.RUNNING:
            raise StateConflict(task.pk, task.state, wanted="decided upon")
        if not choice.made.keys() <= DECIDABLE.get(task.kind, frozenset()):
            raise InputError("This is not to be decided for this task.", hint="Retry, postpone or cancel it.")
        task.choices = {**task.choices, **choice.as_json()}
        task.retried_at, task.attempts = real_now(), 0
        task.save(update_fields=["choices", "retried_at", "attempts"])
        if choice.resend:
            shipment = shipment_of(task)
            ShipmentFulfillment.objects.filter(shipment=shipment).exclude(cancelled_at=None).update(resend_allowed=True)
        if task.state != TaskState.PENDING:
            make_pending(task)
    return task


def resolve_intent(intent_id: str, *, effect_gid: str | None) -> Intent:
    """Say which of the effects that Shopify shows came of a call whose reply was lost; None: none did.

    The tasks of the order or contract that waited for this go on. Raises NotFound, StateConflict, InputError.
    """
    with transaction.atomic():
        own = Task.objects.filter(intents=intent_id).first()
        if own is None:
            raise NotFound("intent", intent_id)
        hold_order(Intent.objects.get(pk=intent_id))
        own = Task.objects.select_for_update(no_key=True).get(pk=own.pk)
        intent = Intent.objects.select_for_update(no_key=True).get(pk=intent_id)
        if intent.state != Intent.State.UNSURE:
            raise StateConflict(intent.pk, intent.state, wanted="resolved")
        if own.state == TaskState.RUNNING:  # it reads Shopify once more, and would not hear of this
            raise StateConflict(own.pk, own.state, wanted="decided upon")
        settle_as(intent, _said(intent, effect_gid), by="person")
        beside = {"order": own.order_id} if own.order_id else {"serial_key": own.serial_key}
        wake(Task.objects.filter(state__in=STILL_WAITS, **beside))
    return intent


def _said(intent: Intent, effect_gid: str | None) -> Finding:
    if effect_gid is None:
        return Absent()
    if effect_gid not in intent.evidence.get("candidates", []):
        raise InputError(
            f"{effect_gid} is not among what Shopify showed.",
            hint=f"Choose one of: {', '.join(intent.evidence.get('candidates', []))}.",
        )
    return Found((effect_gid,))
