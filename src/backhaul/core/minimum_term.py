"""From when on a subscription with a least number of billings can be cancelled."""

from collections.abc import Iterable
from datetime import date

from backhaul.core.contracts import CycleStatus, RemoteContract, RemoteCycle
from backhaul.core.next_charge import last_billed, next_charge, open_cycles
from backhaul.core.subscription_calendar import add_interval, day_of


def billings_made(cycles: Iterable[RemoteCycle]) -> int:
    """How often a contract was charged: each cycle up to the last billed one that is not known to be unbilled."""
    known = tuple(cycles)
    last = last_billed(known)
    return last - sum(one.index < last and one.status != CycleStatus.BILLED for one in known)


def missing_billings(contract: RemoteContract, *, billed: int) -> int:
    """How many billings are missing to the least number of the contract."""
    return max(0, (contract.billing.min_cycles or 0) - billed)


def first_day_to_cancel(missing: int, contract: RemoteContract, zone: str) -> date | None:
    """The day on which the last of so many missing billings falls due; None where that is not known.

    It is the day of the billing cycle where that was read, else reckoned from the next charge.
    """
    waiting = open_cycles(contract.cycles)
    if len(waiting) >= missing:
        return day_of(waiting[missing - 1].expected_at, zone)
    following = next_charge(contract)
    if following is None:
        return None
    first = day_of(following, zone)
    return add_interval(first, contract.billing.interval, contract.billing.count * (missing - 1))
