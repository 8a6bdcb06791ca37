"""A change to a subscription: previewed, confirmed, carried out on both sides, and finished."""

import pytest
from django.db import transaction

from backhaul.core.change_errors import ChangeUnderWay, PlanOutdated
from backhaul.core.contract_changes import ChangeState
from backhaul.core.errors import MoreThanOutstanding
from backhaul.core.subscription_policies import LastOrderPolicy, RemainingPolicy
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from backhaul.core.wanted_changes import Actor, Cancel, ChangeAddress, ChangeNote, GivenAddress
from backhaul.flows.finish_change import tick_step
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.steer_tasks import FinishStays, cancel_task
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.flows.want_change import ChangeWish, want_change
from backhaul.jobs.runner import run_task
from backhaul.models import Change, ChangeStep, Contract, Notice, Task
from tests.support.credits import refunds
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import each_time, order_of, shown_contract, shown_order, subscribe

MOVED = ChangeWish(
    ChangeAddress(GivenAddress(city="Moncton", zip="E1C 1A1", province_code="NB")), Actor.MERCHANT, "ada"
)
NOTED = ChangeWish(ChangeNote("Ring twice"), Actor.MERCHANT, "ada")


def begin(contract: Contract, wish: ChangeWish) -> Change:
    preview = preview_change(contract, wish)
    return confirm_change(contract, wish, fingerprint=preview.plan.fingerprint)


def test_a_preview_writes_nothing_and_is_the_same_again(shop: Shop) -> None:
    contract = subscribe(shop)

    first, second = preview_change(contract, MOVED), preview_change(contract, MOVED)

    assert first.plan == second.plan
    assert [step.side for step in first.plan.steps] == ["contract", "order"]
    assert not Change.objects.exists()
    assert shown_contract(shop, contract)["deliveryMethod"]["address"]["city"] == "Halifax"


def test_another_address_goes_to_the_contract_and_to_the_paid_order(shop: Shop) -> None:
    contract = subscribe(shop)

    change = begin(contract, MOVED)
    run_pending()

    change.refresh_from_db()
    assert (change.state, change.words) == (ChangeState.DONE, "Everything is done.")
    assert shown_contract(shop, contract)["deliveryMethod"]["address"] == {"city": "Moncton", "zip": "E1C 1A1"}
    assert shown_order(shop, order_of(contract))["shippingAddress"] == {"city": "Moncton", "zip": "E1C 1A1"}


def test_what_has_changed_since_the_preview_is_planned_anew_and_shown(shop: Shop) -> None:
    contract = subscribe(shop)
    preview = preview_change(contract, MOVED)
    fulfillment_order = shown_order(shop, order_of(contract))["fulfillmentOrders"]["nodes"][0]
    shop.sandbox.control(
        "contracts", order=order_of(contract).gid, do="fulfil", fulfillment_order=fulfillment_order["id"]
    )

    with pytest.raises(PlanOutdated) as caught:
        confirm_change(contract, MOVED, fingerprint=preview.plan.fingerprint)

    assert caught.value.data["preview"]
    assert not Change.objects.exists()
    assert not ChangeStep.objects.exists()


def test_a_second_change_is_refused_while_one_is_under_way(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    first = begin(contract, MOVED)

    with pytest.raises(ChangeUnderWay) as caught:
        begin(contract, NOTED)

    assert caught.value.data["change"] == first.pk
    assert Change.objects.count() == 1


def test_a_change_that_a_policy_asks_for_waits_for_the_one_under_way_and_follows_it(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    first = begin(contract, NOTED)
    with transaction.atomic():
        wanted = want_change(contract, ChangeWish(Cancel(), Actor.BACKHAUL, "policy"), key="test")

    run_task(wanted.pk)
    waits = Task.objects.get(pk=wanted.pk)
    assert (waits.state, waits.wait_reason) == (TaskState.WAITING, WaitReason.OTHER_CHANGE)
    run_pending()

    first.refresh_from_db()
    assert first.state == ChangeState.DONE
    assert Task.objects.get(pk=wanted.pk).outcome == OutcomeName.CHANGE_BEGUN
    assert shown_contract(shop, contract)["status"] == "CANCELLED"


def test_the_same_wish_is_carried_out_once(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    for _ in range(2):
        with transaction.atomic():
            want_change(contract, ChangeWish(Cancel(), Actor.BACKHAUL, "policy"), key="test")

    run_pending()

    assert Change.objects.count() == 1


def test_a_step_in_another_app_is_shown_and_ticked_off_when_the_mirror_sees_it_done(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop), contract_app=4711)
    change = begin(contract, NOTED)
    run_pending()
    assert change.steps.get(side="app").task is None
    finish = Task.objects.get(kind="finish_change")
    assert finish.wait_reason == WaitReason.OTHER_APP

    shop.sandbox.control("contracts", contract=contract.gid, do="update", input={"note": "Ring twice"})
    preview_change(contract, NOTED)
    run_pending()

    change.refresh_from_db()
    assert change.state == ChangeState.DONE
    assert not Notice.objects.filter(kind="change_not_done").exists()


def test_the_task_that_ends_a_change_cannot_be_called_off(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop), contract_app=4711)
    begin(contract, NOTED)
    run_pending()

    with pytest.raises(FinishStays):
        cancel_task(Task.objects.get(kind="finish_change").pk, reason="No more.")

    assert Change.objects.get().state == ChangeState.UNDER_WAY


def test_a_change_ends_with_the_store_and_the_next_one_is_not_kept_waiting(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop), contract_app=4711)
    begin(contract, NOTED)
    run_pending()

    uninstall_by_hand(shop.store)

    assert Change.objects.get().state == ChangeState.CALLED_OFF


def test_an_order_that_is_being_cancelled_cannot_be_posted_as_shipped(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    begin(contract, ChangeWish(Cancel(last_order=LastOrderPolicy.CANCEL_ORDER), Actor.MERCHANT, "ada"))

    with pytest.raises(MoreThanOutstanding):
        shop.ship(order_of(contract), "S-1", coffee=1)

    run_pending()
    assert shown_order(shop, order_of(contract))["cancelledAt"]


def test_a_refund_waits_until_the_other_app_has_cancelled(shop: Shop) -> None:
    contract = subscribe(shop, contract_app=4711)
    change = begin(contract, ChangeWish(Cancel(remaining=RemainingPolicy.REFUND_REMAINING), Actor.MERCHANT, "ada"))
    run_pending()
    refunding = Task.objects.get(change_step__change=change, change_step__side="order")
    meanwhile = refunds(shop, order_of(contract)), refunding.wait_reason

    shop.sandbox.control("contracts", contract=contract.gid, do="cancel", actor="CUSTOMER")
    preview_change(contract, NOTED)
    run_pending()

    change.refresh_from_db()
    assert meanwhile == ([], WaitReason.OTHER_APP)
    assert change.state == ChangeState.DONE
    assert len(refunds(shop, order_of(contract))) == 1


def test_a_refund_goes_on_when_a_person_says_that_the_other_app_has_cancelled(shop: Shop) -> None:
    contract = subscribe(shop, contract_app=4711)
    change = begin(contract, ChangeWish(Cancel(remaining=RemainingPolicy.REFUND_REMAINING), Actor.MERCHANT, "ada"))
    run_pending()

    tick_step(change.steps.get(side="app").pk, by="ada")
    run_pending()

    assert len(refunds(shop, order_of(contract))) == 1
