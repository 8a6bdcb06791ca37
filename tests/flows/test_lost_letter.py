"""The answer to a letter that asks a customer for another way to pay was lost: that keeps nothing else back."""

import pytest

from backhaul.core.bills import BillState
from backhaul.core.contract_changes import ChangeState
from backhaul.core.tasks import TaskState
from backhaul.flows.choose import resolve_intent
from backhaul.flows.customer_changes import standing_of
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.mend_tasks import mend_tasks
from backhaul.flows.read_contract import read_contract
from backhaul.flows.steer_bills import ask_for_card
from backhaul.models import Change, Contract, Intent, Notice, Task
from tests.support.billing import bill_all, bill_of, subscriber, switched_on, until_due
from tests.support.payments import Calendar
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending, wake_all

LETTER = "customerPaymentMethodSendUpdateEmail"


@pytest.fixture
def asked_for(shop: Shop, calendar: Calendar) -> Contract:
    """A subscription whose card has failed, and the merchant's letter about it, whose answer was just lost."""
    contract = subscriber(switched_on(shop, asks_for_card=False))
    until_due(calendar, contract)
    shop.sandbox.control("billing", next={"outcome": "failure", "error_code": "EXPIRED_CARD"})
    bill_all(shop)
    shop.sandbox.faults({"operation": LETTER, "nth": 1, "kind": "500_before"})
    ask_for_card(bill_of(contract).pk, by="ada")
    run_pending()
    return contract


@pytest.fixture
def contract(asked_for: Contract) -> Contract:
    """That subscription, when nothing has shown whether the letter went. Asked by the merchant alone."""
    let_lost_replies_be_old()
    wake_all()
    run_pending()
    return asked_for


def asked() -> Notice:
    return Notice.objects.get(kind="change_not_done")


def test_the_merchant_is_asked_and_the_letter_is_not_sent_again_by_itself(contract: Contract) -> None:
    change = Change.objects.get()

    assert (change.state, bool(change.settled_at)) == (ChangeState.DONE_IN_PART, True)
    assert "does not show whether it has written to the customer" in asked().words
    assert [one["label"] for one in asked().options] == ["Ask once more", "Leave it"]
    assert [one.state for one in Intent.objects.filter(operation=LETTER)] == ["absent"]


def test_the_customer_may_change_something_and_another_card_is_charged(
    shop: Shop, calendar: Calendar, contract: Contract
) -> None:
    shop.sandbox.control(
        "contracts", contract=contract.gid, do="change_payment_method", payment_method={"last_digits": "4444"}
    )
    read_contract(shop.store, contract.gid)
    calendar.advance(hours=7)
    mend_tasks()
    run_pending()

    assert not standing_of(contract).is_changing
    assert bill_of(contract).state == BillState.CHARGED


def test_the_merchant_may_have_it_sent_once_more(shop: Shop, contract: Contract) -> None:
    decide_notice(asked().pk, "plan_anew", by="ada")
    run_pending()

    assert [one.state for one in Intent.objects.filter(operation=LETTER).order_by("created_at")] == ["absent", "done"]
    assert [one.state for one in Change.objects.order_by("created_at")] == ["done_in_part", "done"]


def test_what_a_person_has_said_of_a_letter_is_not_asked_again(asked_for: Contract) -> None:
    """An earlier release left it to a person to say whether the letter went."""
    lost = Intent.objects.get(operation=LETTER)
    Intent.objects.filter(pk=lost.pk).update(state=Intent.State.UNSURE)
    Task.objects.filter(pk=lost.task_id).update(state=TaskState.NEEDS_ATTENTION, wait_reason="", wake_at=None)

    resolve_intent(lost.pk, effect_gid=None)
    run_pending()

    assert [one.state for one in Intent.objects.filter(operation=LETTER).order_by("created_at")] == ["absent", "done"]
    assert not Notice.objects.filter(kind="change_not_done").exists()
    assert Change.objects.get().state == ChangeState.DONE
