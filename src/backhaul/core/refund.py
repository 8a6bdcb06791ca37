"""Which units of an order can still be given back, and which are kept back because they are being given back.

R, the units that remain to be shipped and that nobody has in hand: those of fulfillment orders that are scheduled, open
or on hold, or that only a shipment of ours has begun; at most what Shopify lets be refunded, less those that were
posted as shipped and are not fulfilled yet, less those that another credit memo gives back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backhaul.core.credit_errors import MoreThanCanBeGivenBack
from backhaul.core.remote import FulfillmentOrderStatus, RequestStatus
from backhaul.core.restock import Restock
from backhaul.core.units import Units, add_up, minus, overlap

NOT_IN_HAND = frozenset({FulfillmentOrderStatus.SCHEDULED, FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.ON_HOLD})
"""Fulfillment orders in any other status are being worked on, have ended, or are not understood."""

NOT_ASKED_FOR = frozenset(
    {"", RequestStatus.UNSUBMITTED, RequestStatus.REJECTED, RequestStatus.CANCELLATION_ACCEPTED, RequestStatus.CLOSED}
)
"""Request statuses in which no fulfillment service has the goods in hand."""


@dataclass(frozen=True)
class WorkLine:
    """So many units of an order line that remain in one fulfillment order.

    `begun_by_us`: all that was fulfilled of its order, and something of it, was by shipments of ours. Then IN_PROGRESS
    says no more than that, as Shopify sets it with the first of several fulfillments.
    """

    line_gid: str
    remaining: int
    status: str
    request_status: str = RequestStatus.UNSUBMITTED
    location_gid: str = ""
    begun_by_us: bool = False

    @property
    def is_free(self) -> bool:
        """Whether nobody has these units in hand yet."""
        begun = self.status == FulfillmentOrderStatus.IN_PROGRESS and self.begun_by_us
        return (begun or self.status in NOT_IN_HAND) and self.request_status in NOT_ASKED_FOR


@dataclass(frozen=True)
class Stock:
    """Where the units of an order are, per order line, as known at one moment.

    `refundable`: neither refunded nor removed. `posted`: posted as shipped, not fulfilled in Shopify yet. `fulfilled`:
    in standing fulfillments. `withheld`: being given back before they are shipped; `promised`: being given back by
    whichever credit memo, these included. `labels`: what a person calls the line.
    """

    work: Sequence[WorkLine]
    refundable: Units
    posted: Units
    fulfilled: Units
    withheld: Units
    promised: Units
    labels: Mapping[str, str]

    @property
    def remaining(self) -> dict[str, int]:
        """R: the units that may be given back before they are shipped."""
        free = add_up((line.line_gid, line.remaining) for line in self.work if line.is_free)
        return minus(minus(overlap(free, self.refundable), self.posted), self.withheld)

    def can_give_back(self, restock: Restock) -> dict[str, int]:
        """The units of each line that may be given back in this way.

        Unshipped ones only as far as they remain; returned ones only as far as they were shipped. Money alone may be
        given back for any that were not given back yet.
        """
        left = minus(self.refundable, self.promised)
        match restock:
            case Restock.CANCEL:
                return overlap(self.remaining, left)
            case Restock.RETURN:
                return overlap(self.fulfilled, left)
            case Restock.NO_RESTOCK:
                return left


def check_units(wanted: Mapping[Restock, Units], stock: Stock) -> None:
    """Raise MoreThanCanBeGivenBack unless all of these units may be given back, each in its way."""
    for restock, units in wanted.items():
        possible = stock.can_give_back(restock)
        for line_gid, quantity in units.items():
            if quantity > possible.get(line_gid, 0):
                raise MoreThanCanBeGivenBack(
                    stock.labels.get(line_gid, line_gid),
                    quantity=quantity,
                    left=possible.get(line_gid, 0),
                    because=_because(stock, line_gid, restock),
                )


def missing_units(wanted: Mapping[Restock, Units], stock: Stock) -> dict[str, int]:
    """Units of a credit memo that can no longer be given back as it says, per line."""
    return add_up(
        (line_gid, max(quantity - stock.can_give_back(restock).get(line_gid, 0), 0))
        for restock, units in wanted.items()
        for line_gid, quantity in units.items()
    )


def locations_of(stock: Stock, line_gid: str, quantity: int) -> list[tuple[str, int]]:
    """Where so many unshipped units of a line are, so that they can be put back there."""
    places: dict[str, int] = {}
    left = quantity
    for line in reversed([one for one in stock.work if one.is_free and one.line_gid == line_gid]):
        taken = min(left, line.remaining)
        left -= taken
        if taken:
            places[line.location_gid] = places.get(line.location_gid, 0) + taken
    return list(places.items())


def why_missing(stock: Stock, missing: Iterable[str], restocks: Mapping[str, Restock]) -> str:
    """In a shopkeeper's words, why units of these lines can no longer be given back."""
    reasons = [f"“{stock.labels.get(gid, gid)}”: {_because(stock, gid, restocks[gid])}" for gid in missing]
    return "; ".join(reasons)


def _because(stock: Stock, line_gid: str, restock: Restock) -> str:
    """What of the line is where it cannot be given back from."""
    in_hand = sum(one.remaining for one in stock.work if one.line_gid == line_gid and not one.is_free)
    parts = [f"{stock.refundable.get(line_gid, 0)} not refunded yet"]
    if restock is not Restock.NO_RESTOCK:
        parts.append(f"{stock.fulfilled.get(line_gid, 0)} shipped")
    if restock is Restock.CANCEL and in_hand:
        parts.append(f"{in_hand} in the hands of a warehouse")
    if restock is Restock.CANCEL and stock.posted.get(line_gid):
        parts.append(f"{stock.posted[line_gid]} posted as shipped and not sent yet")
    if stock.promised.get(line_gid):
        parts.append(f"{stock.promised[line_gid]} being given back already")
    return ", ".join(parts)
