"""Whether a step of a change can still be carried out as it was planned, is so already, or has to wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backhaul.core.change_steps import StepKind
from backhaul.core.contracts import LOCKING, ContractStatus, CycleStatus, RemoteContract
from backhaul.core.decisions import Done, Verdict, WaitUntil
from backhaul.core.next_charge import next_to_bill
from backhaul.core.order_readback import is_at
from backhaul.core.remote import FulfillmentOrderStatus, RemoteOrder
from backhaul.core.step_basis import Params, basis, cycle_of, moment, still_rests
from backhaul.core.stored_call import text_of
from backhaul.core.subscription_calendar import day_of
from backhaul.core.tasks import WaitReason
from backhaul.core.units import Units

LOOK_AGAIN = timedelta(minutes=10)
"""The longest that a step waits for a billing attempt before it looks again; the mirror wakes it sooner."""


@dataclass(frozen=True)
class Superseded:
    """The step can no longer be carried out as it was planned; `words` say what has changed."""

    words: str


@dataclass(frozen=True)
class NotKnown:
    """Whether the step was done can't be found out; it is not done again by itself."""

    words: str


StepVerdict = Verdict | Superseded | NotKnown


def check_contract_step(
    kind: StepKind, params: Params, contract: RemoteContract, *, now: datetime
) -> StepVerdict | None:
    """What a step of a contract comes to without being carried out; None when it is to be carried out now.

    What is so already is done. A contract that has ended can only be found ended. While a billing attempt is under way
    nothing that it may bill is changed.
    """
    if contract.is_ended:
        ends = kind is StepKind.SET_STATUS and params.get("status") == ContractStatus.CANCELLED
        return (
            Done("The subscription had ended already.", was_so=True)
            if ends
            else Superseded("The subscription has ended.")
        )
    if _is_so(kind, params, contract):
        return Done("It was so in Shopify already.", was_so=True)
    if kind in _TOUCHES_BILLING and is_being_billed(contract):
        words = "A billing attempt of the subscription is under way; nothing is changed before it has ended."
        return WaitUntil(WaitReason.BILLING, now + LOOK_AGAIN, words)
    if kind in _OF_CYCLE and (cycle := cycle_of(params, contract)) and cycle.status == CycleStatus.BILLED:
        return Superseded("This delivery was billed meanwhile.")
    if not still_rests(params, basis(kind, params, contract=contract)):
        return Superseded("The subscription has changed since this was planned.")
    return None


def is_seen_in_app(kind: StepKind, params: Params, contract: RemoteContract, *, zone: str) -> bool:
    """Whether another app has done what a step asks of it; of a date the day counts, for its hour is the app's own."""
    if isinstance(check_contract_step(kind, params, contract, now=contract.updated_at), Done):
        return True
    if kind not in (StepKind.SET_NEXT_BILLING, StepKind.SCHEDULE_CYCLE) or contract.is_ended:
        return False
    cycle = cycle_of(params, contract) or next_to_bill(contract)
    noted = contract.next_billing_at if kind is StepKind.SET_NEXT_BILLING else None
    days = {day_of(one, zone) for one in (noted, cycle.expected_at if cycle else None) if one is not None}
    return day_of(moment(params), zone) in days


def check_order_step(
    kind: StepKind, params: Params, order: RemoteOrder, *, posted: Units | None = None
) -> StepVerdict | None:
    """What a step of an order comes to without being carried out; None when it is to be carried out now.

    `posted` units are posted as shipped and not yet fulfilled in Shopify.
    """
    if order.cancelled_at is not None:
        ends = kind is StepKind.CANCEL_ORDER
        return (
            Done("The order was cancelled already.", was_so=True)
            if ends
            else Superseded("The order was cancelled meanwhile.")
        )
    if kind is StepKind.RESCHEDULE and _is_rescheduled(params, order):
        return Done("The delivery has this date already.", was_so=True)
    if kind is StepKind.CANCEL_ORDER and any(one.is_live for one in order.fulfillments):
        return Superseded("A part of the order was shipped meanwhile: Shopify no longer cancels it.")
    if not still_rests(params, basis(kind, params, order=order, posted=posted)):
        return Superseded(_ORDER_CHANGED.get(kind, "The order has changed since this was planned."))
    return None


def is_being_billed(contract: RemoteContract) -> bool:
    """Whether a billing attempt has begun and not ended."""
    return any(attempt.state in LOCKING for attempt in contract.attempts)


def _is_so(kind: StepKind, params: Params, contract: RemoteContract) -> bool:
    """Edits are compared with the whole content, elsewhere."""
    if kind is StepKind.SET_STATUS:
        return contract.status == params.get("status")
    if kind is StepKind.SET_NEXT_BILLING:
        return contract.next_billing_at == moment(params)
    cycle = cycle_of(params, contract)
    if cycle is None:
        return False
    if kind is StepKind.SCHEDULE_CYCLE:
        return cycle.expected_at == moment(params)
    return (kind is StepKind.SKIP_CYCLE and cycle.skipped) or (kind is StepKind.UNSKIP_CYCLE and not cycle.skipped)


def _is_rescheduled(params: Params, order: RemoteOrder) -> bool:
    own = order.fulfillment_order(text_of(params.get("fulfillment_order")))
    return own is not None and own.status == FulfillmentOrderStatus.SCHEDULED and is_at(own, moment(params))


_OF_CYCLE = frozenset({StepKind.EDIT_CYCLE, StepKind.SCHEDULE_CYCLE, StepKind.SKIP_CYCLE, StepKind.UNSKIP_CYCLE})
_TOUCHES_BILLING = _OF_CYCLE | {StepKind.EDIT_CONTRACT, StepKind.SET_NEXT_BILLING}
_ORDER_CHANGED = {
    StepKind.RESCHEDULE: "The delivery was opened, shipped or moved to another date meanwhile.",
    StepKind.HOLD: "The delivery was shipped, or taken up by the warehouse, meanwhile.",
    StepKind.GIVE_BACK: "Some of these units were shipped, or given back, meanwhile.",
}
