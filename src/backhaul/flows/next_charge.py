"""When a mirrored contract is charged next."""

from datetime import datetime

from backhaul.core.contracts import ENDED_CONTRACT
from backhaul.core.next_charge import charge_in
from backhaul.flows.deliveries import cycles_of
from backhaul.models import Contract


def next_charge_of(row: Contract) -> datetime | None:
    """The date of its next cycle; None where it has ended, or all its cycles are billed or skipped."""
    if row.status in ENDED_CONTRACT or row.deleted_at is not None:
        return None
    return charge_in(cycles_of(row), noted=row.next_billing_at)
