"""Finds out what became of a call whose answer was lost, before anything else is sent for its order."""

import structlog
from django.db import transaction

from backhaul.core.budget import Priority
from backhaul.core.errors import BackhaulError
from backhaul.core.order_readback import DONE_BY_JOBS, ORDER_OPERATIONS, read_back_order
from backhaul.core.payment_readback import PAYMENT_OPERATIONS, read_back_payment
from backhaul.core.readback import Absent, Finding, Found, Unsure, read_back
from backhaul.core.tasks import TaskState
from backhaul.core.units_readback import is_of_one_payment, read_back_units
from backhaul.flows.clock import real_now
from backhaul.flows.effects.contract_readback import CONTRACT_READ_BACK
from backhaul.flows.effects.intents import (
    ReadBackPending,
    hold_order,
    job_is_over_after,
    look_again,
    settle,
    unsettled_intent,
)
from backhaul.flows.effects.record import record_effect
from backhaul.flows.effects.store_readback import STORE_READ_BACK
from backhaul.flows.leases import Lease
from backhaul.flows.read_order import read_order
from backhaul.flows.task_list import make_pending
from backhaul.models import Capture, Intent, ShipmentFulfillment, Task
from backhaul.shopify.client import connect

log = structlog.get_logger()


class EffectUnclear(BackhaulError):
    """Shopify shows several effects that could be ours, or one that nearly is; a person has to say."""

    code = "effect-unclear"

    def __init__(self, intent: Intent, why: str) -> None:
        super().__init__(
            f"The reply to {intent.operation} was lost, and Shopify does not show clearly what came of it: {why}",
            hint=f"Look at the order in Shopify, then resolve {intent.pk}: say which effect is ours, or that none is.",
            data={"intent": intent.pk, "task": intent.task_id},
        )
        self.task_id = intent.task_id


def settle_unsettled(task: Task, lease: Lease, *, subject_gid: str = "") -> None:
    """Settle the one call of this task's order, or of the subject given, that has no certain answer, if there is one.

    A task without either settles its own calls. Afterwards nothing of the subject, or of the task, is unsettled. Raises
    ReadBackPending when it is too early to tell, and EffectUnclear when only a person can. A second run finds the
    intent settled.
    """
    for intent in _unsettled(task, subject_gid or (task.order.gid if task.order else "")):
        _settle_one(intent, lease)


def _unsettled(task: Task, subject_gid: str) -> list[Intent]:
    if subject_gid:
        intent = unsettled_intent(task.store, subject_gid)
        return [intent] if intent else []
    return list(task.intents.filter(state__in=Intent.UNSETTLED).select_related("task", "store"))


def _settle_one(intent: Intent, lease: Lease) -> None:
    if real_now() < intent.readable_after:
        raise ReadBackPending(intent, "A reply was lost; Shopify is asked what happened before anything else is done.")
    lease.check()
    finding = _find(intent)
    log.info("effect.read_back", operation=intent.operation, intent=intent.pk, finding=type(finding).__name__)
    settle_as(intent, finding, by="read_back")
    if isinstance(finding, Unsure):
        raise EffectUnclear(intent, finding.why)


def settle_as(intent: Intent, finding: Finding, *, by: str) -> None:
    """Write down what was found out about an intent, with our record of its effect, in one transaction.

    The task that made the call goes on if a person was asked about it; whoever settles it, the question is answered.
    """
    with transaction.atomic():
        hold_order(intent)
        own = Task.objects.select_for_update(no_key=True).get(pk=intent.task_id)
        match finding:
            case Found(gids, facts):
                evidence = {"effect": dict(facts)} if facts else None
                if settle(intent, Intent.State.DONE, by=by, effect_gids=gids, evidence=evidence):
                    record_effect(intent, gids)
            case Absent():
                settle(intent, Intent.State.ABSENT, by=by)
            case Unsure(candidates, why):
                settle(intent, Intent.State.UNSURE, by=by, evidence={"candidates": list(candidates), "why": why})
                return
        if own.state == TaskState.NEEDS_ATTENTION:
            make_pending(own)


def _find(intent: Intent) -> Finding:
    return _READ_BACK.get(intent.operation, _find_on_order)(intent)


def _find_on_order(intent: Intent) -> Finding:
    return read_back(
        intent.operation,
        intent.variables,
        read_order(intent.store, intent.subject_gid, priority=Priority.EFFECT),
        seen=frozenset(intent.seen_gids),
        owned=_owned_by_others(intent),
        lines_before=intent.evidence["lines"],
    )


def _find_among_payments(intent: Intent) -> Finding:
    """The mirror is not told of this reading: to it, a capture that is not known yet to be ours is somebody else's."""
    shopify = connect(intent.store, priority=Priority.EFFECT)
    if intent.operation == "refundCreate" and not is_of_one_payment(intent.variables):
        order = shopify.read_order(intent.subject_gid).order
        return read_back_units(
            intent.variables,
            order.refunds,
            order.payments,
            seen=frozenset(intent.seen_gids),
            owned=_owned_by_others(intent),
        )
    return read_back_payment(
        intent.operation,
        intent.variables,
        shopify.read_payments(intent.subject_gid).payments,
        seen=frozenset(intent.seen_gids),
        owned=_owned_by_others(intent),
    )


def _find_for_subscription(intent: Intent) -> Finding:
    """A cancellation that does not show may be a job of Shopify's that still runs: only much later is it absent."""
    remote = read_order(intent.store, intent.subject_gid, priority=Priority.EFFECT)
    finding = read_back_order(intent.operation, intent.variables, remote)
    if isinstance(finding, Absent) and intent.operation in DONE_BY_JOBS and real_now() < job_is_over_after(intent):
        look_again(intent)
        raise ReadBackPending(intent, "A reply was lost; Shopify may still be about to do what was asked for.")
    return finding


_READ_BACK = {
    **dict.fromkeys(PAYMENT_OPERATIONS, _find_among_payments),
    **dict.fromkeys(ORDER_OPERATIONS, _find_for_subscription),
    **CONTRACT_READ_BACK,
    **STORE_READ_BACK,
}


def _owned_by_others(intent: Intent) -> frozenset[str]:
    """Effects of other calls of ours, and whatever a shipment or a payment line of ours stands on already."""
    others = Intent.objects.filter(store=intent.store, subject_gid=intent.subject_gid).exclude(pk=intent.pk)
    ours = ShipmentFulfillment.objects.filter(shipment__store=intent.store, shipment__order__gid=intent.subject_gid)
    effects = {gid for gids in others.values_list("effect_gids", flat=True) for gid in gids}
    taken = Capture.objects.filter(line__order__store=intent.store, line__order__gid=intent.subject_gid)
    stands_on = {*ours.values_list("fulfillment_gid", flat=True), *taken.values_list("transaction_gid", flat=True)}
    return frozenset(effects | stands_on)
