"""Carries out what an edit staged: on the order itself, or on a copy that shows what it would be like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from shopify_sandbox.state import edit_money, refunding
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.order_edits import DiscountChange, EditedLine, OrderEdit, UnitChange
from shopify_sandbox.state.orders import LineDiscount, LineItem, Order, ShippingLine
from shopify_sandbox.state.refunds import Refund, RestockType

Numbers = Callable[[type[Entity] | str], int]


@dataclass
class Applied:
    """What was changed; `placed` are the lines that are new to the order, by what was staged."""

    placed: list[tuple[EditedLine, LineItem]] = field(default_factory=list)
    grown: list[UnitChange] = field(default_factory=list)
    removals: list[UnitChange] = field(default_factory=list)
    refund: Refund | None = None
    discounts_added: list[DiscountChange] = field(default_factory=list)
    discounts_removed: list[DiscountChange] = field(default_factory=list)
    shipping_added: list[ShippingLine] = field(default_factory=list)
    shipping_removed: list[ShippingLine] = field(default_factory=list)


def preview(edit: OrderEdit, now: datetime) -> Order:
    """A copy of the order with the edit in it; the order stays as it is."""
    order = edit.order
    copied = replace(
        order, lines=[], refunds=list(order.refunds), shipping_lines=list(map(replace, order.shipping_lines))
    )
    copied.lines = [_copy(each, copied) for each in order.lines]
    apply(edit, copied, lambda _kind: 0, now)
    return copied


def apply(edit: OrderEdit, order: Order, numbers: Numbers, now: datetime) -> Applied:
    """Change the order's lines, discounts, shipping and refunds; fulfillment orders are for the caller."""
    done = Applied()
    lines = {each.id: each for each in order.lines}
    for gid in edit.removed_discounts:
        _remove_discount(order, gid, done)
    _remove_units(edit, order, lines, numbers, now=now, done=done)
    for edited in edit.lines:
        line = _placed(edited, order, numbers, done) if edited.added else lines[edited.line.id]
        if line is None:
            continue
        more = edited.delta
        if not edited.added and more > 0:
            edit_money.grow(line, more)
            done.grown.append(UnitChange(line, more))
        _discount(edited, line, numbers, done)
    _apply_shipping(edit, order, numbers, done)
    return done


def _copy(line: LineItem, order: Order) -> LineItem:
    discounts, gone = list(line.edit_discounts), list(line.refund_lines)
    return replace(line, order=order, edit_discounts=discounts, refund_lines=gone, tax_lines=list(line.tax_lines))


def _remove_discount(order: Order, gid: str, done: Applied) -> None:
    if gid == discount_gid(order, None):
        for line in order.lines:
            edit_money.take_back_code(line)
        done.discounts_removed += [
            DiscountChange(line, order.id, order.discount.code) for line in order.lines if order.discount
        ]
        order.discount = None
        return
    for line in order.lines:
        for given in [each for each in line.edit_discounts if discount_gid(order, each) == gid]:
            edit_money.take_back(line, given)
            done.discounts_removed.append(DiscountChange(line, given.id, given.description))


def discount_gid(order: Order, given: LineDiscount | None) -> str:
    """The id of a calculated discount application: of an earlier edit's discount, or without one of the code."""
    if given is None:
        return f"gid://shopify/CalculatedDiscountCodeApplication/{order.id}"
    return f"gid://shopify/CalculatedManualDiscountApplication/{given.id}"


def _remove_units(
    edit: OrderEdit, order: Order, lines: dict[int, LineItem], numbers: Numbers, *, now: datetime, done: Applied
) -> None:
    """The removed units leave as a refund that gives no money back."""
    gone = [each for each in edit.lines if not each.added and each.delta < 0]
    if not gone:
        return
    wishes = [
        refunding.LineWish(
            lines[each.line.id],
            -each.delta,
            RestockType.CANCEL if each.restock else RestockType.NO_RESTOCK,
            each.location if each.restock else None,
            by_edit=True,
        )
        for each in gone
    ]
    done.refund = refunding.bare(order, wishes, numbers, now=now)
    order.refunds.append(done.refund)
    for wish, line in zip(wishes, done.refund.lines, strict=True):
        wish.line.refund_lines.append(line)
        done.removals.append(UnitChange(wish.line, wish.quantity))


def _placed(edited: EditedLine, order: Order, numbers: Numbers, done: Applied) -> LineItem | None:
    if edited.quantity == 0:
        return None
    line = replace(
        edited.line, id=numbers(LineItem), order=order, quantity=edited.quantity, edit_discounts=[], refund_lines=[]
    )
    line.tax_lines = edit_money.taxes_like_others(order, line)
    order.lines.append(line)
    done.placed.append((edited, line))
    return line


def _discount(edited: EditedLine, line: LineItem, numbers: Numbers, done: Applied) -> None:
    for staged in edited.discounts:
        given = edit_money.give(line, staged, numbers("DiscountApplication"))
        done.discounts_added.append(DiscountChange(line, given.id, given.description))


def _apply_shipping(edit: OrderEdit, order: Order, numbers: Numbers, done: Applied) -> None:
    known = {each.id: each for each in order.shipping_lines}
    for each in edit.shipping:
        if each.added and not each.removed:
            made = replace(each.line, id=numbers(ShippingLine))
            order.shipping_lines.append(made)
            done.shipping_added.append(made)
        elif each.removed and not each.added:
            known[each.line.id].is_removed = True
            done.shipping_removed.append(known[each.line.id])
