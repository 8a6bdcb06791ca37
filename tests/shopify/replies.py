"""Builders of what Shopify answers: every field is there, a test names the ones that matter."""

from typing import Any

ORDER_GID = "gid://shopify/Order/1"
CREATED = "2026-01-01T10:00:00Z"
UPDATED = "2026-01-02T10:00:00Z"
COST = {
    "requestedQueryCost": 35,
    "actualQueryCost": 12,
    "throttleStatus": {"maximumAvailable": 2000.0, "currentlyAvailable": 1988, "restoreRate": 100.0},
}


def reply(data: Any, **more: Any) -> dict[str, Any]:
    """A reply that was executed."""
    return {"data": data, "extensions": {"cost": COST}, **more}


def error(message: str, code: str | None = None, **more: Any) -> dict[str, Any]:
    """One entry of `errors`."""
    return {"message": message, **({"extensions": {"code": code}} if code else {}), **more}


def connection(*nodes: Any, after: str | None = None) -> dict[str, Any]:
    """A page; `after` is the cursor of the next one."""
    return {"nodes": list(nodes), "pageInfo": {"hasNextPage": after is not None, "endCursor": after}}


def money(amount: str, currency: str = "CAD") -> dict[str, Any]:
    """A MoneyBag with the same amount on both sides."""
    one = {"amount": amount, "currencyCode": currency}
    return {"shopMoney": one, "presentmentMoney": one}


def order_line(number: int, **more: Any) -> dict[str, Any]:
    """A line item."""
    return {
        "id": f"gid://shopify/LineItem/{number}",
        "title": f"Thing {number}",
        "variantTitle": None,
        "sku": f"SKU-{number}",
        "quantity": 1,
        "currentQuantity": 1,
        "refundableQuantity": 1,
        "requiresShipping": True,
        "variant": {"id": f"gid://shopify/ProductVariant/{number}"},
        "originalUnitPriceSet": money("12.5"),
        "discountedTotalSet": money("12.5"),
        **more,
    }


def fulfillment_order_line(number: int, *, of_line: int = 1) -> dict[str, Any]:
    """A line of a fulfillment order."""
    return {
        "id": f"gid://shopify/FulfillmentOrderLineItem/{number}",
        "totalQuantity": 1,
        "remainingQuantity": 1,
        "lineItem": {"id": f"gid://shopify/LineItem/{of_line}"},
    }


def fulfillment_order(number: int, **more: Any) -> dict[str, Any]:
    """An open fulfillment order with one line."""
    return {
        "id": f"gid://shopify/FulfillmentOrder/{number}",
        "status": "OPEN",
        "requestStatus": "UNSUBMITTED",
        "fulfillAt": None,
        "updatedAt": UPDATED,
        "assignedLocation": {"name": "Montreal", "location": {"id": "gid://shopify/Location/1"}},
        "supportedActions": [{"action": "CREATE_FULFILLMENT"}],
        "fulfillmentHolds": [],
        "lineItems": connection(fulfillment_order_line(number)),
        **more,
    }


def fulfillment_line(number: int, *, of_line: int = 1, quantity: int | None = 1) -> dict[str, Any]:
    """A line of a fulfillment."""
    return {
        "id": f"gid://shopify/FulfillmentLineItem/{number}",
        "quantity": quantity,
        "lineItem": {"id": f"gid://shopify/LineItem/{of_line}"},
    }


def fulfillment(number: int, **more: Any) -> dict[str, Any]:
    """A fulfillment with one line."""
    return {
        "id": f"gid://shopify/Fulfillment/{number}",
        "name": f"#1001-F{number}",
        "status": "SUCCESS",
        "createdAt": CREATED,
        "updatedAt": UPDATED,
        "location": {"id": "gid://shopify/Location/1"},
        "trackingInfo": [{"company": "UPS", "number": "1Z", "url": None}],
        "fulfillmentLineItems": connection(fulfillment_line(number)),
        **more,
    }


def transaction(number: int, **more: Any) -> dict[str, Any]:
    """A sale that has succeeded."""
    return {
        "id": f"gid://shopify/OrderTransaction/{number}",
        "kind": "SALE",
        "status": "SUCCESS",
        "errorCode": None,
        "createdAt": CREATED,
        "gateway": "shopify_payments",
        "formattedGateway": "Shopify Payments",
        "manualPaymentGateway": False,
        "manuallyCapturable": False,
        "multiCapturable": False,
        "authorizationExpiresAt": None,
        "amountSet": money("12.5"),
        "totalUnsettledSet": None,
        "parentTransaction": None,
        **more,
    }


def payments(*transactions: Any, **more: Any) -> dict[str, Any]:
    """What every reading of an order tells of its payments."""
    return {
        "id": ORDER_GID,
        "updatedAt": UPDATED,
        "cancelledAt": None,
        "currencyCode": "CAD",
        "presentmentCurrencyCode": "CAD",
        "displayFinancialStatus": "PAID",
        "currentTotalPriceSet": money("12.5"),
        "transactionsCount": {"count": len(transactions)},
        "transactions": list(transactions),
        **more,
    }


def totals(amount: str = "12.5", **more: Any) -> dict[str, Any]:
    """The totals of an order that is worth its one line."""
    worth = ("totalPriceSet", "originalTotalPriceSet", "subtotalPriceSet", "currentSubtotalPriceSet")
    nothing = (
        "totalTaxSet",
        "totalShippingPriceSet",
        "totalDiscountsSet",
        "totalTipReceivedSet",
        "currentTotalTaxSet",
        "currentShippingPriceSet",
        "currentTotalDiscountsSet",
        "totalReceivedSet",
        "totalRefundedSet",
        "totalRefundedShippingSet",
        "netPaymentSet",
        "totalOutstandingSet",
    )
    absent = (
        "originalTotalDutiesSet",
        "originalTotalAdditionalFeesSet",
        "currentTotalDutiesSet",
        "currentTotalAdditionalFeesSet",
    )
    return {
        "taxesIncluded": False,
        **{name: money(amount) for name in worth},
        **{name: money("0.0") for name in nothing},
        **dict.fromkeys(absent),
        "totalCashRoundingAdjustment": {"paymentSet": money("0.0")},
        **more,
    }


def nobody() -> dict[str, Any]:
    """An order that is for nobody in particular."""
    empty = ("email", "phone", "note", "customer", "shippingAddress")
    return {**dict.fromkeys(empty), "customAttributes": []}


def address(**more: Any) -> dict[str, Any]:
    """Where an order goes."""
    person = ("name", "firstName", "lastName", "company", "phone")
    place = ("address1", "address2", "zip", "city", "provinceCode", "countryCodeV2")
    return {**dict.fromkeys(person + place), **more}


def refund_line(number: int, *, of_line: int = 1, **more: Any) -> dict[str, Any]:
    """One refunded unit that is not to be sent any more."""
    return {
        "id": f"gid://shopify/RefundLineItem/{number}",
        "quantity": 1,
        "restockType": "CANCEL",
        "lineItem": {"id": f"gid://shopify/LineItem/{of_line}"},
        "location": None,
        "subtotalSet": money("12.5"),
        "totalTaxSet": money("0.0"),
        **more,
    }


def refund(number: int, **more: Any) -> dict[str, Any]:
    """A refund of one unit."""
    return {
        "id": f"gid://shopify/Refund/{number}",
        "createdAt": CREATED,
        "updatedAt": UPDATED,
        "note": None,
        "totalRefundedSet": money("12.5"),
        "return": None,
        "refundLineItems": connection(refund_line(number)),
        "transactions": connection({"id": f"gid://shopify/OrderTransaction/{number}"}),
        **more,
    }


def returned_line(quantity: int = 1, *, of_line: int = 1) -> dict[str, Any]:
    """Units of a line that come back."""
    line = {"lineItem": {"id": f"gid://shopify/LineItem/{of_line}"}}
    return {"quantity": quantity, "fulfillmentLineItem": line}


def order_return(number: int, **more: Any) -> dict[str, Any]:
    """A return of one unit that is under way."""
    return {
        "id": f"gid://shopify/Return/{number}",
        "name": f"#1001-R{number}",
        "status": "OPEN",
        "totalQuantity": 1,
        "createdAt": CREATED,
        "closedAt": None,
        "returnLineItems": connection(returned_line()),
        **more,
    }


def order(**more: Any) -> dict[str, Any]:
    """An order with one line, one fulfillment order and no fulfillment."""
    return {
        **payments(),
        **totals(),
        **nobody(),
        "name": "#1001",
        "createdAt": CREATED,
        "closedAt": None,
        "cancelReason": None,
        "displayFulfillmentStatus": "UNFULFILLED",
        "returnStatus": "NO_RETURN",
        "tags": [],
        "lineItems": connection(order_line(1)),
        "fulfillmentOrders": connection(fulfillment_order(1)),
        "fulfillmentsCount": {"count": len(more.get("fulfillments", []))},
        "fulfillments": [],
        "refunds": [],
        **more,
    }


def created(number: int = 7) -> dict[str, Any]:
    """The data of a fulfillmentCreate that worked."""
    made = {
        "id": f"gid://shopify/Fulfillment/{number}",
        "name": "#1001-F1",
        "status": "SUCCESS",
        "createdAt": CREATED,
        "totalQuantity": 1,
    }
    return {"fulfillmentCreate": {"fulfillment": made, "userErrors": []}}
