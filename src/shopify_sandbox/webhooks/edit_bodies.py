"""The body of orders/edited: not the order, but what an edit added and took away."""

from __future__ import annotations

from collections.abc import Iterable

from shopify_sandbox.state.order_edits import CommittedEdit, DiscountChange, UnitChange
from shopify_sandbox.state.orders import ShippingLine
from shopify_sandbox.webhooks.rest_values import Body, instant, price, price_set
from shopify_sandbox.world import World


def edit_body(world: World, edit: CommittedEdit) -> Body:
    """The members are documented; those of discounts and shipping lines are assumed."""
    return {
        "order_edit": {
            "id": edit.id,
            "app_id": int(world.profile.app_id) if world.profile.app_id.isdigit() else None,
            "created_at": instant(world, edit.created_at),
            "notify_customer": edit.notify_customer,
            "order_id": edit.order.id,
            "staff_note": edit.staff_note or "",
            "user_id": None,
            "line_items": {"additions": _units(edit.additions), "removals": _units(edit.removals)},
            "discounts": {
                "line_item": {
                    "additions": _discounts(edit.discounts_added),
                    "removals": _discounts(edit.discounts_removed),
                }
            },
            "shipping_lines": {
                "additions": [_shipping(each) for each in edit.shipping_added],
                "removals": [_shipping(each) for each in edit.shipping_removed],
            },
        }
    }


def _units(changes: Iterable[UnitChange]) -> list[Body]:
    return [{"id": each.line.id, "delta": each.units} for each in changes]


def _discounts(changes: Iterable[DiscountChange]) -> list[Body]:
    return [{"id": each.id, "line_item_id": each.line.id, "description": each.description} for each in changes]


def _shipping(line: ShippingLine) -> Body:
    return {"id": line.id, "title": line.title, "price": price(line.price), "price_set": price_set(line.price)}
