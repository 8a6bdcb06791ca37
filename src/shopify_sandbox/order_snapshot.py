"""An order as JSON for GET /sandbox/state: all that another system's copy of it can be held against.

Enum values, ids and amounts are as the Admin API has them; every amount is there in the shop's and in the customer's
currency; instants are ISO 8601 in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shopify_sandbox import receiving
from shopify_sandbox.state import display, quantities, returning, totals
from shopify_sandbox.state.addresses import Address
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import Fulfillment, FulfillmentOrder, LineItem, Order, TaxLine
from shopify_sandbox.state.refunds import Refund
from shopify_sandbox.state.returns import Return
from shopify_sandbox.state.transactions import Transaction
from shopify_sandbox.world import World

Shown = dict[str, object]
_TOTALS = {
    "subtotal": totals.subtotal,
    "discounts": totals.discounts,
    "shipping": totals.shipping,
    "tax": totals.tax,
    "total": totals.total,
    "current_subtotal": totals.current_subtotal,
    "current_discounts": totals.current_discounts,
    "current_shipping": totals.current_shipping,
    "current_tax": totals.current_tax,
    "current_total": totals.current_total,
    "received": totals.received,
    "refunded": totals.refunded,
    "outstanding": totals.outstanding,
    "capturable": totals.capturable,
}
_ADDRESS = (
    "first_name", "last_name", "company", "address1", "address2", "city", "zip", "phone", "country_code",
    "province_code",
)  # fmt: skip


def order_snapshot(world: World, order: Order) -> Shown:
    """The order with everything below it."""
    return {
        **_head(world, order),
        "totals": {name: _bag(function(order)) for name, function in _TOTALS.items()},
        "customer": _customer(order.customer),
        "shipping_address": _address(order.shipping_address),
        "billing_address": _address(order.billing_address),
        "lines": [_line(line) for line in order.lines],
        "shipping_lines": [
            {
                "id": each.gid,
                "title": each.title,
                "price": _bag(each.price),
                "taxes": _taxes(each.tax_lines),
                "removed": each.is_removed,
            }
            for each in order.shipping_lines
            if not each.is_removed
        ],
        "fulfillment_orders": [_fulfillment_order(each) for each in order.fulfillment_orders],
        "fulfillments": [_fulfillment(each) for each in order.fulfillments],
        "transactions": [_transaction(order, each) for each in order.transactions],
        "refunds": [_refund(order, each) for each in order.refunds],
        "returns": [_return(each) for each in returning.returns_of(world, order)],
    }


def _head(world: World, order: Order) -> Shown:
    return {
        "id": order.gid,
        "name": order.name,
        "number": order.number,
        "created_at": _instant(order.created_at),
        "updated_at": _instant(order.updated_at),
        "processed_at": _instant(order.processed_at),
        "closed_at": _instant(order.closed_at),
        "cancelled_at": _instant(order.cancelled_at),
        "cancel_reason": order.cancel_reason,
        "cancelled": order.cancelled_at is not None,
        "closed": order.closed_at is not None,
        "test": order.test,
        "financial_status": display.financial_status(order),
        "fulfillment_status": display.fulfillment_status(order),
        "return_status": returning.order_status(world, order),
        "currency": order.currencies.shop,
        "presentment_currency": order.currencies.presentment,
        "taxes_included": order.taxes_included,
        "email": order.email,
        "phone": order.phone,
        "note": order.note,
        "po_number": order.po_number,
        "source_name": order.source_name,
        "tags": order.tags,
        "attributes": _attributes(order.custom_attributes),
        "discount_code": order.discount.code if order.discount else None,
        "edits": order.edits,
    }


def _line(line: LineItem) -> Shown:
    return {
        "id": line.gid,
        "sku": line.sku,
        "title": line.title,
        "variant_title": line.variant_title,
        "variant": line.variant.gid if line.variant else None,
        "requires_shipping": line.requires_shipping,
        "taxable": line.taxable,
        "ordered": line.quantity,
        "current": quantities.current(line),
        "remaining": quantities.remaining(line),
        "fulfilled": quantities.fulfilled(line),
        "fulfillable": quantities.fulfillable(line),
        "unfulfilled": quantities.unfulfilled(line),
        "removed": quantities.removed(line),
        "unit_price": _bag(line.unit_price),
        "discount": _bag(line.discounts),
        "discounted_total": _bag(line.discounted_total),
        "taxes": _taxes(line.tax_lines),
        "attributes": _attributes(line.custom_attributes),
        "selling_plan": line.selling_plan.name if line.selling_plan else None,
        "contract": f"gid://shopify/SubscriptionContract/{line.contract_id}" if line.contract_id else None,
    }


def _fulfillment_order(source: FulfillmentOrder) -> Shown:
    return {
        "id": source.gid,
        "status": source.status.value,
        "request_status": source.request_status.value,
        "location": source.location.gid,
        "location_name": source.location.name,
        "created_at": _instant(source.created_at),
        "updated_at": _instant(source.updated_at),
        "fulfill_at": _instant(source.fulfill_at),
        "fulfill_by": _instant(source.fulfill_by),
        "displayable": source.displayable,
        "remaining": source.remaining,
        "lines": [
            {
                "id": line.gid,
                "line_item": line.line_item.gid,
                "total": line.total_quantity,
                "remaining": line.remaining_quantity,
            }
            for line in source.lines
        ],
        "holds": [{"id": hold.gid, "reason": hold.reason, "handle": hold.handle} for hold in source.holds],
    }


def _fulfillment(source: Fulfillment) -> Shown:
    return {
        "id": source.gid,
        "name": source.name,
        "status": source.status.value,
        "display_status": display.fulfillment_display_status(source),
        "location": source.location.gid,
        "created_at": _instant(source.created_at),
        "updated_at": _instant(source.updated_at),
        "tracking": [tracking.number for tracking in source.tracking],
        "tracking_info": [
            {"number": each.number, "url": each.url, "company": each.company} for each in source.tracking
        ],
        "lines": [
            {"id": line.gid, "line_item": line.line_item.gid, "quantity": line.quantity} for line in source.lines
        ],
    }


def _transaction(order: Order, source: Transaction) -> Shown:
    return {
        **receiving.told(order, source),
        "amounts": _bag(source.amount),
        "created_at": _instant(source.created_at),
        "processed_at": _instant(source.processed_at),
        "payment_id": source.payment_id,
        "multi_capturable": source.multi_capturable,
        "test": source.test,
    }


def _refund(order: Order, source: Refund) -> Shown:
    return {
        "id": source.gid,
        "created_at": _instant(source.created_at),
        "updated_at": _instant(source.updated_at),
        "processed_at": _instant(source.processed_at),
        "note": source.note,
        "shipping": _bag(source.shipping) if source.shipping else None,
        "total": _bag(order.currencies.total(each.amount for each in source.transactions if each.succeeded)),
        "transactions": [each.gid for each in source.transactions],
        "lines": [
            {
                "id": line.gid,
                "line_item": f"gid://shopify/{LineItem.typename}/{line.line_item_id}",
                "quantity": line.quantity,
                "restock_type": line.restock_type.value,
                "location": line.location.gid if line.location else None,
                "subtotal": _bag(line.subtotal),
                "tax": _bag(line.tax),
            }
            for line in source.lines
        ],
    }


def _return(source: Return) -> Shown:
    return {
        "id": source.gid,
        "name": source.name,
        "status": source.status.value,
        "created_at": _instant(source.created_at),
        "closed_at": _instant(source.closed_at),
        "lines": [
            {"id": line.gid, "fulfillment_line": line.fulfillment_line.gid, "quantity": line.quantity}
            for line in source.lines
        ],
    }


def _customer(source: Customer | None) -> Shown | None:
    if source is None:
        return None
    names = ("email", "phone", "first_name", "last_name", "note", "tags")
    return {"id": source.gid, **{name: getattr(source, name) for name in names}}


def _address(source: Address | None) -> Shown | None:
    return {name: getattr(source, name) for name in _ADDRESS} if source else None


def _attributes(given: Sequence[tuple[str, str | None]]) -> list[Shown]:
    return [{"key": key, "value": value} for key, value in given]


def _taxes(given: Sequence[TaxLine]) -> list[Shown]:
    return [{"title": each.title, "rate": str(each.rate), "price": _bag(each.price)} for each in given]


def _bag(bag: MoneyBag) -> Shown:
    return {"shop": bag.shop.text, "presentment": bag.presentment.text}


def _instant(value: datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
