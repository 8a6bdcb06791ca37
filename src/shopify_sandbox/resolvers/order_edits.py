"""Edits under way: the order as it would be, its lines, discounts and shipping."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shopify_sandbox.resolvers.calculated import CalculatedLine, CalculatedOrder
from shopify_sandbox.resolvers.connections import listed
from shopify_sandbox.resolvers.context import Info, NotImplementedInSandbox, context_of, world_of
from shopify_sandbox.resolvers.discounts import calculated, of_edit
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.resolvers.staged_changes import changes_of, changes_of_line
from shopify_sandbox.resolvers.visibility import may_see_order
from shopify_sandbox.state import charges, line_money, quantities, totals
from shopify_sandbox.state.entities import numeric_id
from shopify_sandbox.state.order_edits import EditedShipping, OrderEdit
from shopify_sandbox.state.orders import Order, TaxLine

NAMES = ("CalculatedOrder", "OrderEditSession")


def find(info: Info, gid: object) -> OrderEdit | None:
    """The edit under way that the id of a calculated order or of a session names, of an order in sight."""
    for name in NAMES:
        number = numeric_id(str(gid), name)
        edit = world_of(info).get(OrderEdit, number) if number is not None else None
        order = world_of(info).get(Order, edit.order.id) if edit is not None and not edit.committed else None
        if order is not None and may_see_order(context_of(info), order):
            return edit
    return None


def node(info: Info, gid: str) -> object:
    """CalculatedOrder or OrderEditSession by its id; null once it was committed (assumed)."""
    edit = find(info, gid)
    if edit is None:
        return None
    return session(edit) if "OrderEditSession" in gid else CalculatedOrder(edit, world_of(info))


def session(edit: OrderEdit) -> dict[str, object]:
    """OrderEditSession."""
    return {"__typename": "OrderEditSession", "id": edit.session_gid}


def shipping_line(edited: EditedShipping) -> dict[str, object]:
    """CalculatedShippingLine."""
    same = {"id": edited.id, "title": edited.line.title, "price": edited.line.price}
    return {**same, "stagedStatus": edited.status}


def _session(_source: object, info: Info, **args: object) -> object:
    edit = find(info, args["id"])
    return session(edit) if edit is not None else None


def _lines(source: CalculatedOrder, _info: Info, **args: object) -> object:
    if args.get("query"):
        raise NotImplementedInSandbox("CalculatedOrder.lineItems(query:)")
    return listed(source.lines(added=False), args)


def _added_discounts(source: CalculatedOrder, _info: Info, **args: object) -> object:
    staged = [each for line in source.edit.lines if line.quantity > 0 for each in line.discounts]
    return listed([calculated(of_edit(source.order, each)) for each in staged], args)


def _taxes(order: Order) -> list[TaxLine]:
    """The taxes of what is left, those with the same title and rate together."""
    taxes: dict[tuple[str, object], TaxLine] = {}
    for line in order.lines:
        whole, left = line_money.tax(line), line_money.tax_left(line)
        kept = left.presentment.amount / whole.presentment.amount if whole.positive else 0
        for each in line.tax_lines:
            before = taxes.get((each.title, each.rate))
            price = each.price.times(kept) if kept != 1 else each.price
            taxes[each.title, each.rate] = TaxLine(each.title, each.rate, before.price + price if before else price)
    return list(taxes.values())


_ORDER: dict[str, Callable[[CalculatedOrder], object]] = {
    "cartDiscountAmountSet": lambda source: totals.code_discount(source.order),
    "committed": lambda source: False,
    "id": lambda source: source.edit.gid,
    "notificationPreviewTitle": lambda source: f"Order {source.edit.order.name} has been updated",
    "originalOrder": lambda source: source.edit.order,
    "shippingLines": lambda source: [shipping_line(each) for each in source.edit.shipping],
    "subtotalLineItemsQuantity": lambda source: sum(map(quantities.current, charges.goods(source.order))),
    "subtotalPriceSet": lambda source: totals.current_subtotal(source.order),
    "taxLines": lambda source: _taxes(source.order),
    "totalOutstandingSet": lambda source: totals.current_total(source.order) - totals.net_payment(source.order),
    "totalPriceSet": lambda source: totals.current_total(source.order),
}
_LINE: dict[str, Callable[[CalculatedLine], object]] = {
    "calculatedDiscountAllocations": lambda source: source.calculated_allocations,
    "customAttributes": lambda source: [
        {"key": key, "value": value} for key, value in source.edited.line.custom_attributes
    ],
    "discountAllocations": lambda source: source.allocations,
    "hasStagedLineItemDiscount": lambda source: bool(source.edited.discounts),
    "id": lambda source: source.edited.id,
    "originalUnitPriceSet": lambda source: source.edited.line.unit_price,
    "quantity": lambda source: source.edited.quantity,
    "restockable": lambda source: source.edited.line.variant is not None,
    "restocking": lambda source: source.edited.restock and source.edited.delta < 0,
    "sku": lambda source: source.edited.line.sku,
    "stagedChanges": lambda source: changes_of_line(source.edited),
    "title": lambda source: source.edited.line.title,
    "variant": lambda source: source.edited.line.variant,
    "variantTitle": lambda source: source.edited.line.variant_title,
}


def payload(edit: OrderEdit, info: Info) -> Mapping[str, object]:
    """What the payload of every mutation of an edit has."""
    return {"calculatedOrder": CalculatedOrder(edit, world_of(info)), "orderEditSession": session(edit)}


FIELDS = {
    **fields_of("QueryRoot", {"orderEditSession": _session}),
    **fields_of("CalculatedOrder", {name: derived(function) for name, function in _ORDER.items()}),
    **fields_of(
        "CalculatedOrder",
        {
            "addedDiscountApplications": _added_discounts,
            "addedLineItems": lambda source, _info, **args: listed(source.lines(added=True), args),
            "lineItems": _lines,
            "stagedChanges": lambda source, _info, **args: listed(changes_of(source.edit), args),
        },
    ),
    **fields_of("CalculatedLineItem", {name: derived(function) for name, function in _LINE.items()}),
}
