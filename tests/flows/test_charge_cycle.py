"""Due cycles charged in the sandbox: once, whatever happens on the way."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from backhaul.core.billing_policy import EndOfDunning
from backhaul.core.bills import BillState, BillWish
from backhaul.core.tasks import TaskState
from backhaul.flows.bank_link import bank_link_of
from backhaul.flows.clock import now
from backhaul.flows.mend_tasks import mend_tasks
from backhaul.flows.read_contract import read_contract
from backhaul.flows.steer_bills import wish_bill
from backhaul.models import Bill, Charge, Contract, Intent, Notice, SalesOrder, Task
from tests.support.billing import (
    attempts_in,
    bill_all,
    bill_of,
    subscriber,
    switched_on,
    until_due,
)
from tests.support.payments import Calendar
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending

SKIP = """mutation S($id: ID!, $index: Int!) { subscriptionBillingCycleSkip(
 billingCycleInput: {contractId: $id, selector: {index: $index}}) { userErrors { message } } }"""
LETTER = "customerPaymentMethodSendUpdateEmail"
UNSKIP = SKIP.replace("CycleSkip", "CycleUnskip")


def to_come(shop: Shop, *endings: dict[str, Any] | str, **more: Any) -> None:
    shop.sandbox.control("billing", next=list(endings), **more)


def declined(code: str) -> dict[str, Any]:
    return {"outcome": "failure", "error_code": code}


def keys_of(shop: Shop, contract: Contract) -> list[str]:
    return [one["key"] for one in attempts_in(shop, contract)]


def test_nothing_is_charged_before_billing_is_switched_on(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(shop)
    until_due(calendar, contract)

    said = bill_all(shop)

    assert said == "billing is switched off"
    assert attempts_in(shop, contract) == []


def test_a_due_cycle_is_charged_once_and_its_order_is_mirrored(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    cycle = until_due(calendar, contract)

    bill_all(shop)
    bill_all(shop)

    (attempt,) = attempts_in(shop, contract)
    bill = bill_of(contract)
    assert (bill.state, bill.cycle_index, bill.task.outcome) == (BillState.CHARGED, cycle.index, "charged")
    assert bill.order_gid == attempt["order"]
    order = SalesOrder.objects.get(gid=attempt["order"], contracts__contract=contract)
    assert (bill.amount, bill.currency) == (order.total_presentment, order.presentment_currency)
    assert Charge.objects.get().idempotency_key == attempt["key"]
    assert contract.cycles.get(index=cycle.index).status == "BILLED"


def test_a_cycle_is_not_charged_before_its_day(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract, days=-2)

    bill_all(shop)

    assert attempts_in(shop, contract) == []
    assert not Bill.objects.exists()


def test_two_cycles_in_a_row_are_charged_a_month_apart(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    for _ in range(2):
        until_due(calendar, contract)
        bill_all(shop)

    assert [one["cycle"] for one in attempts_in(shop, contract)] == [1, 2]
    assert [bill.state for bill in Bill.objects.order_by("cycle_index")] == [BillState.CHARGED] * 2


def test_a_payment_that_takes_days_is_waited_for(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.control("billing", delay="P3D")

    bill_all(shop)
    pending = bill_of(contract)
    calendar.advance(days=3, hours=2)
    mend_tasks()
    run_pending()

    assert (pending.state, pending.task.wait_reason) == (BillState.PENDING, "billing")
    assert bill_of(contract).state == BillState.CHARGED
    assert len(attempts_in(shop, contract)) == 1


def test_a_soft_decline_is_tried_again_by_the_plan_and_then_charged(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop, retry_days=[3, 7]))
    until_due(calendar, contract)
    to_come(shop, declined("CARD_DECLINED"), declined("DO_NOT_HONOR"))

    bill_all(shop)
    first = bill_of(contract)
    calendar.advance(days=3)
    run_pending()
    calendar.advance(days=4)
    run_pending()

    assert (first.state, first.error_code) == (BillState.RETRYING, "CARD_DECLINED")
    assert first.next_try_at is not None
    assert timedelta(days=2) < first.next_try_at - now() + timedelta(days=7) < timedelta(days=4)
    assert bill_of(contract).state == BillState.CHARGED
    assert len(set(keys_of(shop, contract))) == 3


def test_when_every_try_has_failed_the_merchant_is_told_and_nothing_more_is_tried(
    shop: Shop, calendar: Calendar
) -> None:
    contract = subscriber(switched_on(shop, retry_days=[2]))
    until_due(calendar, contract)
    to_come(shop, declined("CARD_DECLINED"), declined("CARD_DECLINED"))

    bill_all(shop)
    calendar.advance(days=2)
    run_pending()
    calendar.advance(days=2)
    bill_all(shop)

    bill = bill_of(contract)
    assert (bill.state, bill.task.state, bill.task.outcome) == (BillState.FAILED, "succeeded", "not_charged")
    assert len(attempts_in(shop, contract)) == 2
    told = set(Notice.objects.values_list("kind", "recipient"))
    assert {("billing_failed", "merchant"), ("billing_failed", "customer"), ("billing_ended", "merchant")} <= told


def test_at_the_end_of_dunning_the_policy_pauses_the_subscription(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop, retry_days=[], at_end=EndOfDunning.PAUSE))
    until_due(calendar, contract)
    to_come(shop, declined("CARD_DECLINED"))

    bill_all(shop)

    contract.refresh_from_db()
    assert (bill_of(contract).state, contract.status) == (BillState.FAILED, "PAUSED")


def test_a_lost_reply_is_read_back_by_the_key_and_never_charged_twice(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.faults({"operation": "subscriptionBillingAttemptCreate", "kind": "500_after", "nth": 1})

    bill_all(shop)
    lost = Task.objects.get(bill__contract=contract)
    let_lost_replies_be_old()
    calendar.advance(hours=1)
    run_pending()

    assert lost.wait_reason == "read_back"
    assert bill_of(contract).state == BillState.CHARGED
    assert len(attempts_in(shop, contract)) == 1
    assert Intent.objects.get(operation="subscriptionBillingAttemptCreate").settled_by == "read_back"


def test_a_call_that_never_arrived_is_sent_again_under_the_same_key(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.faults({"operation": "subscriptionBillingAttemptCreate", "kind": "500_before", "nth": 1})

    bill_all(shop)
    let_lost_replies_be_old()
    calendar.advance(hours=1)
    run_pending()

    sent = Intent.objects.filter(operation="subscriptionBillingAttemptCreate")
    assert [one.state for one in sent] == ["absent", "done"]
    assert len({one.idempotency_key for one in sent}) == 1
    assert len(attempts_in(shop, contract)) == 1


def test_what_somebody_else_has_charged_is_not_charged_again(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    cycle = until_due(calendar, contract)
    shop.sandbox.control("billing", do="charge", contract=contract.gid, cycle=cycle.index)

    bill_all(shop)

    assert len(attempts_in(shop, contract)) == 1
    assert bill_of(contract).state == BillState.CHARGED_ELSEWHERE


def test_a_cycle_skipped_meanwhile_is_not_charged_and_is_charged_when_it_is_no_longer_skipped(
    shop: Shop, calendar: Calendar
) -> None:
    contract = subscriber(switched_on(shop))
    cycle = until_due(calendar, contract)
    shop.sandbox.graphql(SKIP, id=contract.gid, index=cycle.index)

    bill_all(shop)
    skipped = bill_of(contract)
    shop.sandbox.graphql(UNSKIP, id=contract.gid, index=cycle.index)
    read_contract(shop.store, contract.gid)
    bill_all(shop)

    assert skipped.state == BillState.SKIPPED
    assert bill_of(contract).state == BillState.CHARGED


def test_a_paused_subscription_is_not_charged(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.graphql(
        "mutation P($id: ID!) { subscriptionContractPause(subscriptionContractId: $id) { userErrors { message } } }",
        id=contract.gid,
    )

    bill_all(shop)

    assert attempts_in(shop, contract) == []
    assert bill_of(contract).state == BillState.STOPPED


def test_what_is_long_overdue_is_a_persons_decision(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop, overdue_days=7))
    until_due(calendar, contract, days=8)

    bill_all(shop)

    bill = bill_of(contract)
    assert (bill.state, bill.task.state) == (BillState.ASKS, TaskState.NEEDS_ATTENTION)
    assert attempts_in(shop, contract) == []
    assert [one["name"] for one in Notice.objects.get(kind="billing_asks").options] == [
        "charge_cycle",
        "skip_cycle",
        "leave_cycle",
    ]


def test_what_was_due_before_billing_was_switched_on_is_left_alone(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(shop)
    until_due(calendar, contract, days=1)
    switched_on(shop)

    bill_all(shop)

    assert not Bill.objects.exists()
    assert attempts_in(shop, contract) == []


def test_a_bill_is_settled_behind_its_questions_as_a_person_decides_them(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract, days=8)
    bill_all(shop)
    wish_bill(bill_of(contract).pk, BillWish.LEAVE, by="boss")

    with CaptureQueriesContext(connection) as seen:
        run_pending()

    locks = [one["sql"] for one in seen if "FOR NO KEY UPDATE" in one["sql"]]
    of_notices = [place for place, sql in enumerate(locks) if 'FROM "backhaul_notice"' in sql]
    of_bills = [place for place, sql in enumerate(locks) if 'FROM "backhaul_bill"' in sql]
    assert bill_of(contract).state == BillState.LEFT
    assert min(of_notices) < min(of_bills)


def test_a_payment_challenge_is_passed_on_to_the_customer_and_then_succeeds(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    to_come(shop, "challenged")

    bill_all(shop)
    challenged = bill_of(contract)
    (attempt,) = attempts_in(shop, contract)
    link = bank_link_of(Notice.objects.get(kind="payment_challenge", recipient="customer"))
    shop.sandbox.control("billing", do="answer", attempt=attempt["id"], outcome="success")
    calendar.advance(hours=2)
    run_pending()

    told = {one.recipient: one.words for one in Notice.objects.filter(kind="payment_challenge")}
    assert challenged.state == BillState.CHALLENGED
    assert link == attempt["next_action_url"]
    assert link not in told["customer"] + told["merchant"]
    assert bill_of(contract).state == BillState.CHARGED


def test_a_dead_card_is_not_tried_again_and_another_one_is_asked_for(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop, retry_days=[3, 10]))
    until_due(calendar, contract)
    to_come(shop, declined("EXPIRED_CARD"))

    bill_all(shop)
    calendar.advance(days=4)
    run_pending()

    asked = Intent.objects.filter(operation=LETTER, state="done")
    assert bill_of(contract).state == BillState.WAITS_FOR_CARD
    assert len(attempts_in(shop, contract)) == 1
    assert asked.count() == 1


def test_a_letter_that_cannot_be_sent_does_not_keep_the_plan_from_its_end(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop, retry_days=[3]))
    until_due(calendar, contract)
    to_come(shop, declined("EXPIRED_CARD"))
    shop.sandbox.faults({"operation": LETTER, "nth": 1, "kind": "500_before"})

    bill_all(shop)
    let_lost_replies_be_old()
    calendar.advance(days=1)
    run_pending()
    calendar.advance(days=3)
    run_pending()

    assert bill_of(contract).state == BillState.FAILED
    assert [one.state for one in Intent.objects.filter(operation=LETTER).order_by("created_at")] == ["absent", "done"]
