"""When a mirrored contract is charged next."""

from datetime import datetime

from backhaul.core.bills import BillState
from backhaul.core.charges_to_come import BillStands, ChargeToCome, charge_to_come
from backhaul.core.contracts import ENDED_CONTRACT
from backhaul.flows.deliveries import cycles_of
from backhaul.models import Contract


def charge_to_come_of(row: Contract) -> ChargeToCome | None:
    """Its next charge, or the next try at one that has failed; None where it has ended or nothing is left to charge."""
    if row.status in ENDED_CONTRACT or row.deleted_at is not None:
        return None
    bills = {bill.cycle_index: BillStands(BillState(bill.state), bill.next_try_at) for bill in row.bills.all()}
    return charge_to_come(cycles_of(row), bills, noted=row.next_billing_at)


def next_charge_of(row: Contract) -> datetime | None:
    """The date of its next charge; None also where that has none, as it waits for somebody."""
    found = charge_to_come_of(row)
    return found.at if found is not None else None


def next_charge_says(row: Contract) -> str:
    """Where a charge that has fallen due stands, in words for the merchant's people; "" for one to come."""
    found = charge_to_come_of(row)
    return found.state.words if found is not None and found.state is not None else ""
