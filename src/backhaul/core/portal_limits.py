"""What a change that a customer asks for does not reach or may not be, in the customer's words."""

from collections.abc import Callable, Sequence
from datetime import date

from backhaul.core.change_parts import being_billed, unshipped
from backhaul.core.change_steps import ChangePlan, OrderSide, Side, Situation, StepKind
from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.portal_words import places_taken
from backhaul.core.sentences import Sentence, say
from backhaul.core.subscription_calendar import day_of
from backhaul.core.subscription_policies import LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.wanted_changes import Cancel, ChangeAddress, MoveDate, Pause, SkipDelivery, WantedChange

MOST_NAMED = 3
"""More deliveries than these are counted instead of named one by one."""


def refusal(plan: ChangePlan, wanted: WantedChange) -> Sentence | None:
    """Why a plan that could be carried out is not one that a customer begins; None if it is.

    Steps in another app, and parcels that a person would have to release again, are the shop's.
    """
    if any(step.side is Side.APP for step in plan.steps):
        return say("A part of this has to be done elsewhere: please write to the shop.")
    holds = any(step.kind is StepKind.HOLD for step in plan.steps)
    if holds and isinstance(wanted, MoveDate | SkipDelivery):
        return say("This delivery is paid for and due: only the shop may still hold it back.")
    return None


def why_nothing(plan: ChangePlan, wanted: WantedChange, situation: Situation) -> Sentence:
    """What to say where a plan has no steps."""
    if being_billed(situation) and plan.impossible:
        return say("A payment is being taken at this moment. Try again when it is done.")
    if isinstance(wanted, MoveDate):
        return _date_not_possible(wanted, situation)
    if plan.impossible:
        return say("This is not possible here: please write to the shop.")
    return say("There is nothing to change: it is like this already.")


def what_stays(plan: ChangePlan, wanted: WantedChange, situation: Situation) -> tuple[Sentence, ...]:
    """What the change leaves as it is, or does not reach any more."""
    said = [one for side in situation.orders for one in _of_order(side, wanted, situation)]
    said += _left_out(plan, situation)
    if isinstance(wanted, SkipDelivery):
        said += _skipped_together(wanted, situation)
    if isinstance(wanted, Pause | Cancel) and being_billed(situation):
        said.append(say("A payment is being taken at this moment. If it succeeds, one more delivery comes."))
    if plan.impossible and not said:
        said.append(say("Not all of this can be done here: the shop can tell you more."))
    return tuple(dict.fromkeys(said))


def _skipped_together(wanted: SkipDelivery, situation: Situation) -> list[Sentence]:
    cycle = next((one.cycle_index for one in situation.future if one.number == wanted.delivery_number), None)
    number = sum(one.cycle_index == cycle for one in situation.future)
    if cycle is None or number < 2:
        return []
    return [say("{number} deliveries are paid with this charge: all of them are skipped.", number=number)]


def _left_out(plan: ChangePlan, situation: Situation) -> list[Sentence]:
    """The charges in whose place others are made: Shopify bills once in each cycle."""
    places = places_taken((step.kind, step.params) for step in plan.steps)
    found = sorted((one for one in situation.contract.cycles if one.index in places), key=lambda one: one.index)
    days = [day_of(one.expected_at, situation.timezone) for one in found]
    return [say("For this the delivery of {day} is left out: it is neither charged nor sent.", day=day) for day in days]


def _date_not_possible(wanted: MoveDate, situation: Situation) -> Sentence:
    contract, zone = situation.contract, situation.timezone
    delivery = next((one for one in situation.future if one.number == wanted.delivery_number), None)
    own = contract.cycle(delivery.cycle_index or 0) if delivery is not None else None
    if delivery is not None and delivery.due_at == wanted.to:
        return say("This delivery has that date already.")
    if own is None:
        return say("This delivery cannot be moved to that day: please write to the shop.")
    at = max((one for one in contract.cycles if one.starts_at <= wanted.to), key=lambda one: one.index, default=own)
    if at.index > own.index and at.skipped:
        return say("A delivery around that day is skipped: take that back first, or choose another day.")
    if at.index >= own.index:
        last = day_of(max(one.ends_at for one in contract.cycles), zone)
        return say("The dates of this subscription are known until {last}: choose an earlier day.", last=last)
    return say("Another delivery comes before: choose a day from {first} on.", first=day_of(own.starts_at, zone))


def _of_order(side: OrderSide, wanted: WantedChange, situation: Situation) -> list[Sentence]:
    if side.remote.cancelled_at is not None or not isinstance(wanted, ChangeAddress | Pause | Cancel):
        return []
    if not side.layout.is_known:
        return [say("Nothing is changed about order {order}: please ask the shop about it.", order=side.remote.name)]
    gone = [one for one in side.layout.deliveries if one.state is DeliveryState.BILLED_HANDED_OVER]
    if isinstance(wanted, ChangeAddress):
        return _named(gone, situation, _OLD_ADDRESS)
    said = _named(gone, situation, _STILL_COME_PREPARED)
    paid = unshipped(side)
    if isinstance(wanted, Cancel):
        return [*said, *_after_cancelling(side, paid, wanted, situation)]
    return [*said, *(_named(paid, situation, _STILL_COME) if _keeps_shipping(wanted, situation) else [])]


def _keeps_shipping(wanted: Pause, situation: Situation) -> bool:
    return (wanted.policy or situation.policies.paused) is PausePolicy.KEEP_SHIPPING


def _after_cancelling(
    side: OrderSide, paid: Sequence[Delivery], wanted: Cancel, situation: Situation
) -> list[Sentence]:
    remaining = wanted.remaining or situation.policies.prepaid_cancelled
    last = wanted.last_order or situation.policies.last_order
    if (remaining is RemainingPolicy.ASK_MERCHANT) if side.is_prepaid else (last is LastOrderPolicy.ASK_MERCHANT):
        return _named(paid, situation, _SHOP_DECIDES)
    is_shipped = remaining is RemainingPolicy.SHIP_REMAINING if side.is_prepaid else last is LastOrderPolicy.SHIP_ORDER
    return _named(paid, situation, _STILL_COME) if is_shipped else []


_Words = tuple[Callable[[date], Sentence], Callable[[int], Sentence]]
"""The sentence about one delivery by its day, and about several by their number."""
_STILL_COME: _Words = (
    lambda day: say("The delivery of {day} is paid for and still comes.", day=day),
    lambda number: say("{number} deliveries are paid for and still come.", number=number),
)
_STILL_COME_PREPARED: _Words = (
    lambda day: say("The delivery of {day} is being prepared already and still comes.", day=day),
    lambda number: say("{number} deliveries are being prepared already and still come.", number=number),
)
_OLD_ADDRESS: _Words = (
    lambda day: say("The delivery of {day} is being prepared already and may still go to the old address.", day=day),
    lambda number: say(
        "{number} deliveries are being prepared already and may still go to the old address.", number=number
    ),
)
_SHOP_DECIDES: _Words = (
    lambda day: say(
        "The delivery of {day} is paid for: the shop decides whether it is sent or refunded, and tells you.", day=day
    ),
    lambda number: say(
        "{number} deliveries are paid for: the shop decides whether they are sent or refunded, and tells you.",
        number=number,
    ),
)


def _named(deliveries: Sequence[Delivery], situation: Situation, words: _Words) -> list[Sentence]:
    one_by_one, together = words
    days = [day_of(one.due_at, situation.timezone) for one in deliveries if one.due_at is not None]
    if not deliveries:
        return []
    if len(days) < len(deliveries) or len(days) > MOST_NAMED:
        return [together(len(deliveries))]
    return [one_by_one(day) for day in sorted(days)]
