"""Finds out what became of a call whose answer was lost, before anything else is sent for its order."""

import structlog
from django.db import transaction

from backhaul.core.readback import Absent, Finding, Found, Unsure, find
from backhaul.core.errors import BadReference
from backhaul.core.sought import parse_sought
from backhaul.core.remote import RemoteOrder
from backhaul.flows.clock import real_now
from backhaul.flows.effects.intents import ReadBackPending, settle, unsettled_intent
from backhaul.flows.effects.record import record_effect
from backhaul.flows.leases import Lease
from backhaul.flows.read_order import read_order
from backhaul.models import Intent, ShipmentFulfillment, Task
from backhaul.shopify.priority import Priority

log = structlog.get_logger()


class EffectUnclear(Exception):
    """Shopify shows several effects that could be ours, or one that nearly is; a person has to say."""


def settle_unsettled(task: Task, lease: Lease) -> None:
    """Settle the one call of this task's order that has no certain answer, if there is one.

    Afterwards nothing of the order is unsettled. Raises ReadBackPending when it is too early to tell, and
    EffectUnclear when only a person can. A second run finds the intent settled.
    """
    assert task.order is not None
    intent = unsettled_intent(task.store, task.order.gid)
    if intent is None:
        return
    if real_now() < intent.readable_after:
        raise ReadBackPending(intent, "A reply was lost; Shopify is asked what happened before anything else is done.")
    lease.check()
    remote = read_order(task.store, task.order.gid, priority=Priority.EFFECT)
    finding = _find(intent, remote)
    _apply(intent, finding)
    log.info("effect.read_back", operation=intent.operation, intent=intent.pk, finding=type(finding).__name__)
    if isinstance(finding, Unsure):
        raise EffectUnclear(intent, finding)
