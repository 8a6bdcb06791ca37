"""Plans one change to a subscription over both sides: the contract for what is to come, the orders for what is paid."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace

from backhaul.core.change_address import plan_address
from backhaul.core.change_content import plan_note, plan_payment_method, plan_shipping
from backhaul.core.change_dates import plan_date, plan_skip, plan_unskip
from backhaul.core.change_lines import plan_discount, plan_price, plan_quantity, plan_swap
from backhaul.core.change_parts import Parts
from backhaul.core.change_status import plan_cancel, plan_pause, plan_resume
from backhaul.core.change_steps import ChangePlan, OrderSide, Side, Situation
from backhaul.core.step_basis import with_basis
from backhaul.core.wanted_changes import (
    Actor,
    Cancel,
    ChangeAddress,
    ChangeDiscount,
    ChangeNote,
    ChangePaymentMethod,
    ChangePrice,
    ChangeQuantity,
    ChangeShipping,
    MoveDate,
    Pause,
    Resume,
    SkipDelivery,
    SwapVariant,
    UnskipDelivery,
    WantedChange,
)


def plan(wanted: WantedChange, situation: Situation, *, actor: Actor) -> ChangePlan:
    """What the change comes to: steps for the contract and for every order with paid deliveries that are still ours.

    What cannot be done is said in a sentence each, and does not keep the rest from being done. A step that depends on
    another one names it, and each keeps what it rests on (see step_basis). Where the contract is another app's, its
    steps say what to do there. The fingerprint changes with everything that the plan rests on, and not with the time of
    day.
    """
    parts = _parts(wanted, situation, actor)
    steps = tuple(step if step.side is Side.APP else with_basis(step, situation) for step in parts.steps)
    parts = replace(parts, steps=steps)
    return ChangePlan(
        steps=steps,
        impossible=_once(parts.impossible),
        fingerprint=_fingerprint(wanted, situation, actor, parts),
        notes=_once(parts.notes),
    )


def _parts(wanted: WantedChange, situation: Situation, actor: Actor) -> Parts:
    if isinstance(wanted, Cancel):
        return plan_cancel(wanted, situation, actor=actor)
    return _PLANNERS[type(wanted)](wanted, situation)


def _once(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))


def _fingerprint(wanted: WantedChange, situation: Situation, actor: Actor, parts: Parts) -> str:
    """Over what was asked for, the plan itself, the contract's revision and the state of every delivery.

    The revision stands for all that an edit can change, so that two people who change one contract notice each other.
    """
    contract = situation.contract
    rests_on = [
        repr(wanted),
        actor,
        situation.ownership,
        [contract.gid, contract.revision, contract.status, str(contract.next_billing_at)],
        sorted(f"{attempt.gid} {attempt.state}" for attempt in contract.attempts),
        sorted(f"{one.index} {one.status} {one.expected_at} {one.skipped}" for one in contract.cycles),
        [_order(side) for side in sorted(situation.orders, key=lambda side: side.remote.gid)],
        [[step.key, step.side, step.subject_gid, step.depends_on, step.params] for step in parts.steps],
        parts.impossible,
        parts.notes,
    ]
    return hashlib.sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()


def _order(side: OrderSide) -> list[object]:
    deliveries = sorted(
        f"{one.id} {one.number} {one.state} {one.due_at} {one.fulfillment_order_gid} {sorted(one.units.items())}"
        for one in side.layout.deliveries
    )
    return [
        side.remote.gid,
        str(side.remote.cancelled_at),
        side.layout.unknown_because,
        deliveries,
        sorted(f"{one.gid} {one.status} {one.request_status}" for one in side.remote.fulfillment_orders),
        sorted(side.posted.items()),
        sorted(side.withheld.items()),
    ]


_PLANNERS: dict[type, Callable[..., Parts]] = {
    ChangeAddress: plan_address,
    ChangeShipping: plan_shipping,
    ChangeQuantity: plan_quantity,
    SwapVariant: plan_swap,
    ChangePrice: plan_price,
    ChangeDiscount: plan_discount,
    MoveDate: plan_date,
    SkipDelivery: plan_skip,
    UnskipDelivery: plan_unskip,
    ChangePaymentMethod: plan_payment_method,
    ChangeNote: plan_note,
    Pause: plan_pause,
    Resume: plan_resume,
}
