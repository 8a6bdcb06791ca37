"""Editing an order: beginning an edit, and staging lines and quantities in it.

That a cancelled order can not be edited is recorded with its text; archived and prepaid ones: documentation. The other
texts and the limits' scope are assumed, unless they say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

from shopify_sandbox.state import charges, quantities
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, amount_of
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.order_edits import EditedLine, EditedShipping, OrderEdit
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.products import Variant
from shopify_sandbox.world import World

# Documented with its text: what most shops are limited to.
MOST_LINES = 500
NOT_EDITABLE = "The order cannot be edited."


def not_editable_because(order: Order) -> list[str]:
    """Order.merchantEditableErrors; that these orders can't be edited is documented, the words are assumed."""
    if order.cancelled_at is not None:
        return ["This order is canceled and can't be edited."]
    if order.closed_at is not None:
        return ["This order is archived and can't be edited."]
    return ["This order contains a prepaid subscription and can't be edited."] if order.is_prepaid else []


def begin(world: World, order: Order) -> OrderEdit:
    """A new edit without changes. Raises Refused for an order that can't be edited."""
    if not_editable_because(order):
        raise refused(NOT_EDITABLE, "id")
    edit = OrderEdit(id=world.new_id(OrderEdit), order=order, order_edits=order.edits)
    edit.lines = [
        EditedLine(id=f"gid://shopify/CalculatedLineItem/{line.id}", line=line, quantity=quantities.current(line))
        for line in charges.goods(order)
    ]
    edit.shipping = [
        EditedShipping(id=f"gid://shopify/CalculatedShippingLine/{line.id}", line=line)
        for line in order.shipping_lines
        if not line.is_removed
    ]
    return world.add(edit)


def under_way(edit: OrderEdit | None) -> OrderEdit:
    """The edit. Raises Refused when there is none, or it was committed."""
    if edit is None or edit.committed:
        raise refused("The calculated order does not exist.", "id")
    return edit


def line_of(edit: OrderEdit, gid: object) -> EditedLine:
    """The line the id names. Raises Refused for an unknown one."""
    for each in edit.lines:
        if each.id == gid:
            return each
    raise refused("The calculated line item does not exist.", "lineItemId")


def add_variant(
    world: World,
    edit: OrderEdit,
    variant: Variant | None,
    *,
    quantity: int,
    location: Location | None,
    allow_duplicates: bool,
) -> EditedLine:
    """Stage a line of that variant."""
    if variant is None:
        raise refused("The variant does not exist.", "variantId")
    _check_quantity(quantity)
    standing = [each for each in edit.lines if each.line.variant is variant and each.quantity > 0]
    if standing and not allow_duplicates:
        raise refused("The variant has already been added to the order.", "variantId")
    title = variant.title if variant.title != "Default Title" else None
    line = LineItem(
        id=0,
        order=edit.order,
        title=variant.product.title,
        quantity=quantity,
        unit_price=edit.order.currencies.bag(variant.price),
        discount=edit.order.currencies.zero(),
        sku=variant.sku,
        variant_title=title,
        vendor=variant.product.vendor,
        variant=variant,
        requires_shipping=variant.requires_shipping,
        taxable=variant.taxable,
    )
    return _stage(world, edit, line, location)


def add_custom_item(world: World, edit: OrderEdit, given: Given, location: Location | None) -> EditedLine:
    """Stage a line that is in no catalog."""
    quantity = int(str(given["quantity"]))
    if not str(given["title"]).strip():
        raise refused("Title can't be blank", "title")
    _check_quantity(quantity)
    line = LineItem(
        id=0,
        order=edit.order,
        title=str(given["title"]),
        quantity=quantity,
        unit_price=money(edit.order, given["price"], "price"),
        discount=edit.order.currencies.zero(),
        requires_shipping=bool(given.get("requiresShipping")),
        taxable=bool(given.get("taxable", True)),
    )
    return _stage(world, edit, line, location)


def set_quantity(
    edit: OrderEdit, gid: object, quantity: int, *, restock: bool = False, location: Location | None = None
) -> EditedLine:
    """Stage that so many units of the line stay; what is fulfilled can't be taken away (documented)."""
    line = line_of(edit, gid)
    if quantity < 0:
        raise refused("Quantity must be greater than or equal to 0.", "quantity")
    if not line.added:
        check_removable(line.line, line.before - quantity)
    line.quantity, line.restock, line.location = quantity, restock, location or line.location
    return line


def check_removable(line: LineItem, units: int) -> None:
    """Raises Refused when fewer units than that are neither fulfilled nor gone."""
    if units > quantities.editable(line):
        raise refused("Cannot remove items that have been fulfilled.", "quantity")


def money(order: Order, given: object, *field: str) -> MoneyBag:
    """A MoneyInput in one of the order's two currencies, in both. Raises Refused for another, or below zero."""
    amount, currencies = amount_of(given), order.currencies
    currency = str(given["currencyCode"]) if isinstance(given, Mapping) else currencies.shop
    if amount < 0:
        raise refused("Price must be greater than or equal to 0", *field)
    if currency == currencies.shop:
        return currencies.bag(amount)
    if currency == currencies.presentment:
        return currencies.from_presentment(amount)
    raise refused(f"Currency must be {currencies.shop} or {currencies.presentment}.", *field)


def _stage(world: World, edit: OrderEdit, line: LineItem, location: Location | None) -> EditedLine:
    if sum(each.quantity > 0 for each in edit.lines) >= MOST_LINES:
        raise refused(f"The number of line items exceeds the limit of {MOST_LINES}", "id")
    staged = EditedLine(
        id=f"gid://shopify/CalculatedLineItem/{world.new_uuid()}",
        line=line,
        quantity=line.quantity,
        added=True,
        location=location,
    )
    edit.lines.append(staged)
    return staged


def _check_quantity(quantity: int) -> None:
    if quantity < 1:
        raise refused("Quantity must be greater than 0.", "quantity")
