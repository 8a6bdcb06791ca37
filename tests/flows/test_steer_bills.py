"""What a person wants of a billing cycle, and what is decided about a notice of one."""

from datetime import timedelta

import pytest
from django.db import transaction

from backhaul.core.billing import End, Hold
from backhaul.core.billing_errors import (
    BillingIsOff,
    BillingNotAllowed,
    CycleNotOpen,
    CycleTooEarly,
    NotOurContract,
)
from backhaul.core.bills import BillState, BillWish
from backhaul.core.contracts import Ownership
from backhaul.core.errors import NotFound
from backhaul.core.tasks import TaskState, WaitReason
from backhaul.flows.billing_policies import switch_billing
from backhaul.flows.bills import hold_bill, note_called_off, settle_bill
from backhaul.flows.clock import now
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.show.bills import bill_detail
from backhaul.flows.show.due import due_view
from backhaul.flows.steer_bills import wish_bill, wish_cycle
from backhaul.flows.steer_tasks import cancel_task
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.models import Bill, Charge, Contract, Notice, Store, StoreCredential, Task
from tests.support.billing import attempts_in, bill_all, bill_of, subscriber, switched_on, until_due
from tests.support.contract_rows import bill_row, contract_row
from tests.support.payments import Calendar
from tests.support.shop import Shop, run_pending


def test_an_overdue_cycle_is_charged_when_a_person_decides_so_and_the_notice_is_done_with(
    shop: Shop, calendar: Calendar
) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract, days=8)
    bill_all(shop)
    notice = Notice.objects.get(kind="billing_asks")

    decided = decide_notice(notice.pk, "charge_cycle", by="boss")
    run_pending()

    bill = bill_of(contract)
    assert (bill.state, bill.wish, bill.wished_by) == (BillState.CHARGED, "", "boss")
    assert bill.task_id in decided.result
    assert len(attempts_in(shop, contract)) == 1


def test_a_cycle_is_skipped_or_left_where_a_person_wants_it(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    cycle = until_due(calendar, contract, days=8)
    bill_all(shop)

    wish_bill(bill_of(contract).pk, BillWish.LEAVE, by="boss")
    run_pending()
    left = bill_of(contract)
    bill_all(shop)
    wish_bill(left.pk, BillWish.SKIP, by="boss")
    run_pending()

    assert left.state == BillState.LEFT
    assert bill_of(contract).state == BillState.SKIPPED
    assert contract.cycles.get(index=cycle.index).skipped
    assert attempts_in(shop, contract) == []
    assert not Notice.objects.filter(kind="billing_asks", result="").exists()


def test_a_wish_is_for_one_try_and_a_failure_after_it_follows_the_plan(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop, retry_days=[5]))
    until_due(calendar, contract)
    shop.sandbox.control("billing", next=[{"outcome": "failure", "error_code": "CARD_DECLINED", "times": 2}])
    bill_all(shop)

    wish_bill(bill_of(contract).pk, BillWish.CHARGE, by="boss")
    run_pending()
    run_pending()

    assert len(attempts_in(shop, contract)) == 2
    assert bill_of(contract).state == BillState.FAILED


def test_what_was_due_before_billing_was_on_is_shown_and_charged_by_hand_alone(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(shop)
    cycle = until_due(calendar, contract, days=1)
    switched_on(shop)
    bill_all(shop)
    (shown,) = [one for one in due_view(shop.store) if one.is_due]

    wish_cycle(contract, cycle.index, BillWish.CHARGE, by="boss")
    run_pending()

    assert (shown.contract_id, shown.cycle, shown.state) == (contract.pk, cycle.index, "before")
    assert bill_of(contract).state == BillState.CHARGED


def test_an_installation_that_has_forgotten_everything_comes_to_the_same_attempt(
    shop: Shop, calendar: Calendar
) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.control("billing", delay="P2D")
    bill_all(shop)
    Charge.objects.all().delete()
    forgotten = Bill.objects.get()
    task = forgotten.task
    forgotten.delete()
    task.intents.all().delete()
    task.delete()

    bill_all(shop)
    calendar.advance(days=2, hours=2)
    run_pending()

    assert len(attempts_in(shop, contract)) == 1
    assert bill_of(contract).state == BillState.CHARGED
    assert Charge.objects.get().number == 1


def test_a_payment_under_way_is_not_called_off_and_is_followed_to_its_end(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.control("billing", delay="P2D")
    bill_all(shop)

    cancel_task(bill_of(contract).task_id, reason="no more")
    waits = bill_of(contract).task.state
    calendar.advance(days=2, hours=2)
    run_pending()

    assert waits == TaskState.WAITING
    assert bill_of(contract).state == BillState.CHARGED


def test_a_charge_that_is_called_off_is_left_and_not_begun_again(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.control("billing", next=[{"outcome": "failure", "error_code": "CARD_DECLINED"}])
    bill_all(shop)

    cancel_task(bill_of(contract).task_id, reason="she pays by cheque")
    calendar.advance(days=4)
    bill_all(shop)

    assert bill_of(contract).state == BillState.LEFT
    assert len(attempts_in(shop, contract)) == 1


def test_switched_off_in_the_middle_nothing_more_is_tried(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.control("billing", next=[{"outcome": "failure", "error_code": "CARD_DECLINED"}])
    bill_all(shop)

    switch_billing(shop.store, on=False)
    calendar.advance(days=4)
    run_pending()

    assert bill_of(contract).state == BillState.STOPPED
    assert len(attempts_in(shop, contract)) == 1


def test_a_full_desk_is_come_back_to_with_the_same_key(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.control("billing", next=[{"outcome": "refused", "error_code": "THROTTLED", "times": 4}])

    bill_all(shop)
    for minutes in (11, 21, 41, 81):
        calendar.advance(minutes=minutes)
        run_pending()

    assert bill_of(contract).state == BillState.CHARGED
    assert Charge.objects.count() == 1


def test_only_our_own_unbilled_cycles_can_be_charged_and_only_while_billing_is_on(store: Store) -> None:
    ours, theirs = contract_row(store), contract_row(store, 5002, ownership=Ownership.ANOTHER_APP, app_title="Rival")

    with pytest.raises(BillingIsOff):
        wish_cycle(ours, 2, BillWish.CHARGE, by="boss")
    switch_billing(store, on=True)
    with pytest.raises(CycleNotOpen):
        wish_cycle(ours, 1, BillWish.CHARGE, by="boss")
    with pytest.raises(NotFound):
        wish_cycle(ours, 9, BillWish.CHARGE, by="boss")
    with pytest.raises(NotOurContract):
        wish_cycle(theirs, 2, BillWish.CHARGE, by="boss")
    assert not Task.objects.exists()


def test_a_cycle_is_charged_by_hand_from_a_day_before_its_date(store: Store) -> None:
    contract = contract_row(store)
    switch_billing(store, on=True)
    contract.cycles.filter(index=2).update(expected_at=now() + timedelta(hours=24, minutes=5))
    with pytest.raises(CycleTooEarly):
        wish_cycle(contract, 2, BillWish.CHARGE, by="boss")
    assert not Bill.objects.exists()

    contract.cycles.filter(index=2).update(expected_at=now() + timedelta(hours=23, minutes=55))
    bill = wish_cycle(contract, 2, BillWish.CHARGE, by="boss")

    assert bill.wish == BillWish.CHARGE


def test_a_cycle_far_ahead_can_be_left(store: Store) -> None:
    contract = contract_row(store)
    contract.cycles.filter(index=2).update(expected_at=now() + timedelta(days=60))

    assert wish_cycle(contract, 2, BillWish.LEAVE, by="boss").wish == BillWish.LEAVE


def test_without_the_scope_billing_is_not_switched_on(store: Store) -> None:
    StoreCredential.objects.filter(store=store).update(granted_scopes=["read_own_subscription_contracts"])

    with pytest.raises(BillingNotAllowed):
        switch_billing(store, on=True)


def test_a_bill_says_why_its_last_try_failed_and_what_is_next(store: Store) -> None:
    bill = bill_row(contract_row(store))

    shown = bill_detail(bill.pk)

    assert (shown.bill.says, shown.bill.error_code) == ("declined; it will be tried again", "CARD_DECLINED")
    assert [(one.number, one.decline) for one in shown.charges] == [(1, "soft")]


def test_bills_whose_task_was_called_off_are_noted_as_left(store: Store) -> None:
    contract: Contract = contract_row(store)
    bill = bill_row(contract)
    Task.objects.update(state="cancelled", outcome="stopped", wait_reason="", wake_at=None)

    assert bill_detail(bill.pk).bill.state == BillState.LEFT
    assert note_called_off(store) == 1
    assert note_called_off(store) == 0
    assert "called off by a person" in Notice.objects.get(kind="billing_ended").words


def test_a_wish_for_a_bill_whose_task_was_called_off_begins_it_anew(store: Store) -> None:
    bill = bill_row(contract_row(store))
    switch_billing(store, on=True)
    cancel_task(bill.task_id, reason="she pays by cheque")

    wish_bill(bill.pk, BillWish.CHARGE, by="boss")

    assert note_called_off(store) == 0
    assert Bill.objects.get().wish == BillWish.CHARGE
    assert Task.objects.get(pk=bill.task_id).state == TaskState.PENDING


def test_a_wish_is_later_than_the_wish_to_call_off_a_task_that_runs(store: Store) -> None:
    bill = bill_row(contract_row(store))
    switch_billing(store, on=True)
    Task.objects.update(state="running", wait_reason="", wake_at=None, lease_owner="w", lease_until=now())
    cancel_task(bill.task_id, reason="she pays by cheque")

    wish_bill(bill.pk, BillWish.CHARGE, by="boss")

    assert not Task.objects.get(pk=bill.task_id).cancel_requested


def test_a_bill_that_was_called_off_with_its_store_opens_again(store: Store) -> None:
    bill_row(contract_row(store))
    uninstall_by_hand(store)

    note_called_off(store)

    assert Bill.objects.get().state == BillState.STOPPED


@pytest.mark.parametrize("state", ["pending", "challenged"])
def test_a_payment_under_way_is_not_called_off_with_its_store(store: Store, state: str) -> None:
    bill = bill_row(contract_row(store), state=state)

    uninstall_by_hand(store)
    note_called_off(store)

    task = Task.objects.get(pk=bill.task_id)
    assert (task.state, task.cancel_requested) == ("pending", False)
    assert Bill.objects.get().state == state


def test_what_a_person_wants_while_a_bill_is_being_settled_is_not_lost(store: Store) -> None:
    read_before = bill_row(contract_row(store))
    switch_billing(store, on=True)
    wish_bill(read_before.pk, BillWish.CHARGE, by="boss")

    with transaction.atomic():
        settled = settle_bill(read_before, End(BillState.FAILED, "Every try has failed."))
    hold_bill(read_before, Hold(BillState.HELD, WaitReason.OTHER_CHANGE, now(), "It waits."))

    bill = Bill.objects.get()
    assert not settled
    assert (bill.state, bill.wish, bill.settled_at) == (BillState.HELD, "charge", None)
