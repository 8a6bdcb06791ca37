"""The import of past orders: its phases, what follows from the state of its bulk operation, how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backhaul.core.bulk import BulkState, BulkStatus
from backhaul.core.scopes import READ_ALL_ORDERS, READABLE_FOR

MOST_FAILURES = 4


class BackfillPhase(StrEnum):
    """What an import is at; empty before its first step."""

    STARTING = ""
    GATHERING = "gathering"
    READING = "reading"
    DONE = "done"


@dataclass(frozen=True)
class Wait:
    """Shopify is still at it."""


@dataclass(frozen=True)
class Read:
    """Its file can be read; a partial one ends somewhere, and the rest has to be gathered again."""

    url: str
    is_partial: bool = False


@dataclass(frozen=True)
class Again:
    """Have it gathered again; with `ids_only` every order is read by itself: we may not see all fields of each."""

    words: str
    ids_only: bool = False


Next = Wait | Read | Again


@dataclass(frozen=True)
class Tries:
    """How often an import was begun again: `number` in all, `failures` since a person has seen it.

    `ids_only`: from now on every order is read by itself.
    """

    number: int = 0
    failures: int = 0
    ids_only: bool = False


@dataclass(frozen=True)
class Restart:
    """How an import begins again; `is_hopeless`: not before a person has seen it."""

    tries: Tries
    is_hopeless: bool


def next_step(state: BulkState) -> Next:
    """What follows from the state of a bulk operation; a status that we don't know is waited for."""
    match state.status:
        case BulkStatus.COMPLETED:
            return Read(state.url)
        case BulkStatus.FAILED:
            return _after_failure(state)
        case BulkStatus.CANCELED:
            return Again("The bulk operation was cancelled.")
        case BulkStatus.EXPIRED:
            return Again("The file of the bulk operation is no longer there.")
    return Wait()


def _after_failure(state: BulkState) -> Next:
    if state.error_code == "ACCESS_DENIED":
        return Again("Shopify does not let the app see everything that was asked for.", ids_only=True)
    if state.partial_url:
        return Read(state.partial_url, is_partial=True)
    return Again(f"Shopify could not gather the orders ({state.error_code or 'no reason given'}).")


def begin_again(tries: Tries, why: Again) -> Restart:
    """What an import does that has to be gathered again: it begins anew, after some tries not by itself.

    Where Shopify has refused fields already and refuses even ids, another try would end the same way. A person's retry
    has as many tries as the first one.
    """
    failures = tries.failures + 1
    is_hopeless = failures >= MOST_FAILURES or (why.ids_only and tries.ids_only)
    following = Tries(tries.number + 1, 0 if is_hopeless else failures, tries.ids_only or why.ids_only)
    return Restart(following, is_hopeless)


def default_start(granted: frozenset[str], now: datetime) -> datetime | None:
    """From when on orders are imported unless somebody says otherwise: as far back as the app may read."""
    return None if READ_ALL_ORDERS in granted else now - READABLE_FOR


@dataclass(frozen=True)
class Progress:
    """How far an import has come; `found` is None while nobody knows how many there are."""

    read: int
    found: int | None
    new: int = 0
    skipped: int = 0

    @property
    def words(self) -> str:
        """4,200 of 10,000 orders."""
        return f"{self.read:,} of {self.found:,} orders" if self.found is not None else f"{self.read:,} orders"

    @property
    def ended_words(self) -> str:
        """What an import has come to, in one sentence without its full stop."""
        return f"{self.read:,} orders: {self.new:,} new, {self.skipped:,} known as they are"
