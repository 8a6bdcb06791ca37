"""Which billing cycle of a contract is billed next, and when."""

from datetime import datetime

from backhaul.core.contracts import CycleStatus, RemoteContract, RemoteCycle


def next_to_bill(contract: RemoteContract) -> RemoteCycle | None:
    """The next cycle that will be billed, if it was read."""
    return min(_waiting(contract), key=lambda one: one.index, default=None)


def next_charge(contract: RemoteContract) -> datetime | None:
    """When the contract is charged next: on the date of its next cycle.

    Its own next billing date is a note of its app, which no cycle follows (schema): it counts where no cycle was read.
    """
    if contract.is_ended:
        return None
    following = next_to_bill(contract)
    if following is not None:
        return following.expected_at
    return None if contract.cycles else contract.next_billing_at


def left_behind(contract: RemoteContract, *, now: datetime) -> list[RemoteCycle]:
    """The cycles whose date has passed without their being billed or skipped, the earliest first."""
    return sorted((one for one in _waiting(contract) if one.expected_at <= now), key=lambda one: one.index)


def _waiting(contract: RemoteContract) -> list[RemoteCycle]:
    return [one for one in contract.cycles if one.status != CycleStatus.BILLED and not one.skipped]
