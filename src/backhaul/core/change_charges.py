"""Plans another date for a charge: within its own billing cycle, or in the place of a later one.

Shopify bills once in each cycle, and the date of a cycle never leaves it (schema: OUT_OF_BOUNDS). The contract's next
billing date is a note of the app that bills, which no cycle follows (schema). So what is to be charged later than its
own cycle takes the place of the cycle in which the date lies, and those before it are skipped. The skips come first:
whatever happens in between, nothing is charged twice.
"""

from collections.abc import Sequence
from datetime import datetime

from backhaul.core.change_parts import Parts, agrees, capital, contract_step, named, noted, on, refused
from backhaul.core.change_steps import Situation, StepKind
from backhaul.core.contracts import CycleStatus, Ownership, RemoteContract, RemoteCycle
from backhaul.core.deliveries import Delivery
from backhaul.core.next_charge import next_to_bill, open_cycles
from backhaul.core.subscription_calendar import day_of, days_from, on_day

MOVED_TO = "moved_to"
"""Of a step that skips a cycle: the cycle in whose place its deliveries come instead."""

MOST_LEFT_OUT = 60
"""Periods that are skipped for one that is charged later: each is a step of its own."""


def charge_at(cycle: RemoteCycle, to: datetime, situation: Situation, *, depends_on: Sequence[str] = ()) -> Parts:
    """What `cycle` bills is charged on that date, once; the steps wait for those named."""
    if situation.ownership is Ownership.ANOTHER_APP:
        return _in_other_app(cycle, to, situation)
    place = _cycle_at(to, situation.contract)
    if place is None:
        return refused(_not_shown(to, situation))
    if place.index == cycle.index:
        params: dict[str, object] = {"cycle_index": cycle.index, "date": to.isoformat()}
        words = f"Bill {_what(cycle, situation)} on {on(to, situation)} instead of {on(cycle.expected_at, situation)}."
        return contract_step(situation, StepKind.SCHEDULE_CYCLE, params, words, depends_on=depends_on)
    if place.index < cycle.index or place.skipped or place.status == CycleStatus.BILLED:
        return refused(_is_taken(place, cycle, to, situation))
    return _in_place_of(place, cycle, to, situation, depends_on=depends_on)


def of_cycle(cycle: RemoteCycle, situation: Situation) -> Sequence[Delivery]:
    """The deliveries that a cycle bills, soonest first."""
    found = [one for one in situation.future if one.cycle_index == cycle.index]
    return sorted(found, key=lambda one: (str(one.due_at or ""), one.number))


def note_of(date: datetime, situation: Situation, *, depends_on: Sequence[str] = ()) -> Parts:
    """Have Shopify show that date as the one of the next billing, where it shows another day."""
    shown = situation.contract.next_billing_at
    if shown is not None and day_of(shown, situation.timezone) == day_of(date, situation.timezone):
        return Parts()
    words = f"Note {on(date, situation)} as the date of the next billing."
    params = {"date": date.isoformat()}
    return contract_step(situation, StepKind.SET_NEXT_BILLING, params, words, depends_on=depends_on)


def _cycle_at(to: datetime, contract: RemoteContract) -> RemoteCycle | None:
    """The cycle in which a date lies; a cycle ends when it is billed, and the next one begins a second later."""
    found = [one for one in contract.cycles if one.starts_at <= to <= one.ends_at]
    return max(found, key=lambda one: one.index, default=None)


def _in_place_of(
    place: RemoteCycle, cycle: RemoteCycle, to: datetime, situation: Situation, *, depends_on: Sequence[str]
) -> Parts:
    between = [one for one in open_cycles(situation.contract.cycles) if cycle.index < one.index < place.index]
    if len(between) >= MOST_LEFT_OUT:
        return refused(
            f"Shopify bills once in each period, and until {on(to, situation)} {len(between) + 1} would have to be "
            f"skipped, each by itself; at most {MOST_LEFT_OUT} are. Pause the subscription instead."
        )
    first: dict[str, object] = {"cycle_index": cycle.index, MOVED_TO: place.index}
    comes = agrees(of_cycle(cycle, situation), "comes", "come")
    words = f"Bill nothing on {on(cycle.expected_at, situation)}: {_what(cycle, situation)} {comes} later."
    parts = contract_step(situation, StepKind.SKIP_CYCLE, first, words, depends_on=depends_on)
    for one in between:
        words = f"Skip {_what(one, situation)}: nothing is billed on {on(one.expected_at, situation)}."
        params: dict[str, object] = {"cycle_index": one.index}
        parts += contract_step(situation, StepKind.SKIP_CYCLE, params, words, depends_on=depends_on)
    skipped = [step.key for step in parts.steps]
    parts += _schedule(place, cycle, to, situation, depends_on=skipped)
    charged = [step.key for step in parts.steps[-1:]]
    following = next_to_bill(situation.contract)
    if following is not None and following.index == cycle.index:
        parts += note_of(to, situation, depends_on=charged)
    return parts + _later(place, to, situation, depends_on=charged) + _said(between, place, situation)


def _schedule(
    place: RemoteCycle, cycle: RemoteCycle, to: datetime, situation: Situation, *, depends_on: Sequence[str]
) -> Parts:
    taken = f"in the place of {_what(place, situation)} ({on(place.expected_at, situation)})"
    if place.expected_at == to:
        return noted(f"{capital(_what(cycle, situation))} is billed on {on(to, situation)}, {taken}.")
    params: dict[str, object] = {"cycle_index": place.index, "date": to.isoformat()}
    before = on(cycle.expected_at, situation)
    words = f"Bill {_what(cycle, situation)} on {on(to, situation)} instead of {before}, {taken}."
    return contract_step(situation, StepKind.SCHEDULE_CYCLE, params, words, depends_on=depends_on)


def _later(place: RemoteCycle, to: datetime, situation: Situation, *, depends_on: Sequence[str]) -> Parts:
    """What is prepaid runs out an even time after each charge, so the later charges move with it, as far as shown."""
    contract, zone = situation.contract, situation.timezone
    if not contract.is_prepaid:
        return Parts()
    later = [one for one in contract.cycles if one.index > place.index and one.status != CycleStatus.BILLED]
    days = days_from(day_of(to, zone), contract.billing, len(later) + 1) or ()
    parts = Parts()
    for one, day in zip(later, days[1:], strict=False):
        date = on_day(day, to, zone)
        if one.skipped or not one.starts_at <= date <= one.ends_at:
            break
        if date != one.expected_at:
            params: dict[str, object] = {"cycle_index": one.index, "date": date.isoformat()}
            words = f"Bill {_what(one, situation)} on {on(date, situation)} instead of {on(one.expected_at, situation)}"
            words = f"{words}, as it follows."
            parts += contract_step(situation, StepKind.SCHEDULE_CYCLE, params, words, depends_on=depends_on)
    return parts


def _said(between: Sequence[RemoteCycle], place: RemoteCycle, situation: Situation) -> Parts:
    left_out = [delivery for one in (*between, place) for delivery in of_cycle(one, situation)]
    verb = "is" if len(left_out) == 1 else "are"
    parts = Parts()
    if left_out:
        parts += noted(f"Shopify bills once in each period: {named(left_out)} {verb} left out for it, and not charged.")
    if situation.contract.is_prepaid:
        last = max(situation.contract.cycles, key=lambda one: one.index)
        date = on(last.expected_at, situation)
        return parts + noted(f"The charges after it follow it as far ahead as Shopify shows them, until {date}.")
    parts += noted("Later deliveries keep their dates.")
    most = situation.contract.billing.max_cycles
    if most is not None:
        parts += noted(f"The subscription has {most} periods in all, and those that are left out count.")
    return parts


def _in_other_app(cycle: RemoteCycle, to: datetime, situation: Situation) -> Parts:
    """How another app moves a charge is its own affair: it is told the date."""
    before, after = on(cycle.expected_at, situation), on(to, situation)
    words = f"Bill {_what(cycle, situation)} on {after} instead of {before}."
    following = next_to_bill(situation.contract)
    if following is not None and following.index == cycle.index:
        return contract_step(situation, StepKind.SET_NEXT_BILLING, {"date": to.isoformat()}, words)
    params: dict[str, object] = {"cycle_index": cycle.index, "date": to.isoformat()}
    return contract_step(situation, StepKind.SCHEDULE_CYCLE, params, words)


def _is_taken(place: RemoteCycle, cycle: RemoteCycle, to: datetime, situation: Situation) -> str:
    start, end = on(place.starts_at, situation), on(place.ends_at, situation)
    what, day = _what(place, situation), on(to, situation)
    if place.status == CycleStatus.BILLED:
        because = "which is billed already: Shopify bills once in each"
    elif place.skipped:
        because = f"that of {what}, which is skipped: take that back first"
    else:
        because = f"in which {what} is billed on {on(place.expected_at, situation)}: Shopify bills once in each"
    own = f"between {on(cycle.starts_at, situation)} and {on(cycle.ends_at, situation)}"
    return (
        f"{day} is in the period from {start} to {end}, {because}. "
        f"{capital(_what(cycle, situation))} can be billed {own}, or later."
    )


def _not_shown(to: datetime, situation: Situation) -> str:
    cycles = situation.contract.cycles
    if not cycles or to < min(one.starts_at for one in cycles):
        return f"{on(to, situation)} is before the time that is still to be billed."
    last = max(one.ends_at for one in cycles)
    return (
        f"{on(to, situation)} is too far ahead: the dates of this subscription are known until {on(last, situation)}."
    )


def _what(cycle: RemoteCycle, situation: Situation) -> str:
    found = of_cycle(cycle, situation)
    return named(found) if found else f"what is due on {on(cycle.expected_at, situation)}"
