"""orderEdit*: beginning an edit, staging changes, committing them."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.calculated import CalculatedLine, CalculatedOrder
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.order_edits import find, payload, shipping_line
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.resolvers.staged_changes import added_discount
from shopify_sandbox.state import edit_commit, edit_discounts, order_editing
from shopify_sandbox.state.errors import Refused, refused
from shopify_sandbox.state.given import mapping, optional_text
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.order_edits import EditedLine, OrderEdit
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.products import Variant

_NOTHING = ("calculatedOrder", "orderEditSession")


def _with_line(edit: OrderEdit, edited: EditedLine, info: Info) -> dict[str, object]:
    parent = CalculatedOrder(edit, world_of(info))
    return {**payload(edit, info), "calculatedOrder": parent, "calculatedLineItem": CalculatedLine(parent, edited)}


def _edit(info: Info, args: dict[str, object], *, coded: bool = False) -> OrderEdit:
    """The edit that `id` names; the errors of some mutations have codes (schema)."""
    try:
        return order_editing.under_way(find(info, args["id"]))
    except Refused as refusal:
        error = refusal.errors[0]
        raise refused(error.message, *(error.field or ()), code="INVALID" if coded else None) from refusal


def _location(info: Info, args: dict[str, object]) -> Location | None:
    if args.get("locationId") is None:
        return None
    found = visible(info, Location, args["locationId"])
    if found is None:
        raise refused("The location does not exist.", "locationId")
    return found


@mutation(*_NOTHING)
def _begin(info: Info, **args: object) -> dict[str, object]:
    order = visible(info, Order, args["id"])
    if order is None:
        raise refused("The order does not exist.", "id")
    return {**payload(order_editing.begin(world_of(info), order), info)}


@mutation(*_NOTHING, "calculatedLineItem")
def _add_variant(info: Info, **args: object) -> dict[str, object]:
    edit = _edit(info, args)
    line = order_editing.add_variant(
        world_of(info),
        edit,
        visible(info, Variant, args["variantId"]),
        quantity=int(str(args["quantity"])),
        location=_location(info, args),
        allow_duplicates=bool(args.get("allowDuplicates")),
    )
    return _with_line(edit, line, info)


@mutation(*_NOTHING, "calculatedLineItem")
def _add_custom_item(info: Info, **args: object) -> dict[str, object]:
    edit = _edit(info, args)
    return _with_line(edit, order_editing.add_custom_item(world_of(info), edit, args, _location(info, args)), info)


@mutation(*_NOTHING, "calculatedLineItem")
def _set_quantity(info: Info, **args: object) -> dict[str, object]:
    edit = _edit(info, args)
    line = order_editing.set_quantity(
        edit,
        args["lineItemId"],
        int(str(args["quantity"])),
        restock=bool(args.get("restock")),
        location=_location(info, args),
    )
    return _with_line(edit, line, info)


@mutation(*_NOTHING, "calculatedLineItem", "addedDiscountStagedChange")
def _add_discount(info: Info, **args: object) -> dict[str, object]:
    edit = _edit(info, args)
    line, staged = edit_discounts.add(world_of(info), edit, args["lineItemId"], mapping(args["discount"]))
    return {**_with_line(edit, line, info), "addedDiscountStagedChange": added_discount(staged)}


@mutation(*_NOTHING, "calculatedLineItem")
def _remove_line_discount(info: Info, **args: object) -> dict[str, object]:
    edit = _edit(info, args)
    return _with_line(edit, edit_discounts.remove_staged(edit, args["discountApplicationId"]), info)


def _staging(stage: Callable[[OrderEdit, dict[str, object]], object]) -> Callable[..., object]:
    """A mutation whose payload is the edit alone, and whose errors have codes."""

    @mutation(*_NOTHING)
    def change(info: Info, **args: object) -> dict[str, object]:
        edit = _edit(info, args, coded=True)
        stage(edit, args)
        return {**payload(edit, info)}

    return change


@mutation(*_NOTHING, "calculatedShippingLine")
def _add_shipping(info: Info, **args: object) -> dict[str, object]:
    edit = _edit(info, args, coded=True)
    staged = edit_discounts.add_shipping(world_of(info), edit, mapping(args["shippingLine"]))
    return {**payload(edit, info), "calculatedShippingLine": shipping_line(staged)}


@mutation("order", "successMessages")
def _commit(info: Info, **args: object) -> dict[str, object]:
    edit = _edit(info, args)
    edit_commit.commit(
        world_of(info),
        edit,
        notify_customer=bool(args.get("notifyCustomer")),
        staff_note=optional_text(args.get("staffNote")),
    )
    return {"order": edit.order, "successMessages": ["Order updated"]}


FIELDS = fields_of(
    "Mutation",
    {
        "orderEditAddCustomItem": _add_custom_item,
        "orderEditAddLineItemDiscount": _add_discount,
        "orderEditAddShippingLine": _add_shipping,
        "orderEditAddVariant": _add_variant,
        "orderEditBegin": _begin,
        "orderEditCommit": _commit,
        "orderEditRemoveDiscount": _staging(
            lambda edit, args: edit_discounts.remove(edit, args["discountApplicationId"])
        ),
        "orderEditRemoveLineItemDiscount": _remove_line_discount,
        "orderEditRemoveShippingLine": _staging(
            lambda edit, args: edit_discounts.remove_shipping(edit, args["shippingLineId"])
        ),
        "orderEditSetQuantity": _set_quantity,
        "orderEditUpdateDiscount": _staging(
            lambda edit, args: edit_discounts.update(edit, args["discountApplicationId"], mapping(args["discount"]))
        ),
        "orderEditUpdateShippingLine": _staging(
            lambda edit, args: edit_discounts.update_shipping(
                edit, args["shippingLineId"], mapping(args["shippingLine"])
            )
        ),
    },
)
