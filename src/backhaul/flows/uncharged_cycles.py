"""Tells of due cycles that are not charged by themselves: those of a contract together, each once."""

from collections.abc import Sequence

from backhaul.core.subscription_calendar import day_of
from backhaul.flows.bills import DueCycle
from backhaul.flows.notices import Telling, tell
from backhaul.models import Contract, Notice

BILLING_KEPT_BACK, BILLING_ENDED = "billing_kept_back", "billing_ended"
_LEFT, _MISSED, _PASSED = "billing_past", "billing_missed", "billing_passed"


def tell_kept_back(contract: Contract, cycles: Sequence[DueCycle]) -> None:
    """They wait for an earlier one. In the caller's transaction, under the contract's row lock; so are the others."""
    words = ": not charged yet, as an earlier cycle is not settled."
    _tell_new(contract, cycles, BILLING_KEPT_BACK, kind=BILLING_KEPT_BACK, words=words)


def tell_left(contract: Contract, cycles: Sequence[DueCycle]) -> None:
    """They are not charged, as a later one has fallen due."""
    words = ", and a later one has fallen due since: left uncharged. Charge at the subscription what is still wanted."
    _tell_new(contract, cycles, _LEFT, kind=BILLING_ENDED, words=words)


def tell_missed(contract: Contract, cycles: Sequence[DueCycle]) -> None:
    """They were due before billing was switched on."""
    words = (
        ", before billing was switched on: not charged by itself. Charge at the subscription what is still wanted, "
        "have it skipped, or leave it."
    )
    _tell_new(contract, cycles, _MISSED, kind=BILLING_ENDED, words=words)


def tell_passed(contract: Contract, cycles: Sequence[DueCycle]) -> None:
    """A later one was charged without them, by whomever; not those that the merchant knows of already."""
    known = told_cycles(contract, (_LEFT, _MISSED))
    new = [one for one in cycles if one.index not in known]
    words = ", and a later one is charged already: left uncharged. Charge at the subscription what is still wanted."
    _tell_new(contract, new, _PASSED, kind=BILLING_ENDED, words=words)


def told_cycles(contract: Contract, about: Sequence[str] = (BILLING_KEPT_BACK, _LEFT, _MISSED, _PASSED)) -> set[int]:
    """The indexes of the cycles of a contract that the merchant has been told of in one of these ways."""
    told: set[int] = set()
    for start in (f"{one}:{contract.pk}:" for one in about):
        found = Notice.objects.filter(contract=contract, unique_key__startswith=start)
        for key in found.values_list("unique_key", flat=True):
            first, _, last = key.removeprefix(start).partition("-")
            told |= set(range(int(first), int(last or first) + 1))
    return told


def _tell_new(contract: Contract, cycles: Sequence[DueCycle], about: str, *, kind: str, words: str) -> None:
    """One notice for all that were not told of in this way before; its key says from which cycle to which."""
    if not cycles:
        return
    told = told_cycles(contract, [about])
    new = sorted((one for one in cycles if one.index not in told), key=lambda one: one.index)
    if new:
        key = f"{about}:{contract.pk}:{new[0].index}-{new[-1].index}"
        tell(contract.store, None, Telling(kind, contract.gid, key, _named(contract, new) + words), contract=contract)


def _named(contract: Contract, cycles: Sequence[DueCycle]) -> str:
    first, last = cycles[0], cycles[-1]
    days = [day_of(one.due_at, contract.store.timezone) for one in (first, last)]
    if first is last:
        return f"Cycle {first.index} of subscription {contract} was due on {days[0]}"
    is_whole = last.index - first.index + 1 == len(cycles)
    which = "" if is_whole else ", as far as they are neither charged nor skipped,"
    return (
        f"Cycles {first.index} to {last.index} of subscription {contract}{which} were due from {days[0]} to {days[1]}"
    )
