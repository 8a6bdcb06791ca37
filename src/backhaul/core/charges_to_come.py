"""The next charge of a subscription whose cycles we charge: a cycle's own date, or the next try at one that has failed.

A cycle that was left, or given up, is not charged by itself any more: the next one is then the next charge.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from backhaul.core.bills import OPENS_AGAIN, SETTLED_BILL, BillState
from backhaul.core.contracts import RemoteCycle
from backhaul.core.next_charge import open_cycles


@dataclass(frozen=True)
class BillStands:
    """Where the bill of a cycle stands, and when it is tried next, if that has a date."""

    state: BillState
    next_try_at: datetime | None = None


@dataclass(frozen=True)
class ChargeToCome:
    """The next charge. `state` is that of its bill where it was tried, or waits; `at` is None where it has no date.

    `cycle` is None where no cycle was read, and the contract notes a date itself.
    """

    at: datetime | None
    cycle: RemoteCycle | None = None
    state: BillState | None = None


def charge_to_come(
    cycles: Iterable[RemoteCycle], bills: Mapping[int, BillStands], *, noted: datetime | None
) -> ChargeToCome | None:
    """The next charge by the cycles and the bills by their cycles' index; None where nothing is to be charged.

    The next billing date that a contract has `noted` counts only where no cycle was read: see core.next_charge.
    """
    known = tuple(cycles)
    for cycle in open_cycles(known):
        bill = bills.get(cycle.index)
        if bill is None or bill.state is BillState.OPEN or bill.state in OPENS_AGAIN:
            return ChargeToCome(cycle.expected_at, cycle)
        if bill.state not in SETTLED_BILL:
            return ChargeToCome(bill.next_try_at, cycle, bill.state)
    return None if known or noted is None else ChargeToCome(noted)
