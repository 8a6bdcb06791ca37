"""Calls that change Shopify, as values."""

from typing import Any

from backhaul.shopify.operations import mutations
from backhaul.shopify.operations.operation import Call


def mutation(name: str, **variables: Any) -> Call[Any]:
    """A call of the mutation with that operation name."""
    return Call(mutations.OPERATIONS[name], variables)


def create_call(gid: str = "gid://shopify/FulfillmentOrder/1") -> Call[Any]:
    """A fulfillmentCreate of one whole fulfillment order."""
    return mutation("FulfillmentCreate", fulfillment={"lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": gid}]})
