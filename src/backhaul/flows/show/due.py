"""What is shown of the cycles of a store that are due, or soon will be."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest

from backhaul.core.billing_policy import BillingPolicy
from backhaul.core.due_choice import Due, long_past, missed_of
from backhaul.flows.bills import DueCycle
from backhaul.flows.clock import now
from backhaul.flows.due_cycles import due_cycles, open_bills, passed_to
from backhaul.flows.show.bills import effective_state
from backhaul.models import Bill, Store

MOST_DUE = 1000


@dataclass(frozen=True)
class DueView:
    """A cycle that is to be charged, when, and what comes of it."""

    store: str
    contract_id: str
    contract: str
    cycle: int
    due_at: datetime
    is_due: bool
    bill_id: str | None
    state: str
    says: str


@dataclass(frozen=True)
class _Shown:
    """A due cycle with its open bill; `aside`: those that it stands for, none of which is charged by itself."""

    due: DueCycle
    policy: BillingPolicy
    bill: Bill | None
    is_busy: bool
    aside: tuple[int, ...] = ()


def due_view(store: Store, *, days: int = 7) -> list[DueView]:
    """The cycles to be charged within so many days, and those that are due: by their date, at most a thousand.

    Those of a contract that were due before billing was switched on are one row, and those that are long past another.
    """
    moment = now()
    bills: dict[str, dict[int, Bill]] = defaultdict(dict)
    for bill in open_bills(store).select_related("task"):
        bills[bill.contract_id][bill.cycle_index] = bill
    found: dict[str, list[tuple[DueCycle, BillingPolicy]]] = defaultdict(list)
    for due, policy in due_cycles(store, until=moment + timedelta(days=days)):
        found[due.contract.pk].append((due, policy))
    last = passed_to([pk for pk, cycles in found.items() if cycles[0][0].due_at <= moment])
    rows = (
        one
        for pk, cycles in found.items()
        for one in _folded(cycles, bills.get(pk, {}), moment=moment, passed=last.get(pk, 0))
    )
    return [_due_view(one, moment) for one in nsmallest(MOST_DUE, rows, key=lambda one: one.due.due_at)]


def _folded(
    cycles: Sequence[tuple[DueCycle, BillingPolicy]], bills: Mapping[int, Bill], *, moment: datetime, passed: int
) -> Iterator[_Shown]:
    """The cycles of one contract, the last of those that are not charged by themselves for all of their kind."""
    policy = cycles[0][1]
    due = [Due(one.index, one.due_at, one.index in bills) for one, _ in cycles if one.due_at <= moment]
    missed = missed_of(due, policy)
    past = long_past(due, policy, now=moment, passed_to=passed) - missed
    for one, _ in cycles:
        aside = next((group for group in (missed, past) if one.index in group), set[int]())
        if not aside or one.index == max(aside):
            yield _Shown(one, policy, bills.get(one.index), bool(bills), tuple(sorted(aside)))


def _due_view(shown: _Shown, moment: datetime) -> DueView:
    state, says = _says(shown, moment)
    due, bill, aside = shown.due, shown.bill, shown.aside
    return DueView(
        store=due.contract.store.slug,
        contract_id=due.contract.pk,
        contract=str(due.contract),
        cycle=due.index,
        due_at=due.due_at,
        is_due=due.due_at <= moment,
        bill_id=bill.pk if bill else None,
        state=state,
        says=f"{says} (cycles {aside[0]} to {aside[-1]})" if len(aside) > 1 else says,
    )


def _says(shown: _Shown, moment: datetime) -> tuple[str, str]:
    bill, policy, due_at = shown.bill, shown.policy, shown.due.due_at
    if bill is not None:
        state = effective_state(bill)
        return state, bill.words or state.words
    if not policy.is_on:
        return "off", "not charged by itself: billing is off"
    if policy.since is not None and due_at < policy.since:
        return "before", "not charged by itself: it was due before billing was switched on"
    if shown.aside:
        return "past", "left uncharged: it is long past, and a later one has fallen due"
    return _of_its_turn(shown, moment)


def _of_its_turn(shown: _Shown, moment: datetime) -> tuple[str, str]:
    if moment > shown.due.due_at + timedelta(days=shown.policy.overdue_days):
        return "overdue", "a person is asked: it was due too long ago"
    if shown.is_busy:
        return "kept_back", "waits until an earlier cycle is settled"
    return "to_come", "charged by itself"
