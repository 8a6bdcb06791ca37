"""Drift in what a contract is to be charged: dates that nobody keeps, charges that have failed, a revoked method."""

from collections.abc import Iterator
from datetime import date, datetime

from backhaul.core.billing_policy import BillingPolicy
from backhaul.core.contracts import AttemptState, ContractStatus, CycleStatus, Ownership, RemoteCycle
from backhaul.core.drift import DriftKind, Evidence, FoundDrift
from backhaul.core.next_charge import CHARGED_WITHIN, open_cycles
from backhaul.core.subscription_calendar import day_of

_PENDING = frozenset({AttemptState.PENDING, AttemptState.ACTION_REQUIRED})


def billing_overdue(evidence: Evidence) -> Iterator[FoundDrift]:
    """The date of the next charge has passed, and nobody has tried to make it, nor does our own billing see to it."""
    due = _next_billing(evidence)
    if due is None or due + CHARGED_WITHIN >= evidence.now or evidence.is_being_billed:
        return
    tried = any(one.created_at >= due - CHARGED_WITHIN for one in evidence.contract.attempts)
    if tried or _is_seen_to(due, evidence):
        return
    is_ours = evidence.contract.ownership is Ownership.OURS
    where = "Charge it" if is_ours else f"Have it charged in {evidence.app}"
    yield FoundDrift(
        DriftKind.BILLING_OVERDUE,
        evidence.key(DriftKind.BILLING_OVERDUE),
        f"The subscription was to be charged on {_day(due, evidence)}, and nobody has tried to.",
        f"{where}, or give the next charge another date.",
    )


def awaits_turn(due_at: datetime, policy: BillingPolicy, *, last_turn: datetime | None) -> bool:
    """Whether our billing has yet to come to a charge that is due since then; what was due before it was on never."""
    is_fresh = policy.since is None or due_at >= policy.since
    return policy.is_on and is_fresh and (last_turn is None or last_turn < due_at)


def billing_date_differs(evidence: Evidence) -> Iterator[FoundDrift]:
    """The contract names another day for the next charge than the first cycle that is still to be charged."""
    due = _next_billing(evidence)
    ahead = open_cycles(evidence.contract.cycles)
    if due is None or not ahead or any(one.state in _PENDING for one in evidence.contract.attempts):
        return
    cycle = ahead[0]
    if day_of(due, evidence.timezone) not in _explained(cycle, evidence):
        yield FoundDrift(
            DriftKind.BILLING_DATE_DIFFERS,
            evidence.key(DriftKind.BILLING_DATE_DIFFERS),
            f"The subscription says that it is charged next on {_day(due, evidence)}, its billing cycle {cycle.index} "
            f"says {_day(cycle.expected_at, evidence)}.",
            "Decide which day is right, and change the date of the next delivery to it.",
        )


def _explained(following: RemoteCycle, evidence: Evidence) -> set[date]:
    """The days that say nothing against the next cycle: its own, the one before it was moved, those of skipped ones."""
    skipped = [one for one in evidence.contract.cycles if one.skipped and one.index < following.index]
    moments = [following.expected_at, following.ends_at, *(one.ends_at for one in skipped)]
    return {day_of(moment, evidence.timezone) for moment in moments}


def billing_failed(evidence: Evidence) -> Iterator[FoundDrift]:
    """The last charge has failed, or waits for the customer, and none has followed."""
    last = max(evidence.contract.attempts, key=lambda one: (one.created_at, one.gid), default=None)
    if last is None or evidence.contract.is_ended:
        return
    if last.state == AttemptState.FAILED:
        code = f" ({last.error_code})" if last.error_code else ""
        words = f"The charge of {_day(last.created_at, evidence)} has failed{code}, and none has followed."
        remedy = "Have the customer give another payment method if that is the reason, then charge it again."
    elif last.state == AttemptState.ACTION_REQUIRED:
        words = f"The charge of {_day(last.created_at, evidence)} waits for the customer to confirm it."
        remedy = "Send the customer the address at which it is confirmed: it stands with the subscription's charges."
    else:
        return
    yield FoundDrift(
        DriftKind.BILLING_FAILED, evidence.key(DriftKind.BILLING_FAILED, last.gid), words, remedy, last.order_gid
    )


def payment_method_revoked(evidence: Evidence) -> Iterator[FoundDrift]:
    """The contract goes on with a payment method that cannot be charged any more."""
    contract = evidence.contract
    if contract.status == ContractStatus.ACTIVE and contract.payment_method_revoked:
        due = _next_billing(evidence)
        when = f" on {_day(due, evidence)}" if due else ""
        yield FoundDrift(
            DriftKind.PAYMENT_METHOD_REVOKED,
            evidence.key(DriftKind.PAYMENT_METHOD_REVOKED),
            f"The payment method of the subscription is revoked: its next charge{when} will fail.",
            "Change the payment method of the subscription; without one given, Shopify asks the customer for it.",
        )


def _next_billing(evidence: Evidence) -> datetime | None:
    contract = evidence.contract
    is_known = "next_billing_at" not in contract.hidden and not evidence.is_gone
    return contract.next_billing_at if contract.status == ContractStatus.ACTIVE and is_known else None


def _is_seen_to(due: datetime, evidence: Evidence) -> bool:
    """Whether the cycle of that day was billed, or is to be left out."""
    day = day_of(due, evidence.timezone)
    of_day = (one for one in evidence.contract.cycles if day_of(one.expected_at, evidence.timezone) == day)
    return any(one.status == CycleStatus.BILLED or one.skipped for one in of_day)


def _day(moment: datetime, evidence: Evidence) -> str:
    return day_of(moment, evidence.timezone).isoformat()
