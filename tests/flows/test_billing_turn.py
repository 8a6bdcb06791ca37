"""While our own billing sees to a charge, nobody is told that it is overdue."""

from django.db import transaction

from backhaul.core.billing import End
from backhaul.core.bills import BillState
from backhaul.core.drift import DriftKind
from backhaul.core.recurring import RecurringJob
from backhaul.flows.billing_policies import switch_billing
from backhaul.flows.billing_turn import is_being_billed
from backhaul.flows.bills import settle_bill
from backhaul.flows.clock import now
from backhaul.flows.drift_evidence import Seen, evidence_of
from backhaul.flows.job_queue import create_entries
from backhaul.models import BillingPolicies, Contract, Drift, JobQueueEntry, Store
from tests.support.contract_rows import bill_row, contract_row, drift_row
from tests.support.rows import LONG_AGO


def billing_on(store: Store) -> None:
    """Since before everything."""
    switch_billing(store, on=True)
    BillingPolicies.objects.update(switched_on_at=LONG_AGO)
    create_entries(store)


def test_a_charge_is_awaited_until_billing_has_had_its_turn(store: Store) -> None:
    contract = contract_row(store)
    before = is_being_billed(contract)
    billing_on(store)

    awaited = is_being_billed(contract)
    JobQueueEntry.objects.filter(kind=RecurringJob.BILLING).update(last_run_at=now())

    assert (before, awaited, is_being_billed(contract)) == (False, True, False)


def test_a_charge_whose_bill_is_open_is_being_billed_and_a_settled_one_is_not(store: Store) -> None:
    contract = contract_row(store)
    bill = bill_row(contract)
    create_entries(store)
    JobQueueEntry.objects.update(last_run_at=now())

    is_open = evidence_of(Contract.objects.get(), Seen({})).is_being_billed
    with transaction.atomic():
        settle_bill(bill, End(BillState.LEFT, "A person has left it uncharged."))

    assert is_open
    assert not evidence_of(Contract.objects.get(), Seen({})).is_being_billed


def test_an_overdue_charge_that_is_made_is_overdue_no_more(store: Store) -> None:
    contract = contract_row(store)
    bill = bill_row(contract)
    drift_row(contract, DriftKind.BILLING_OVERDUE)
    drift_row(contract)

    with transaction.atomic():
        settle_bill(bill, End(BillState.CHARGED, "Charged at try 1."))

    assert [one.kind for one in Drift.objects.filter(settled_at=None)] == [DriftKind.ADDRESS_DIFFERS]
    assert Drift.objects.get(kind=DriftKind.BILLING_OVERDUE).settled_because == "It was charged, or has another date."
