"""What a contract's content costs: discounts spread over its lines and its shipping.

That discounts apply one after the other, each to what those before it left, is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from shopify_sandbox.state.contracts import Content, ContractLine, ManualDiscount
from shopify_sandbox.state.discounts import spread
from shopify_sandbox.state.money import Money


@dataclass(frozen=True)
class Allocation:
    """What one discount takes off one line."""

    discount: ManualDiscount
    amount: Money


def allocations(content: Content) -> dict[str, list[Allocation]]:
    """What discounts take off the lines of one payment, by the lines' uuids."""
    taken: dict[str, list[Allocation]] = {line.uuid: [] for line in content.lines}
    left = {line.uuid: _whole(content, line) for line in content.lines}
    for discount in _in_force(content, for_shipping=False):
        lines = [line for line in content.lines if discount.all_lines or line.uuid in discount.lines]
        for line, amount in zip(lines, _amounts(content, discount, lines, left), strict=True):
            left[line.uuid] -= amount
            if amount > 0:
                taken[line.uuid].append(Allocation(discount, Money(amount, line.current_price.currency)))
    return taken


def line_total(content: Content, line: ContractLine) -> Money:
    """The line's price in one payment, after its discounts."""
    off = sum((each.amount.amount for each in allocations(content)[line.uuid]), Decimal(0))
    return Money(_whole(content, line) - off, line.current_price.currency)


def shipping_total(content: Content) -> Money:
    """The delivery price of one payment, after discounts on shipping."""
    left = content.delivery_price.amount
    for discount in _in_force(content, for_shipping=True):
        left -= _rounded(content, left * Decimal(discount.percentage or 0) / 100)
    return Money(left, content.delivery_price.currency)


def total(content: Content) -> Money:
    """What one payment asks for, without taxes."""
    lines = sum((line_total(content, line).amount for line in content.lines), Decimal(0))
    return Money(lines + shipping_total(content).amount, content.delivery_price.currency)


def used(content: Content) -> Content:
    """The content after a successful payment: each discount in force has been applied once more."""
    return replace(
        content,
        discounts=tuple(
            replace(each, usage_count=each.usage_count + 1)
            if isinstance(each, ManualDiscount) and not each.used_up
            else each
            for each in content.discounts
        ),
    )


def _in_force(content: Content, *, for_shipping: bool) -> list[ManualDiscount]:
    return [
        each
        for each in content.discounts
        if isinstance(each, ManualDiscount) and each.for_shipping is for_shipping and not each.used_up
    ]


def _amounts(
    content: Content, discount: ManualDiscount, lines: list[ContractLine], left: dict[str, Decimal]
) -> list[Decimal]:
    remaining = [left[line.uuid] for line in lines]
    if discount.percentage is not None:
        return [_rounded(content, each * discount.percentage / 100) for each in remaining]
    amount = discount.amount.amount if discount.amount else Decimal(0)
    if discount.on_each_item:
        return [min(amount * content.units(line), each) for line, each in zip(lines, remaining, strict=True)]
    return spread(min(amount, sum(remaining, Decimal(0))), remaining, content.delivery_price.currency)


def _whole(content: Content, line: ContractLine) -> Decimal:
    return line.current_price.amount * content.units(line)


def _rounded(content: Content, amount: Decimal) -> Decimal:
    return Money(amount, content.delivery_price.currency).rounded().amount
