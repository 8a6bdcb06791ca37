"""What waits for something in Shopify goes on because a webhook tells of it, and not because time has passed."""

import time
from collections.abc import Iterator

import pytest

from backhaul.core.tasks import TaskState
from backhaul.models import Task, WebhookDelivery
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.flows.test_waiting import BOX, HOLD, RELEASE
from tests.support.inbox import let_webhooks_arrive
from tests.support.payments import GIFT_CARD, MULTI, act, invoice, line_tasks, next_answer, paid_by
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected, run_pending, state_of
from tests.support.webhooks_live import delivering, working

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
OPEN = "mutation Open($id: ID!) { fulfillmentOrderOpen(id: $id) { userErrors { field message } } }"
LONGEST_SECONDS = 30


@pytest.fixture
def live(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    """A store whose webhooks come by themselves."""
    sandbox.reset(shop_domain="shop.myshopify.com")
    shop = connected(sandbox)
    with delivering(shop):
        yield shop
    close_transports()


def test_a_shipment_goes_on_when_a_hold_is_released(hooked: Shop) -> None:
    order = hooked.order(lines=[APPLES])
    held = order.fulfillment_orders.get().gid
    hooked.sandbox.graphql(HOLD, id=held)
    posted = hooked.ship(order, "S-1", apple=2)
    run_pending()
    before = state_of(posted.task)

    hooked.sandbox.graphql(RELEASE, id=held)
    told = let_webhooks_arrive(hooked)

    assert before == ("waiting", "waiting_for_hold")
    assert {"fulfillment_holds/released", "fulfillment_orders/hold_released"} & {one.topic for one in told}
    assert state_of(posted.task) == ("succeeded", "sent")


def test_a_shipment_goes_on_when_a_scheduled_delivery_was_opened_by_someone(hooked: Shop) -> None:
    order = hooked.order(lines=[BOX])
    posted = hooked.ship(order, "S-1", box=2)
    run_pending()
    before = state_of(posted.task)
    first = order.fulfillment_orders.filter(status="SCHEDULED").order_by("fulfill_at")[0]

    hooked.sandbox.graphql(OPEN, id=first.gid)
    let_webhooks_arrive(hooked)

    assert before == ("waiting", "waiting_until")
    assert state_of(posted.task) == ("succeeded", "sent")


def test_a_shipment_goes_on_when_shopify_has_opened_a_scheduled_delivery(hooked: Shop) -> None:
    order = hooked.order(lines=[BOX])
    posted = hooked.ship(order, "S-1", box=2)
    run_pending()

    hooked.sandbox.advance("P31D")
    told = let_webhooks_arrive(hooked)

    assert "fulfillment_orders/scheduled_fulfillment_order_ready" in {one.topic for one in told}
    assert state_of(posted.task) == ("succeeded", "sent")


def test_an_invoice_finds_the_payment_that_the_customer_has_made_meanwhile(hooked: Shop) -> None:
    order = paid_by(hooked, {**GIFT_CARD, "amount": "20.00"})
    posted = invoice(order, "30.00")
    run_pending()
    before = state_of(posted.task)

    act(hooked, order, "pay", kind="gift_card", amount="10.00")
    let_webhooks_arrive(hooked)

    assert before == ("needs_attention", "payments_short")
    assert state_of(posted.task) == ("succeeded", "payments_saved")


def test_a_capture_goes_on_when_the_gateway_has_decided(hooked: Shop) -> None:
    order = paid_by(hooked, MULTI)
    next_answer(hooked, next_capture={"answer": "pending", "settle_after": "PT2H"})
    posted = invoice(order, "30.00")
    run_pending()
    before = line_tasks(posted)

    hooked.sandbox.advance("PT3H")
    let_webhooks_arrive(hooked)

    assert before[0][0] == "waiting"
    assert line_tasks(posted) == [("succeeded", "captured")]


def test_what_waits_goes_on_within_seconds_of_the_webhook(live: Shop) -> None:
    order = live.order(lines=[APPLES])
    held = order.fulfillment_orders.get().gid
    live.sandbox.graphql(HOLD, id=held)
    posted = live.ship(order, "S-1", apple=2)
    with working():
        _until(posted.task, TaskState.WAITING)

        live.sandbox.graphql(RELEASE, id=held)
        seconds = _until(posted.task, TaskState.SUCCEEDED)

    assert seconds < LONGEST_SECONDS
    assert live.fulfilled(order) == {"apple": 2}
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) <= {"done", "received"}


def _until(task: Task, state: TaskState) -> float:
    """Wait until the task is in this state; returns for how many seconds that was."""
    began = time.monotonic()
    while state_of(task)[0] != state:
        assert time.monotonic() - began < LONGEST_SECONDS, state_of(task)
        time.sleep(0.2)
    return time.monotonic() - began
