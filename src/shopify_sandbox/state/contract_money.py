"""What a contract's content costs: discounts spread over its lines and its shipping.

That discounts apply one after the other, each to what those before it left, is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from shopify_sandbox.state.contracts import Content, ContractLine, Discount, ManualDiscount
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


def after_billing(content: Content, charged: Content, *, billings: int) -> Content:
    """A contract's content once `charged` was paid, its payment number `billings`, the checkout's among them.

    Discounts that were in force have been applied once more; prices that a line's policy changes after so many cycles
    are the new ones from now on.
    """
    return replace(
        content,
        lines=tuple(priced_after(line, billings) for line in content.lines),
        discounts=tuple(_used(each) if _was_in_force(each, charged) else each for each in content.discounts),
    )


def priced_after(line: ContractLine, billings: int) -> ContractLine:
    """The line with the price that its policy sets after so many payments, if any (assumed: just then)."""
    policy = line.pricing_policy
    changes = [each for each in policy.cycle_discounts if each.after_cycle == billings] if policy else []
    return replace(line, current_price=changes[-1].computed_price) if changes else line


def _was_in_force(discount: Discount, charged: Content) -> bool:
    return any(each.uuid == discount.uuid and isinstance(each, ManualDiscount) for each in charged.discounts)


def _used(discount: Discount) -> Discount:
    if not isinstance(discount, ManualDiscount) or discount.used_up:
        return discount
    return replace(discount, usage_count=discount.usage_count + 1)


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
