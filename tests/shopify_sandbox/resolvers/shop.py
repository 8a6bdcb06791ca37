"""A shop in memory that tests talk to in GraphQL, without HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from graphql import execute, parse, validate

from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.options import LocationProfile, Profile
from shopify_sandbox.resolvers import RequestContext, resolve_field, resolve_type
from shopify_sandbox.schema import load_access, load_schema
from shopify_sandbox.world import World

PROFILE = Profile(
    locations=(
        LocationProfile("Main Street"),
        LocationProfile("Warehouse"),
        LocationProfile("Acme Logistics", third_party=True),
    )
)

START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

ORDER = """mutation($order: OrderCreateOrderInput!) { orderCreate(order: $order) {
  order { id name lineItems(first: 250) { nodes { id } }
    fulfillmentOrders(first: 50) { nodes { id status lineItems(first: 250) { nodes { id remainingQuantity } } } } }
  userErrors { field message code } } }"""


def a_world() -> World:
    """A shop with two own locations and a third-party one, on a clock that stands still until it is advanced."""
    return World(PROFILE, SandboxClock(START, monotonic=lambda: 0.0))


@dataclass
class Shop:
    """Sends documents to a world as an app with the given scopes."""

    world: World = field(default_factory=a_world)
    scopes: frozenset[str] = field(default_factory=lambda: load_access().all_scopes)
    api_version: str = "2026-10"

    def send(self, document: str, variables: Mapping[str, object] | None = None) -> dict[str, Any]:
        """The answer's data; fails the test on errors."""
        answer = self.answer(document, variables)
        assert not answer.get("errors"), answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data

    def answer(self, document: str, variables: Mapping[str, object] | None = None) -> dict[str, Any]:
        """The whole answer with its errors."""
        self.world.clock.run_due()
        parsed = parse(document)
        assert not (problems := validate(load_schema(), parsed)), problems
        context = RequestContext(self.world, self.scopes, self.world.profile.app_id, self.api_version)
        result = execute(
            load_schema(),
            parsed,
            variable_values=dict(variables or {}),
            context_value=context,
            field_resolver=resolve_field,
            type_resolver=resolve_type,
        )
        formatted: dict[str, Any] = dict(result.formatted)  # type: ignore[union-attr]
        return formatted

    def order(self, **given: object) -> dict[str, Any]:
        """An order made with orderCreate: one line of two units unless told otherwise."""
        given.setdefault("lineItems", [a_line()])
        payload = self.send(ORDER, {"order": given})["orderCreate"]
        assert payload["userErrors"] == []
        order: dict[str, Any] = payload["order"]
        return order

    def fulfillment_orders(self, order: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The order's fulfillment orders as they are now."""
        document = """query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 50) { nodes {
          id status requestStatus fulfillAt supportedActions { action } assignedLocation { location { id name } }
          lineItems(first: 250) { nodes { id totalQuantity remainingQuantity lineItem { id fulfillableQuantity } } }
          fulfillmentHolds { id handle } } } } }"""
        nodes: list[dict[str, Any]] = self.send(document, {"id": order["id"]})["order"]["fulfillmentOrders"]["nodes"]
        return nodes

    def status(self, order: Mapping[str, Any]) -> str:
        """The order's displayFulfillmentStatus."""
        document = "query($id: ID!) { order(id: $id) { displayFulfillmentStatus } }"
        return str(self.send(document, {"id": order["id"]})["order"]["displayFulfillmentStatus"])

    def fulfill(self, *parts: Mapping[str, object], **given: object) -> dict[str, Any]:
        """fulfillmentCreate's payload."""
        document = """mutation($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
          fulfillment { id status displayStatus name trackingInfo { number url company }
            fulfillmentLineItems(first: 250) { nodes { id quantity lineItem { id } } } }
          userErrors { field message } } }"""
        given["lineItemsByFulfillmentOrder"] = list(parts)
        payload: dict[str, Any] = self.send(document, {"fulfillment": given})["fulfillmentCreate"]
        return payload


def a_line(**given: object) -> dict[str, object]:
    """A line of orderCreate: two units at 10.00 CAD."""
    return {
        "title": "Coffee beans",
        "sku": "BEANS",
        "quantity": 2,
        "requiresShipping": True,
        "priceSet": {"shopMoney": {"amount": "10.00", "currencyCode": "CAD"}},
        **given,
    }


def a_transaction(kind: str, amount: str, **given: object) -> dict[str, object]:
    """A transaction of orderCreate."""
    money = {"shopMoney": {"amount": amount, "currencyCode": "CAD"}}
    return {"kind": kind, "status": "SUCCESS", "gateway": "manual", "amountSet": money, **given}


def whole(fulfillment_order: Mapping[str, Any]) -> dict[str, object]:
    """All of a fulfillment order, for fulfillmentCreate."""
    return {"fulfillmentOrderId": fulfillment_order["id"]}


def part(fulfillment_order: Mapping[str, Any], *quantities: int) -> dict[str, object]:
    """So many units of its lines, in order, for fulfillmentCreate."""
    lines = zip(fulfillment_order["lineItems"]["nodes"], quantities, strict=False)
    chosen = [{"id": line["id"], "quantity": quantity} for line, quantity in lines]
    return {"fulfillmentOrderId": fulfillment_order["id"], "fulfillmentOrderLineItems": chosen}
