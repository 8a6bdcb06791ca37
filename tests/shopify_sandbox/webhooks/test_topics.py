"""Which topics go out beside each change of an order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from shopify_sandbox.state.orders import Order
from tests.shopify_sandbox.resolvers.shop import Shop, a_transaction, part, whole

HOLD = """mutation($id: ID!, $handle: String) { fulfillmentOrderHold(id: $id, fulfillmentHold: {reason: OTHER,
  handle: $handle}) { fulfillmentHold { id } userErrors { message } } }"""
RELEASE = "mutation($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { message } } }"
RELEASE_ONE = """mutation($id: ID!, $hold: ID!) { fulfillmentOrderReleaseHold(id: $id, holdIds: [$hold]) {
  userErrors { message } } }"""
REFUND = """mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "k") {
  userErrors { message } } }"""
CANCEL = """mutation($id: ID!) { orderCancel(orderId: $id, reason: OTHER, restock: true) {
  orderCancelUserErrors { message } } }"""
CAPTURE = """mutation($input: OrderCaptureInput!) { orderCapture(input: $input) { userErrors { message } } }"""
ON_ORDERS = {
    "tagsAdd": 'mutation($id: ID!) { tagsAdd(id: $id, tags: ["a"]) { userErrors { message } } }',
    "orderUpdate": 'mutation($id: ID!) { orderUpdate(input: {id: $id, note: "b"}) { userErrors { message } } }',
    "orderClose": "mutation($id: ID!) { orderClose(input: {id: $id}) { userErrors { message } } }",
    "orderMarkAsPaid": "mutation($id: ID!) { orderMarkAsPaid(input: {id: $id}) { userErrors { message } } }",
    "orderCancel": CANCEL,
}
ON_FULFILLMENT_ORDERS = {
    "hold": HOLD,
    "reportProgress": "mutation($id: ID!) { fulfillmentOrderReportProgress(id: $id) { userErrors { message } } }",
    "cancel": "mutation($id: ID!) { fulfillmentOrderCancel(id: $id) { userErrors { message } } }",
    "deadline": """mutation($id: ID!) { fulfillmentOrdersSetFulfillmentDeadline(fulfillmentOrderIds: [$id],
      fulfillmentDeadline: "2027-01-01T00:00:00Z") { userErrors { message } } }""",
}


@dataclass
class Heard:
    """A shop with one order, and the topics it has sent since."""

    shop: Shop = field(default_factory=Shop)
    topics: list[str] = field(default_factory=list)
    updates: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.order = self.shop.order(transactions=[a_transaction("AUTHORIZATION", "20.00")])
        self.shop.world.clock.advance(timedelta(minutes=5))
        self.shop.world.listeners.append(self._hear)

    def _hear(self, topic: str, subject: object) -> None:
        self.topics.append(topic)
        if isinstance(subject, Order) and topic == "orders/updated":
            self.updates.append(subject.updated_at)

    @property
    def fulfillment_order(self) -> dict[str, Any]:
        """The order's first fulfillment order."""
        return self.shop.fulfillment_orders(self.order)[0]

    @property
    def updated_at(self) -> object:
        """The order's updatedAt."""
        found = self.shop.world.find(Order, self.order["id"])
        assert found is not None
        return found.updated_at

    def of(self, family: str) -> list[str]:
        """The topics of a family."""
        return [topic for topic in self.topics if topic.startswith(f"{family}/")]


@pytest.mark.parametrize("name", ON_ORDERS)
def test_a_change_of_an_order_is_told_with_its_new_instant(name: str) -> None:
    heard = Heard()
    before = heard.updated_at

    heard.shop.send(ON_ORDERS[name], {"id": heard.order["id"]})

    heard.shop.world.clock.run_due()
    assert heard.updated_at != before
    assert heard.updates[-1] == heard.updated_at


@pytest.mark.parametrize("name", ON_FULFILLMENT_ORDERS)
def test_a_change_of_a_fulfillment_order_moves_its_order_too(name: str) -> None:
    heard = Heard()
    before = heard.updated_at

    heard.shop.send(ON_FULFILLMENT_ORDERS[name], {"id": heard.fulfillment_order["id"]})

    assert heard.updated_at != before
    assert heard.updates[-1] == heard.updated_at


def fulfil_some(heard: Heard) -> None:
    """Ship one of two units."""
    assert heard.shop.fulfill(part(heard.fulfillment_order, 1))["userErrors"] == []


def refund_some(heard: Heard) -> None:
    """Take one of two units away."""
    line = heard.order["lineItems"]["nodes"][0]["id"]
    lines = [{"lineItemId": line, "quantity": 1, "restockType": "CANCEL"}]
    answer = heard.shop.send(REFUND, {"input": {"orderId": heard.order["id"], "refundLineItems": lines}})
    assert answer["refundCreate"]["userErrors"] == []


@pytest.mark.parametrize("change", [fulfil_some, refund_some])
def test_changed_quantities_of_a_fulfillment_order_send_none_of_its_topics(change: Callable[[Heard], None]) -> None:
    heard = Heard()

    change(heard)

    assert heard.of("fulfillment_orders") == []
    assert "orders/updated" in heard.topics


def test_a_shipment_is_told_as_a_fulfillment_and_as_progress_of_its_order() -> None:
    heard = Heard()

    heard.shop.fulfill(whole(heard.fulfillment_order))

    assert {"fulfillments/create", "orders/fulfilled", "orders/updated"} <= set(heard.topics)


def test_only_the_first_hold_and_the_last_release_are_told_as_such() -> None:
    heard = Heard()
    target = heard.fulfillment_order["id"]
    holds = [
        heard.shop.send(HOLD, {"id": target, "handle": handle})["fulfillmentOrderHold"]["fulfillmentHold"]["id"]
        for handle in ("a", "b")
    ]

    heard.shop.send(RELEASE_ONE, {"id": target, "hold": holds[0]})
    before_the_last = heard.of("fulfillment_orders")
    heard.shop.send(RELEASE, {"id": target})

    assert before_the_last == ["fulfillment_orders/placed_on_hold"]
    assert heard.of("fulfillment_orders") == ["fulfillment_orders/placed_on_hold", "fulfillment_orders/hold_released"]
    assert heard.of("fulfillment_holds") == ["fulfillment_holds/added"] * 2 + ["fulfillment_holds/released"] * 2


def test_a_capture_is_told_as_a_transaction_and_as_paid() -> None:
    heard = Heard()
    document = "query($id: ID!) { order(id: $id) { transactions { id } } }"
    parent = heard.shop.send(document, {"id": heard.order["id"]})["order"]["transactions"][0]["id"]

    heard.shop.send(CAPTURE, {"input": {"id": heard.order["id"], "parentTransactionId": parent, "amount": "20.00"}})

    assert heard.topics == ["order_transactions/create", "orders/paid", "orders/updated"]


def test_a_cancellation_is_told_of_the_order_its_work_and_its_refund() -> None:
    heard = Heard()

    heard.shop.send(CANCEL, {"id": heard.order["id"]})
    heard.shop.world.clock.run_due()

    wanted = {"orders/cancelled", "orders/updated", "refunds/create", "fulfillment_orders/cancelled"}
    assert wanted <= set(heard.topics)
