"""What an edit changed so far, as members of OrderStagedChange."""

from __future__ import annotations

from shopify_sandbox.resolvers.discounts import of_code, of_edit, value
from shopify_sandbox.state.edit_applying import discount_gid
from shopify_sandbox.state.order_edits import EditedLine, EditedShipping, OrderEdit, StagedDiscount

Change = dict[str, object]


def changes_of(edit: OrderEdit) -> list[Change]:
    """All changes: lines with their discounts, discounts taken back, shipping."""
    lines = [change for each in edit.lines for change in changes_of_line(each)]
    return [*lines, *_removed_discounts(edit), *(change for each in edit.shipping for change in _of_shipping(each))]


def changes_of_line(edited: EditedLine) -> list[Change]:
    """The changes of one line."""
    return [*_units(edited), *(added_discount(each) for each in edited.discounts)]


def added_discount(staged: StagedDiscount) -> Change:
    """OrderStagedChangeAddLineItemDiscount."""
    return {
        "__typename": "OrderStagedChangeAddLineItemDiscount",
        "id": staged.id.replace("CalculatedManualDiscountApplication", "OrderStagedChangeAddLineItemDiscount"),
        "description": staged.description,
        "value": value(staged.percent, staged.each),
    }


def _units(edited: EditedLine) -> list[Change]:
    if edited.added:
        return [_added(edited)] if edited.quantity else []
    if edited.delta > 0:
        return [{"__typename": "OrderStagedChangeIncrementItem", "delta": edited.delta, "lineItem": edited.line}]
    if edited.delta < 0:
        change = {"__typename": "OrderStagedChangeDecrementItem", "delta": -edited.delta, "lineItem": edited.line}
        return [{**change, "restock": edited.restock}]
    return []


def _added(edited: EditedLine) -> Change:
    if edited.line.variant is not None:
        change = {"__typename": "OrderStagedChangeAddVariant", "variant": edited.line.variant}
        return {**change, "quantity": edited.quantity}
    return {
        "__typename": "OrderStagedChangeAddCustomItem",
        "title": edited.line.title,
        "quantity": edited.quantity,
        "originalUnitPrice": edited.line.unit_price.presentment,
    }


def _of_shipping(edited: EditedShipping) -> list[Change]:
    if edited.removed:
        return [{"__typename": "OrderStagedChangeRemoveShippingLine", "shippingLine": edited.line}]
    if not edited.added:
        return []
    titles = {"title": edited.line.title, "presentmentTitle": edited.line.title, "phone": None}
    return [{"__typename": "OrderStagedChangeAddShippingLine", **titles, "price": edited.line.price.presentment}]


def _removed_discounts(edit: OrderEdit) -> list[Change]:
    order = edit.order
    known = {
        discount_gid(order, each): of_edit(order, each) for line in edit.lines for each in line.line.edit_discounts
    }
    if order.discount:
        known[discount_gid(order, None)] = of_code(order, order.discount)
    return [
        {"__typename": "OrderStagedChangeRemoveDiscount", "discountApplication": known[gid]}
        for gid in edit.removed_discounts
    ]
