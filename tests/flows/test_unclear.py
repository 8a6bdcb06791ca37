"""A call whose reply was lost, and of which Shopify does not show clearly what became."""

from datetime import timedelta

import pytest

from backhaul.core.errors import StateConflict
from backhaul.core.tasks import TaskState
from backhaul.flows.choose import resolve_intent
from backhaul.flows.clock import real_now
from backhaul.flows.post_shipment import Posted
from backhaul.flows.steer_tasks import retry_task
from backhaul.flows.task_list import claim
from backhaul.models import Intent, SalesOrder, TaskAttempt
from tests.support.shop import Shop, fulfil_elsewhere, run_pending, state_of, wake_all

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
PEARS = {"sku": "pear", "title": "Pear", "price": "10.00", "quantity": 5}


@pytest.fixture
def order(shop: Shop) -> SalesOrder:
    """An order of apples and pears."""
    return shop.order(lines=[APPLES, PEARS])


@pytest.fixture
def unclear(shop: Shop, order: SalesOrder) -> Posted:
    """A shipment whose call may have made the fulfillment that Shopify shows, or not."""
    shop.sandbox.faults({"operation": "fulfillmentCreate", "nth": 1, "kind": "500_before"})
    posted = shop.ship(order, "S-1", tracking="OURS", apple=2)
    run_pending()
    shop.sandbox.faults()
    fulfil_elsewhere(shop, order, tracking="THEIRS", apple=2)
    Intent.objects.update(readable_after=real_now() - timedelta(seconds=1))
    wake_all()
    run_pending()
    assert state_of(posted.task)[0] == "needs_attention"
    return posted


def test_other_shipments_of_the_order_wait_for_the_person_and_do_not_ask_shopify_all_the_time(
    shop: Shop, order: SalesOrder, unclear: Posted
) -> None:
    other = shop.ship(order, "S-2", pear=1)

    run_pending()

    assert state_of(other.task)[0] == "waiting"
    assert TaskAttempt.objects.filter(task=other.task).count() == 1


def test_they_go_on_when_the_person_has_said_what_happened(shop: Shop, order: SalesOrder, unclear: Posted) -> None:
    other = shop.ship(order, "S-2", pear=1)
    run_pending()

    resolve_intent(Intent.objects.get().pk, effect_gid=None)
    run_pending()

    assert state_of(other.task) == ("succeeded", "sent")
    assert state_of(unclear.task) == ("succeeded", "sent")
    assert shop.fulfilled(order) == {"apple": 4, "pear": 1}


def test_nothing_is_said_while_the_task_is_finding_out_itself(unclear: Posted) -> None:
    retry_task(unclear.task.pk)
    claim(unclear.task.pk, worker="worker")

    with pytest.raises(StateConflict):
        resolve_intent(Intent.objects.get().pk, effect_gid=None)

    assert Intent.objects.get().state == Intent.State.UNSURE
    assert state_of(unclear.task)[0] == TaskState.RUNNING
