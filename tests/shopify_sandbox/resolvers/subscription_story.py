"""A shop with a selling plan, and customers who buy with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shopify_sandbox import checkout
from shopify_sandbox.state.contracts import Contract
from shopify_sandbox.state.orders import Order
from tests.shopify_sandbox.resolvers.shop import Shop

THE_15TH = [{"type": "MONTHDAY", "day": 15}]
_GROUP = """mutation($input: SellingPlanGroupInput!) { sellingPlanGroupCreate(input: $input) {
  sellingPlanGroup { id sellingPlans(first: 9) { nodes { id } } } userErrors { field message code } } }"""


def a_plan(*, billing: int = 3, anchors: object = (), **given: object) -> dict[str, object]:
    """A monthly plan, three deliveries paid at once, without a discount; `given` is for the delivery policy."""
    shared = {"interval": "MONTH", "anchors": list(anchors) if isinstance(anchors, list) else []}
    return {
        "name": "Monthly, prepaid",
        "options": ["Monthly"],
        "billingPolicy": {"recurring": {**shared, "intervalCount": billing}},
        "deliveryPolicy": {"recurring": {**shared, "intervalCount": 1, **given}},
        "pricingPolicies": [],
    }


@dataclass
class Subscriptions:
    """The shop, and what its customers buy."""

    shop: Shop = field(default_factory=Shop)

    def offer(self, plan: Mapping[str, object], *, expected: str | None = None) -> str:
        """The id of the plan, in a group of its own; with `expected` the code of the refusal instead."""
        wanted = {"name": "Club", "options": ["Frequency"], "sellingPlansToCreate": [plan]}
        payload = self.shop.send(_GROUP, {"input": wanted})["sellingPlanGroupCreate"]
        if expected is not None:
            return str([error["code"] for error in payload["userErrors"]])
        assert payload["userErrors"] == []
        return str(payload["sellingPlanGroup"]["sellingPlans"]["nodes"][0]["id"])

    def buy(self, plan: str | None = None, *, line: Mapping[str, object] | None = None, **given: object) -> Order:
        """The order of a customer who buys one unit with the plan, which is prepaid and without anchors by default."""
        wanted = {"sku": "BEANS", "price": "10.00", "selling_plan": {"id": plan or self.offer(a_plan())}}
        body: dict[str, object] = {"lines": [{**wanted, **(line or {})}], "payment": "paid", **given}
        found = self.shop.world.find(Order, str(checkout.place(self.shop.world, body)["order"]))
        assert found is not None
        return found

    def contracts(self, order: Order) -> list[Contract]:
        """Those that the purchase made."""
        return [each for each in self.shop.world.all(Contract) if each.origin_order is order]

    def contract(self, order: Order) -> Contract:
        """The only one."""
        (only,) = self.contracts(order)
        return only

    def deliveries(self, order: Order) -> list[dict[str, Any]]:
        """The order's fulfillment orders as the Admin API shows them."""
        return self.shop.fulfillment_orders({"id": order.gid})

    def units(self, order: Order) -> list[tuple[str, int]]:
        """Status and remaining units of each fulfillment order."""
        return [
            (each["status"], sum(line["remainingQuantity"] for line in each["lineItems"]["nodes"]))
            for each in self.deliveries(order)
        ]

    def dates(self, order: Order) -> list[str]:
        """When the scheduled ones are to be fulfilled."""
        return [each["fulfillAt"] for each in self.deliveries(order) if each["status"] == "SCHEDULED"]

    def wait(self, **duration: int) -> None:
        """Let time pass."""
        self.shop.world.clock.advance(timedelta(**duration))

    def until(self, instant: str) -> None:
        """Let time pass until then."""
        self.shop.world.clock.set(datetime.fromisoformat(instant))
