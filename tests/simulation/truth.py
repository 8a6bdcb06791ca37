"""What Shopify shows of every order, asked for in a way of our own: the truth that the mirror has to equal."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.support.sandbox import Sandbox

Facts = dict[str, Any]
"""By the name of a field; a field that is a list of things is keyed by their ids, so that a difference names one."""

MONEY = "{ shopMoney { amount } presentmentMoney { amount } }"
ALL = (
    "query All($after: String) { orders(first: 50, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }"
)
ORDER = f"""query Whole($id: ID!) {{ order(id: $id) {{ id name cancelledAt closedAt displayFinancialStatus
 displayFulfillmentStatus tags note email cancelReason returnStatus taxesIncluded customer {{ id }}
 shippingAddress {{ address1 city zip countryCodeV2 }} customAttributes {{ key value }}
 totalPriceSet {MONEY} currentTotalPriceSet {MONEY} currentSubtotalPriceSet {MONEY} totalRefundedSet {MONEY}
 lineItems(first: 100) {{ nodes {{ id sku title quantity currentQuantity originalUnitPriceSet {MONEY} }} }}
 fulfillmentOrders(first: 100) {{ nodes {{ id status requestStatus fulfillAt
  assignedLocation {{ location {{ id }} }} supportedActions {{ action }} fulfillmentHolds {{ reason }}
  lineItems(first: 100) {{ nodes {{ id totalQuantity remainingQuantity lineItem {{ id }} }} }} }} }}
 fulfillments {{ id status trackingInfo {{ number }}
  fulfillmentLineItems(first: 100) {{ nodes {{ quantity lineItem {{ id }} }} }} }}
 transactions {{ id kind status gateway amountSet {MONEY} parentTransaction {{ id }} }}
 refunds {{ id totalRefundedSet {MONEY} refundLineItems(first: 100) {{ nodes {{ quantity restockType
  lineItem {{ id }} }} }} }}
 returns(first: 50) {{ nodes {{ id name status totalQuantity }} }} }} }}"""


def orders_in(sandbox: Sandbox) -> list[str]:
    """The gids of all orders that the shop still has."""
    found: list[str] = []
    after: str | None = None
    while True:
        page = sandbox.graphql(ALL, after=after)["orders"]
        found += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


def shown(sandbox: Sandbox, gid: str) -> Facts:
    """One order, field by field."""
    order = sandbox.graphql(ORDER, id=gid)["order"]
    return {
        "name": order["name"],
        "cancelled": order["cancelledAt"] is not None,
        "closed": order["closedAt"] is not None,
        "financial status": order["displayFinancialStatus"] or "",
        "fulfillment status": order["displayFulfillmentStatus"],
        "tags": sorted(order["tags"]),
        "cancel reason": order["cancelReason"] or "",
        "return status": order["returnStatus"],
        "customer": (order["customer"] or {}).get("id", ""),
        "total": _both(order["totalPriceSet"]),
        "current total": _both(order["currentTotalPriceSet"]),
        "current subtotal": _both(order["currentSubtotalPriceSet"]),
        "refunded": _both(order["totalRefundedSet"]),
        "note": order["note"] or "",
        "email": order["email"] or "",
        "street": (order["shippingAddress"] or {}).get("address1") or "",
        "attributes": sorted((one["key"], one["value"]) for one in order["customAttributes"]),
        "lines": {one["id"]: _line(one) for one in order["lineItems"]["nodes"]},
        "fulfillment orders": {one["id"]: _fulfillment_order(one) for one in order["fulfillmentOrders"]["nodes"]},
        "fulfillments": {one["id"]: _fulfillment(one) for one in order["fulfillments"]},
        "transactions": {one["id"]: _transaction(one) for one in order["transactions"]},
        "refunds": {one["id"]: _refund(one) for one in order["refunds"]},
        "returns": {
            one["id"]: {"status": one["status"], "units": one["totalQuantity"]} for one in order["returns"]["nodes"]
        },
    }


def differences(truth: Mapping[str, Any], held: Mapping[str, Any], path: str = "") -> list[str]:
    """Every field in which the two differ, with both values."""
    found: list[str] = []
    for key in sorted({*truth, *held}, key=str):
        here, ours, theirs = f"{path}/{key}", held.get(key, "missing"), truth.get(key, "missing")
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            found += differences(theirs, ours, here)
        elif ours != theirs:
            found.append(f"{here}: Shopify has {theirs!r}, the mirror {ours!r}")
    return found


def _both(money: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    return Decimal(money["shopMoney"]["amount"]), Decimal(money["presentmentMoney"]["amount"])


def _line(one: Mapping[str, Any]) -> Facts:
    return {
        "sku": one["sku"] or "",
        "title": one["title"],
        "quantity": max(one["quantity"], one["currentQuantity"]),
        "current quantity": one["currentQuantity"],
        "price": _both(one["originalUnitPriceSet"]),
    }


def _fulfillment_order(one: Mapping[str, Any]) -> Facts:
    location = one["assignedLocation"]["location"]
    return {
        "status": one["status"],
        "request status": one["requestStatus"],
        "fulfil at": one["fulfillAt"],
        "location": location["id"] if location else "",
        "actions": sorted(each["action"] for each in one["supportedActions"]),
        "holds": sorted(each["reason"] for each in one["fulfillmentHolds"]),
        "lines": {
            line["id"]: (line["lineItem"]["id"], line["totalQuantity"], line["remainingQuantity"])
            for line in one["lineItems"]["nodes"]
        },
    }


def _fulfillment(one: Mapping[str, Any]) -> Facts:
    units: dict[str, int] = {}
    for line in one["fulfillmentLineItems"]["nodes"]:
        gid = line["lineItem"]["id"]
        units[gid] = units.get(gid, 0) + line["quantity"]
    return {"status": one["status"], "tracking": [each["number"] for each in one["trackingInfo"]], "units": units}


def _transaction(one: Mapping[str, Any]) -> Facts:
    return {
        "kind": one["kind"],
        "status": one["status"],
        "gateway": one["gateway"] or "",
        "amount": _both(one["amountSet"])[1],
        "parent": (one["parentTransaction"] or {}).get("id", ""),
    }


def _refund(one: Mapping[str, Any]) -> Facts:
    lines = [
        (line["lineItem"]["id"], line["quantity"], line["restockType"]) for line in one["refundLineItems"]["nodes"]
    ]
    return {"total": _both(one["totalRefundedSet"]), "lines": sorted(lines)}
