"""Plans another date for one delivery, skipping one, and taking that back."""

from datetime import datetime

from backhaul.core.change_charges import charge_at, of_cycle
from backhaul.core.change_parcels import PaidParcel, one_parcel, put_off
from backhaul.core.change_parts import Parts, agrees, capital, contract_step, named, noted, on, refused, why_never
from backhaul.core.change_parts import being_billed as billing_words
from backhaul.core.change_steps import OrderSide, Situation, StepKind
from backhaul.core.contracts import RemoteCycle
from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.next_charge import next_charge, next_to_bill
from backhaul.core.subscription_calendar import anchor_from, day_of, following, next_after, on_day
from backhaul.core.wanted_changes import MoveDate, SkipDelivery, UnskipDelivery

_OUT_OF_OUR_HANDS = {
    DeliveryState.BILLED_HANDED_OVER: "is handed over already: ask the warehouse to wait with it",
    DeliveryState.SHIPPED: "has left already",
    DeliveryState.REMOVED: "was refunded or cancelled, and does not leave at all",
    DeliveryState.SKIPPED: "is skipped: take that back first, then give it another date",
    DeliveryState.UNKNOWN: "is in a state for which there is no rule: look at its order in Shopify",
}


def plan_date(wanted: MoveDate, situation: Situation) -> Parts:
    """A future delivery moves with its billing, a paid one with its fulfillment order."""
    if wanted.to <= situation.now:
        return refused(f"{on(wanted.to, situation)} is past: a delivery can only be moved to a date that is to come.")
    side, delivery = _find(wanted.delivery_number, situation)
    if delivery is None:
        return _no_such(wanted.delivery_number)
    if delivery.due_at == wanted.to:
        return noted(f"{capital(named([delivery]))} is due on {on(wanted.to, situation)} already.")
    if delivery.state is DeliveryState.UNBILLED:
        return _move_unbilled(delivery, wanted.to, situation)
    parcel = one_parcel(side, delivery)
    if delivery.state is DeliveryState.BILLED_UNSHIPPED and side is not None and parcel is not None:
        return put_off(parcel, wanted.to, situation) + _meets(parcel, wanted.to, situation)
    return _cannot(side, delivery, situation)


def plan_skip(wanted: SkipDelivery, situation: Situation) -> Parts:
    """A future delivery is skipped with its billing; a paid one is put off behind the last one, and the renewal too."""
    side, delivery = _find(wanted.delivery_number, situation)
    if delivery is None:
        return _no_such(wanted.delivery_number)
    if delivery.state is DeliveryState.SKIPPED:
        return noted(f"{capital(named([delivery]))} is skipped already.")
    if delivery.state is DeliveryState.UNBILLED:
        return _skip_unbilled(delivery, situation)
    parcel = one_parcel(side, delivery)
    if delivery.state is DeliveryState.BILLED_UNSHIPPED and side is not None and parcel is not None:
        return _skip_paid(parcel, situation)
    return _cannot(side, delivery, situation)


def plan_unskip(wanted: UnskipDelivery, situation: Situation) -> Parts:
    """A skipped billing is taken up again, if its date is still to come."""
    _, delivery = _find(wanted.delivery_number, situation)
    if delivery is None:
        return _no_such(wanted.delivery_number)
    if delivery.order_gid is not None:
        return refused(f"{capital(named([delivery]))} is paid for: give it another date instead.")
    if delivery.state is not DeliveryState.SKIPPED:
        return noted(f"{capital(named([delivery]))} is not skipped.")
    cycle = situation.contract.cycle(delivery.cycle_index or 0)
    if cycle is None or cycle.expected_at <= situation.now:
        return refused(f"The date on which {named([delivery])} would have been billed is past.")
    if because := why_never(situation):
        return refused(because)
    words = f"Bill and deliver {named(of_cycle(cycle, situation))} on {on(cycle.expected_at, situation)} after all."
    return contract_step(situation, StepKind.UNSKIP_CYCLE, {"cycle_index": cycle.index}, words)


def _find(number: int, situation: Situation) -> tuple[OrderSide | None, Delivery | None]:
    for side in situation.orders:
        found = next((one for one in side.layout.deliveries if one.number == number), None)
        if found is not None:
            return side, found
    return None, next((one for one in situation.future if one.number == number), None)


def _move_unbilled(delivery: Delivery, to: datetime, situation: Situation) -> Parts:
    contract = situation.contract
    cycle = contract.cycle(delivery.cycle_index or 0)
    if because := why_never(situation):
        return refused(because)
    if cycle is None:
        return refused(f"{capital(named([delivery]))} is further ahead than Shopify tells its dates.")
    first = of_cycle(cycle, situation)[0]
    if first.number != delivery.number:
        return refused(
            f"{capital(named([delivery]))} is billed together with {named([first])} on "
            f"{on(cycle.expected_at, situation)}, and has a date of its own only once it is paid for."
        )
    parts = charge_at(cycle, to, situation)
    return parts + _anchored(to, situation) if parts.steps else parts


def _anchored(to: datetime, situation: Situation) -> Parts:
    day = day_of(to, situation.timezone)
    anchor = anchor_from(day, situation.contract.delivery.anchors)
    if anchor is None or anchor == day:
        return Parts()
    return noted(f"Deliveries keep to their fixed days: what is billed on {day} is delivered on {anchor}.")


def _skip_unbilled(delivery: Delivery, situation: Situation) -> Parts:
    cycle = situation.contract.cycle(delivery.cycle_index or 0)
    if because := why_never(situation):
        return refused(because)
    if cycle is None:
        return refused(f"{capital(named([delivery]))} is further ahead than Shopify tells its dates.")
    together = of_cycle(cycle, situation)
    words = f"Skip {named(together)}: nothing is billed on {on(cycle.expected_at, situation)}."
    parts = contract_step(situation, StepKind.SKIP_CYCLE, {"cycle_index": cycle.index}, words)
    if len(together) > 1:
        parts += noted(f"{capital(named(together))} are billed together, so they are skipped together.")
    return parts


def _skip_paid(parcel: PaidParcel, situation: Situation) -> Parts:
    contract = situation.contract
    to = _next_place(_last_paid(situation), situation)
    is_moved = StepKind.RESCHEDULE in situation.done_before
    if is_moved:
        to = parcel.order.fulfill_at
    if to is None:
        return refused(f"The rhythm of the subscription ({contract.delivery.interval}) is not known.")
    renewal = _renewal_behind(to, situation)
    if renewal is not None and (because := billing_words(situation)):
        return refused(because)
    is_held = StepKind.HOLD in situation.done_before and parcel.is_held_by_us
    what, is_one = capital(named(parcel.deliveries)), len(parcel.deliveries) == 1
    parts = noted(f"{what} {'is' if is_one else 'are'} put off already.")
    if not is_moved and not is_held:
        parts = put_off(parcel, to, situation)
        if not parts.steps:
            return parts
    if renewal is not None:
        cycle, date = renewal
        parts += charge_at(cycle, date, situation, depends_on=[step.key for step in parts.steps])
        parts += noted("The next charge moves, because a paid delivery now takes its place.")
    if is_one:
        return parts + noted(f"{what} stays paid for and comes later. If it is not to come at all, refund it.")
    return parts + noted(f"{what} stay paid for and come later. If they are not to come at all, refund them.")


def _renewal_behind(to: datetime, situation: Situation) -> tuple[RemoteCycle, datetime] | None:
    """The next cycle to be billed, and its date one delivery later than `to`; None where it is on a later day anyway.

    One that was brought behind it by a skip, in a change that was superseded, still gets its date.
    """
    contract, zone = situation.contract, situation.timezone
    cycle = next_to_bill(contract)
    if cycle is None or contract.is_ended:
        return None
    date = following(on_day(day_of(to, zone), cycle.expected_at, zone), contract.delivery, zone)
    is_half_done = StepKind.SKIP_CYCLE in situation.done_before and date != cycle.expected_at
    meets = day_of(to, zone) >= day_of(cycle.expected_at, zone)
    return (cycle, date) if date is not None and (meets or is_half_done) else None


def _next_place(moment: datetime, situation: Situation) -> datetime | None:
    """The next date of the rhythm after `moment` that is still to come."""
    rhythm, zone = situation.contract.delivery, situation.timezone
    later = following(moment, rhythm, zone)
    return next_after(later, rhythm, zone, past=situation.now) if later else None


def _last_paid(situation: Situation) -> datetime:
    """When the last paid delivery that has not left is due."""
    paid = (DeliveryState.BILLED_UNSHIPPED, DeliveryState.BILLED_HANDED_OVER)
    dates = [
        one.due_at
        for side in situation.orders
        for one in side.layout.deliveries
        if one.state in paid and one.due_at is not None
    ]
    return max(dates, default=situation.now)


def _meets(parcel: PaidParcel, to: datetime, situation: Situation) -> Parts:
    """What else is due on that day, or would be billed before it."""
    others = [
        one
        for one in parcel.side.layout.deliveries
        if one.state is DeliveryState.BILLED_UNSHIPPED
        and one not in parcel.deliveries
        and one.due_at is not None
        and day_of(one.due_at, situation.timezone) == day_of(to, situation.timezone)
    ]
    parts = Parts()
    if others:
        are = agrees(others, "is", "are")
        parts += noted(f"{capital(named(others))} {are} due on the same day: Shopify may put them into one parcel.")
    return parts + _meets_charge(to, situation)


def _meets_charge(to: datetime, situation: Situation) -> Parts:
    renewal, zone = next_charge(situation.contract), situation.timezone
    if renewal is None or day_of(to, zone) < day_of(renewal, zone):
        return Parts()
    if day_of(to, zone) == day_of(renewal, zone):
        return noted("The next charge is on that day, too.")
    return noted(f"The next charge, on {on(renewal, situation)}, comes before that.")


def _cannot(side: OrderSide | None, delivery: Delivery, situation: Situation) -> Parts:
    words = capital(named([delivery]))
    if delivery.state is DeliveryState.LOCKED:
        return refused(
            billing_words(situation) or f"{words} is being billed at this moment. Try again when it is paid."
        )
    if side is not None and not side.layout.is_known:
        return refused(
            f"{words} is not moved, because the deliveries of order {side.remote.name} are not understood: "
            f"{side.layout.unknown_because}"
        )
    because = _OUT_OF_OUR_HANDS.get(delivery.state, "is not to be found among its order's fulfillment orders any more")
    return refused(f"{words} {because}.")


def _no_such(number: int) -> Parts:
    return refused(f"There is no delivery {number} that is still to come.")
