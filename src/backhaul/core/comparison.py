"""What a comparison of the mirror with Shopify looks at, and what it says in the end."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from backhaul.core.missed import orders, things
from backhaul.core.remote import FulfillmentOrderStatus
from backhaul.core.scopes import READABLE_FOR

CLOSED = (FulfillmentOrderStatus.CLOSED, FulfillmentOrderStatus.CANCELLED)
OVERDUE_AFTER = timedelta(hours=1)
SEARCH_LAG = timedelta(minutes=10)
"""Shopify's search may not know an order yet that is younger."""
MARGIN = timedelta(days=1)
"""Orders that are about to become too old to be read are not looked for."""


@dataclass(frozen=True)
class ComparedOrder:
    """What of an order is compared: as a list of them shows it, or as it is mirrored."""

    gid: str
    created_at: datetime
    updated_at: datetime
    cancelled_at: datetime | None
    financial_status: str
    fulfillment_status: str
    current_total: Decimal | None


@dataclass(frozen=True)
class ComparedWork:
    """What of a fulfillment order is compared."""

    gid: str
    order_gid: str
    status: str
    updated_at: datetime | None


@dataclass(frozen=True)
class ComparedContract:
    """What of a subscription contract is compared."""

    gid: str
    revision: int
    status: str
    updated_at: datetime
    next_billing_at: datetime | None


def contract_has_fallen_behind(mirrored: ComparedContract, listed: ComparedContract) -> bool:
    """Whether the mirror shows a contract otherwise than Shopify; one read since it was listed does not count."""
    return mirrored.updated_at <= listed.updated_at and mirrored != listed


def has_fallen_behind(mirrored: ComparedOrder, listed: ComparedOrder) -> bool:
    """Whether the mirror shows an order otherwise than Shopify; one read since it was listed does not count."""
    if mirrored.updated_at > listed.updated_at:
        return False
    same_total = mirrored.current_total is None or mirrored.current_total == listed.current_total
    return not same_total or _without_total(mirrored) != _without_total(listed)


def _without_total(facts: ComparedOrder) -> tuple[object, ...]:
    return (facts.updated_at, facts.cancelled_at, facts.financial_status, facts.fulfillment_status)


def work_has_fallen_behind(mirrored: ComparedWork | None, listed: ComparedWork) -> bool:
    """The same of a fulfillment order; a closed one that the mirror does not know was merged or moved away."""
    if mirrored is None:
        return listed.status not in CLOSED
    if mirrored.updated_at is None or listed.updated_at is None:
        return mirrored.status != listed.status
    if mirrored.updated_at > listed.updated_at:
        return False
    return mirrored.updated_at < listed.updated_at or mirrored.status != listed.status


def compared_from(
    *, connected_at: datetime, imported_from: Iterable[datetime | None], sees_all: bool, now: datetime
) -> datetime | None:
    """From which date of creation on the mirror is to hold every order; None for all there are.

    `imported_from`: where each import that has ended began, None for those of everything.
    """
    wanted: datetime | None = connected_at
    for start in imported_from:
        wanted = None if start is None or wanted is None else min(start, wanted)
    if sees_all:
        return wanted
    readable = now - READABLE_FOR + MARGIN
    return readable if wanted is None else max(wanted, readable)


def is_overdue(fulfill_at: datetime | None, *, now: datetime) -> bool:
    """Whether a scheduled fulfillment order should have been opened by Shopify before now."""
    return fulfill_at is not None and fulfill_at + OVERDUE_AFTER < now


@dataclass
class Compared:
    """What a comparison has come to so far, over all its runs."""

    orders: int = 0
    fulfillment_orders: int = 0
    read: int = 0
    missed: int = 0
    unreadable: int = 0
    deleted: int = 0
    overdue: int = 0
    contracts: int = 0
    contracts_read: int = 0
    contracts_missed: int = 0
    contracts_gone: int = 0
    tags_missing: int = 0
    tags_missing_on: int = 0

    @property
    def words(self) -> str:
        """One sentence, without its full stop."""
        found = [
            f"{orders(self.read)} differed, {self.missed} of which no webhook had told of" if self.read else "",
            f"{orders(self.deleted)} deleted in Shopify" if self.deleted else "",
            f"{self.unreadable} could not be read" if self.unreadable else "",
            f"{self.overdue} scheduled fulfillment orders are overdue in Shopify" if self.overdue else "",
            f"{things(self.contracts_read, 'subscription')} differed, {self.contracts_missed} of which no webhook had"
            " told of"
            if self.contracts_read
            else "",
            f"{things(self.contracts_gone, 'subscription')} not listed any more" if self.contracts_gone else "",
            f"{things(self.tags_missing, 'tag')} missing on {orders(self.tags_missing_on)}, being added"
            if self.tags_missing
            else "",
        ]
        said = "; ".join(filter(None, found)) or "the mirror shows what Shopify shows"
        compared = f"{orders(self.orders)} and {self.fulfillment_orders:,} fulfillment orders compared"
        if self.contracts:
            compared = f"{compared}, and {things(self.contracts, 'subscription')}"
        return f"{compared}: {said}"

    def as_json(self) -> dict[str, int]:
        """For a cursor."""
        return asdict(self)

    @classmethod
    def parse(cls, kept: Mapping[str, int]) -> "Compared":
        """What `as_json` gave."""
        return cls(**kept)
