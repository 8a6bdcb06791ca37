"""Fulfillment orders, their lines, holds and requests."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from graphql import OperationType

from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, context_of, world_of
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state import fulfillment_orders, moves
from shopify_sandbox.state.orders import FulfillmentOrder, FulfillmentOrderLine, Hold
from shopify_sandbox.state.statuses import FulfillmentOrderStatus

# Clients of older versions don't get to see what those don't know (recorded of REPORT_PROGRESS).
PROGRESS_SINCE = "2026-01"

HOLD_TEXTS = {
    "AWAITING_PAYMENT": "Awaiting payment",
    "AWAITING_RETURN_ITEMS": "Exchange items awaiting return delivery",
    "HIGH_RISK_OF_FRAUD": "High risk of fraud",
    "INCORRECT_ADDRESS": "Incorrect address",
    "INVENTORY_OUT_OF_STOCK": "Inventory out of stock",
    "ONLINE_STORE_POST_PURCHASE_CROSS_SELL": "Upsell offer",
    "OTHER": "Other",
    "UNKNOWN_DELIVERY_DATE": "Unknown delivery date",
}


def _supported_actions(source: FulfillmentOrder, info: Info, **_args: object) -> list[dict[str, object]]:
    actions = fulfillment_orders.supported_actions(source, context_of(info).app_id)
    if context_of(info).api_version < PROGRESS_SINCE:
        actions = [action for action in actions if not _is_of_progress(source, action)]
    if _read_alone(info):
        actions = [action for action in actions if action != "MERGE"]
    return [{"action": action, "externalUrl": None} for action in actions]


def _is_of_progress(source: FulfillmentOrder, action: str) -> bool:
    """A scheduled one could be opened before there was progress to report."""
    undoes_progress = action == "MARK_AS_OPEN" and source.status is FulfillmentOrderStatus.IN_PROGRESS
    return action == "REPORT_PROGRESS" or undoes_progress


def _read_alone(info: Info) -> bool:
    """Read by its own id a fulfillment order doesn't offer MERGE: its siblings weren't looked at (recorded)."""
    return info.operation.operation is OperationType.QUERY and _root_field(info) == "fulfillmentOrder"


def _root_field(info: Info) -> str | None:
    path = info.path
    while path.prev is not None:
        path = path.prev
    for selection in info.operation.selection_set.selections:
        name = getattr(selection, "name", None)
        alias = getattr(selection, "alias", None)
        if name is not None and (alias.value if alias else name.value) == path.key:
            return str(name.value)
    return None


def _assigned_location(source: FulfillmentOrder) -> dict[str, object]:
    address = source.location.address
    return {
        "name": source.location.name,
        "location": source.location,
        "countryCode": address.get("countryCode") or "CA",
        **{key: address.get(key) for key in ("address1", "address2", "city", "phone", "province", "zip")},
    }


def _destination(source: FulfillmentOrder) -> dict[str, object] | None:
    address = source.order.shipping_address
    if address is None:
        return None
    return {
        "id": f"gid://shopify/FulfillmentOrderDestination/{source.id}",
        "email": source.order.email,
        "firstName": address.first_name,
        "lastName": address.last_name,
        "company": address.company,
        "address1": address.address1,
        "address2": address.address2,
        "city": address.city,
        "province": address.province,
        "zip": address.zip,
        "phone": address.phone,
        "countryCode": address.country_code,
        "location": None,
    }


def _delivery_method(source: FulfillmentOrder) -> dict[str, object]:
    shipping = source.order.shipping_lines[0] if source.order.shipping_lines else None
    ships = any(line.line_item.requires_shipping for line in source.lines)
    return {
        "id": f"gid://shopify/DeliveryMethod/{source.id}",
        "methodType": "SHIPPING" if ships else "NONE",
        "presentedName": shipping.title if shipping else None,
        "serviceCode": shipping.code if shipping else None,
    }


def _locations_for_move(source: FulfillmentOrder, info: Info, **args: object) -> object:
    others = [each for each in world_of(info).locations if each is not source.location and each.is_active]
    return connection(others, args).mapped(lambda location: _move_target(source, location))


def _move_target(source: FulfillmentOrder, location: object) -> dict[str, object]:
    reason = moves.why_not_movable(source)
    return {"location": location, "movable": reason is None, "message": reason.message if reason else None}


def _merchant_requests(source: FulfillmentOrder, _info: Info, **args: object) -> object:
    kind = args.get("kind")
    return connection([each for each in source.merchant_requests if kind in (None, each.kind)], args)


def _fulfillments(source: FulfillmentOrder, _info: Info, **args: object) -> object:
    return connection([each for each in source.order.fulfillments if source in each.fulfillment_orders], args)


_OWN: dict[str, Callable[[FulfillmentOrder], object]] = {
    "assignedLocation": _assigned_location,
    "deliveryMethod": _delivery_method,
    "destination": _destination,
    "fulfillmentHolds": lambda source: source.holds if source.status is FulfillmentOrderStatus.ON_HOLD else [],
    "orderId": lambda source: source.order.gid,
    "orderName": lambda source: source.order.name,
    "orderProcessedAt": lambda source: source.order.processed_at,
    "remainingLineItemsWeight": lambda source: {
        "unit": "GRAMS",
        "value": float(sum(line.line_item.grams * line.remaining_quantity for line in source.lines)),
    },
}

_LINE: dict[str, Callable[[FulfillmentOrderLine], object]] = {
    "inventoryItemId": lambda line: None,
    "originalUnitPriceSet": lambda line: line.line_item.unit_price,
    "productTitle": lambda line: line.line_item.title,
    "requiresShipping": lambda line: line.line_item.requires_shipping,
    "sku": lambda line: line.line_item.sku,
    "variant": lambda line: line.line_item.variant,
    "variantTitle": lambda line: line.line_item.variant_title,
    "vendor": lambda line: line.line_item.vendor,
    "weight": lambda line: {"unit": "GRAMS", "value": Decimal(line.line_item.grams)},
}


def _held_by_app(_hold: Hold, info: Info, **_args: object) -> dict[str, object]:
    return app_of(info)


def app_of(info: Info) -> dict[str, object]:
    """The one app the shop has."""
    profile = world_of(info).profile
    return {"__typename": "App", "id": f"gid://shopify/App/{profile.app_id}", "title": profile.app_title}


FIELDS = {
    **fields_of(
        "FulfillmentOrder",
        {
            **{name: derived(function) for name, function in _OWN.items()},
            "supportedActions": _supported_actions,
            "lineItems": lambda source, _info, **args: connection(source.lines, args),
            "merchantRequests": _merchant_requests,
            "fulfillments": _fulfillments,
            "fulfillmentOrdersForMerge": lambda source, _info, **args: connection(
                fulfillment_orders.mergeable_with(source), args
            ),
            "locationsForMove": _locations_for_move,
        },
    ),
    **fields_of("FulfillmentOrderLineItem", {name: derived(function) for name, function in _LINE.items()}),
    **fields_of(
        "FulfillmentHold",
        {
            "displayReason": derived(lambda hold: HOLD_TEXTS.get(hold.reason, "Other")),
            "heldByRequestingApp": lambda hold, info, **_args: hold.app_id == context_of(info).app_id,
            "heldByApp": _held_by_app,
        },
    ),
}
