"""A connector as many are written, for comparison: it asks for everything at once.

Three requests a shipment: find the order by its name, read its fulfillment orders 250 of 250 lines each, fulfil.
Three requests a capture: read the whole order with its lines and all its transactions, capture, read it again.
"""

import time
from dataclasses import dataclass, field
from typing import Any

import httpx2

FIND = """query NaiveFind($name: String!) { orders(first: 1, query: $name) { nodes {
  id name displayFulfillmentStatus shippingAddress { id } customer { id } } } }"""
READ = """query NaiveRead($id: ID!) { order(id: $id) { id fulfillmentOrders(first: 250) { nodes {
  id status lineItems(first: 250) { nodes { id remainingQuantity lineItem { sku } } } } } } }"""
FULFIL = """mutation NaiveFulfil($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
  fulfillment { id status } userErrors { field message } } }"""
READ_ALL = """query NaiveReadAll($id: ID!) { order(id: $id) { id name displayFinancialStatus currentTotalPriceSet {
  presentmentMoney { amount currencyCode } } customer { id } shippingAddress { id }
  lineItems(first: 250) { nodes { id sku quantity originalUnitPriceSet { presentmentMoney { amount } } } }
  transactions(first: 250) { id kind status amountSet { presentmentMoney { amount currencyCode } }
  totalUnsettledSet { presentmentMoney { amount } } parentTransaction { id } } } }"""
CAPTURE = """mutation NaiveCapture($input: OrderCaptureInput!) { orderCapture(input: $input) {
  transaction { id status } userErrors { field message } } }"""


@dataclass
class NaiveConnector:
    """One that waits as Shopify's documentation says when its next request may not fit, on what the last reply said."""

    url: str
    token: str
    client: httpx2.Client
    available: float = 0.0
    per_second: float = 50.0
    known_at: float = field(default_factory=time.monotonic)
    most_asked: dict[str, float] = field(default_factory=dict)

    def ship(self, name: str, sku: str, number: str) -> None:
        """Fulfil one unit of an order's SKU."""
        order = self._ask(FIND, name=f"name:{name}")["orders"]["nodes"][0]
        found = self._ask(READ, id=order["id"])["order"]["fulfillmentOrders"]["nodes"]
        entries = [
            {"fulfillmentOrderId": one["id"], "fulfillmentOrderLineItems": [{"id": line["id"], "quantity": 1}]}
            for one in found
            for line in one["lineItems"]["nodes"]
            if one["status"] == "OPEN" and line["lineItem"]["sku"] == sku and line["remainingQuantity"]
        ]
        made = self._ask(
            FULFIL, fulfillment={"lineItemsByFulfillmentOrder": entries[:1], "trackingInfo": {"number": number}}
        )["fulfillmentCreate"]
        if made["userErrors"]:
            raise RuntimeError(f"{name}: {made['userErrors']}")

    def capture(self, gid: str) -> None:
        """Capture all that is authorised for an order."""
        found = self._ask(READ_ALL, id=gid)["order"]["transactions"]
        authorisation = next(one for one in found if one["kind"] == "AUTHORIZATION" and one["status"] == "SUCCESS")
        money = authorisation["amountSet"]["presentmentMoney"]
        wanted = {"id": gid, "parentTransactionId": authorisation["id"]}
        wanted |= {"amount": money["amount"], "currency": money["currencyCode"]}
        made = self._ask(CAPTURE, input=wanted)["orderCapture"]
        if made["userErrors"]:
            raise RuntimeError(f"{gid}: {made['userErrors']}")
        self._ask(READ_ALL, id=gid)

    def _ask(self, query: str, **variables: Any) -> dict[str, Any]:
        lacking = self.most_asked.get(query, 0.0) - self.available
        time.sleep(max(0.0, lacking / self.per_second - (time.monotonic() - self.known_at)))
        answer = self.client.post(
            self.url, json={"query": query, "variables": variables}, headers={"X-Shopify-Access-Token": self.token}
        ).json()
        cost = answer["extensions"]["cost"]
        self.most_asked[query] = cost["requestedQueryCost"]
        status = cost["throttleStatus"]
        self.available, self.per_second = status["currentlyAvailable"], status["restoreRate"]
        self.known_at = time.monotonic()
        if "data" not in answer:
            raise RuntimeError(answer["errors"])
        return dict(answer["data"])
