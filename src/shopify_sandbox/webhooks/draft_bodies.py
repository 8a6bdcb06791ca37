"""The REST form of draft orders and segments, as the documentation has it."""

from __future__ import annotations

from shopify_sandbox.state.draft_orders import DraftOrder, DraftOrderLine
from shopify_sandbox.state.segments import Segment
from shopify_sandbox.webhooks.customer_bodies import customer_body
from shopify_sandbox.webhooks.rest_values import Body, address, instant, price, price_set
from shopify_sandbox.world import World


def draft_order_body(world: World, draft: DraftOrder) -> Body:
    """A draft order with its lines."""
    return {
        "id": draft.id,
        "admin_graphql_api_id": draft.gid,
        "name": draft.name,
        "status": draft.status.lower(),
        "note": draft.given.get("note"),
        "email": draft.given.get("email"),
        "taxes_included": False,
        "currency": draft.currencies.shop,
        "invoice_sent_at": None,
        "created_at": instant(world, draft.created_at),
        "updated_at": instant(world, draft.updated_at),
        "completed_at": instant(world, draft.completed_at),
        "tax_exempt": bool(draft.given.get("taxExempt")),
        "line_items": [_line(line) for line in draft.lines],
        "shipping_address": address(draft.shipping_address),
        "billing_address": address(draft.billing_address),
        "tags": ", ".join(draft.tags),
        "order_id": draft.order.id if draft.order else None,
        "total_price": price(draft.total),
        "subtotal_price": price(draft.subtotal),
        "total_tax": price(draft.currencies.zero()),
        "customer": customer_body(world, draft.customer) if draft.customer else None,
    }


def _line(line: DraftOrderLine) -> Body:
    return {
        "id": line.id,
        "admin_graphql_api_id": line.gid,
        "variant_id": line.variant.id if line.variant else None,
        "product_id": line.variant.product.id if line.variant else None,
        "title": line.title,
        "sku": line.sku,
        "quantity": line.quantity,
        "requires_shipping": line.requires_shipping,
        "taxable": line.taxable,
        "custom": line.variant is None,
        "price": price(line.unit_price),
        "price_set": price_set(line.unit_price),
        "properties": [{"name": key, "value": value} for key, value in line.custom_attributes],
    }


def segment_body(world: World, segment: Segment) -> Body:
    """A segment."""
    return {
        "id": segment.id,
        "admin_graphql_api_id": segment.gid,
        "name": segment.name,
        "query": segment.query,
        "creation_date": instant(world, segment.creation_date),
        "last_edit_date": instant(world, segment.last_edit_date),
    }
