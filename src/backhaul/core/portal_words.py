"""The steps of a change to a subscription in its customer's words.

A step is said by its kind and what it holds, so that it is said in the same way before it begins and afterwards.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime

from backhaul.core.change_address import in_one_line
from backhaul.core.change_charges import MOVED_TO
from backhaul.core.change_steps import StepKind
from backhaul.core.contracts import ContractStatus
from backhaul.core.draft_edits import DeliverTo, address_from_json, edits_from_json
from backhaul.core.money import Money
from backhaul.core.sentences import Sentence, say
from backhaul.core.step_basis import RESTS_ON
from backhaul.core.stored_call import object_of
from backhaul.core.subscription_calendar import day_of
from backhaul.core.units import count

Params = Mapping[str, object]


def step_words(
    kind: StepKind,
    params: Params,
    *,
    zone: str,
    order: str = "",
    amount: Money | None = None,
    takes_place: bool = False,
) -> Sentence:
    """The step as it is said to the customer. `order` is the name of the order that it is about, `amount` what of it
    is given back, as far as that is known. `takes_place`: see places_taken."""
    if kind in _MONEY_BACK:
        return _MONEY_BACK[kind](params, order, amount)
    if kind is StepKind.SCHEDULE_CYCLE and takes_place:
        return say("It is charged and sent on {day}.", day=_day(params.get("date"), zone))
    return _WORDS[kind](params, order, zone) if kind in _WORDS else say("Your subscription is changed.")


def places_taken(steps: Iterable[tuple[StepKind, Params]]) -> frozenset[int]:
    """The cycles whose charge is moved into the place of another one's: their steps say the new day alone."""
    found = (params.get(MOVED_TO) for kind, params in steps if kind is StepKind.SKIP_CYCLE)
    return frozenset(index for index in found if isinstance(index, int))


def takes_place(kind: StepKind, params: Params, places: Collection[int]) -> bool:
    """Whether this step charges what another step of the same change has skipped."""
    return kind is StepKind.SCHEDULE_CYCLE and params.get("cycle_index") in places


def _edit_contract(params: Params, _: str, __: str) -> Sentence:
    for one in edits_from_json(params.get("edits")):
        if isinstance(one, DeliverTo):
            return say("What is sent from now on goes to: {address}.", address=in_one_line(one.address))
    return say("Your subscription is changed.")


def _set_status(params: Params, _: str, __: str) -> Sentence:
    match params.get("status"):
        case ContractStatus.PAUSED:
            return say("Your subscription is paused: nothing is charged until you resume it.")
        case ContractStatus.ACTIVE:
            return say("Your subscription goes on.")
        case ContractStatus.CANCELLED:
            return say("Your subscription ends: nothing is charged any more. This cannot be taken back.")
        case _:
            return say("Your subscription is changed.")


def _set_next_billing(params: Params, _: str, zone: str) -> Sentence:
    return say("The next charge is on {day}.", day=_day(params.get("date"), zone))


def _schedule_cycle(params: Params, _: str, zone: str) -> Sentence:
    day, before = _day(params.get("date"), zone), _before(params, "expected", zone)
    if before is None:
        return say("It is charged and sent on {day}.", day=day)
    return say(
        "What was to be charged and sent on {before} is charged and sent on {day} instead.", before=before, day=day
    )


def _skip_cycle(params: Params, _: str, zone: str) -> Sentence:
    before = _before(params, "expected", zone)
    if before is not None and MOVED_TO in params:
        return say("The delivery of {before} comes later: nothing is charged on that day.", before=before)
    if before is None:
        return say("A delivery is skipped: nothing is charged for it.")
    return say("The delivery of {before} is skipped: nothing is charged on that day.", before=before)


def _unskip_cycle(params: Params, _: str, zone: str) -> Sentence:
    before = _before(params, "expected", zone)
    if before is None:
        return say("A delivery is charged and sent after all.")
    return say("The delivery of {before} is charged and sent after all.", before=before)


def _ask_for_payment_method(_: Params, __: str, ___: str) -> Sentence:
    return say("You get an e-mail with a link, where you can enter another way of paying.")


def _update_order(params: Params, order: str, _: str) -> Sentence:
    if "address" not in params:
        return say("Order {order} is changed, too.", order=order)
    address = in_one_line(address_from_json(object_of(params["address"])))
    return say("What is paid already (order {order}) goes to: {address}.", order=order, address=address)


def _reschedule(params: Params, _: str, zone: str) -> Sentence:
    day, before = _day(params.get("date"), zone), _before(params, "date", zone)
    if before is None:
        return say("The delivery that is paid for is sent on {day}.", day=day)
    return say("The delivery of {before}, which is paid for, is sent on {day} instead.", before=before, day=day)


def _hold(params: Params, order: str, _: str) -> Sentence:
    return say("What is paid for and not sent yet (order {order}) is held back.", order=order)


def _release(params: Params, order: str, _: str) -> Sentence:
    return say("What was held back (order {order}) is sent.", order=order)


def _give_back(params: Params, order: str, amount: Money | None) -> Sentence:
    number = count({gid: units for gid, units in object_of(params.get("units")).items() if isinstance(units, int)})
    if amount is None:
        return say("Goods of order {order} are refunded and not sent: {number}.", order=order, number=number)
    return say(
        "You get {amount} back for what is not sent of order {order} (goods: {number}).",
        amount=amount,
        order=order,
        number=number,
    )


def _cancel_order(_: Params, order: str, amount: Money | None) -> Sentence:
    if amount is None:
        return say("Order {order} is cancelled and refunded; it is not sent.", order=order)
    return say("Order {order} is cancelled and not sent: you get {amount} back.", order=order, amount=amount)


_WORDS: Mapping[StepKind, Callable[[Params, str, str], Sentence]] = {
    StepKind.EDIT_CONTRACT: _edit_contract,
    StepKind.SET_STATUS: _set_status,
    StepKind.SET_NEXT_BILLING: _set_next_billing,
    StepKind.SCHEDULE_CYCLE: _schedule_cycle,
    StepKind.SKIP_CYCLE: _skip_cycle,
    StepKind.UNSKIP_CYCLE: _unskip_cycle,
    StepKind.ASK_FOR_PAYMENT_METHOD: _ask_for_payment_method,
    StepKind.UPDATE_ORDER: _update_order,
    StepKind.RESCHEDULE: _reschedule,
    StepKind.HOLD: _hold,
    StepKind.RELEASE: _release,
}
_MONEY_BACK: Mapping[StepKind, Callable[[Params, str, Money | None], Sentence]] = {
    StepKind.GIVE_BACK: _give_back,
    StepKind.CANCEL_ORDER: _cancel_order,
}


def _day(value: object, zone: str) -> date:
    """The day of a moment as a step keeps it. Raises ValueError."""
    return day_of(datetime.fromisoformat(str(value)), zone)


def _before(params: Params, name: str, zone: str) -> date | None:
    """The day on which it was to be, as the step keeps it; None where it keeps none."""
    value = object_of(params.get(RESTS_ON) or {}).get(name)
    return _day(value, zone) if isinstance(value, str) else None
