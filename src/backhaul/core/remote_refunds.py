"""Refunds and returns of an order, as they were read at one moment."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.core.order_money import BothMoneys

NO_RETURN = "NO_RETURN"
"""What Shopify calls the return status of an order without returns."""


@dataclass(frozen=True)
class RemoteRefundLine:
    """Units of one order line that were refunded. `gid` is None where Shopify gives none; `restock_type` verbatim."""

    line_gid: str
    quantity: int
    restock_type: str
    gid: str | None = None
    location_gid: str | None = None
    subtotal: BothMoneys | None = None
    tax: BothMoneys | None = None


@dataclass(frozen=True)
class RemoteRefund:
    """A refund with all its lines. That it exists does not mean that money moved: its transactions say so."""

    gid: str
    updated_at: datetime
    created_at: datetime | None = None
    note: str = ""
    total: BothMoneys | None = None
    return_gid: str | None = None
    lines: tuple[RemoteRefundLine, ...] = ()
    transaction_gids: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemoteReturn:
    """A return in brief; `status` is Shopify's own. `units` by order line, where Shopify names the line."""

    gid: str
    name: str
    status: str
    total_quantity: int
    created_at: datetime
    closed_at: datetime | None = None
    units: tuple[tuple[str, int], ...] = ()
