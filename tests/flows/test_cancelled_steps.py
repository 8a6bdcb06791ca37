"""Steps of a change that are called off after they have begun."""

from typing import Any

import pytest

from backhaul.core.change_steps import StepKind
from backhaul.flows import give_back_step
from backhaul.flows.post_credit_memo import PostedCredit, post_units_memo
from backhaul.flows.steer_tasks import cancel_task
from backhaul.jobs.runner import run_task
from backhaul.models import ChangeStep, PostedCreditMemo, SalesOrder, Task
from tests.support.change_steps import ending, order_step, task_of
from tests.support.credits import act_on, refunds
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending, state_of, wake_all
from tests.support.subscriptions import subscribe
from tests.support.unit_credits import give_units, prepaid


def giving_back(shop: Shop) -> tuple[SalesOrder, ChangeStep]:
    """A prepaid order, and a step that gives two of its units back."""
    contract = subscribe(shop)
    order = contract.orders.get().order
    assert order is not None
    units = {order.lines.get().gid: 2}
    return order, order_step(contract, order, StepKind.GIVE_BACK, units=units, restock="cancel")


def begin(step: ChangeStep) -> PostedCreditMemo:
    """Let the step post its credit memo, whose own task has not run yet."""
    others = Task.objects.exclude(pk=step.task_id).filter(state="pending")
    for task in [*others, task_of(step)]:
        run_task(task.pk)
    return PostedCreditMemo.objects.get()


def test_no_money_is_given_back_for_a_step_that_was_called_off(shop: Shop) -> None:
    order, step = giving_back(shop)
    memo = begin(step)
    begun = ending(step)

    cancel_task(task_of(step).pk, reason="The customer stays.")
    run_pending()

    assert begun == ("waiting", "waiting_until")
    assert ending(step) == ("cancelled", "stopped")
    assert state_of(memo.task) == ("cancelled", "stopped")
    assert refunds(shop, order) == []


def test_a_step_that_is_called_off_while_it_posts_gives_no_money_back(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, step = giving_back(shop)

    def post_and_be_called_off(*args: Any, **kwargs: Any) -> PostedCredit:
        posted = post_units_memo(*args, **kwargs)
        Task.objects.filter(pk=step.task_id).update(cancel_requested=True)
        return posted

    monkeypatch.setattr(give_back_step, "post_units_memo", post_and_be_called_off)
    run_pending()

    assert ending(step) == ("cancelled", "stopped")
    assert state_of(PostedCreditMemo.objects.get().task) == ("cancelled", "stopped")
    assert refunds(shop, order) == []


def test_a_step_ends_only_when_it_is_known_what_came_of_its_refund(shop: Shop) -> None:
    order, step = giving_back(shop)
    shop.sandbox.faults({"operation": "refundCreate", "nth": 1, "kind": "500_before"})
    run_pending()

    cancel_task(task_of(step).pk, reason="The customer stays.")
    wake_all()
    meanwhile = ending(step)
    let_lost_replies_be_old()
    wake_all()
    run_pending()

    assert meanwhile[0] in ("waiting", "pending")
    assert ending(step) == ("cancelled", "stopped")
    assert refunds(shop, order) == []


def test_what_turns_out_to_be_given_back_while_its_step_is_called_off_ends_as_given_back(shop: Shop) -> None:
    order, step = giving_back(shop)
    shop.sandbox.faults({"operation": "refundCreate", "nth": 1, "kind": "500_after"})
    run_pending()

    cancel_task(task_of(step).pk, reason="The customer stays.")
    let_lost_replies_be_old()
    for _ in range(2):
        wake_all()
        run_pending()

    assert state_of(PostedCreditMemo.objects.get().task) == ("succeeded", "refunded")
    assert ending(step) == ("succeeded", "changed")
    assert len(refunds(shop, order)) == 1


def test_money_that_is_on_its_way_is_waited_for_though_its_credit_memo_was_called_off(shop: Shop) -> None:
    order = prepaid(shop)
    act_on(shop, None, next_refund={"answer": "pending"})
    memo = give_units(order, units={"box": 2}).memo
    run_pending()
    begun = state_of(memo.task)

    cancel_task(memo.task.pk, reason="A mistake.")

    assert begun == ("waiting", "waiting_until")
    assert state_of(memo.task) == begun
