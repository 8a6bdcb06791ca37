"""The operations that each client is asked to carry out."""

from collections.abc import Mapping
from typing import Any

ORDER = """query Order($id: ID!) { order(id: $id) {
  name displayFulfillmentStatus totalPriceSet { shopMoney { amount currencyCode } }
} }"""
FULFILL = """mutation Fulfill($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
  fulfillment { status trackingInfo(first: 1) { number } } userErrors { field message }
} }"""
MISTAKEN = "query Mistaken { shop { nam } }"


def shipment(order: Mapping[str, Any], *, quantity: int) -> dict[str, Any]:
    """Variables of FULFILL for so many units of an order's only line."""
    [fulfillment_order] = order["fulfillment_orders"]
    lines = [{"id": fulfillment_order["lines"][0]["id"], "quantity": quantity}]
    chosen = {"fulfillmentOrderId": fulfillment_order["id"], "fulfillmentOrderLineItems": lines}
    return {"fulfillment": {"lineItemsByFulfillmentOrder": [chosen], "trackingInfo": {"number": "T-1"}}}
