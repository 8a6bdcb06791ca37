"""Carries out a posted shipment: read the order, plan, make the fulfillments, name how it ended."""

from collections.abc import Sequence

from django.db import transaction

from backhaul.core.fulfillment import is_cancelled, plan
from backhaul.core.outcome import Outcome, outcome
from backhaul.core.plan import Adoption, Plan
from backhaul.core.remote import RemoteOrder
from backhaul.core.shipment import SentFulfillment, SentKind
from backhaul.core.tasks import OutcomeName
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.leases import CancelRequested, Lease
from backhaul.flows.read_order import read_order
from backhaul.flows.rounds import MAX_ROUNDS, KeepsChanging
from backhaul.flows.shipment_facts import (
    already_sent,
    called_off_after,
    note_cancelled,
    owned_units,
    policies_for,
    record_sent,
    shipment_facts,
    shipment_of,
)
from backhaul.models import PostedShipment, ShipmentUndo, Task


def send_fulfillment(task: Task, lease: Lease) -> Outcome:
    """Fulfil in Shopify exactly what a posted shipment says.

    1. settle an earlier call of this order whose answer was lost; 2. read the order; 3. plan; 4. adopt what others
    have fulfilled; 5. make the calls, each committed at once; 6. again if something has to be planned anew.
    A second run is harmless: it plans on what the first one has recorded and on what Shopify shows.
    """
    posted = shipment_of(task)
    effects.settle_unsettled(task, lease)
    try:
        return _send(posted, task, lease)
    except CancelRequested:
        return called_off_after(posted, undone=ShipmentUndo.objects.filter(shipment=posted).exists())


def _send(posted: PostedShipment, task: Task, lease: Lease) -> Outcome:
    for _ in range(MAX_ROUNDS):
        lease.obey_cancellation()
        remote = read_order(posted.store, posted.order.gid)
        sent = already_sent(posted)
        note_cancelled(posted, [one.fulfillment_gid for one in sent if is_cancelled(one, remote)])
        planned = _plan(posted, task, remote, sent)
        _adopt(posted, planned.adoptions)
        ending = outcome(planned, effects.change_each(planned.calls, remote, task=task, lease=lease))
        if ending.name is not OutcomeName.CONTINUE:
            return ending
    raise KeepsChanging(f"The order kept changing in Shopify while it was being sent. {ending.words}")


def _plan(posted: PostedShipment, task: Task, remote: RemoteOrder, sent: Sequence[SentFulfillment]) -> Plan:
    return plan(
        shipment_facts(posted),
        remote,
        already_sent=sent,
        owned=owned_units(posted.order),
        policies=policies_for(posted.store, task),
        now=now(),
    )


def _adopt(posted: PostedShipment, adoptions: Sequence[Adoption]) -> None:
    with transaction.atomic():
        for adoption in adoptions:
            record_sent(
                posted,
                fulfillment_gid=adoption.fulfillment_gid,
                units=dict(adoption.units),
                kind=SentKind.ADOPTED,
                details={"created_at": now()},
            )
