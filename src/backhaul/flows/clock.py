"""What time it is: the product's clock for due dates, real time for leases and calls."""

from datetime import UTC, datetime

from django.conf import settings


def now() -> datetime:
    """The product's time, aware UTC; a sandbox installation may have advanced it."""
    moment: datetime = settings.BACKHAUL_CLOCK.now()
    return moment


def real_now() -> datetime:
    """The time of the world outside, aware UTC: leases, time-outs and read-back margins run by it."""
    return datetime.now(UTC)
