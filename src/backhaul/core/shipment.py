"""A posted shipment as the rules see it, and what it has already brought about in Shopify."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backhaul.core.tracking import Tracking
from backhaul.core.units import Units, add_up


@dataclass(frozen=True)
class ShipmentLine:
    """So many units of this order line have left."""

    line_gid: str
    quantity: int


@dataclass(frozen=True)
class Shipment:
    """These quantities left, with this tracking.

    `location_gid` None means wherever Shopify has assigned them. `previous_posted_at` is when the last earlier
    shipment of the same order that was not undone was posted: fulfillments made elsewhere before that moment belong
    to it, not to this one.
    """

    order_gid: str
    lines: tuple[ShipmentLine, ...]
    posted_at: datetime
    tracking: tuple[Tracking, ...] = ()
    location_gid: str | None = None
    notify_customer: bool = False
    previous_posted_at: datetime | None = None

    @property
    def units(self) -> dict[str, int]:
        """Units per order line."""
        return add_up((line.line_gid, line.quantity) for line in self.lines)

    @property
    def numbers(self) -> frozenset[str]:
        """Its tracking numbers."""
        return frozenset(entry.number for entry in self.tracking)


class SentKind(StrEnum):
    """How a fulfillment came to carry units of a shipment."""

    CREATED = "created"
    ADOPTED = "adopted"


@dataclass(frozen=True)
class SentFulfillment:
    """A fulfillment that carries units of one shipment: made by us, or by someone else and adopted.

    `units` are this shipment's own, at most those of the fulfillment. `cancelled`: our undo has cancelled it, or we
    have seen it cancelled; one that the order as read shows cancelled counts as cancelled too. `resend_allowed`: a
    person has said that its units may be sent once more after it was cancelled in Shopify.
    """

    fulfillment_gid: str
    units: Units
    kind: SentKind
    location_gid: str | None = None
    cancelled: bool = False
    resend_allowed: bool = False


Owned = Mapping[str, Units]
"""For each fulfillment gid, the units that any of our shipments created or adopted there."""


class OtherLocation(StrEnum):
    """What to do with goods that Shopify has assigned to another location than the one they left from."""

    FULFIL_THERE = "fulfil_there"
    MOVE = "move"
    ASK = "ask"


class ScheduledPolicy(StrEnum):
    """What to do when goods have left before the date on which Shopify lets them be fulfilled."""

    WAIT = "wait"
    OPEN_EARLY = "open_early"


@dataclass(frozen=True)
class FulfillmentPolicies:
    """The store's choices, or a person's for one task.

    `leave_short`: a person has accepted that what Shopify does not have stays unsent.
    """

    other_location: OtherLocation = OtherLocation.FULFIL_THERE
    scheduled: ScheduledPolicy = ScheduledPolicy.WAIT
    leave_short: bool = False
