"""The REST form of fulfillments, their events, fulfillment orders and holds."""

from __future__ import annotations

from shopify_sandbox.state.events import FulfillmentOrderEvent
from shopify_sandbox.state.orders import Fulfillment, FulfillmentEvent, FulfillmentOrder, Hold, LineItem
from shopify_sandbox.webhooks.rest_values import Body, address, instant, price, price_set
from shopify_sandbox.world import SHOP_ID, World


def fulfillment_body(world: World, fulfillment: Fulfillment) -> Body:
    """A fulfillment."""
    numbers = [each.number for each in fulfillment.tracking if each.number]
    urls = [each.url for each in fulfillment.tracking if each.url]
    company = next((each.company for each in fulfillment.tracking if each.company), None)
    last = fulfillment.events[-1].status.lower() if fulfillment.events else None
    return {
        "id": fulfillment.id,
        "order_id": fulfillment.order.id,
        "status": fulfillment.status.value.lower(),
        "created_at": instant(world, fulfillment.created_at),
        "service": fulfillment.location.service.handle if fulfillment.location.service else "manual",
        "updated_at": instant(world, fulfillment.updated_at),
        "tracking_company": company,
        "shipment_status": last,
        "location_id": fulfillment.location.id,
        "origin_address": fulfillment.origin_address,
        "email": fulfillment.order.email,
        "destination": address(fulfillment.order.shipping_address),
        "line_items": [_line(line.line_item, line.quantity) for line in fulfillment.lines],
        "tracking_number": numbers[0] if numbers else None,
        "tracking_numbers": numbers,
        "tracking_url": urls[0] if urls else None,
        "tracking_urls": urls,
        "receipt": {},
        "name": fulfillment.name,
        "admin_graphql_api_id": fulfillment.gid,
    }


def _line(line: LineItem, quantity: int) -> Body:
    """The fulfilled units of a line, without what depends on the rest of the order."""
    return {
        "id": line.id,
        "variant_id": line.variant.id if line.variant else None,
        "title": line.title,
        "quantity": quantity,
        "sku": line.sku,
        "variant_title": line.variant_title,
        "vendor": line.vendor,
        "fulfillment_service": "manual",
        "product_id": line.variant.product.id if line.variant else None,
        "requires_shipping": line.requires_shipping,
        "taxable": line.taxable,
        "gift_card": line.gift_card,
        "name": line.name,
        "properties": [{"name": key, "value": value} for key, value in line.custom_attributes],
        "product_exists": line.variant is not None,
        "grams": line.grams,
        "price": price(line.unit_price),
        "price_set": price_set(line.unit_price),
        "admin_graphql_api_id": line.gid,
    }


def event_body(world: World, event: FulfillmentEvent) -> Body:
    """What the carrier told."""
    return {
        "id": event.id,
        "fulfillment_id": event.fulfillment.id,
        "status": event.status.lower(),
        "message": event.message,
        "happened_at": instant(world, event.happened_at),
        **{name: event.place.get(name) for name in ("city", "province", "country", "zip", "address1")},
        "latitude": event.place.get("latitude"),
        "longitude": event.place.get("longitude"),
        "shop_id": SHOP_ID,
        "created_at": instant(world, event.created_at),
        "updated_at": instant(world, event.created_at),
        "estimated_delivery_at": instant(world, event.estimated_delivery_at),
        "order_id": event.fulfillment.order.id,
        "admin_graphql_api_id": event.gid,
    }


def hold_body(hold: Hold) -> Body:
    """fulfillment_holds/added and released name the two objects only."""
    return {
        "fulfillment_order": {"id": hold.fulfillment_order.gid},
        "fulfillment_hold": {"id": hold.gid},
    }


def fulfillment_order_body(world: World, topic: str, event: FulfillmentOrderEvent) -> Body:
    """The body of one fulfillment_orders/* topic: ids and statuses, to be read again by whoever gets it."""
    told = _brief(world, event.fulfillment_order)
    others = {role: _brief(world, other) for role, other in event.others if role != "merged"}
    request = {"fulfillment_order_merchant_request": {"message": event.message}}
    match topic.removeprefix("fulfillment_orders/"):
        case "scheduled_fulfillment_order_ready":
            body: Body = {"fulfillment_order": {"id": told["id"], "status": told["status"]}}
        case "placed_on_hold":
            hold = {"id": event.hold.gid, "reason": event.hold.reason.lower()} if event.hold else None
            body = {"fulfillment_order": told, **others, "created_fulfillment_hold": hold}
        case "moved":
            body = {"moved_fulfillment_order": told, **others, **_places(event)}
        case "merged":
            merged = [{"fulfillment_order_id": other.gid} for role, other in event.others if role == "merged"]
            body = {"fulfillment_order_merges": [{"fulfillment_order": told, "merge_intents": merged}]}
        case "fulfillment_request_submitted":
            body = {"original_fulfillment_order": told, "submitted_fulfillment_order": told, **request}
        case "cancellation_request_submitted":
            body = {"fulfillment_order": told, **request}
        case _:
            message = {"message": event.message} if event.message is not None else {}
            body = {"fulfillment_order": told, **others, **message}
    return body


def _places(event: FulfillmentOrderEvent) -> Body:
    source = event.source_location
    return {
        "destination_location_id": event.fulfillment_order.location.gid,
        "source_location": {"id": source.gid} if source else None,
    }


def _brief(world: World, source: FulfillmentOrder) -> Body:
    return {
        "id": source.gid,
        "status": source.status.value.lower(),
        "request_status": source.request_status.value.lower(),
        "fulfill_at": instant(world, source.fulfill_at),
        "assigned_location_id": source.location.gid,
    }
