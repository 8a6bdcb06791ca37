"""Which billing cycles of a contract are still to be charged, which of them next, and when.

They are charged in their order: what stayed unbilled before one that is billed is passed, and charged only if a person
asks for it. One whose date is past and that is not passed is still the next.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from backhaul.core.billing_dates import EARLIEST
from backhaul.core.contracts import AttemptState, CycleStatus, RemoteContract, RemoteCycle

CHARGED_WITHIN = timedelta(days=1)
"""So long after its date a charge should have been tried."""


def open_cycles(cycles: Iterable[RemoteCycle]) -> list[RemoteCycle]:
    """Those that are still to be charged, by index: neither billed, skipped nor passed."""
    known = tuple(cycles)
    last = last_billed(known)
    found = (one for one in known if one.index > last and one.status != CycleStatus.BILLED and not one.skipped)
    return sorted(found, key=lambda one: one.index)


def last_billed(cycles: Iterable[RemoteCycle]) -> int:
    """The index of the last billed one; 0 where none is."""
    return max((one.index for one in cycles if one.status == CycleStatus.BILLED), default=0)


def chargeable(cycles: Iterable[RemoteCycle], *, at: datetime) -> list[RemoteCycle]:
    """The open cycles that a charge at that moment may bill: those whose date allows it, else the next one alone."""
    found = open_cycles(cycles)
    return [one for one in found if one.expected_at - EARLIEST <= at] or found[:1]


def next_to_bill(contract: RemoteContract) -> RemoteCycle | None:
    """The next cycle that will be billed, if it was read."""
    return _first(contract.cycles)


def next_charge(contract: RemoteContract) -> datetime | None:
    """When the contract is charged next; None where it has ended."""
    return None if contract.is_ended else charge_in(contract.cycles, noted=contract.next_billing_at)


def charge_in(cycles: Iterable[RemoteCycle], *, noted: datetime | None) -> datetime | None:
    """The date of the first cycle that is still to be charged.

    The next billing date that a contract has `noted` is its app's, and no cycle follows it (schema): it counts where no
    cycle was read.
    """
    known = tuple(cycles)
    following = _first(known)
    if following is not None:
        return following.expected_at
    return None if known else noted


def payment_failed(contract: RemoteContract, *, since: datetime) -> bool:
    """Whether the last try at the charge of that date has failed."""
    tries = [one for one in contract.attempts if one.created_at >= since - EARLIEST]
    last = max(tries, key=lambda one: (one.created_at, one.gid), default=None)
    return last is not None and last.state == AttemptState.FAILED


def left_behind(contract: RemoteContract, *, now: datetime) -> list[RemoteCycle]:
    """The cycles that are still to be charged though their date is past, the earliest first."""
    return [one for one in open_cycles(contract.cycles) if one.expected_at <= now]


def _first(cycles: Iterable[RemoteCycle]) -> RemoteCycle | None:
    return next(iter(open_cycles(cycles)), None)
