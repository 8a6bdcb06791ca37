"""GET /sandbox/state tells of an order what the Admin API tells, so that a copy can be held against it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from shopify_sandbox import checkout, many_checkouts
from shopify_sandbox.snapshot import Chosen, snapshot
from tests.shopify_sandbox.resolvers.shop import Shop, a_world, part

READ = """query($id: ID!) { order(id: $id) {
  id name number createdAt updatedAt processedAt closedAt cancelledAt cancelReason test returnStatus
  displayFinancialStatus displayFulfillmentStatus currencyCode presentmentCurrencyCode taxesIncluded
  email phone note poNumber tags customAttributes { key value }
  totalPriceSet { ...Bag } currentTotalPriceSet { ...Bag } totalTaxSet { ...Bag } totalShippingPriceSet { ...Bag }
  totalReceivedSet { ...Bag } totalRefundedSet { ...Bag } totalCapturableSet { ...Bag }
  customer { id email firstName } shippingAddress { address1 city zip countryCodeV2 }
  lineItems(first: 9) { nodes { id sku title quantity currentQuantity unfulfilledQuantity
    originalUnitPriceSet { ...Bag } } }
  fulfillmentOrders(first: 9) { nodes { id status requestStatus updatedAt fulfillAt
    assignedLocation { location { id } } lineItems(first: 9) { nodes { id totalQuantity remainingQuantity
      lineItem { id } } } fulfillmentHolds { id reason } } }
  fulfillments { id name status displayStatus updatedAt trackingInfo { number url company }
    fulfillmentLineItems(first: 9) { nodes { id quantity lineItem { id } } } }
  transactions { id kind status gateway processedAt amountSet { ...Bag } parentTransaction { id } }
  refunds { id createdAt note totalRefundedSet { ...Bag } refundLineItems(first: 9) { nodes { quantity restockType
    lineItem { id } subtotalSet { ...Bag } } } }
} } fragment Bag on MoneyBag { shopMoney { amount } presentmentMoney { amount } }"""
CAPTURE = "mutation($input: OrderCaptureInput!) { orderCapture(input: $input) { userErrors { message } } }"
REFUND = """mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "k") {
  userErrors { message } } }"""
HOLD = """mutation($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: {reason: OTHER}) {
  userErrors { message } } }"""
BOUGHT = {
    "lines": [
        {"sku": "TEA", "price": "10.00", "quantity": 3},
        {"sku": "MUG", "price": "7.50", "location": "Warehouse"},
    ],
    "presentment_currency": "USD",
    "rate": "0.5",
    "shipping": "4.00",
    "tax_rate": "0.1",
    "note": "Ring twice",
    "tags": ["new"],
    "attributes": {"gift": "yes"},
}


def test_what_the_state_tells_of_an_order_is_what_the_admin_api_tells() -> None:
    shop, order = a_busy_order()

    told: Any = snapshot(shop.world, Chosen(last=1))["orders"][0]  # type: ignore[index]
    read = shop.send(READ, order)["order"]

    for name, compare in COMPARED.items():
        ours, theirs = compare(told, read)
        assert ours == theirs, name
    assert json.loads(json.dumps(told)) == told


def test_orders_are_chosen_by_id_number_or_name_and_the_newest_of_them() -> None:
    shop = Shop()
    first, second, third = (checkout.place(shop.world, {"lines": [{"sku": "TEA"}]}) for _ in range(3))

    def shown(chosen: Chosen) -> list[object]:
        return [each["id"] for each in snapshot(shop.world, chosen)["orders"]]  # type: ignore[attr-defined]

    assert shown(Chosen(orders=[str(first["order"]), str(second["id"])])) == [first["order"], second["order"]]
    assert shown(Chosen(orders=[str(third["name"])])) == [third["order"]]
    assert shown(Chosen(last=1, orders=[str(first["name"]), str(second["name"])])) == [second["order"]]
    assert shown(Chosen(orders=["#9999"])) == []


def test_a_thousand_orders_are_told_in_a_few_seconds() -> None:
    world = a_world()
    many_checkouts.place(world, {"lines": [{"sku": "TEA"}, {"sku": "MUG"}], "count": 1000, "quiet": True})

    started = time.process_time()
    told = snapshot(world)

    assert time.process_time() - started < 3
    assert len(told["orders"]) == 1000  # type: ignore[arg-type]


def a_busy_order() -> tuple[Shop, dict[str, object]]:
    """An order of two currencies, partly captured, fulfilled, held and refunded."""
    shop = Shop()
    order = {"id": checkout.place(shop.world, BOUGHT)["order"]}
    read = shop.send(READ, order)["order"]
    tea, mug = read["fulfillmentOrders"]["nodes"]
    assert shop.fulfill(part(tea, 1), trackingInfo={"number": "1Z", "company": "UPS"})["userErrors"] == []
    shop.send(HOLD, {"id": mug["id"]})
    parent = read["transactions"][0]["id"]
    shop.send(CAPTURE, {"input": {**order, "parentTransactionId": parent, "amount": "8.00", "currency": "USD"}})
    capture = shop.send(READ, order)["order"]["transactions"][1]
    line = {"lineItemId": read["lineItems"]["nodes"][0]["id"], "quantity": 1, "restockType": "CANCEL"}
    money = {"orderId": order["id"], "parentId": capture["id"], "kind": "REFUND", "amount": "5.00", "gateway": "manual"}
    refund = {"orderId": order["id"], "currency": "USD", "refundLineItems": [line], "transactions": [money]}
    answer = shop.send(REFUND, {"input": refund})
    assert answer["refundCreate"]["userErrors"] == []
    return shop, order


Compare = Callable[[Any, Any], tuple[object, object]]


def amounts(theirs: Any) -> dict[str, str]:
    """A MoneyBag as the state writes one."""
    return {
        "shop": f"{float(theirs['shopMoney']['amount']):.2f}",
        "presentment": f"{float(theirs['presentmentMoney']['amount']):.2f}",
    }


def instant(theirs: str | None) -> str | None:
    """An instant as the state writes one."""
    return theirs.replace("Z", "+00:00") if theirs else None


HEAD = {
    "id": "id", "name": "name", "number": "number", "cancel_reason": "cancelReason", "test": "test",
    "return_status": "returnStatus", "financial_status": "displayFinancialStatus",
    "fulfillment_status": "displayFulfillmentStatus", "currency": "currencyCode",
    "presentment_currency": "presentmentCurrencyCode", "taxes_included": "taxesIncluded", "email": "email",
    "phone": "phone", "note": "note", "po_number": "poNumber", "tags": "tags", "attributes": "customAttributes",
}  # fmt: skip
INSTANTS = {
    "created_at": "createdAt", "updated_at": "updatedAt", "processed_at": "processedAt", "closed_at": "closedAt",
    "cancelled_at": "cancelledAt",
}  # fmt: skip
TOTALS = {
    "total": "totalPriceSet", "current_total": "currentTotalPriceSet", "tax": "totalTaxSet",
    "shipping": "totalShippingPriceSet", "received": "totalReceivedSet", "refunded": "totalRefundedSet",
    "capturable": "totalCapturableSet",
}  # fmt: skip
COMPARED: dict[str, Compare] = {
    "head": lambda told, read: ({key: told[key] for key in HEAD}, {key: read[name] for key, name in HEAD.items()}),
    "instants": lambda told, read: (
        {key: told[key] for key in INSTANTS},
        {key: instant(read[name]) for key, name in INSTANTS.items()},
    ),
    "totals": lambda told, read: (
        {key: told["totals"][key] for key in TOTALS},
        {key: amounts(read[name]) for key, name in TOTALS.items()},
    ),
    "customer": lambda told, read: (
        [told["customer"][key] for key in ("id", "email", "first_name")],
        list(read["customer"].values()),
    ),
    "address": lambda told, read: (
        [told["shipping_address"][key] for key in ("address1", "city", "zip", "country_code")],
        list(read["shippingAddress"].values()),
    ),
    "lines": lambda told, read: (
        [
            [each[key] for key in ("id", "sku", "title", "ordered", "current", "unfulfilled", "unit_price")]
            for each in told["lines"]
        ],
        [
            [*list(each.values())[:-1], amounts(each["originalUnitPriceSet"])]
            for each in read["lineItems"]["nodes"]
        ],
    ),
    "fulfillment orders": lambda told, read: (
        [
            (
                each["id"], each["status"], each["request_status"], each["updated_at"], each["fulfill_at"],
                each["location"], [list(line.values()) for line in each["lines"]],
                [(hold["id"], hold["reason"]) for hold in each["holds"]],
            )
            for each in told["fulfillment_orders"]
        ],
        [
            (
                each["id"], each["status"], each["requestStatus"], instant(each["updatedAt"]),
                instant(each["fulfillAt"]), each["assignedLocation"]["location"]["id"],
                [
                    [line["id"], line["lineItem"]["id"], line["totalQuantity"], line["remainingQuantity"]]
                    for line in each["lineItems"]["nodes"]
                ],
                [(hold["id"], hold["reason"]) for hold in each["fulfillmentHolds"]],
            )
            for each in read["fulfillmentOrders"]["nodes"]
        ],
    ),
    "fulfillments": lambda told, read: (
        [
            (
                each["id"], each["name"], each["status"], each["display_status"], each["updated_at"],
                each["tracking_info"], [(line["id"], line["line_item"], line["quantity"]) for line in each["lines"]],
            )
            for each in told["fulfillments"]
        ],
        [
            (
                each["id"], each["name"], each["status"], each["displayStatus"], instant(each["updatedAt"]),
                each["trackingInfo"],
                [
                    (line["id"], line["lineItem"]["id"], line["quantity"])
                    for line in each["fulfillmentLineItems"]["nodes"]
                ],
            )
            for each in read["fulfillments"]
        ],
    ),
    "transactions": lambda told, read: (
        [
            (
                each["id"], each["kind"], each["status"], each["gateway"], each["processed_at"], each["amounts"],
                each["parent"],
            )
            for each in told["transactions"]
        ],
        [
            (
                each["id"], each["kind"], each["status"], each["gateway"], instant(each["processedAt"]),
                amounts(each["amountSet"]), (each["parentTransaction"] or {}).get("id"),
            )
            for each in read["transactions"]
        ],
    ),
    "refunds": lambda told, read: (
        [
            (
                each["id"], each["created_at"], each["note"], each["total"],
                [
                    (line["line_item"], line["quantity"], line["restock_type"], line["subtotal"])
                    for line in each["lines"]
                ],
            )
            for each in told["refunds"]
        ],
        [
            (
                each["id"], instant(each["createdAt"]), each["note"], amounts(each["totalRefundedSet"]),
                [
                    (line["lineItem"]["id"], line["quantity"], line["restockType"], amounts(line["subtotalSet"]))
                    for line in each["refundLineItems"]["nodes"]
                ],
            )
            for each in read["refunds"]
        ],
    ),
}  # fmt: skip
"""Pairs of what the state and what the Admin API tell, by what they are about."""
