"""What is done to single billing cycles: found, skipped, given another date, freed of their edits.

Assumed, where the schema is silent: a billed cycle and those of a contract that ended change no more; a cycle may be
skipped or moved as long as no attempt to bill it is under way, also when its date has passed; what is so already can be
asked for again and nobody is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shopify_sandbox.state import billing_schedule
from shopify_sandbox.state.billing_schedule import Cycle
from shopify_sandbox.state.contracts import BillingAttempt, Contract, CycleState
from shopify_sandbox.state.cycle_errors import CYCLE_ERRORS, SKIP_ERRORS, UNSKIP_ERRORS, refusal
from shopify_sandbox.state.given import Given, instant, optional_text
from shopify_sandbox.world import World

INPUT = "billingCycleInput"


def selected(world: World, contract: Contract, selector: Given, *field: str, kind: str) -> Cycle:
    """The cycle that an index or a date selects. Raises Refused with a code of the enum `kind`."""
    index, date = selector.get("index"), instant(selector.get("date"))
    if (index is None) is (date is None):
        raise refusal(kind, "CYCLE_SELECTOR_VALIDATE_ONE_OF", *field)
    if date is not None:
        found = billing_schedule.at(world, contract, date)
        code = "CYCLE_START_DATE_OUT_OF_RANGE"
    else:
        found = billing_schedule.numbered(world, contract, int(str(index)))
        code = "CYCLE_INDEX_OUT_OF_RANGE"
    if found is None:
        raise refusal(kind, code, *field)
    if not billing_schedule.is_visible(world, found):
        raise refusal(kind, "UPCOMING_CYCLE_LIMIT_EXCEEDED", *field)
    return found


def kept_state(cycle: Cycle) -> CycleState:
    """What was done to the cycle, kept with its contract from now on."""
    return cycle.contract.cycles.setdefault(cycle.index, CycleState(index=cycle.index))


def together(world: World, cycle: Cycle) -> list[Cycle]:
    """The cycles of all contracts that are combined with this one, itself first; else itself alone."""
    others = [key for key in cycle.state.group if key != (cycle.contract.id, cycle.index)]
    contracts = [(world.get(Contract, number), index) for number, index in others]
    found = [billing_schedule.numbered(world, each, index) for each, index in contracts if each is not None]
    return [cycle, *(each for each in found if each is not None)]


def attempts(world: World, cycle: Cycle) -> list[BillingAttempt]:
    """The attempts to bill it, those made through a contract it is combined with among them (documented)."""
    cycles = together(world, cycle)
    found = [each for one in cycles for each in one.contract.attempts if each.cycle_index == one.index]
    return sorted(found, key=lambda each: each.id)


def check_changeable(world: World, cycle: Cycle, *field: str, kind: str) -> None:
    """Raises Refused when the cycle is billed, is being billed, or its contract ended."""
    if cycle.contract.status.is_over:
        raise refusal(kind, "INVALID", *field)
    if cycle.state.billed:
        raise refusal(kind, "ALREADY_BILLED", *field)
    if any(each.completed_at is None for each in attempts(world, cycle)):
        raise refusal(kind, "INCOMPLETE_BILLING_ATTEMPTS", *field)


def skip(world: World, cycle: Cycle) -> None:
    """Neither bill nor deliver it. Raises Refused with INVALID."""
    check_changeable(world, cycle, INPUT, kind=SKIP_ERRORS)
    _set_skipped(world, cycle, skipped=True)


def unskip(world: World, cycle: Cycle) -> None:
    """Bill and deliver it after all. Raises Refused with INVALID."""
    check_changeable(world, cycle, INPUT, kind=UNSKIP_ERRORS)
    _set_skipped(world, cycle, skipped=False)


def edit_schedule(world: World, cycle: Cycle, given: Given) -> None:
    """Another date within the cycle, or a skip, with its reason. Raises Refused with SubscriptionBillingCycleErrorCode.

    A skip does away with a date that was set before (assumed).
    """
    date, skipped = instant(given.get("billingDate")), given.get("skip")
    check_changeable(world, cycle, INPUT, kind=CYCLE_ERRORS)
    if date is None and skipped is None:
        raise refusal(CYCLE_ERRORS, "EMPTY_BILLING_CYCLE_EDIT_SCHEDULE_INPUT", "input")
    will_skip = cycle.state.skipped if skipped is None else bool(skipped)
    _check_date(cycle, date, will_skip=will_skip)
    state, edited = kept_state(cycle), cycle.state.edited
    state.reason = optional_text(given.get("reason"))
    state.billing_date = date if date is not None else None if will_skip else state.billing_date
    told(world, cycle, edited_before=edited)
    _set_skipped(world, cycle, skipped=will_skip)


def told(world: World, cycle: Cycle, *, edited_before: bool) -> None:
    """Tell that a cycle was edited, for the first time or again."""
    world.emit(f"subscription_billing_cycle_edits/{'update' if edited_before else 'create'}", cycle)


def delete_edit(world: World, cycle: Cycle) -> list[Cycle]:
    """Take back the cycle's edits, of schedule and content; those combined with it lose their content too (assumed)."""
    if not cycle.state.edited:
        raise refusal(CYCLE_ERRORS, "NO_CYCLE_EDITS", INPUT)
    check_changeable(world, cycle, INPUT, kind=CYCLE_ERRORS)
    return _freed(world, [cycle])


def delete_edits(world: World, contract: Contract) -> list[Cycle]:
    """Take back the edits of the current and all upcoming cycles. Raises Refused when there is none."""
    current = billing_schedule.at(world, contract, world.now())
    first = current.index if current else 1
    edited = [
        each
        for each in billing_schedule.visible(world, contract)
        if each.index >= first and each.state.edited and not each.state.billed
    ]
    if not edited:
        raise refusal(CYCLE_ERRORS, "NO_CYCLE_EDITS", "contractId")
    for each in edited:
        check_changeable(world, each, "contractId", kind=CYCLE_ERRORS)
    return _freed(world, edited)


def has_future_content_edits(world: World, contract: Contract) -> bool:
    """Whether the current or an upcoming cycle that is not billed has a content of its own."""
    current = billing_schedule.at(world, contract, world.now())
    first = current.index if current else 1
    return any(each.index >= first and each.content and not each.billed for each in contract.cycles.values())


def _freed(world: World, edited: Iterable[Cycle]) -> list[Cycle]:
    freed: dict[tuple[int, int], Cycle] = {}
    for cycle in edited:
        own_schedule = cycle.state.reason is not None
        for each in together(world, cycle):
            each.state.content = each.state.content_created_at = each.state.content_updated_at = None
            each.state.group = ()
            freed[each.contract.id, each.index] = each
        cycle.state.billing_date = cycle.state.reason = None
        if own_schedule:
            _set_skipped(world, cycle, skipped=False)
    for each in freed.values():
        world.emit("subscription_billing_cycle_edits/delete", each)
    return list(freed.values())


def _check_date(cycle: Cycle, date: datetime | None, *, will_skip: bool) -> None:
    if date is None:
        return
    if will_skip:
        raise refusal(CYCLE_ERRORS, "BILLING_DATE_SET_ON_SKIPPED", "input", "billingDate")
    if not cycle.starts_at <= date <= cycle.ends_at:
        raise refusal(CYCLE_ERRORS, "OUT_OF_BOUNDS", "input", "billingDate")


def _set_skipped(world: World, cycle: Cycle, *, skipped: bool) -> None:
    if cycle.state.skipped is skipped:
        return
    kept_state(cycle).skipped = skipped
    world.emit(f"subscription_billing_cycles/{'skip' if skipped else 'unskip'}", cycle)
