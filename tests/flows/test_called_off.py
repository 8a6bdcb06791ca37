"""A task that is called off while it runs, or after it has sent a part."""

from datetime import timedelta

import pytest

from backhaul.core.tasks import WaitReason
from backhaul.flows.clock import now
from backhaul.flows.endings import Evidence, attention, waiting
from backhaul.flows.leases import CancelRequested, Lease
from backhaul.flows.retrieve_payments import retrieve_payments
from backhaul.flows.steer_tasks import cancel_task
from backhaul.flows.task_list import claim, end_run
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import Task
from tests.support.payments import MULTI, invoice, lines, paid_by
from tests.support.shop import Shop, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
BOX = {
    "sku": "box",
    "title": "Box",
    "price": "30.00",
    "quantity": 1,
    "selling_plan": {"name": "3 months", "deliveries": 3, "every": "P30D"},
}


def running(task: Task) -> Lease:
    """The task as a worker has it that is at work."""
    lease = claim(task.pk, worker="worker")
    assert lease is not None
    return lease


def test_an_undo_does_not_wait_for_a_run_that_ends_in_a_long_wait(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", apple=2)
    lease = running(posted.task)
    undo = undo_shipment(posted.shipment)

    end_run(lease, waiting(WaitReason.SCHEDULED, now() + timedelta(days=300)), Evidence())
    run_pending()

    assert state_of(posted.task)[0] == "cancelled"
    assert state_of(undo.task) == ("succeeded", "undone_before_sending")
    assert shop.fulfilled(order) == {}


def test_a_task_called_off_while_it_runs_does_not_ask_a_person(shop: Shop) -> None:
    posted = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=2)
    lease = running(posted.task)
    cancel_task(posted.task.pk, reason="customer called")

    end_run(lease, attention("Shopify refused."), Evidence())

    assert state_of(posted.task) == ("cancelled", "stopped")
    assert "Shopify refused." in posted.task.outcome_detail


def test_an_undo_says_what_had_been_sent_before_it(shop: Shop) -> None:
    order = shop.order(lines=[BOX])
    posted = shop.ship(order, "S-1", box=2)
    run_pending()
    before = state_of(posted.task)

    undo = undo_shipment(posted.shipment)
    run_pending()

    assert before[0] == "waiting"
    assert state_of(posted.task) == ("cancelled", "stopped")
    assert "1 of 2" in posted.task.outcome_detail
    assert state_of(undo.task) == ("succeeded", "undone")
    assert shop.fulfilled(order) == {}


def test_a_retrieval_called_off_while_it_runs_writes_no_lines_that_would_be_captured(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "60.00")
    lease = running(posted.task)
    cancel_task(posted.task.pk, reason="posted by mistake")

    with pytest.raises(CancelRequested):
        retrieve_payments(posted.task, lease)

    assert lines(posted) == []
