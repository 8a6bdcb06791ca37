"""Lines of orders, shipping lines and taxes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state import line_money, quantities
from shopify_sandbox.state.money import Money, MoneyBag
from shopify_sandbox.state.order_editing import not_editable_because
from shopify_sandbox.state.orders import LineItem, ShippingLine, TaxLine


def _unit(line: LineItem) -> MoneyBag:
    return line.unit_price


def _after_line_discounts(line: LineItem) -> MoneyBag:
    """What discounts of this line alone leave; those of codes and of the whole order are not taken off (schema)."""
    return line.original_total - line.edit_discount


def _discounted_unit(line: LineItem) -> MoneyBag:
    return line.discounted_total.times(Decimal(1) / line.quantity)


def _share(bag: MoneyBag, quantity: int, line: LineItem) -> MoneyBag:
    return bag.times(Decimal(quantity) / line.quantity)


_SETS: dict[str, Callable[[LineItem], MoneyBag]] = {
    "discountedTotal": _after_line_discounts,
    "discountedUnitPrice": lambda line: _share(_after_line_discounts(line), 1, line),
    "originalTotal": lambda line: line.original_total,
    "originalUnitPrice": _unit,
    "totalDiscount": lambda line: line.edit_discount,
    "unfulfilledDiscountedTotal": lambda line: _share(_after_line_discounts(line), quantities.unfulfilled(line), line),
    "unfulfilledOriginalTotal": lambda line: _share(line.original_total, quantities.unfulfilled(line), line),
}


def _shop(function: Callable[[LineItem], MoneyBag]) -> Callable[[LineItem], Money]:
    return lambda line: function(line).shop


def _plan(line: LineItem) -> dict[str, object] | None:
    plan = line.selling_plan
    return {"name": plan.name, "sellingPlanId": f"gid://shopify/SellingPlan/{plan.id}"} if plan else None


_OWN: dict[str, Callable[[LineItem], object]] = {
    "canRestock": lambda line: quantities.unfulfilled(line) > 0,
    "currentQuantity": quantities.current,
    "customAttributes": lambda line: [{"key": key, "value": value} for key, value in line.custom_attributes],
    "discountedUnitPriceAfterAllDiscountsSet": _discounted_unit,
    "fulfillableQuantity": quantities.fulfillable,
    "fulfillmentStatus": quantities.fulfillment_status,
    "isGiftCard": lambda line: line.gift_card,
    "merchantEditable": lambda line: not not_editable_because(line.order),
    "nonFulfillableQuantity": quantities.non_fulfillable,
    "priceAfterAllDiscountsBeforeTaxesSet": line_money.left,
    "product": lambda line: line.variant.product if line.variant else None,
    "refundableQuantity": quantities.current,
    "restockable": lambda line: quantities.unfulfilled(line) > 0,
    "sellingPlan": _plan,
    "unfulfilledQuantity": quantities.unfulfilled,
    "weight": lambda line: {"unit": "GRAMS", "value": float(line.grams)},
}


def _tax_percentage(tax: TaxLine) -> Decimal:
    return tax.rate * 100


_SHIPPING: dict[str, Callable[[ShippingLine], object]] = {
    "currentDiscountedPriceSet": lambda line: line.price,
    "custom": lambda line: line.code is None,
    "discountAllocations": lambda line: [],
    "discountedPrice": lambda line: line.price.shop,
    "discountedPriceSet": lambda line: line.price,
    "isRemoved": lambda line: line.is_removed,
    "originalPrice": lambda line: line.price.shop,
    "originalPriceSet": lambda line: line.price,
    "price": lambda line: line.price.shop,
}

FIELDS = {
    **fields_of(
        "LineItem",
        {
            **{f"{name}Set": derived(function) for name, function in _SETS.items()},
            **{name: derived(_shop(function)) for name, function in _SETS.items()},
            **{name: derived(function) for name, function in _OWN.items()},
        },
    ),
    **fields_of("ShippingLine", {name: derived(function) for name, function in _SHIPPING.items()}),
    **fields_of(
        "TaxLine",
        {
            "price": derived(lambda tax: tax.price.shop),
            "priceSet": derived(lambda tax: tax.price),
            "ratePercentage": derived(_tax_percentage),
        },
    ),
}
