"""Discounts and shipping lines in an edit; every text is assumed."""

from __future__ import annotations

from decimal import Decimal

from shopify_sandbox.state import refund_shares
from shopify_sandbox.state.edit_applying import discount_gid
from shopify_sandbox.state.errors import Refused, refused
from shopify_sandbox.state.given import Given, decimal, optional_text
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.order_editing import line_of, money
from shopify_sandbox.state.order_edits import EditedLine, EditedShipping, OrderEdit, StagedDiscount
from shopify_sandbox.state.orders import Order, ShippingLine
from shopify_sandbox.world import World

_INVALID = "INVALID"


def add(world: World, edit: OrderEdit, gid: object, given: Given) -> tuple[EditedLine, StagedDiscount]:
    """Stage a discount for one line, whether it is fulfilled or not (documented)."""
    line = line_of(edit, gid)
    if line.quantity == 0:
        raise refused("The line item has been removed.", "lineItemId")
    percent, each = _value(edit.order, given)
    number = f"gid://shopify/CalculatedManualDiscountApplication/{world.new_uuid()}"
    staged = StagedDiscount(
        id=number, description=optional_text(given.get("description")) or "", percent=percent, each=each
    )
    line.discounts.append(staged)
    return line, staged


def update(edit: OrderEdit, gid: object, given: Given) -> None:
    """Replace the value of a staged discount, and its description when one is given."""
    for line in edit.lines:
        for staged in line.discounts:
            if staged.id == gid:
                staged.percent, staged.each = _value(edit.order, given)
                staged.description = optional_text(given.get("description")) or staged.description
                return
    raise _no_discount()


def remove(edit: OrderEdit, gid: object) -> EditedLine | None:
    """Forget a staged discount, or stage that one the order has is taken back; tells the line it was for."""
    for line in edit.lines:
        for staged in line.discounts:
            if staged.id == gid:
                line.discounts.remove(staged)
                return line
    if str(gid) in standing(edit):
        edit.removed_discounts.append(str(gid))
        return next((each for each in edit.lines if gid in _gids(edit, each)), None)
    raise _no_discount()


def remove_staged(edit: OrderEdit, gid: object) -> EditedLine:
    """Forget a discount that this edit staged; no other."""
    line = remove(edit, gid) if any(gid == staged.id for line in edit.lines for staged in line.discounts) else None
    if line is None:
        raise refused("The discount application does not exist.", "discountApplicationId")
    return line


def standing(edit: OrderEdit) -> set[str]:
    """The ids of the discounts that the order has and the edit leaves."""
    code = {discount_gid(edit.order, None)} if edit.order.discount else set()
    lines = {gid for line in edit.lines for gid in _gids(edit, line)}
    return (code | lines) - set(edit.removed_discounts)


def add_shipping(world: World, edit: OrderEdit, given: Given) -> EditedShipping:
    """Stage a shipping line."""
    line = ShippingLine(
        id=0,
        title=_title(given["title"]),
        price=_price(edit.order, given["price"]),
        added_by_edit=True,
    )
    staged = EditedShipping(id=f"gid://shopify/CalculatedShippingLine/{world.new_uuid()}", line=line, added=True)
    edit.shipping.append(staged)
    return staged


def update_shipping(edit: OrderEdit, gid: object, given: Given) -> None:
    """Change a shipping line that this edit staged; others have no staged status for it (schema)."""
    staged = _shipping(edit, gid)
    if not staged.added:
        raise refused("Only a shipping line added in this edit can be updated.", "shippingLineId", code=_INVALID)
    title = staged.line.title if given.get("title") is None else _title(given["title"])
    price = staged.line.price if given.get("price") is None else _price(edit.order, given["price"])
    staged.line.title, staged.line.price = title, price


def remove_shipping(edit: OrderEdit, gid: object) -> None:
    """Forget a staged shipping line, or stage that one of the order's is removed."""
    staged = _shipping(edit, gid)
    if staged.added:
        edit.shipping.remove(staged)
        return
    left = refund_shares.shipping_left(edit.order).presentment.amount
    removed = sum((each.line.price.presentment.amount for each in edit.shipping if each.removed), Decimal(0))
    if staged.line.price.presentment.amount > left - removed and not edit.order.discount:
        raise refused("A refunded shipping line can't be removed.", "shippingLineId", code=_INVALID)
    staged.removed = True


def _shipping(edit: OrderEdit, gid: object) -> EditedShipping:
    for each in edit.shipping:
        if each.id == gid and not each.removed:
            return each
    raise refused("The calculated shipping line does not exist.", "shippingLineId", code=_INVALID)


def _title(given: object) -> str:
    if not str(given).strip():
        raise refused("Title can't be blank", "shippingLine", "title", code=_INVALID)
    return str(given)


def _price(order: Order, given: object) -> MoneyBag:
    try:
        return money(order, given, "shippingLine", "price")
    except Refused as refusal:
        raise refused(refusal.errors[0].message, "shippingLine", "price", code=_INVALID) from refusal


def _value(order: Order, given: Given) -> tuple[Decimal | None, MoneyBag | None]:
    percent, fixed = given.get("percentValue"), given.get("fixedValue")
    if (percent is None) == (fixed is None):
        raise refused("Either a fixed value or a percent value must be given.", "discount")
    if percent is None:
        return None, money(order, fixed, "discount", "fixedValue")
    if not 0 <= decimal(percent) <= 100:
        raise refused("The percent value must be between 0 and 100.", "discount", "percentValue")
    return decimal(percent), None


def _gids(edit: OrderEdit, line: EditedLine) -> set[str]:
    return {discount_gid(edit.order, each) for each in line.line.edit_discounts}


def _no_discount() -> Refused:
    return refused("The discount application does not exist.", "discountApplicationId", code=_INVALID)
