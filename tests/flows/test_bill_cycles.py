"""Which due cycles the Job Queue entry writes bills for, from the mirror alone."""

from datetime import timedelta

import pytest

from backhaul.core.billing_policy import SeveralDue
from backhaul.core.contracts import Ownership
from backhaul.flows.bill_cycles import bill_due_cycles
from backhaul.flows.billing_policies import BillingChoices, set_billing, switch_billing
from backhaul.flows.clock import now
from backhaul.flows.show.due import due_view
from backhaul.flows.uncharged_cycles import told_cycles
from backhaul.models import Bill, BillingPolicies, Contract, JobQueueEntry, Notice, Store, StoreCredential, Task
from tests.support.contract_rows import bill_row, contract_row, cycle_row


@pytest.fixture
def entry(store: Store) -> JobQueueEntry:
    """The store's entry, with billing on for as long as anything has been due."""
    switch_billing(store, on=True)
    BillingPolicies.objects.update(switched_on_at=now() - timedelta(days=3650))
    return JobQueueEntry(store=store, kind="billing", interval_seconds=900, next_run_at=now())


def begun(entry: JobQueueEntry) -> list[int]:
    """The cycles that have a bill after a run, whichever contract's."""
    bill_due_cycles(entry)
    return sorted(Bill.objects.values_list("cycle_index", flat=True))


def test_a_due_cycle_gets_one_bill_with_one_task_however_often_it_is_looked(entry: JobQueueEntry, store: Store) -> None:
    contract_row(store)

    assert begun(entry) == [2]
    assert begun(entry) == [2]
    assert Task.objects.get().kind == "charge_cycle"


@pytest.mark.parametrize(
    "changed",
    [{"status": "PAUSED"}, {"status": "A_NEW_ONE"}, {"ownership": Ownership.ANOTHER_APP}, {"deleted_at": now()}],
)
def test_only_active_contracts_of_our_own_are_charged(
    entry: JobQueueEntry, store: Store, changed: dict[str, object]
) -> None:
    contract_row(store)
    Contract.objects.update(**changed)

    assert begun(entry) == []


def test_what_is_skipped_or_lies_before_a_billed_cycle_is_not_charged(entry: JobQueueEntry, store: Store) -> None:
    skipped, passed_over = contract_row(store), contract_row(store, 5002)
    skipped.cycles.filter(index=2).update(skipped=True)
    cycle_row(passed_over, 3, status="BILLED")

    assert begun(entry) == []


def test_what_was_passed_by_a_charge_of_somebody_else_is_named_once(entry: JobQueueEntry, store: Store) -> None:
    contract = contract_row(store)
    cycle_row(contract, 3, status="BILLED")

    assert begun(entry) == []
    assert begun(entry) == []
    assert "and a later one is charged already: left uncharged" in Notice.objects.get().words
    assert told_cycles(contract) == {2}


def test_what_was_skipped_and_is_no_longer_is_named_when_a_later_one_was_charged(
    entry: JobQueueEntry, store: Store
) -> None:
    contract = contract_row(store)
    bill_row(contract, state="skipped", settled_at=now())
    cycle_row(contract, 3, status="BILLED")

    assert begun(entry) == [2]
    assert told_cycles(contract) == {2}


def test_what_a_bill_sees_to_or_was_passed_before_billing_was_on_is_not_named(
    entry: JobQueueEntry, store: Store
) -> None:
    seen_to, long_ago = contract_row(store), contract_row(store, 5002)
    bill_row(seen_to)
    cycle_row(seen_to, 3, status="BILLED")
    cycle_row(long_ago, 3, status="BILLED")
    long_ago.cycles.filter(index=2).update(expected_at=now() - timedelta(days=4000))

    bill_due_cycles(entry)

    assert not Notice.objects.exists()


def test_a_cycle_to_come_is_left_for_its_time(entry: JobQueueEntry, store: Store) -> None:
    contract = contract_row(store)
    contract.cycles.filter(index=2).update(expected_at=now() + timedelta(days=2))

    assert begun(entry) == []


def test_another_stores_contracts_are_not_looked_at(entry: JobQueueEntry, store: Store) -> None:
    other = Store.objects.create(slug="other", shop_domain="other.example", api_url="http://x", created_at=now())
    contract_row(other)

    assert begun(entry) == []


def due_days_ago(contract: Contract, index: int, days: float) -> None:
    contract.cycles.filter(index=index).update(expected_at=now() - timedelta(days=days))


def uncharged_for_a_year(store: Store) -> Contract:
    """A contract charged every week, of which fifty cycles have passed since the last billed one."""
    contract = contract_row(store)
    for index in range(3, 52):
        cycle_row(contract, index)
    for index in range(2, 52):
        due_days_ago(contract, index, 7 * (51 - index) + 2)
    return contract


def test_one_cycle_of_a_contract_at_a_time_and_what_waits_is_told(entry: JobQueueEntry, store: Store) -> None:
    contract = contract_row(store)
    cycle_row(contract, 3)
    due_days_ago(contract, 3, 3)
    bill_row(contract)

    assert begun(entry) == [2]
    assert begun(entry) == [2]
    assert Notice.objects.get().kind == "billing_kept_back"


def test_the_newest_alone_is_charged_where_the_policy_says_so(entry: JobQueueEntry, store: Store) -> None:
    contract = contract_row(store)
    cycle_row(contract, 3)
    set_billing(store, BillingChoices(several_due=SeveralDue.NEWEST_ONLY))

    assert begun(entry) == [3]
    assert "left uncharged" in Notice.objects.get().words


@pytest.mark.parametrize("several_due", list(SeveralDue))
def test_after_a_long_pause_the_newest_is_charged_and_one_notice_names_all_others(
    entry: JobQueueEntry, store: Store, several_due: SeveralDue
) -> None:
    contract = uncharged_for_a_year(store)
    set_billing(store, BillingChoices(several_due=several_due))

    assert begun(entry) == [51]
    assert begun(entry) == [51]
    assert Notice.objects.get().words.startswith(f"Cycles 2 to 50 of subscription {contract} were due from ")
    assert told_cycles(contract) == set(range(2, 51))


def test_what_is_left_is_not_taken_up_when_the_newest_was_left_too(entry: JobQueueEntry, store: Store) -> None:
    uncharged_for_a_year(store)
    bill_due_cycles(entry)
    Bill.objects.update(state="left", settled_at=now(), due_at=now())

    assert begun(entry) == [51]
    assert Bill.objects.get().state == "left"
    assert Notice.objects.count() == 1


def test_what_is_left_behind_a_skipped_cycle_is_named_and_not_asked_about(entry: JobQueueEntry, store: Store) -> None:
    contract = uncharged_for_a_year(store)
    contract.cycles.filter(index=51).update(skipped=True)

    assert begun(entry) == []
    assert told_cycles(contract) == set(range(2, 51))


def test_what_was_due_long_before_billing_was_switched_on_is_one_notice(entry: JobQueueEntry, store: Store) -> None:
    contract = uncharged_for_a_year(store)
    BillingPolicies.objects.update(switched_on_at=now())

    assert begun(entry) == []
    assert begun(entry) == []
    assert Notice.objects.get().kind == "billing_ended"
    assert told_cycles(contract) == set(range(2, 52))


def test_what_is_due_shows_the_long_past_of_a_contract_as_one(entry: JobQueueEntry, store: Store) -> None:
    uncharged_for_a_year(store)

    before = [(one.cycle, one.state) for one in due_view(store)]
    bill_due_cycles(entry)

    assert before == [(50, "past"), (51, "to_come")]
    assert [(one.cycle, one.state) for one in due_view(store)] == [(50, "past"), (51, "open")]
    assert due_view(store)[0].says.endswith("(cycles 2 to 50)")


def test_a_plan_that_is_switched_off_is_not_charged(entry: JobQueueEntry, store: Store) -> None:
    contract = contract_row(store)
    switch_billing(store, on=False, plan=contract.lines.get().selling_plan_gid)

    assert begun(entry) == []


def test_what_was_settled_for_good_is_not_begun_again_and_what_opens_again_is(
    entry: JobQueueEntry, store: Store
) -> None:
    for number, state in ((5001, "failed"), (5002, "left"), (5003, "skipped"), (5004, "stopped")):
        bill_row(contract_row(store, number), state=state, settled_at=now())

    bill_due_cycles(entry)

    assert sorted(Bill.objects.filter(state="open").values_list("contract__shopify_id", flat=True)) == [5003, 5004]


def test_without_the_scope_nothing_is_charged_and_the_merchant_hears_of_it(entry: JobQueueEntry, store: Store) -> None:
    contract_row(store)
    StoreCredential.objects.filter(store=store).update(granted_scopes=["read_orders"])

    assert begun(entry) == []
    assert begun(entry) == []
    assert Notice.objects.get().kind == "billing_denied"


def test_what_was_due_before_billing_was_switched_on_is_told_of_once_and_not_begun(
    entry: JobQueueEntry, store: Store
) -> None:
    bill_row(contract_row(store), state="stopped", settled_at=now())
    BillingPolicies.objects.update(switched_on_at=now())

    bill_due_cycles(entry)
    bill_due_cycles(entry)

    assert Bill.objects.get().state == "stopped"
    assert "before billing was switched on" in Notice.objects.get(kind="billing_ended").words
