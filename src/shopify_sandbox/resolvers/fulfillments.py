"""Fulfillments with their lines and events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state import display
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import Fulfillment, FulfillmentEvent, FulfillmentLine


def manual_service(location: Location) -> dict[str, object]:
    """The service of a location that the merchant works at; the id has no number (recorded)."""
    return {
        "id": "gid://shopify/FulfillmentService/manual",
        "handle": "manual",
        "serviceName": "Manual",
        "trackingSupport": False,
        "inventoryManagement": False,
        "requiresShippingMethod": True,
        "fulfillmentOrdersOptIn": True,
        "type": "MANUAL",
        "location": location,
    }


def _first_event(fulfillment: Fulfillment, status: str) -> datetime | None:
    return min((event.happened_at for event in fulfillment.events if event.status == status), default=None)


def _estimated(fulfillment: Fulfillment) -> datetime | None:
    told = [event for event in fulfillment.events if event.estimated_delivery_at is not None]
    return told[-1].estimated_delivery_at if told else None


def _events(fulfillment: Fulfillment, _info: Info, **args: object) -> object:
    keys: dict[object, Callable[[object], object]] = {
        "HAPPENED_AT": lambda event: getattr(event, "happened_at", None),
        "CREATED_AT": lambda event: getattr(event, "created_at", None),
    }
    return connection(fulfillment.events, args, key=keys.get(args.get("sortKey")))


def _tracking(fulfillment: Fulfillment, _info: Info, **args: object) -> object:
    first = args.get("first")
    return fulfillment.tracking if first is None else fulfillment.tracking[: int(str(first))]


def _line_price(line: FulfillmentLine) -> object:
    return line.line_item.unit_price.times(line.quantity)


_OWN: dict[str, Callable[[Fulfillment], object]] = {
    "deliveredAt": lambda source: _first_event(source, "DELIVERED"),
    "displayStatus": display.fulfillment_display_status,
    "estimatedDeliveryAt": _estimated,
    "inTransitAt": lambda source: _first_event(source, "IN_TRANSIT"),
    "legacyResourceId": lambda source: str(source.id),
    "requiresShipping": lambda source: any(line.line_item.requires_shipping for line in source.lines),
    "service": lambda source: source.location.service or manual_service(source.location),
    "totalQuantity": lambda source: sum(line.quantity for line in source.lines),
}


def _place(name: str) -> Callable[[FulfillmentEvent], object]:
    return lambda event: event.place.get(name)


_PLACE = ("address1", "city", "province", "country", "zip", "latitude", "longitude")

FIELDS = {
    **fields_of(
        "Fulfillment",
        {
            **{name: derived(function) for name, function in _OWN.items()},
            "events": _events,
            "fulfillmentLineItems": lambda source, _info, **args: connection(source.lines, args),
            "fulfillmentOrders": lambda source, _info, **args: connection(source.fulfillment_orders, args),
            "trackingInfo": _tracking,
        },
    ),
    **fields_of(
        "FulfillmentLineItem",
        {
            "discountedTotalSet": derived(_line_price),
            "originalTotalSet": derived(_line_price),
            "discountedTotal": derived(lambda line: line.line_item.unit_price.times(line.quantity).shop),
            "originalTotal": derived(lambda line: line.line_item.unit_price.times(line.quantity).shop),
        },
    ),
    **fields_of("FulfillmentEvent", {name: derived(_place(name)) for name in _PLACE}),
}
