"""What happened elsewhere to a subscription or its orders is told once, and policies are followed by a task."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from backhaul.core.cancellation import CANCEL_CONTRACT, KEEP_CONTRACT, REFUND_REMAINING, SHIP_REMAINING
from backhaul.core.change_steps import Side, StepKind
from backhaul.core.subscription_policies import ContractPolicy, LastOrderPolicy, RemainingPolicy
from backhaul.core.wanted_changes import Actor, Cancel, ChangeKind
from backhaul.flows.aftermath import TELL_OF_END, see_to_aftermath
from backhaul.flows.clock import now
from backhaul.flows.contract_facts import contract_of
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.mirror_contract import apply_contract
from backhaul.flows.steer_tasks import retry_task
from backhaul.flows.subscription_policies import SubscriptionChoices, set_subscription_policies
from backhaul.flows.want_change import PLAN_CHANGE, wish_of
from backhaul.jobs.runner import run_task
from backhaul.models import Contract, Intent, Notice, OrderRefund, SalesOrder, Store, Task
from tests.support.contract_rows import change_row, contract_row, delivery_of, order_of_contract
from tests.support.rows import LONG_AGO, order_row

AFTER = LONG_AGO + timedelta(days=1)
BEFORE = LONG_AGO - timedelta(days=1)


@pytest.fixture
def order(store: Store) -> SalesOrder:
    return order_row(store)


@pytest.fixture
def contract(store: Store, order: SalesOrder) -> Contract:
    """A contract whose only order is paid and not shipped."""
    made = contract_row(store)
    order_of_contract(made, order)
    delivery_of(made, order)
    return made


def look(contract: Contract) -> None:
    with transaction.atomic():
        see_to_aftermath(Contract.objects.select_related("store").get(pk=contract.pk))


def refund_row(order: SalesOrder, amount: str, *, number: int = 1) -> OrderRefund:
    return OrderRefund.objects.create(
        order=order,
        gid=f"gid://shopify/Refund/{number}",
        total_shop=Decimal(amount),
        total_presentment=Decimal(amount),
        transaction_gids=[f"gid://shopify/OrderTransaction/{number}"],
        shopify_created_at=AFTER,
        shopify_updated_at=AFTER,
    )


def intent_row(order: SalesOrder, operation: str, **given: object) -> Intent:
    task = Task.objects.create(
        store=order.store,
        order=order,
        kind="give_back",
        unique_key="give_back:1",
        serial_key="x",
        state="succeeded",
        outcome="refunded",
        created_at=AFTER,
    )
    values: dict[str, object] = {
        "subject_gid": order.gid,
        "fencing": 1,
        "step": "refund",
        "operation": operation,
        "variables": {},
        "state": Intent.State.DONE,
        "settled_at": AFTER,
        "created_at": AFTER,
        "send_before": AFTER,
        "readable_after": AFTER,
    }
    return Intent.objects.create(store=order.store, task=task, **{**values, **given})


def cancel_in_shopify(order: SalesOrder) -> None:
    SalesOrder.objects.filter(pk=order.pk).update(cancelled_at=AFTER)


def test_nothing_is_told_while_nothing_has_happened(contract: Contract) -> None:
    look(contract)

    assert not Notice.objects.exists()


def test_the_merchant_is_told_once_that_the_contract_of_a_cancelled_order_goes_on(
    contract: Contract, order: SalesOrder
) -> None:
    cancel_in_shopify(order)

    look(contract)
    look(contract)

    notice = Notice.objects.get()
    assert notice.words.startswith("Order #1001 was cancelled. Its subscription 5001 is still ACTIVE")
    assert [option["name"] for option in notice.options] == [CANCEL_CONTRACT, KEEP_CONTRACT]
    assert (notice.contract, notice.order) == (contract, order)
    assert not Task.objects.filter(kind=PLAN_CHANGE).exists()


def test_a_policy_has_the_contract_of_a_cancelled_order_cancelled_by_one_task(
    contract: Contract, order: SalesOrder, store: Store
) -> None:
    set_subscription_policies(store, SubscriptionChoices(order_cancelled=ContractPolicy.CANCEL_CONTRACT))
    cancel_in_shopify(order)

    look(contract)
    look(contract)

    meant, wish = wish_of(Task.objects.get(kind=PLAN_CHANGE))
    assert (meant, wish.wanted, wish.actor) == (contract, Cancel(), Actor.BACKHAUL)


def test_orders_cancelled_before_the_store_was_connected_are_history(contract: Contract, order: SalesOrder) -> None:
    SalesOrder.objects.filter(pk=order.pk).update(cancelled_at=BEFORE)

    look(contract)

    assert not Notice.objects.exists()


def test_a_refund_of_a_part_is_told_and_changes_nothing(contract: Contract, order: SalesOrder, store: Store) -> None:
    set_subscription_policies(store, SubscriptionChoices(fully_refunded=ContractPolicy.CANCEL_CONTRACT))
    refund_row(order, "2.50")

    look(contract)

    assert Notice.objects.get().words.startswith("2.50 EUR of order #1001 was refunded in Shopify. Its subscription")
    assert not Task.objects.filter(kind=PLAN_CHANGE).exists()


def test_refunds_that_add_up_to_everything_follow_the_policy(
    contract: Contract, order: SalesOrder, store: Store
) -> None:
    set_subscription_policies(store, SubscriptionChoices(fully_refunded=ContractPolicy.CANCEL_CONTRACT))
    refund_row(order, "2.50")
    look(contract)
    refund_row(order, "10.00", number=2)

    look(contract)

    assert wish_of(Task.objects.get(kind=PLAN_CHANGE))[1].wanted == Cancel()
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("received", [None, Decimal(0)])
def test_an_order_of_which_no_money_is_known_is_never_refunded_in_full(
    contract: Contract, order: SalesOrder, store: Store, received: Decimal | None
) -> None:
    set_subscription_policies(store, SubscriptionChoices(fully_refunded=ContractPolicy.CANCEL_CONTRACT))
    SalesOrder.objects.filter(pk=order.pk).update(total_presentment=received)
    refund_row(order, "0.00")

    look(contract)

    assert "which is all of it" not in Notice.objects.get().words
    assert not Task.objects.filter(kind=PLAN_CHANGE).exists()


def test_a_refund_that_we_made_is_not_told_as_somebody_elses(contract: Contract, order: SalesOrder) -> None:
    refund = refund_row(order, "2.50")
    intent_row(order, "refundCreate", effect_gids=[refund.transaction_gids[0]])

    look(contract)

    assert not Notice.objects.exists()


def test_while_the_reply_to_our_own_refund_is_awaited_nobody_is_told_of_a_new_one(
    contract: Contract, order: SalesOrder
) -> None:
    refund_row(order, "2.50")
    intent_row(order, "refundCreate", state=Intent.State.OPEN, settled_at=None)

    look(contract)

    assert not Notice.objects.exists()


def test_the_end_of_a_contract_is_told_to_the_merchant_and_the_customer(contract: Contract) -> None:
    Contract.objects.filter(pk=contract.pk).update(status="CANCELLED", shopify_updated_at=AFTER)

    look(contract)
    look(contract)

    assert sorted(Notice.objects.values_list("recipient", flat=True)) == ["customer", "merchant"]
    merchant = Notice.objects.get(recipient="merchant")
    assert merchant.words.startswith("Subscription 5001 was cancelled outside of Backhaul. Its order #1001 is paid")


def test_paid_deliveries_of_a_cancelled_prepaid_contract_are_refunded_where_the_policy_says_so(
    contract: Contract, store: Store
) -> None:
    set_subscription_policies(store, SubscriptionChoices(prepaid_cancelled=RemainingPolicy.REFUND_REMAINING))
    Contract.objects.filter(pk=contract.pk).update(status="CANCELLED", shopify_updated_at=AFTER, is_prepaid=True)

    look(contract)

    assert wish_of(Task.objects.get(kind=PLAN_CHANGE))[1].wanted == Cancel(remaining=RemainingPolicy.REFUND_REMAINING)


def test_a_contract_that_ended_before_the_store_was_connected_is_history(contract: Contract) -> None:
    Contract.objects.filter(pk=contract.pk).update(
        status="CANCELLED", shopify_created_at=BEFORE, shopify_updated_at=BEFORE
    )

    look(contract)

    assert not Notice.objects.exists()


def test_a_cancellation_that_may_be_history_is_asked_about_and_the_policy_does_nothing(
    contract: Contract, store: Store
) -> None:
    set_subscription_policies(store, SubscriptionChoices(prepaid_cancelled=RemainingPolicy.REFUND_REMAINING))
    Contract.objects.filter(pk=contract.pk).update(
        status="CANCELLED", shopify_created_at=BEFORE, shopify_updated_at=AFTER, is_prepaid=True
    )

    look(contract)

    notice = Notice.objects.get()
    assert [option["name"] for option in notice.options] == [SHIP_REMAINING, REFUND_REMAINING]
    assert (notice.recipient, "By your policy" in notice.words) == ("merchant", False)
    assert not Task.objects.filter(kind=PLAN_CHANGE).exists()


def test_the_policy_is_followed_where_the_mirror_has_held_the_contract_before_it_was_cancelled(
    contract: Contract, order: SalesOrder, store: Store
) -> None:
    set_subscription_policies(store, SubscriptionChoices(last_order=LastOrderPolicy.CANCEL_ORDER))
    Contract.objects.filter(pk=contract.pk).update(shopify_created_at=BEFORE, content={"status": "ACTIVE"})
    order.lines.update(contract_gid=contract.gid)
    contract.refresh_from_db()
    read = replace(contract_of(contract), status="CANCELLED", updated_at=AFTER)

    apply_contract(store, read, read_started_at=AFTER)

    assert wish_of(Task.objects.get(kind=PLAN_CHANGE))[1].wanted == Cancel(last_order=LastOrderPolicy.CANCEL_ORDER)


def test_what_was_chosen_with_a_cancellation_in_another_app_is_not_overruled_by_the_policy(
    contract: Contract, store: Store
) -> None:
    set_subscription_policies(store, SubscriptionChoices(last_order=LastOrderPolicy.CANCEL_ORDER))
    change = change_row(contract)
    change.kind, change.wanted = ChangeKind.CANCEL, {"kind": "cancel", "last_order": "ship_order"}
    change.save()
    change.steps.update(kind=StepKind.SET_STATUS, params={"status": "CANCELLED"})
    Contract.objects.filter(pk=contract.pk).update(status="CANCELLED", shopify_updated_at=AFTER)

    look(contract)

    words = "Subscription 5001 was cancelled by a member of staff. Its order #1001 is paid and not shipped yet."
    assert Notice.objects.get(recipient="merchant").words == words
    assert not Task.objects.filter(kind=PLAN_CHANGE).exists()


def cancelled_before_its_order_was_read(contract: Contract, store: Store) -> None:
    set_subscription_policies(store, SubscriptionChoices(last_order=LastOrderPolicy.CANCEL_ORDER))
    Contract.objects.filter(pk=contract.pk).update(status="CANCELLED", shopify_updated_at=AFTER)
    contract.orders.update(order=None)
    contract.deliveries.update(order=None, state="unbilled")
    look(contract)


def test_a_cancellation_is_told_only_when_the_orders_are_known_so_that_the_policy_is_not_lost(
    contract: Contract, order: SalesOrder, store: Store
) -> None:
    cancelled_before_its_order_was_read(contract, store)
    assert not Notice.objects.exists()
    contract.orders.update(order=order)
    contract.deliveries.update(order=order, state="billed_unshipped")

    look(contract)

    assert "By your policy it is cancelled and refunded." in Notice.objects.get(recipient="merchant").words
    assert wish_of(Task.objects.get(kind=PLAN_CHANGE))[1].wanted == Cancel(last_order=LastOrderPolicy.CANCEL_ORDER)


def test_a_cancellation_is_told_after_a_day_even_if_an_order_never_becomes_known(
    contract: Contract, store: Store
) -> None:
    cancelled_before_its_order_was_read(contract, store)
    task = Task.objects.get(kind=TELL_OF_END)
    run_task(task.pk)
    task.refresh_from_db()
    assert (task.state, task.wait_reason, Notice.objects.count()) == ("waiting", "orders_unknown", 0)
    Task.objects.update(created_at=now() - timedelta(days=1))

    retry_task(task.pk)
    run_task(task.pk)

    merchant = Notice.objects.get(recipient="merchant")
    assert merchant.words.endswith("What is left to ship of 1 order is not known: see Shopify.")


def step_by_task(contract: Contract, order: SalesOrder, kind: StepKind, *, operation: str, state: str) -> None:
    """A step of a cancellation whose call has come to this."""
    change = change_row(contract)
    change.steps.update(
        side=Side.ORDER,
        kind=kind,
        order=order,
        params={"status": "CANCELLED"},
        task=intent_row(order, operation, state=state).task,
    )


@pytest.mark.parametrize(("state", "told"), [("rejected", 1), ("absent", 1), ("done", 0), ("unsure", 0)])
def test_a_cancelled_order_counts_as_ours_only_if_our_call_may_have_done_it(
    contract: Contract, order: SalesOrder, state: str, told: int
) -> None:
    step_by_task(contract, order, StepKind.CANCEL_ORDER, operation="orderCancel", state=state)
    cancel_in_shopify(order)

    look(contract)

    assert Notice.objects.count() == told


@pytest.mark.parametrize(("state", "by"), [("rejected", "outside of Backhaul"), ("done", "by a member of staff")])
def test_a_cancelled_contract_counts_as_ours_only_if_our_call_may_have_done_it(
    contract: Contract, order: SalesOrder, state: str, by: str
) -> None:
    step_by_task(contract, order, StepKind.SET_STATUS, operation="subscriptionContractCancel", state=state)
    Contract.objects.filter(pk=contract.pk).update(status="CANCELLED", shopify_updated_at=AFTER)

    look(contract)

    assert f"was cancelled {by}." in Notice.objects.get(recipient="merchant").words


def test_whether_a_contract_is_cancelled_too_is_not_asked_any_more_once_it_has_ended(
    contract: Contract, order: SalesOrder
) -> None:
    cancel_in_shopify(order)
    look(contract)
    Contract.objects.filter(pk=contract.pk).update(status="EXPIRED")

    look(contract)

    notice = Notice.objects.get()
    assert notice.result == "Nothing is left to decide: the subscription has ended."
    assert (notice.decided_at, notice.decision) == (None, "")


def test_what_becomes_of_paid_goods_is_asked_until_they_have_left(contract: Contract) -> None:
    Contract.objects.filter(pk=contract.pk).update(status="CANCELLED", shopify_updated_at=AFTER)
    look(contract)
    asked = Notice.objects.exclude(options=[])
    contract.deliveries.update(state="billed_handed_over")
    look(contract)
    assert asked.get().result == ""
    contract.deliveries.update(state="shipped")

    look(contract)

    assert "is shipped, or was given back" in asked.get().result


def test_what_was_decided_keeps_what_came_of_it(contract: Contract, order: SalesOrder) -> None:
    cancel_in_shopify(order)
    look(contract)
    decided = decide_notice(Notice.objects.get().pk, KEEP_CONTRACT, by="ada")
    Contract.objects.filter(pk=contract.pk).update(status="EXPIRED")

    look(contract)

    assert Notice.objects.get().result == decided.result
