"""When a mirrored contract is charged next."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from backhaul.core.bills import BillState
from backhaul.core.charges_to_come import BillStands, ChargeToCome, charge_to_come
from backhaul.core.contracts import ENDED_CONTRACT, CycleStatus
from backhaul.flows.deliveries import cycles_of
from backhaul.models import Bill, BillingCycle, Contract


@dataclass(frozen=True)
class NextCharge:
    """The next charge of a contract: `at` is None also where it has no date, as it waits for somebody.

    `says` is how a charge stands that has fallen due, in words for the merchant's people; "" for one to come.
    """

    at: datetime | None = None
    says: str = ""


def with_next_charges(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """The contracts with what says when each is charged next; `bills` are those behind the last billed cycle alone."""
    billed = BillingCycle.objects.filter(
        contract=OuterRef("contract"), index__gte=OuterRef("cycle_index"), status=CycleStatus.BILLED
    )
    bills = Bill.objects.filter(~Exists(billed)).only("contract_id", "cycle_index", "state", "next_try_at")
    return contracts.prefetch_related("cycles", Prefetch("bills", bills.order_by()))


def charge_to_come_of(row: Contract) -> ChargeToCome | None:
    """Its next charge, or the next try at one that has failed; None where it has ended or nothing is left to charge."""
    if row.status in ENDED_CONTRACT or row.deleted_at is not None:
        return None
    bills = {bill.cycle_index: BillStands(BillState(bill.state), bill.next_try_at) for bill in row.bills.all()}
    return charge_to_come(cycles_of(row), bills, noted=row.next_billing_at)


def next_charge_of(row: Contract) -> NextCharge:
    """Its next charge as the merchant's people see it."""
    found = charge_to_come_of(row)
    if found is None:
        return NextCharge()
    return NextCharge(found.at, found.state.words if found.state is not None else "")
