"""Units that a confirmed change gives back are kept from being shipped before its credit memo is posted."""

import pytest

from backhaul.core.change_steps import StepKind
from backhaul.core.credit_errors import MoreThanCanBeGivenBack
from backhaul.core.errors import MoreThanOutstanding
from backhaul.flows.steer_tasks import cancel_task
from backhaul.flows.stock import remaining_of, withheld_of
from backhaul.models import ChangeStep, PostedCreditMemo, SalesOrder
from tests.support.change_steps import carry_out, order_step
from tests.support.contract_rows import contract_row
from tests.support.credits import refunds
from tests.support.shop import Shop
from tests.support.unit_credits import give_units, prepaid, still_to_ship


def step_over(order: SalesOrder, boxes: int) -> ChangeStep:
    """A confirmed step that gives back so many boxes of the order."""
    units = {order.lines.get().gid: boxes}
    return order_step(contract_row(order.store), order, StepKind.GIVE_BACK, units=units, restock="cancel")


def test_from_the_confirmation_on_they_can_neither_be_shipped_nor_given_back_by_something_else(shop: Shop) -> None:
    order = prepaid(shop)
    line = order.lines.get().gid

    step = step_over(order, 3)

    assert (withheld_of(order), remaining_of(order)) == ({line: 3}, {line: 1})
    with pytest.raises(MoreThanOutstanding, match=rf"3 are being given back by change {step.change_id}"):
        shop.ship(order, "S-1", box=2)
    with pytest.raises(MoreThanCanBeGivenBack):
        give_units(order, units={"box": 2})


def test_the_steps_own_credit_memo_takes_them_over_and_counts_them_once(shop: Shop) -> None:
    order = prepaid(shop)
    step = step_over(order, 3)

    posted = give_units(order, units={"box": 3}, reference=step.pk)

    assert withheld_of(order) == {order.lines.get().gid: 3}
    assert posted.memo.reference == step.pk


def test_the_step_is_carried_out_by_its_credit_memo(shop: Shop) -> None:
    order = prepaid(shop)
    step = step_over(order, 3)

    ending = carry_out(step)

    assert ending[0] == "succeeded"
    assert PostedCreditMemo.objects.get().reference == step.pk
    assert refunds(shop, order) == [("90.00", "SUCCESS")]
    assert still_to_ship(shop, order) == {"box": 1}
    assert withheld_of(order) == {}


def test_a_step_that_was_called_off_lets_them_go(shop: Shop) -> None:
    order = prepaid(shop)
    step = step_over(order, 3)
    assert step.task is not None

    cancel_task(step.task.pk, reason="The customer stays.")

    assert withheld_of(order) == {}
    assert shop.ship(order, "S-1", box=4).is_new
