"""A subscription half way through its first term, in every state that a change can find it in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from backhaul.core.change_steps import ChangePlan, OrderSide, Situation, Step, StepKind
from backhaul.core.changes import plan
from backhaul.core.contracts import AttemptState, Ownership, RemoteAttempt, RemoteContract
from backhaul.core.draft_edits import DraftEdit, edits_from_json
from backhaul.core.layout import lay_out
from backhaul.core.remote import FulfillmentOrderStatus, RemoteHold, RemoteOrder, RequestStatus
from backhaul.core.step_basis import RESTS_ON
from backhaul.core.subscription_policies import SubscriptionPolicies
from backhaul.core.wanted_changes import Actor, WantedChange
from tests.core.builders import fulfillment
from tests.core.contract_builders import (
    BOUGHT,
    COFFEE,
    CONTRACT,
    MONTHLY,
    NOW,
    coffee,
    contract,
    cycles,
    kept_of,
    month,
    outlook,
    part,
    prepaid,
)

OURS = RemoteHold("gid://shopify/FulfillmentHold/1", "OTHER", held_by_us=True)
THEIRS = RemoteHold("gid://shopify/FulfillmentHold/2", "OTHER", reason_notes="Fraud check")
PENDING = RemoteAttempt("gid://shopify/SubscriptionBillingAttempt/1", "k", AttemptState.PENDING, NOW)
CONFIRMING = replace(PENDING, state=AttemptState.ACTION_REQUIRED)
_POLICIES = SubscriptionPolicies()


def term(**changes: Any) -> RemoteOrder:
    """The first term: delivery 1 shipped, 2 open since 15 November, 3 scheduled for 15 December."""
    parts = (part(1, 0, status=FulfillmentOrderStatus.CLOSED), part(2, 1), part(3, 2))
    return prepaid(*parts, **{"fulfillments": (fulfillment(1, {COFFEE: 1}),), **changes})


def single(**changes: Any) -> RemoteOrder:
    """An order of one delivery, due on 15 November: open, unless it is said otherwise."""
    return prepaid(part(2, 1, **changes), quantity=1)


def scheduled() -> RemoteOrder:
    return prepaid(part(3, 2), quantity=1)


def handed_over() -> RemoteOrder:
    return single(request_status=RequestStatus.ACCEPTED)


def shipped() -> RemoteOrder:
    done = prepaid(part(2, 1, status=FulfillmentOrderStatus.CLOSED), quantity=1)
    return replace(done, fulfillments=(fulfillment(1, {COFFEE: 1}),))


def monthly(**changes: Any) -> RemoteContract:
    """A contract that is billed for each delivery, next on 15 December; the second delivery was billed last."""
    return contract(
        **{
            "billing": MONTHLY,
            "cycles": cycles(MONTHLY, number=6, billed=2, start=BOUGHT),
            "next_billing_at": month(2),
            **changes,
        }
    )


def situation(
    *orders: RemoteOrder,
    of: RemoteContract | None = None,
    ownership: Ownership = Ownership.OURS,
    policies: SubscriptionPolicies = _POLICIES,
    posted: Mapping[str, int] | None = None,
    withheld: Mapping[str, int] | None = None,
    now: datetime = NOW,
    **more: Any,
) -> Situation:
    """What a change is planned on; nothing is paid and unshipped unless orders are given."""
    found = of or contract()
    is_pending = any(one.state in (AttemptState.PENDING, AttemptState.ACTION_REQUIRED) for one in found.attempts)
    shown = outlook(found, is_pending=is_pending, is_ended=found.is_ended)
    kept = kept_of(*orders, outlook_=shown, posted=posted, now=now)
    sides = []
    for one in orders:
        own = [tracked for tracked in kept.deliveries if tracked.delivery.order_gid == one.gid]
        laid_out = lay_out(one, CONTRACT, kept=own, expected=(), posted=posted or {})
        is_prepaid = found.billing != found.delivery
        sides.append(OrderSide(one, laid_out.layout, is_prepaid, posted=posted or {}, withheld=withheld or {}))
    future = tuple(one.delivery for one in kept.deliveries if one.delivery.order_gid is None)
    return Situation(
        contract=found,
        ownership=ownership,
        orders=tuple(sides),
        future=future,
        policies=policies,
        now=now,
        timezone=more.pop("timezone", "UTC"),
        **more,
    )


def planned(wanted: WantedChange, where: Situation, *, actor: Actor = Actor.MERCHANT) -> ChangePlan:
    return plan(wanted, where, actor=actor)


def kinds(found: ChangePlan) -> list[StepKind]:
    return [step.kind for step in found.steps]


def only(found: ChangePlan, kind: StepKind) -> Step:
    """The one step of that kind, without what it rests on."""
    (step,) = [step for step in found.steps if step.kind is kind]
    return bare(step)


def bare(step: Step) -> Step:
    """The step without what it rests on."""
    return replace(step, params={key: value for key, value in step.params.items() if key != RESTS_ON})


def edits(found: ChangePlan) -> tuple[DraftEdit, ...]:
    """What the plan edits of the contract."""
    return edits_from_json(only(found, StepKind.EDIT_CONTRACT).params["edits"])


def words(sentences: tuple[str, ...]) -> str:
    return " ".join(sentences)


def locked(of: RemoteContract, attempt: RemoteAttempt = PENDING) -> RemoteContract:
    """The contract while a payment is under way."""
    return replace(of, attempts=(attempt,))


def two_coffees(**changes: Any) -> RemoteContract:
    """Two of coffee at each delivery."""
    return contract(lines=(coffee(quantity=2),), **changes)
