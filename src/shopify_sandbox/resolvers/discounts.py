"""Discounts of orders: what was meant (applications) and what it took off which line (allocations)."""

from __future__ import annotations

from decimal import Decimal

from shopify_sandbox.resolvers.connections import listed
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state.edit_applying import discount_gid
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.order_edits import StagedDiscount
from shopify_sandbox.state.orders import Discount, LineDiscount, LineItem, Order

Application = dict[str, object]
_CALCULATED = {
    "DiscountCodeApplication": "CalculatedDiscountCodeApplication",
    "ManualDiscountApplication": "CalculatedManualDiscountApplication",
}


def of_code(order: Order, discount: Discount) -> Application:
    """The application of a discount code."""
    shipping = discount.kind == "free_shipping"
    return {
        "__typename": "DiscountCodeApplication",
        "code": discount.code,
        "index": 0,
        "allocationMethod": "EACH" if shipping else "ACROSS",
        "targetSelection": "ALL",
        "targetType": "SHIPPING_LINE" if shipping else "LINE_ITEM",
        "value": _code_value(discount),
        "id": discount_gid(order, None),
        "description": discount.code,
        "appliedTo": "ORDER",
    }


def of_edit(order: Order, given: LineDiscount | StagedDiscount) -> Application:
    """The application of a discount that an edit gave, or is about to give, to one line."""
    return {
        "__typename": "ManualDiscountApplication",
        "title": given.description,
        "description": given.description,
        "index": 1 if order.discount else 0,
        "allocationMethod": "EACH",
        "targetSelection": "EXPLICIT",
        "targetType": "LINE_ITEM",
        "value": value(given.percent, given.each),
        "id": given.id if isinstance(given, StagedDiscount) else discount_gid(order, given),
        "appliedTo": "LINE",
    }


def calculated(application: Application) -> Application:
    """The same as the type that edits show."""
    return {**application, "__typename": _CALCULATED[str(application["__typename"])]}


def value(percent: Decimal | None, each: MoneyBag | None) -> Application:
    """PricingValue: a percentage, or an amount in the customer's currency."""
    if each is not None:
        return money(each)
    return {"__typename": "PricingPercentageValue", "percentage": float(percent or 0)}


def money(bag: MoneyBag) -> Application:
    """MoneyV2 as a member of a union."""
    return {
        "__typename": "MoneyV2",
        "amount": bag.presentment.amount,
        "currencyCode": bag.presentment.currency,
    }


def allocations(line: LineItem) -> list[Application]:
    """LineItem.discountAllocations: the code's share first, then what edits gave."""
    order = line.order
    codes = [(of_code(order, order.discount), line.discount)] if order.discount and line.discount.positive else []
    edits = [(of_edit(order, each), each.amount) for each in line.edit_discounts]
    return [
        {"allocatedAmount": amount.shop, "allocatedAmountSet": amount, "discountApplication": application}
        for application, amount in [*codes, *edits]
    ]


def _code_value(discount: Discount) -> Application:
    if discount.kind == "fixed_amount":
        return money(discount.amount)
    return value(Decimal(100) if discount.kind == "free_shipping" else discount.value, None)


def _applications(order: Order) -> list[Application]:
    """Those of the order's creation; edits are excluded (schema)."""
    codes = [of_code(order, order.discount)] if order.discount else []
    placed = [each for line in order.lines for each in line.edit_discounts if not each.by_edit]
    return [*codes, *(of_edit(order, each) for each in placed)]


FIELDS = {
    **fields_of("Order", {"discountApplications": lambda order, _info, **args: listed(_applications(order), args)}),
    **fields_of("LineItem", {"discountAllocations": derived(allocations)}),
}
