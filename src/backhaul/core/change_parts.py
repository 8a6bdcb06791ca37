"""What the plan of every kind of change is put together from: steps, refusals and notes for both sides."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core import gids
from backhaul.core.change_steps import OrderSide, Side, Situation, Step, StepKind
from backhaul.core.contracts import AttemptState, ContractStatus, Ownership
from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.draft_edits import DraftEdit, edits_as_json
from backhaul.core.next_charge import next_charge
from backhaul.core.parcels import contract_lines
from backhaul.core.subscription_calendar import day_of
from backhaul.core.units import minus

_CHANGEABLE = frozenset({ContractStatus.ACTIVE, ContractStatus.PAUSED, ContractStatus.FAILED})


@dataclass(frozen=True)
class Parts:
    """Parts of a plan; they add up in order."""

    steps: tuple[Step, ...] = ()
    impossible: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(self.steps + other.steps, self.impossible + other.impossible, self.notes + other.notes)


def together(parts: Iterable[Parts]) -> Parts:
    """All parts in order."""
    return sum(parts, Parts())


def refused(*sentences: str) -> Parts:
    """Something that cannot be done, and why."""
    return Parts(impossible=sentences)


def noted(*sentences: str) -> Parts:
    """Something that there is to know."""
    return Parts(notes=sentences)


def contract_step(
    situation: Situation,
    kind: StepKind,
    params: Mapping[str, object],
    words: str,
    *,
    depends_on: Sequence[str] = (),
) -> Parts:
    """A step of the contract: ours to do, another app's to be shown, or nobody's. It asks nothing about the contract.

    A step in another app has no task, so it waits for none; others may wait for it.
    """
    contract = situation.contract
    if situation.ownership is Ownership.NOBODY:
        return refused(
            f"No app that we know of holds subscription {name_of(situation)}, so nobody can do this: {_lowered(words)}"
        )
    key = _key(kind, contract.gid, params)
    if situation.ownership is Ownership.ANOTHER_APP:
        app = contract.app_title or "the app that the subscription belongs to"
        shown = f"In {app}, subscription {name_of(situation)}: {_lowered(words)}"
        return Parts((Step(key, Side.APP, kind, contract.gid, shown, params),))
    return Parts((Step(key, Side.CONTRACT, kind, contract.gid, words, params, tuple(depends_on)),))


def edit(situation: Situation, edits: Sequence[DraftEdit], words: str) -> Parts:
    """An edit of the contract's content, or why it cannot be edited now."""
    if because := why_not(situation):
        return refused(because)
    params = {"edits": edits_as_json(edits)}
    return contract_step(situation, StepKind.EDIT_CONTRACT, params, words) + _edited_cycles(situation)


def order_step(
    side: OrderSide, kind: StepKind, params: Mapping[str, object], words: str, *, depends_on: Sequence[str] = ()
) -> Parts:
    """A step of one order."""
    key = _key(kind, side.remote.gid, params)
    return Parts((Step(key, Side.ORDER, kind, side.remote.gid, words, params, tuple(depends_on)),))


def why_not(situation: Situation) -> str:
    """Why the contract's content cannot be changed now, "" if it can."""
    return why_never(situation) or being_billed(situation)


def why_never(situation: Situation) -> str:
    """Why the contract's status lets nothing of it be changed, "" if it does."""
    contract = situation.contract
    if contract.is_ended:
        return f"The subscription is {contract.status}: it bills nothing more, and cannot be changed."
    if contract.status not in _CHANGEABLE:
        return f"The subscription is {contract.status}, for which there is no rule: a person has to look at it."
    return ""


def being_billed(situation: Situation) -> str:
    """That a payment is under way, which may still take what the contract says now; "" if none is.

    Shopify refuses edits of a cycle with an attempt that has not ended (INCOMPLETE_BILLING_ATTEMPTS); a draft it may
    accept, and then nobody could say with which content the attempt is billed.
    """
    states = {attempt.state for attempt in situation.contract.attempts}
    if AttemptState.PENDING in states:
        return "A payment for the next delivery is being taken at this moment. Try again when that has ended."
    if AttemptState.ACTION_REQUIRED in states:
        return (
            "The customer has been asked to confirm the payment for the next delivery. Try again when that has ended."
        )
    return ""


def each_order(situation: Situation, do: Callable[[OrderSide, Sequence[Delivery]], Parts], *, handed: str) -> Parts:
    """What is done about each order that has paid deliveries which are still ours, and what is out of our hands.

    `handed` says what to do about deliveries that are handed over: “ask the warehouse to …”.
    """
    return together(_one_order(side, do, handed=handed) for side in situation.orders)


def unshipped(side: OrderSide) -> list[Delivery]:
    """Paid deliveries of an order that is understood, neither shipped nor handed over, soonest first.

    None where all that is left is being given back.
    """
    if not side.layout.is_known or side.remote.cancelled_at is not None or is_given_back(side):
        return []
    return sorted(_in(side, DeliveryState.BILLED_UNSHIPPED), key=lambda one: (str(one.due_at or ""), one.number))


def is_given_back(side: OrderSide) -> bool:
    """Whether everything that is left of an order is being refunded already."""
    left: dict[str, int] = {}
    for one in side.layout.deliveries:
        for gid, units in one.units.items():
            left[gid] = left.get(gid, 0) + units
    return bool(left) and not minus(left, side.withheld)


def named(deliveries: Sequence[Delivery]) -> str:
    """“delivery 2”, “deliveries 2 and 3”."""
    numbers = [str(one.number) for one in sorted(deliveries, key=lambda one: one.number)]
    if len(numbers) == 1:
        return f"delivery {numbers[0]}"
    return f"deliveries {', '.join(numbers[:-1])} and {numbers[-1]}"


def agrees(deliveries: Sequence[Delivery], one: str, several: str) -> str:
    """The verb that goes with so many deliveries."""
    return one if len(deliveries) == 1 else several


def named_of(side: OrderSide, deliveries: Sequence[Delivery]) -> str:
    """Deliveries with their order: “Delivery 2 of #1001”."""
    return capital(f"{named(deliveries)} of {side.remote.name}")


def on(moment: datetime | None, situation: Situation) -> str:
    """The day in the store's time zone."""
    return f"{day_of(moment, situation.timezone):%Y-%m-%d}" if moment else "a date that is not known"


def name_of(situation: Situation) -> str:
    """The number that people know a contract by."""
    return gids.short_id(situation.contract.gid)


def order_line_of(side: OrderSide, contract_gid: str, *, variant_gid: str | None, sku: str | None) -> str | None:
    """The order's line that a line of the contract was bought as; None if there is none, or more than one."""
    lines = contract_lines(side.remote, contract_gid)
    same = [line for line in lines if variant_gid and line.variant_gid == variant_gid]
    same = same or [line for line in lines if sku and line.sku == sku and not (variant_gid and line.variant_gid)]
    return same[0].gid if len(same) == 1 else None


def paid_and_unshipped(situation: Situation) -> list[Delivery]:
    """All paid deliveries that are neither shipped nor handed over, over all orders."""
    return [one for side in situation.orders for one in unshipped(side)]


def paid_stay(situation: Situation, how: str) -> Parts:
    """That deliveries which are paid for leave as they were paid; nothing is said where there are none."""
    paid = paid_and_unshipped(situation)
    if not paid:
        return Parts()
    date = next_charge(situation.contract)
    renewal = f" ({on(date, situation)})" if date else ""
    verbs = "is paid for and leaves" if len(paid) == 1 else "are paid for and leave"
    return refused(f"{capital(named(paid))} {verbs} {how}{renewal}.")


def capital(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def _one_order(side: OrderSide, do: Callable[[OrderSide, Sequence[Delivery]], Parts], *, handed: str) -> Parts:
    order = side.remote.name
    if side.remote.cancelled_at is not None:
        return Parts()
    if not side.layout.is_known:
        return refused(
            f"Nothing is done about order {order} by itself, because its deliveries are not understood: "
            f"{side.layout.unknown_because} Look at it in Shopify."
        )
    if is_given_back(side):
        return noted(f"What is left of order {order} is being refunded.")
    parts = Parts()
    if ours := unshipped(side):
        parts += do(side, ours)
    if gone := _in(side, DeliveryState.BILLED_HANDED_OVER):
        is_or_are = "is" if len(gone) == 1 else "are"
        parts += refused(f"{named_of(side, gone)} {is_or_are} handed over already: {handed}.")
    if strange := _in(side, DeliveryState.UNKNOWN):
        parts += refused(
            f"{named_of(side, strange)}: Shopify shows a state for which there is no rule. Look at it there."
        )
    return parts


def _in(side: OrderSide, state: DeliveryState) -> list[Delivery]:
    return [one for one in side.layout.deliveries if one.state is state]


def _edited_cycles(situation: Situation) -> Parts:
    edited = [
        cycle for cycle in situation.contract.cycles if cycle.contract_edited and cycle.expected_at > situation.now
    ]
    dates = ", ".join(on(cycle.expected_at, situation) for cycle in edited)
    if not edited:
        return Parts()
    return noted(f"What was edited for the billing of {dates} alone is kept, and put over this change.")


def _key(kind: StepKind, subject_gid: str, params: Mapping[str, object]) -> str:
    content = json.dumps(params, sort_keys=True, default=str)
    return f"{kind}:{gids.short_id(subject_gid)}:{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
