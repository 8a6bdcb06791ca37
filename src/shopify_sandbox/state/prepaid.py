"""Orders that are paid in advance: one fulfillment order for each delivery, on the dates of the subscription."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from shopify_sandbox.state import anchors
from shopify_sandbox.state.contracts import Content
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import Share


def delivery_dates(
    content: Content, charged_at: datetime, *, origin_time: datetime | None = None, zone: ZoneInfo
) -> list[datetime | None]:
    """When the deliveries of a renewal are to be fulfilled, one for each that its payment covers; None is at once.

    `origin_time` is the billing attempt's. What would lie before the payment is delivered at once (assumed).
    """
    number = content.deliveries_per_billing
    dates = anchors.renewal_dates(content.delivery, origin_time or charged_at, number, zone)
    return from_now(dates, charged_at)


def from_now(dates: Sequence[datetime], now: datetime) -> list[datetime | None]:
    """The dates, with None for those that have come."""
    return [date if date > now else None for date in dates]


def shares(quantity: int, dates: Sequence[datetime | None], location: Location | None = None) -> list[Share]:
    """So many units of a line in each delivery; routing makes one fulfillment order of equal dates and locations."""
    return [Share(quantity, location, date) for date in dates]
