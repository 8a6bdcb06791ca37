"""Plans pausing, resuming and cancelling a subscription, with what becomes of deliveries that are paid for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from backhaul.core.change_paid_lines import given_alone
from backhaul.core.change_parcels import PaidParcel, far_away, hold, move, nearer, parcels_in, release
from backhaul.core.change_parts import (
    Parts,
    agrees,
    being_billed,
    capital,
    contract_step,
    each_order,
    named,
    named_of,
    noted,
    on,
    order_step,
    paid_and_unshipped,
    refused,
    together,
    unshipped,
    why_never,
)
from backhaul.core.change_steps import OrderSide, Side, Situation, StepKind
from backhaul.core.contracts import ContractStatus, Ownership
from backhaul.core.crediting import SHARE
from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.minimum_term import first_day_to_cancel, missing_billings
from backhaul.core.next_charge import left_behind, open_cycles
from backhaul.core.parcels import contract_lines, free_units
from backhaul.core.restock import Restock
from backhaul.core.subscription_calendar import add_interval, day_of, next_after, on_day
from backhaul.core.subscription_policies import LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.units import count
from backhaul.core.wanted_changes import Actor, Cancel, Pause, Resume

MOST_SKIPPED = 12
"""So many cycles that have passed are skipped when a subscription is taken up again, each by itself."""
_PAUSED = "Its subscription is paused."


def plan_pause(wanted: Pause, situation: Situation) -> Parts:
    """Nothing is billed any more until it is resumed; what is paid for ships, waits or is held, by policy."""
    contract = situation.contract
    if because := why_never(situation):
        return refused(because)
    if contract.status == ContractStatus.PAUSED:
        parts = noted("The subscription is paused already.")
    else:
        words = "Pause the subscription: nothing is billed until it is resumed."
        parts = contract_step(situation, StepKind.SET_STATUS, {"status": ContractStatus.PAUSED.value}, words)
    parts += _under_way(situation)
    policy = wanted.policy or situation.policies.paused
    if policy is PausePolicy.KEEP_SHIPPING:
        paid = paid_and_unshipped(situation)
        leaves = "is paid for and still leaves" if len(paid) == 1 else "are paid for and still leave"
        return parts + (noted(f"{capital(named(paid))} {leaves}.") if paid else Parts())
    first = _own_keys(parts)

    def stop(side: OrderSide, deliveries: Sequence[Delivery]) -> Parts:
        return together(_stop(one, situation, policy, depends_on=first) for one in parcels_in(side, deliveries))

    return parts + each_order(situation, stop, handed="it leaves, unless the warehouse can stop it")


def plan_resume(_: Resume, situation: Situation) -> Parts:
    """It is billed again, never for a time that has passed; what we have held or put off comes in its rhythm again."""
    contract = situation.contract
    if contract.is_ended:
        return refused(f"The subscription is {contract.status}, and cannot be taken up again: make a new one.")
    if because := why_never(situation):
        return refused(because)
    if contract.status == ContractStatus.ACTIVE:
        parts = noted("The subscription is active already.")
    else:
        parts = _activate(situation)
    return parts + _back_to_rhythm(situation, depends_on=_own_keys(parts))


def plan_cancel(wanted: Cancel, situation: Situation, *, actor: Actor) -> Parts:
    """Nothing is billed any more, ever; what is paid for is shipped or refunded, by policy.

    A customer cannot cancel before the least number of cycles is billed, a merchant can.
    """
    contract = situation.contract
    if contract.is_ended:
        parts = noted(f"The subscription is {contract.status} already.")
    elif because := why_never(situation):
        return refused(because)
    else:
        missing = missing_billings(contract, billed=situation.billed_cycles)
        if missing > 0 and actor is Actor.CUSTOMER:
            return refused(_too_early(missing, situation))
        words = "Cancel the subscription: nothing is billed any more. This cannot be taken back."
        parts = contract_step(situation, StepKind.SET_STATUS, {"status": ContractStatus.CANCELLED.value}, words)
        if missing > 0:
            parts += noted(f"{missing} of at least {contract.billing.min_cycles} billings have not been made.")
        parts += _under_way(situation)
    first = _own_keys(parts)

    def settle(side: OrderSide, deliveries: Sequence[Delivery]) -> Parts:
        if side.is_prepaid:
            policy = wanted.remaining or situation.policies.prepaid_cancelled
            return _settle_prepaid(side, deliveries, situation, policy=policy, depends_on=first)
        last = wanted.last_order or situation.policies.last_order
        return _settle_last(side, deliveries, situation, policy=last, actor=actor, depends_on=first)

    return parts + each_order(situation, settle, handed="it leaves, unless the warehouse can stop it")


def _own_keys(parts: Parts) -> tuple[str, ...]:
    """The steps that what follows waits for; one in another app is waited for until it is seen or ticked off."""
    return tuple(step.key for step in parts.steps if step.side is not Side.ORDER)


def _under_way(situation: Situation) -> Parts:
    if not being_billed(situation):
        return Parts()
    return noted("A payment is under way. If it still succeeds, one more delivery is paid for, and is told of then.")


def _stop(parcel: PaidParcel, situation: Situation, policy: PausePolicy, *, depends_on: Sequence[str]) -> Parts:
    """A scheduled parcel can only be put off, an open one only be held."""
    what = named_of(parcel.side, parcel.deliveries)
    if parcel.is_held:
        return noted(f"{what} {agrees(parcel.deliveries, 'is', 'are')} on hold already.")
    if parcel.is_scheduled:
        due = parcel.order.fulfill_at or situation.now
        if _waits_already(due, situation):
            return noted(f"{what} {agrees(parcel.deliveries, 'is', 'are')} put off already.")
        to = far_away(due, situation.contract.delivery, situation.timezone)
        if to is None:
            interval = situation.contract.delivery.interval
            return refused(f"{what} cannot be put off by “{interval}”.")
        wait = agrees(parcel.deliveries, "waits there, and comes", "wait there, and come")
        waits = noted(f"{capital(named(parcel.deliveries))} {wait} nearer when the subscription is resumed.")
        return move(parcel, to, situation, depends_on=depends_on) + waits
    if policy is PausePolicy.HOLD:
        return hold(parcel, situation, reason=_PAUSED, depends_on=depends_on)
    return noted(f"{what} {agrees(parcel.deliveries, 'is due and still leaves', 'are due and still leave')}.")


def _waits_already(due: datetime, situation: Situation) -> bool:
    """Whether a pause has put a scheduled parcel off before: in their rhythm, so many would all have come by then."""
    if situation.contract.status != ContractStatus.PAUSED:
        return False
    scheduled = [one for side in situation.orders for one in parcels_in(side, unshipped(side)) if one.is_scheduled]
    rhythm, zone = situation.contract.delivery, situation.timezone
    last = add_interval(day_of(situation.now, zone), rhythm.interval, rhythm.count * len(scheduled))
    return last is not None and day_of(due, zone) > last


def _activate(situation: Situation) -> Parts:
    contract, parts, date = situation.contract, Parts(), _first_to_come(situation)
    if situation.ownership is Ownership.OURS and contract.status != ContractStatus.FAILED:
        parts += _skip_passed(situation)
    if contract.next_billing_at is not None and contract.next_billing_at <= situation.now:
        if date is None:
            return refused(f"The rhythm of the subscription ({contract.billing.interval}) is not known.")
        words = f"Bill the next time on {on(date, situation)}: {on(contract.next_billing_at, situation)} is past."
        params = {"date": date.isoformat()}
        parts += contract_step(situation, StepKind.SET_NEXT_BILLING, params, words, depends_on=_own_keys(parts))
    words = "Take the subscription up again" + (f": it is billed on {on(date, situation)}." if date else ".")
    status = {"status": ContractStatus.ACTIVE.value}
    parts += contract_step(situation, StepKind.SET_STATUS, status, words, depends_on=_own_keys(parts))
    if contract.payment_method_revoked:
        parts += noted("Its payment method was revoked: ask the customer for another one, or the next billing fails.")
    elif contract.status == ContractStatus.FAILED:
        parts += noted("Its last payment failed: see whether the payment method is still good.")
    return parts


def _skip_passed(situation: Situation) -> Parts:
    """Skip the newest of what is past, and all that would be charged; what is older is left uncharged as it is."""
    passed, parts = left_behind(situation.contract, now=situation.now), Parts()
    until = situation.now - timedelta(days=situation.overdue_days + 1)
    older = [one for one in passed[:-MOST_SKIPPED] if one.expected_at < until]
    if older:
        first, last = (on(one.expected_at, situation) for one in (older[0], older[-1]))
        parts += noted(f"What would have been billed from {first} to {last} is long past, and not billed any more.")
    for cycle in passed[len(older) :]:
        words = f"Bill nothing for {on(cycle.expected_at, situation)}, which is past."
        parts += contract_step(situation, StepKind.SKIP_CYCLE, {"cycle_index": cycle.index}, words)
    return parts


def _first_to_come(situation: Situation) -> datetime | None:
    """The date of the first cycle that is still to come; where none was read, that of the rhythm."""
    contract = situation.contract
    ahead = [one.expected_at for one in open_cycles(contract.cycles) if one.expected_at > situation.now]
    date = contract.next_billing_at
    if ahead or date is None:
        return min(ahead, default=None)
    return next_after(date, contract.billing, situation.timezone, past=situation.now)


def _back_to_rhythm(situation: Situation, *, depends_on: Sequence[str]) -> Parts:
    """Release what we hold, and bring back what was put off while the subscription was paused."""
    ours = [parcel for side in situation.orders for parcel in parcels_in(side, unshipped(side))]
    parts = together(release(one, depends_on=depends_on) for one in ours if one.is_held_by_us)
    waiting = sorted(
        (one for one in ours if one.is_scheduled and one.order.fulfill_at is not None),
        key=lambda one: str(one.order.fulfill_at),
    )
    rhythm, zone = situation.contract.delivery, situation.timezone
    first = waiting[0].order.fulfill_at if waiting else None
    number = nearer(first, rhythm, zone, now=situation.now) if first is not None else 0
    is_left = situation.contract.status == ContractStatus.ACTIVE and StepKind.SET_STATUS not in situation.done_before
    if not number or is_left:  # where a person has put it, unless this very change has ended the pause
        return parts
    for parcel in waiting:
        due = parcel.order.fulfill_at or situation.now
        day = add_interval(day_of(due, zone), rhythm.interval, -rhythm.count * number)
        if day is not None:
            parts += move(parcel, on_day(day, due, zone), situation, depends_on=depends_on)
    return parts


def _settle_prepaid(
    side: OrderSide,
    deliveries: Sequence[Delivery],
    situation: Situation,
    *,
    policy: RemainingPolicy,
    depends_on: Sequence[str],
) -> Parts:
    words = named_of(side, deliveries)
    stay = "is paid for" if len(deliveries) == 1 else "are paid for"
    if policy is RemainingPolicy.REFUND_REMAINING:
        return _give_back(side, deliveries, situation, depends_on=depends_on)
    back = _ship_after_all(side, deliveries, situation, depends_on=depends_on)
    if policy is RemainingPolicy.ASK_MERCHANT:
        return noted(f"{words} {stay}: the merchant is asked whether to ship or to refund.") + back
    return noted(f"{words} {stay} and still shipped.") + back


def _settle_last(
    side: OrderSide,
    deliveries: Sequence[Delivery],
    situation: Situation,
    *,
    policy: LastOrderPolicy,
    actor: Actor,
    depends_on: Sequence[str],
) -> Parts:
    order = side.remote.name
    if policy is LastOrderPolicy.CANCEL_ORDER:
        because = _why_not_cancelled(side, situation)
        if because:
            refund = _give_back(side, deliveries, situation, depends_on=depends_on)
            return noted(f"Order {order} is not cancelled as a whole, because {because}.") + refund
        reason = "CUSTOMER" if actor is Actor.CUSTOMER else "OTHER"
        params = {
            "reason": reason,
            "refund": True,
            "restock": True,
            "notify_customer": False,
            "note": "The subscription was cancelled.",
        }
        is_not = agrees(deliveries, "is", "are")
        words = f"Cancel order {order} and refund it: {named(deliveries)} {is_not} then not shipped."
        return order_step(side, StepKind.CANCEL_ORDER, params, words, depends_on=depends_on)
    back = _ship_after_all(side, deliveries, situation, depends_on=depends_on)
    if policy is LastOrderPolicy.ASK_MERCHANT:
        return noted(f"Order {order} is paid for: the merchant is asked whether to ship or to cancel it.") + back
    return noted(f"Order {order} is paid for and still shipped.") + back


def _ship_after_all(
    side: OrderSide, deliveries: Sequence[Delivery], situation: Situation, *, depends_on: Sequence[str]
) -> Parts:
    """What we hold, or have put off, for a paused subscription would never leave: nothing resumes it any more."""
    parcels = parcels_in(side, deliveries)
    if situation.contract.status != ContractStatus.PAUSED and not any(one.is_held_by_us for one in parcels):
        return Parts()
    return _back_to_rhythm(replace(situation, orders=(side,)), depends_on=depends_on)


def _give_back(
    side: OrderSide, deliveries: Sequence[Delivery], situation: Situation, *, depends_on: Sequence[str]
) -> Parts:
    """Refund every unit of the subscription that is neither shipped nor handed over, with its share of shipping."""
    own = {line.gid for line in contract_lines(side.remote, situation.contract.gid)}
    free = free_units(side.remote, posted=side.posted, withheld=side.withheld, begun=side.begun)
    units = {gid: number for gid, number in free.items() if gid in own}
    if not units:
        return noted(f"There is nothing left to refund of order {side.remote.name}.")
    if because := given_alone(side):
        return refused(because)
    words = (
        f"Refund {named(deliveries)} of order {side.remote.name} ({count(units)} units), which are then not shipped."
    )
    params = {
        "units": units,
        "restock": Restock.CANCEL.value,
        "shipping": SHARE,
        "reason": "The subscription was cancelled.",
    }
    return order_step(side, StepKind.GIVE_BACK, params, words, depends_on=depends_on)


def _why_not_cancelled(side: OrderSide, situation: Situation) -> str:
    """Why an order is not cancelled as a whole, "" if it can be."""
    own = {line.gid for line in contract_lines(side.remote, situation.contract.gid)}
    if any(line.gid not in own and line.current_quantity for line in side.remote.lines):
        return "it has other goods, too"
    if any(one.is_live for one in side.remote.fulfillments):
        return "a part of it has left already"
    states = {one.state for one in side.layout.deliveries}
    if DeliveryState.BILLED_HANDED_OVER in states or side.posted:
        return "a part of it is handed over already"
    return "some of it is being refunded already" if side.withheld else ""


def _too_early(missing: int, situation: Situation) -> str:
    """From when on it can be cancelled: when as many cycles as are missing have been billed."""
    day = first_day_to_cancel(missing, situation.contract, situation.timezone)
    date = day.isoformat() if day is not None else "a date that is not known"
    least = situation.contract.billing.min_cycles
    return f"The subscription runs for at least {least} billings: it can be cancelled from {date} on."
