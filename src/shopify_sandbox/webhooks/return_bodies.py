"""The REST form of returns and of the parcels that come back, as the documentation has it."""

from __future__ import annotations

from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.returns import Return, ReturnLine, ReverseDelivery
from shopify_sandbox.webhooks.rest_values import Body


def return_body(source: Return) -> Body:
    """A return; one that was declined tells why."""
    decline = {"reason": (source.decline_reason or "").lower(), "note": source.decline_note}
    return {
        **_named(source),
        "order": _named(source.order),
        "status": source.status.value.lower(),
        "name": source.name,
        "total_return_line_items": source.total_quantity,
        "return_line_items": [_line(line) for line in source.lines],
        **({"decline": decline} if source.decline_reason else {}),
    }


def reverse_delivery_body(source: ReverseDelivery) -> Body:
    """A parcel, with what is known of its way."""
    given = source.deliverable
    return {
        **_named(source),
        "shipping_deliverable": {
            "tracking_number": given.number if given else None,
            "carrier_name": None,
            "tracking_url": given.url if given else None,
            "label_url": given.label_url if given else None,
        },
        "reverse_delivery_line_items": [
            {
                **_named(line),
                "reverse_fulfillment_order_line_item": _named(line.reverse_line),
                "quantity": line.quantity,
            }
            for line in source.lines
        ],
    }


def _line(line: ReturnLine) -> Body:
    fulfilled = line.fulfillment_line
    return {
        **_named(line),
        "fulfillment_line_item": {**_named(fulfilled), "line_item": _named(fulfilled.line_item)},
        "quantity": line.quantity,
        "return_reason": line.reason.lower(),
        "return_reason_note": line.reason_note,
        "customer_note": line.customer_note,
    }


def _named(entity: Entity) -> Body:
    return {"id": entity.id, "admin_graphql_api_id": entity.gid}
