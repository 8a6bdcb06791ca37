"""Customers who subscribe in the sandbox, and what is then seen of it here and there."""

from typing import Any

from backhaul.flows.read_contract import import_contract
from backhaul.models import Contract, SalesOrder
from tests.support.shop import Shop

PREPAID = {"name": "Three months ahead", "deliveries": 3, "every": "P30D", "contract": True}
EACH_TIME = {"name": "Monthly", "deliveries": 1, "every": "P30D", "contract": True}
LINE_CONTRACT = "query($id: ID!) { order(id: $id) { lineItems(first: 5) { nodes { contract { id } } } } }"
CONTRACT = """query Contract($id: ID!) { subscriptionContract(id: $id) { status revisionId note nextBillingDate
  deliveryPrice { amount } deliveryMethod { ... on SubscriptionDeliveryMethodShipping { address { city zip } } }
  lines(first: 10) { nodes { id quantity currentPrice { amount } } } } }"""
ORDER = """query Order($id: ID!) { order(id: $id) { note cancelledAt shippingAddress { city zip }
  totalRefundedSet { presentmentMoney { amount } }
  fulfillmentOrders(first: 20) { nodes { id status fulfillAt lineItems(first: 5) { nodes { remainingQuantity } } } } } }"""


def subscribe(shop: Shop, plan: dict[str, Any], *, price: str = "10.00", **checkout: Any) -> Contract:
    """A customer buys a box with the plan, paid; its order and contract are read into the mirror."""
    line = {"sku": "BOX", "price": price, "selling_plan": plan}
    order = shop.order(lines=[line], payment="paid", **checkout)
    return contract_of_order(shop, order)


def contract_of_order(shop: Shop, order: SalesOrder) -> Contract:
    """The contract of the order's first line that has one, as read now."""
    lines = shop.sandbox.graphql(LINE_CONTRACT, id=order.gid)["order"]["lineItems"]["nodes"]
    gid = next(line["contract"]["id"] for line in lines if line["contract"])
    return import_contract(shop.store, gid)


def order_of(contract: Contract) -> SalesOrder:
    """The contract's newest order, as mirrored."""
    return SalesOrder.objects.filter(contracts__contract=contract).order_by("-shopify_created_at")[0]


def shown_contract(shop: Shop, contract: Contract) -> dict[str, Any]:
    """The contract as another client sees it."""
    found: dict[str, Any] = shop.sandbox.graphql(CONTRACT, id=contract.gid)["subscriptionContract"]
    return found


def shown_order(shop: Shop, order: SalesOrder) -> dict[str, Any]:
    """The order as another client sees it."""
    found: dict[str, Any] = shop.sandbox.graphql(ORDER, id=order.gid)["order"]
    return found
