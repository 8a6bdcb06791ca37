"""Which billing cycle of a contract is billed next, and when."""

from collections.abc import Iterable
from datetime import datetime

from backhaul.core.contracts import CycleStatus, RemoteContract, RemoteCycle


def next_to_bill(contract: RemoteContract) -> RemoteCycle | None:
    """The next cycle that will be billed, if it was read."""
    return _first(contract.cycles)


def next_charge(contract: RemoteContract) -> datetime | None:
    """When the contract is charged next; None where it has ended."""
    return None if contract.is_ended else charge_in(contract.cycles, noted=contract.next_billing_at)


def charge_in(cycles: Iterable[RemoteCycle], *, noted: datetime | None) -> datetime | None:
    """The date of the first cycle that is neither billed nor skipped.

    The next billing date that a contract has `noted` is its app's, and no cycle follows it (schema): it counts where no
    cycle was read.
    """
    known = tuple(cycles)
    following = _first(known)
    if following is not None:
        return following.expected_at
    return None if known else noted


def left_behind(contract: RemoteContract, *, now: datetime) -> list[RemoteCycle]:
    """The cycles whose date has passed without their being billed or skipped, the earliest first."""
    return sorted((one for one in _waiting(contract.cycles) if one.expected_at <= now), key=lambda one: one.index)


def _first(cycles: Iterable[RemoteCycle]) -> RemoteCycle | None:
    return min(_waiting(cycles), key=lambda one: one.index, default=None)


def _waiting(cycles: Iterable[RemoteCycle]) -> list[RemoteCycle]:
    return [one for one in cycles if one.status != CycleStatus.BILLED and not one.skipped]
