"""Whether a change that reading has found had been told of by a webhook, and what had changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backhaul.core.learned import LearnedBy

GRACE = timedelta(minutes=2)
"""A webhook may take so long: a younger change is not called missed yet."""
CLOCKS_APART = timedelta(minutes=1)
"""How far Shopify's clock and ours may differ."""


@dataclass(frozen=True)
class OrderState:
    """As much of an order as tells whether anything in it has changed."""

    updated_at: datetime
    snapshot: str = ""
    work: str = ""
    payments: str = ""


@dataclass(frozen=True)
class FoundChange:
    """A change of an order or a contract, by its gid, that a search or a comparison has found; `by` says which."""

    gid: str
    changed_at: datetime
    by: LearnedBy


@dataclass(frozen=True)
class Change:
    """A change found by reading: when it was made (Shopify's clock), and whether something had told us of it."""

    changed_at: datetime
    heard: bool


def what_was_missed(before: OrderState | None, after: OrderState) -> str:
    """What is new, in words; empty when nothing is."""
    if before is None:
        return "The order was not known."
    parts = [
        word
        for word, is_new in (
            ("its fulfillment orders", before.work != after.work),
            ("its payments", before.payments != after.payments),
        )
        if is_new
    ]
    if parts:
        return f"What had changed: {' and '.join(parts)}."
    return "The order had changed." if before != after else ""


def heard_since(changed_at: datetime) -> datetime:
    """From when on (our clock) a webhook counts as one that may have told of a change."""
    return changed_at - CLOCKS_APART


def is_missed(change: Change, *, connected_at: datetime, now: datetime) -> bool:
    """Whether a webhook should have told of the change by now, and none has.

    What was changed before the store was connected could not be told of.
    """
    return not change.heard and change.changed_at > connected_at and now - change.changed_at > GRACE


@dataclass
class Tally:
    """What a run has found, for its result; `thing` is what it has read, one of them."""

    read: int = 0
    missed: int = 0
    unreadable: int = 0
    thing: str = "order"

    @property
    def words(self) -> str:
        """One sentence, without its full stop."""
        if not self.found_any:
            return "nothing had changed"
        found = f"{things(self.read, self.thing)} read, {self.missed} of which no webhook had told of"
        return f"{found}; {self.unreadable} could not be read" if self.unreadable else found

    @property
    def found_any(self) -> bool:
        """Whether anything was read, or could not be."""
        return bool(self.read or self.unreadable)


def orders(number: int) -> str:
    """A number of orders in words."""
    return things(number, "order")


def things(number: int, thing: str) -> str:
    """A number of things in words."""
    return f"1 {thing}" if number == 1 else f"{number:,} {thing}s"
