"""Deliveries: each shipment that a customer has paid for or will pay for, by our own id.

A paid delivery is carried by a fulfillment order, whose id changes when Shopify merges or splits; a future one belongs
to a billing cycle.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backhaul.core.units import Units


class DeliveryState(StrEnum):
    """What can still be done about a delivery."""

    UNBILLED = "unbilled"
    LOCKED = "locked"  # a billing attempt for its cycle is pending
    BILLED_UNSHIPPED = "billed_unshipped"  # its fulfillment order is SCHEDULED, OPEN or ON_HOLD
    BILLED_HANDED_OVER = "billed_handed_over"  # in progress, requested of a warehouse, or posted by us and not yet sent
    SHIPPED = "shipped"
    REMOVED = "removed"  # refunded or cancelled before it was shipped
    SKIPPED = "skipped"
    UNKNOWN = "unknown"  # the layout of its order is not understood, or its status is a new one


@dataclass(frozen=True)
class Delivery:
    """One delivery. `units` are still to be shipped, per order line (paid) or per contract line (not yet billed).

    `id` is ours ("" before it was ever kept). `number` counts from 1 over the contract's life.
    """

    id: str
    number: int
    state: DeliveryState
    due_at: datetime | None
    units: Units
    order_gid: str | None = None
    fulfillment_order_gid: str | None = None
    cycle_index: int | None = None


@dataclass(frozen=True)
class Layout:
    """The deliveries of one order, or why its layout is not understood: then nothing is done automatically.

    Known: for each line the sum of fulfillment order units equals the line's quantity less removed units.
    """

    order_gid: str
    deliveries: tuple[Delivery, ...]
    unknown_because: str = ""

    @property
    def is_known(self) -> bool:
        """Whether every unit of the order is accounted for."""
        return not self.unknown_because
