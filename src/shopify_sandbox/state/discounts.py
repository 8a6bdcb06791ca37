"""Discount codes given at the creation of an order, spread over its lines."""

from __future__ import annotations

from decimal import Decimal

from shopify_sandbox.state.given import amount_of, decimal, mapping
from shopify_sandbox.state.money import MoneyBag, smallest_unit
from shopify_sandbox.state.orders import Discount, Order


def apply_code(order: Order, given: object) -> None:
    """Set the order's discount and each line's share from an OrderCreateDiscountCodeInput; null does nothing."""
    code = mapping(given)
    if fixed := mapping(code.get("itemFixedDiscountCode")):
        _apply_fixed(order, str(fixed["code"]), _bag(order, fixed.get("amountSet")))
    elif percentage := mapping(code.get("itemPercentageDiscountCode")):
        _apply_percentage(order, str(percentage["code"]), decimal(percentage.get("percentage") or 0))
    elif free := mapping(code.get("freeShippingDiscountCode")):
        amount = order.currencies.total(line.price for line in order.shipping_lines)
        order.discount = Discount(str(free["code"]), "free_shipping", amount.shop.amount, amount)


def _apply_fixed(order: Order, code: str, amount: MoneyBag) -> None:
    whole = order.currencies.total(line.original_total for line in order.lines)
    taken = min(amount.shop.amount, whole.shop.amount), min(amount.presentment.amount, whole.presentment.amount)
    order.discount = Discount(code, "fixed_amount", amount.shop.amount, order.currencies.bag(*taken))
    shop = spread(taken[0], [line.original_total.shop.amount for line in order.lines], order.currencies.shop)
    weights = [line.original_total.presentment.amount for line in order.lines]
    presentment = spread(taken[1], weights, order.currencies.presentment)
    for line, in_shop, in_presentment in zip(order.lines, shop, presentment, strict=True):
        line.discount = order.currencies.bag(in_shop, in_presentment)


def _apply_percentage(order: Order, code: str, percentage: Decimal) -> None:
    for line in order.lines:
        line.discount = line.original_total.times(percentage / 100)
    amount = order.currencies.total(line.discount for line in order.lines)
    order.discount = Discount(code, "percentage", percentage, amount)


def spread(amount: Decimal, weights: list[Decimal], currency: str) -> list[Decimal]:
    """Shares in proportion to the weights, in whole smallest units, that sum up to the amount."""
    unit = smallest_unit(currency)
    whole = sum(weights, Decimal(0))
    shares, left, weight_left = [], amount, whole
    for weight in weights:
        share = (left * weight / weight_left).quantize(unit) if weight_left else Decimal(0)
        shares.append(share)
        left, weight_left = left - share, weight_left - weight
    return shares


def _bag(order: Order, given: object) -> MoneyBag:
    amounts = mapping(given)
    presentment = amounts.get("presentmentMoney")
    return order.currencies.bag(amount_of(amounts.get("shopMoney")), amount_of(presentment) if presentment else None)
