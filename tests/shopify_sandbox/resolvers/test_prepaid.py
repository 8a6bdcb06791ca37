"""Prepaid orders: scheduled deliveries, their dates, the clock."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from shopify_sandbox import checkout
from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.state import quantities
from shopify_sandbox.state.orders import Order
from shopify_sandbox.world import World
from tests.shopify_sandbox.resolvers.shop import PROFILE, START, Shop, whole
from tests.shopify_sandbox.resolvers.subscription_story import THE_15TH, Subscriptions, a_plan

OPEN = "mutation($id: ID!) { fulfillmentOrderOpen(id: $id) { fulfillmentOrder { status } userErrors { message } } }"
RESCHEDULE = """mutation($id: ID!, $at: DateTime!) { fulfillmentOrderReschedule(id: $id, fulfillAt: $at) {
  fulfillmentOrder { id fulfillAt } userErrors { message } } }"""

PREPAID = {"lines": [{"sku": "PLAN", "quantity": 1, "selling_plan": {"deliveries": 3, "every": "P30D"}}]}


def prepaid(shop: Shop) -> dict[str, Any]:
    """A prepaid order of three deliveries, thirty days apart."""
    return {"id": checkout.place(shop.world, PREPAID)["order"]}


def test_a_prepaid_order_has_one_open_and_several_scheduled_deliveries() -> None:
    shop = Shop()
    order = prepaid(shop)

    deliveries = shop.fulfillment_orders(order)

    assert [each["status"] for each in deliveries] == ["OPEN", "SCHEDULED", "SCHEDULED"]
    assert [each["fulfillAt"][:10] for each in deliveries[1:]] == ["2026-12-02", "2027-01-01"]
    assert deliveries[0]["lineItems"]["nodes"][0]["lineItem"]["fulfillableQuantity"] == 1
    assert [each["action"] for each in deliveries[1]["supportedActions"]] == ["MARK_AS_OPEN"]


def test_a_scheduled_delivery_can_not_be_fulfilled_before_its_date_and_opens_by_itself() -> None:
    shop = Shop()
    order = prepaid(shop)
    heard: list[str] = []
    shop.world.listeners.append(lambda topic, _subject: heard.append(topic))
    scheduled = shop.fulfillment_orders(order)[1]

    early = shop.fulfill(whole(scheduled))
    shop.world.clock.advance(timedelta(days=30))
    in_time = shop.fulfill(whole(scheduled))

    assert "has an unfulfillable status= scheduled." in early["userErrors"][0]["message"]
    assert in_time["userErrors"] == []
    assert heard[:2] == ["fulfillment_orders/scheduled_fulfillment_order_ready", "orders/updated"]


def test_a_scheduled_delivery_can_be_opened_early_and_an_open_one_can_not_be_opened() -> None:
    shop = Shop()
    scheduled = shop.fulfillment_orders(prepaid(shop))[1]

    opened = shop.send(OPEN, {"id": scheduled["id"]})["fulfillmentOrderOpen"]
    again = shop.send(OPEN, {"id": scheduled["id"]})["fulfillmentOrderOpen"]

    assert opened["fulfillmentOrder"] == {"status": "OPEN"}
    message = "Expected fulfillment order status to be valid but it was open."
    assert again == {"fulfillmentOrder": None, "userErrors": [{"message": message}]}


def test_a_rescheduled_delivery_opens_at_its_new_date_only() -> None:
    shop = Shop()
    order = prepaid(shop)
    scheduled = shop.fulfillment_orders(order)[1]

    shop.send(RESCHEDULE, {"id": scheduled["id"], "at": "2026-12-20T00:00:00Z"})
    shop.world.clock.advance(timedelta(days=31))
    before = shop.fulfillment_orders(order)[1]["status"]
    shop.world.clock.advance(timedelta(days=18))

    assert (before, shop.fulfillment_orders(order)[1]["status"]) == ("SCHEDULED", "OPEN")


def test_two_deliveries_of_one_date_become_one() -> None:
    shop = Shop()
    order = prepaid(shop)
    second, third = shop.fulfillment_orders(order)[1:]

    payload = shop.send(RESCHEDULE, {"id": second["id"], "at": third["fulfillAt"]})["fulfillmentOrderReschedule"]

    assert payload["fulfillmentOrder"]["id"] == third["id"]
    assert [each["status"] for each in shop.fulfillment_orders(order)] == ["OPEN", "CLOSED", "SCHEDULED"]


def test_a_prepaid_order_can_not_be_edited_and_says_why() -> None:
    shop = Shop()
    order = prepaid(shop)
    document = "query($id: ID!) { order(id: $id) { merchantEditable merchantEditableErrors } }"

    told = shop.send(document, {"id": order["id"]})["order"]

    assert told["merchantEditable"] is False
    assert len(told["merchantEditableErrors"]) == 1
    found = shop.world.find(Order, order["id"])
    assert found is not None
    assert found.is_prepaid


REFUND = """mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
  refund { id } userErrors { field message } } }"""
CANCEL = """mutation($id: ID!) { orderCancel(orderId: $id, restock: true, reason: OTHER) {
  orderCancelUserErrors { field message code } } }"""
BEGIN = "mutation($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id } userErrors { field message } } }"


def refund(here: Subscriptions, order: Order, quantity: int, restock_type: str = "CANCEL") -> list[dict[str, Any]]:
    """The errors of refunding so many units of the first line, without money."""
    line = {"lineItemId": order.lines[0].gid, "quantity": quantity, "restockType": restock_type}
    wanted = {"orderId": order.gid, "refundLineItems": [line], "transactions": []}
    payload = here.shop.send(REFUND, {"input": wanted, "key": str(uuid.uuid4())})["refundCreate"]
    errors: list[dict[str, Any]] = payload["userErrors"]
    return errors


def held(here: Subscriptions, order: Order) -> int:
    """Units in live fulfillment orders."""
    return sum(units for status, units in here.units(order) if status not in ("CLOSED", "CANCELLED"))


def test_a_refund_takes_units_from_the_last_delivery_first() -> None:
    here = Subscriptions()
    order = here.buy(line={"quantity": 2})

    errors = refund(here, order, 3)

    assert errors == []
    assert here.units(order) == [("OPEN", 2), ("SCHEDULED", 1), ("CLOSED", 0)]


def test_the_last_delivery_is_the_one_with_the_latest_date_whatever_its_number() -> None:
    here = Subscriptions()
    order = here.buy()
    second = here.deliveries(order)[1]
    here.shop.send(RESCHEDULE, {"id": second["id"], "at": "2027-06-01T00:00:00Z"})

    refund(here, order, 1)

    assert here.units(order) == [("OPEN", 1), ("CLOSED", 0), ("SCHEDULED", 1)]


def test_a_refund_without_restocking_leaves_the_deliveries_alone() -> None:
    here = Subscriptions()
    order = here.buy()

    refund(here, order, 2, "NO_RESTOCK")

    assert here.units(order) == [("OPEN", 1), ("SCHEDULED", 1), ("SCHEDULED", 1)]


def test_a_closed_delivery_does_not_open_at_its_date() -> None:
    here = Subscriptions()
    order = here.buy()
    refund(here, order, 1)

    here.wait(days=90)

    assert here.units(order) == [("OPEN", 1), ("OPEN", 1), ("CLOSED", 0)]


def test_a_refund_of_a_prepaid_order_tells_that_the_order_changed() -> None:
    here = Subscriptions()
    order = here.buy()
    heard: list[str] = []
    here.shop.world.listeners.append(lambda topic, _subject: heard.append(topic))

    refund(here, order, 1)

    assert heard == ["refunds/create", "orders/updated"]


def test_what_is_fulfillable_follows_the_dates_and_the_shipments() -> None:
    here = Subscriptions()
    order = here.buy(here.offer(a_plan(anchors=THE_15TH, preAnchorBehavior="NEXT")))
    first = here.deliveries(order)[0]

    def fulfillable() -> int:
        told: int = here.deliveries(order)[0]["lineItems"]["nodes"][0]["lineItem"]["fulfillableQuantity"]
        return told

    before = fulfillable()
    here.until("2026-11-15T05:00:00+00:00")
    due = fulfillable()
    here.shop.fulfill(whole(first))

    assert (before, due, fulfillable()) == (0, 1, 0)


def test_between_two_deliveries_the_order_is_scheduled_again() -> None:
    here = Subscriptions()
    order = here.buy()
    heard: list[str] = []
    here.shop.world.listeners.append(lambda topic, _subject: heard.append(topic))

    first = here.shop.status({"id": order.gid})
    here.shop.fulfill(whole(here.deliveries(order)[0]))
    between = here.shop.status({"id": order.gid})
    here.wait(days=31)

    assert (first, between, here.shop.status({"id": order.gid})) == ("UNFULFILLED", "SCHEDULED", "PARTIALLY_FULFILLED")
    assert "orders/partially_fulfilled" in heard


def test_a_prepaid_order_with_a_shipment_can_not_be_cancelled() -> None:
    here = Subscriptions()
    order = here.buy()
    here.shop.fulfill(whole(here.deliveries(order)[0]))

    errors = here.shop.send(CANCEL, {"id": order.gid})["orderCancel"]["orderCancelUserErrors"]

    message = "Cannot cancel an order that has outstanding fulfillments"
    assert errors == [{"field": ["orderId"], "message": message, "code": "INVALID"}]


def test_a_cancelled_prepaid_order_delivers_nothing_more_and_its_contract_goes_on() -> None:
    here = Subscriptions()
    order = here.buy()

    here.shop.send(CANCEL, {"id": order.gid})
    here.wait(days=90)

    assert here.units(order) == [("CLOSED", 0)] * 3
    assert here.contract(order).status == "ACTIVE"


def test_an_edit_of_a_prepaid_order_is_refused() -> None:
    here = Subscriptions()

    payload = here.shop.send(BEGIN, {"id": here.buy().gid})["orderEditBegin"]

    assert payload["calculatedOrder"] is None
    assert payload["userErrors"] == [{"field": ["id"], "message": "The order cannot be edited."}]


def automatic() -> Subscriptions:
    """A shop that fulfils what is paid."""
    profile = replace(PROFILE, fulfils_automatically=True)
    return Subscriptions(Shop(World(profile, SandboxClock(START, monotonic=lambda: 0.0))))


def test_a_shop_that_fulfils_automatically_ships_an_open_first_delivery_and_no_scheduled_one() -> None:
    here = automatic()

    order = here.buy()
    at_once = here.units(order)
    here.wait(days=31)

    assert at_once == [("CLOSED", 0), ("SCHEDULED", 1), ("SCHEDULED", 1)]
    assert here.units(order) == [("CLOSED", 0), ("OPEN", 1), ("SCHEDULED", 1)]


def test_a_first_delivery_that_waits_for_its_anchor_is_not_shipped_automatically() -> None:
    here = automatic()
    order = here.buy(here.offer(a_plan(anchors=THE_15TH, preAnchorBehavior="NEXT")))

    here.wait(days=20)

    assert here.units(order) == [("OPEN", 1), ("SCHEDULED", 1), ("SCHEDULED", 1)]


def test_automatic_fulfillment_waits_for_the_payment() -> None:
    here = automatic()
    order = here.buy(payment="authorised")
    before = here.units(order)[0]
    document = "mutation($id: ID!) { orderMarkAsPaid(input: {id: $id}) { userErrors { message } } }"
    unpaid = here.buy(payment="none")

    here.shop.send(document, {"id": unpaid.gid})

    assert before == ("OPEN", 1)
    assert here.units(unpaid)[0] == ("CLOSED", 0)


class PrepaidUnits(RuleBasedStateMachine):
    """Deliveries are shipped, taken back, refunded, moved, opened; time passes. No unit is lost or doubled."""

    @initialize(quantity=st.integers(1, 3), anchored=st.booleans())
    def buy(self, quantity: int, *, anchored: bool) -> None:
        """A prepaid order."""
        self.here = Subscriptions()
        plan = self.here.offer(a_plan(anchors=THE_15TH if anchored else [], preAnchorBehavior="NEXT"))
        self.order = self.here.buy(plan, line={"quantity": quantity})

    def _pick(self, number: int) -> dict[str, Any]:
        deliveries = self.here.deliveries(self.order)
        return deliveries[number % len(deliveries)]

    @rule(days=st.integers(1, 60))
    def wait(self, days: int) -> None:
        """Time passes."""
        self.here.wait(days=days)

    @rule(number=st.integers(0, 9))
    def ship(self, number: int) -> None:
        """One delivery is shipped, if it may be."""
        self.here.shop.fulfill(whole(self._pick(number)))

    @rule(number=st.integers(0, 9), days=st.integers(1, 90))
    def move(self, number: int, days: int) -> None:
        """One delivery gets another date, perhaps that of another one."""
        at = (self.here.shop.world.now() + timedelta(days=days)).replace(hour=0, minute=0, second=0)
        self.here.shop.send(RESCHEDULE, {"id": self._pick(number)["id"], "at": at.isoformat()})

    @rule(number=st.integers(0, 9))
    def open_early(self, number: int) -> None:
        """One delivery is opened before its date."""
        self.here.shop.send(OPEN, {"id": self._pick(number)["id"]})

    @rule(quantity=st.integers(1, 4), restock_type=st.sampled_from(["CANCEL", "NO_RESTOCK"]))
    def give_back(self, quantity: int, restock_type: str) -> None:
        """Units are refunded, if they may be."""
        refund(self.here, self.order, quantity, restock_type)

    @rule()
    def cancel_a_shipment(self) -> None:
        """The last shipment is taken back."""
        document = "mutation($id: ID!) { fulfillmentCancel(id: $id) { userErrors { message } } }"
        for each in self.order.fulfillments[-1:]:
            self.here.shop.send(document, {"id": each.gid})

    @invariant()
    def every_unit_is_held_shipped_or_taken_away(self) -> None:
        """What was bought is in live fulfillment orders, or fulfilled, or was taken away."""
        (line,) = self.order.lines
        gone = quantities.fulfilled(line) + quantities.removed(line)
        assert held(self.here, self.order) == line.quantity - gone


TestPrepaidUnits = PrepaidUnits.TestCase
TestPrepaidUnits.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
