"""What webhooks say of payments: which topics go out when, and with which bodies."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shopify_sandbox.state import refunding
from shopify_sandbox.state.orders import Order
from shopify_sandbox.webhooks.payloads import body_for
from tests.shopify_sandbox.resolvers.payment_story import Story


class Told(Story):
    """A story that keeps the bodies of what goes out."""

    def __init__(self, **bought: object) -> None:
        super().__init__(**bought)  # type: ignore[arg-type]
        self.bodies: list[tuple[str, dict[str, object]]] = []
        world = self.shop.world
        world.listeners.append(lambda topic, subject: self.bodies.append((topic, body_for(world, topic, subject))))

    def last(self, topic: str) -> dict[str, object]:
        """The body of the last webhook of a topic."""
        return [body for heard, body in self.bodies if heard == topic][-1]


def test_a_pending_capture_is_told_of_only_when_it_has_settled() -> None:
    story = Told()
    story.next(next_capture={"answer": "pending", "settle_after": "PT1H"})

    story.capture("20.00")
    pending = list(story.heard)
    story.wait(hours=1)

    assert pending == ["orders/updated"]
    assert story.heard[1:] == ["order_transactions/create", "orders/paid", "orders/updated"]
    body = story.last("order_transactions/create")
    assert (body["kind"], body["status"], body["amount"]) == ("capture", "success", "20.00")
    assert body["parent_id"] == int(story.transaction()["id"].rsplit("/", 1)[1])


def test_a_capture_that_failed_says_why() -> None:
    story = Told()
    story.next(next_capture={"answer": "failure", "error_code": "CARD_DECLINED"})

    story.capture("20.00")

    body = story.last("order_transactions/create")
    assert (body["status"], body["error_code"]) == ("failure", "card_declined")


def test_an_expired_authorisation_shows_in_the_order() -> None:
    story = Told(payment=[{"kind": "authorised", "expires_in": "PT1H"}])

    story.wait(hours=1)

    assert [topic for topic, _ in story.bodies] == ["orders/updated"]
    assert story.last("orders/updated")["financial_status"] == "expired"


def test_a_refund_is_told_of_at_once_and_its_money_when_it_has_moved() -> None:
    story = Told(payment="paid")
    story.next(next_refund={"answer": "pending", "settle_after": "P1D"})

    story.act("refund", amount="5.00")
    at_once = list(story.heard)
    story.wait(days=1)

    transactions = story.last("refunds/create")["transactions"]
    assert isinstance(transactions, list)
    assert [each["status"] for each in transactions] == ["pending"]
    assert at_once == ["refunds/create", "orders/updated"]
    assert story.heard[2:] == ["order_transactions/create", "orders/updated"]
    assert story.last("orders/updated")["financial_status"] == "partially_refunded"


def test_a_refund_tells_shipping_and_what_it_gave_beside_what_it_names() -> None:
    story = Told(payment="paid", shipping="4.00")
    order = story.shop.world.find(Order, story.order)
    assert order is not None
    money = refunding.MoneyWish("REFUND", Decimal("6.50"), order.transactions[0])

    refunding.create(story.shop.world, order, refunding.Wish(money=[money], full_shipping=True))

    body: dict[str, Any] = story.last("refunds/create")
    (adjustment,), (shipping,) = body["order_adjustments"], body["refund_shipping_lines"]
    assert (adjustment["amount"], adjustment["reason"]) == ("-2.50", "Refund discrepancy")
    assert shipping["subtotal_amount_set"]["shop_money"]["amount"] == "4.00"
