"""How an edit changes what a line costs: units more, a discount given, a discount taken back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from shopify_sandbox.state import line_money, quantities
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.order_edits import StagedDiscount
from shopify_sandbox.state.orders import LineDiscount, LineItem, Order, TaxLine


def grow(line: LineItem, units: int) -> None:
    """Add units at the full price, taxed as the others are (assumed: discounts of the order don't reach them)."""
    line.tax_lines = [_grown(each, line, units) for each in line.tax_lines]
    line.quantity += units


def taxes_like_others(order: Order, line: LineItem) -> list[TaxLine]:
    """The taxes of a new line: the rates that the order's other lines have (assumed); none when it is not taxable."""
    if not line.taxable:
        return []
    model = next((each.tax_lines for each in order.lines if each.tax_lines), [])
    return [replace(each, price=_tax(line.original_total, each.rate, order)) for each in model if each.rate]


def give(line: LineItem, staged: StagedDiscount, number: int) -> LineDiscount:
    """Take the discount off the units that are left, never more than they cost; their taxes shrink with the price."""
    left = line_money.left(line).at_least_zero()
    units = quantities.current(line)
    amount = _worth(left, staged, units).at_most(left)
    given = LineDiscount(number, staged.description, units, amount, percent=staged.percent, each=staged.each)
    _tax_again(line, -_ratio(amount, left))
    line.edit_discounts.append(given)
    return given


def take_back(line: LineItem, given: LineDiscount) -> None:
    """The units that are left cost the discount more again; those that went had it and keep it."""
    left, still = line_money.left(line), min(quantities.current(line), given.units)
    restored = given.amount.times(Decimal(still) / given.units) if given.units else given.amount
    _tax_again(line, _ratio(restored, left))
    kept = replace(given, amount=given.amount - restored)
    others = [each for each in line.edit_discounts if each.id != given.id]
    line.edit_discounts = [*others, kept] if kept.amount.positive else others


def take_back_code(line: LineItem) -> None:
    """The same for the share that a discount code had in the line."""
    left, units = line_money.left(line), quantities.current(line)
    restored = line.discount.times(Decimal(units) / line.quantity)
    _tax_again(line, _ratio(restored, left))
    line.discount = line.discount - restored


def _worth(left: MoneyBag, staged: StagedDiscount, units: int) -> MoneyBag:
    if staged.each is not None:
        return staged.each.times(units)
    return left.times((staged.percent or Decimal(0)) / 100)


def _ratio(part: MoneyBag, whole: MoneyBag) -> Decimal:
    return part.presentment.amount / whole.presentment.amount if whole.positive else Decimal(0)


def _tax_again(line: LineItem, ratio: Decimal) -> None:
    """Change the taxes of the units that are left by that part of them."""
    whole, left = line_money.tax(line), line_money.tax_left(line)
    share = _ratio(left, whole) * ratio
    line.tax_lines = [replace(each, price=each.price + each.price.times(share)) for each in line.tax_lines]


def _grown(tax: TaxLine, line: LineItem, units: int) -> TaxLine:
    added = line.unit_price.times(units)
    more = _tax(added, tax.rate, line.order) if tax.rate else tax.price.times(Decimal(units) / line.quantity)
    return replace(tax, price=tax.price + more)


def _tax(taxed: MoneyBag, rate: Decimal, order: Order) -> MoneyBag:
    return taxed.times(rate / (1 + rate) if order.taxes_included else rate)
