"""Shop, locations, fulfillment services, addresses, customers and products."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.fulfillments import manual_service
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state import totals
from shopify_sandbox.state.addresses import COUNTRIES, PROVINCES, Address
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.locations import FulfillmentService, Location
from shopify_sandbox.state.money import Money
from shopify_sandbox.state.orders import FulfillmentOrder, Order
from shopify_sandbox.state.products import Variant
from shopify_sandbox.world import SHOP_ID

SHOP_GID = f"gid://shopify/Shop/{SHOP_ID}"


def _shop(name: str) -> Callable[..., object]:
    return lambda _source, info, **_args: getattr(world_of(info).profile, name)


def _plan(_source: object, info: Info, **_args: object) -> dict[str, object]:
    plan = world_of(info).profile.plan
    return {
        "displayName": "Developer Preview" if plan == "standard" else plan.capitalize(),
        "publicDisplayName": plan.capitalize(),
        "partnerDevelopment": True,
        "shopifyPlus": world_of(info).profile.is_plus,
    }


def _domain(_source: object, info: Info, **_args: object) -> dict[str, object]:
    host = world_of(info).profile.shop_domain
    return {"id": "gid://shopify/Domain/1", "host": host, "url": f"https://{host}", "sslEnabled": True}


def _url(_source: object, info: Info, **_args: object) -> str:
    return f"https://{world_of(info).profile.shop_domain}"


def _email(_source: object, info: Info, **_args: object) -> str:
    return f"owner@{world_of(info).profile.shop_domain}"


def _shop_address(_source: object, info: Info, **_args: object) -> dict[str, object]:
    country = world_of(info).locations[0].address.get("countryCode") or "CA"
    return {
        "id": "gid://shopify/ShopAddress/1",
        "country": COUNTRIES.get(country),
        "countryCodeV2": country,
        "coordinatesValidated": False,
        "formatted": [COUNTRIES.get(country, country)],
    }


def _zone(_source: object, info: Info, **_args: object) -> datetime:
    return world_of(info).now().astimezone(ZoneInfo(world_of(info).profile.timezone))


def _offset_minutes(source: object, info: Info, **_args: object) -> int:
    offset = _zone(source, info).utcoffset() or timedelta(0)
    return int(offset.total_seconds() // 60)


_SHOP: dict[str, Callable[..., object]] = {
    "id": lambda _source, _info, **_args: SHOP_GID,
    "contactEmail": _email,
    "createdAt": lambda _source, info, **_args: world_of(info).locations[0].created_at,
    "currencyCode": _shop("currency"),
    "email": _email,
    "enabledPresentmentCurrencies": lambda _source, info, **_args: [world_of(info).profile.currency],
    "ianaTimezone": _shop("timezone"),
    "myshopifyDomain": _shop("shop_domain"),
    "name": _shop("shop_name"),
    "orderNumberFormatPrefix": lambda _source, _info, **_args: "#",
    "orderNumberFormatSuffix": lambda _source, _info, **_args: "",
    "plan": _plan,
    "primaryDomain": _domain,
    "billingAddress": _shop_address,
    "shopAddress": _shop_address,
    "timezoneAbbreviation": lambda source, info, **_args: _zone(source, info).strftime("%Z"),
    "timezoneOffset": lambda source, info, **_args: _zone(source, info).strftime("%z"),
    "timezoneOffsetMinutes": _offset_minutes,
    "shopOwnerName": _shop("shop_name"),
    "taxesIncluded": lambda _source, _info, **_args: False,
    "taxShipping": lambda _source, _info, **_args: False,
    "unitSystem": lambda _source, _info, **_args: "METRIC_SYSTEM",
    "updatedAt": lambda _source, info, **_args: world_of(info).locations[0].updated_at,
    "url": _url,
    "weightUnit": lambda _source, _info, **_args: "KILOGRAMS",
}


def _location_address(location: Location) -> dict[str, object]:
    country = location.address.get("countryCode") or "CA"
    return {
        **location.address,
        "countryCode": country,
        "country": COUNTRIES.get(country),
        "province": PROVINCES.get(country, {}).get(location.address.get("provinceCode") or ""),
        "formatted": [COUNTRIES.get(country, country)],
    }


def _has_unfulfilled(location: Location, info: Info, **_args: object) -> bool:
    return any(
        each.location is location and not each.is_closed and each.remaining > 0
        for each in world_of(info).all(FulfillmentOrder)
    )


_LOCATION: dict[str, Callable[[Location], object]] = {
    "activatable": lambda location: not location.is_active,
    "address": _location_address,
    "addressVerified": lambda location: False,
    "deactivatable": lambda location: location.is_active and not location.is_primary,
    "deletable": lambda location: False,
    "fulfillmentService": lambda location: location.service or manual_service(location),
    "hasActiveInventory": lambda location: False,
    "isFulfillmentService": lambda location: location.is_third_party,
    "legacyResourceId": lambda location: str(location.id),
    "shipsInventory": lambda location: not location.is_third_party,
}

_SERVICE: dict[str, Callable[[FulfillmentService], object]] = {
    "fulfillmentOrdersOptIn": lambda service: True,
    "serviceName": lambda service: service.name,
    "type": lambda service: "THIRD_PARTY",
}

_ADDRESS: dict[str, Callable[[Address], object]] = {
    "coordinatesValidated": lambda address: False,
    "countryCodeV2": lambda address: address.country_code,
    "formatted": lambda address: [
        part
        for part in (address.address1, address.address2, address.city, address.province, address.zip, address.country)
        if part
    ],
    "formattedArea": lambda address: ", ".join(
        part for part in (address.city, address.province_code, address.country) if part
    ),
}


def _orders_of(customer: Customer, info: Info) -> list[Order]:
    return [order for order in world_of(info).all(Order) if order.customer is customer]


def _spent(customer: Customer, info: Info, **_args: object) -> Money:
    amounts = [totals.net_payment(order).shop.amount for order in _orders_of(customer, info)]
    return Money(sum(amounts, Decimal(0)), world_of(info).profile.currency)


def _last_order(customer: Customer, info: Info, **_args: object) -> Order | None:
    return next(iter(_orders_of(customer, info)[::-1]), None)


def _email_address(customer: Customer) -> dict[str, object]:
    return {
        "emailAddress": customer.email,
        "marketingState": "NOT_SUBSCRIBED",
        "marketingUnsubscribeUrl": f"mailto:{customer.email}",
        "openTrackingLevel": "UNKNOWN",
        "openTrackingUrl": f"mailto:{customer.email}",
        "validFormat": True,
    }


def _lifetime(customer: Customer, info: Info, **_args: object) -> str:
    days = (world_of(info).now() - customer.created_at).days
    return f"{days} days" if days else "less than a day"


def _unsubscribe(customer: Customer, info: Info, **_args: object) -> str:
    return f"https://{world_of(info).profile.shop_domain}/account/unsubscribe/{customer.id}"


_CUSTOMER: dict[str, Callable[..., object]] = {
    "addresses": lambda customer, _info, **_args: [customer.default_address] if customer.default_address else [],
    "amountSpent": _spent,
    "canDelete": lambda customer, info, **_args: not _orders_of(customer, info),
    "dataSaleOptOut": lambda _customer, _info, **_args: False,
    "hasTimelineComment": lambda _customer, _info, **_args: False,
    "defaultEmailAddress": lambda customer, _info, **_args: _email_address(customer) if customer.email else None,
    "defaultPhoneNumber": lambda customer, _info, **_args: (
        {"phoneNumber": customer.phone, "marketingState": "NOT_SUBSCRIBED"} if customer.phone else None
    ),
    "lastOrder": _last_order,
    "legacyResourceId": lambda customer, _info, **_args: str(customer.id),
    "lifetimeDuration": _lifetime,
    "mergeable": lambda _customer, _info, **_args: {"isMergeable": True, "reason": None, "errorFields": []},
    "statistics": lambda _customer, _info, **_args: {},
    "taxSettings": lambda customer, _info, **_args: {"taxExempt": customer.tax_exempt, "taxExemptions": []},
    "unsubscribeUrl": _unsubscribe,
    "locale": lambda _customer, _info, **_args: "en",
    "numberOfOrders": lambda customer, info, **_args: str(len(_orders_of(customer, info))),
    "orders": lambda customer, info, **args: connection(_orders_of(customer, info), args),
    "state": lambda _customer, _info, **_args: "DISABLED",
    "validEmailAddress": lambda customer, _info, **_args: bool(customer.email),
    "verifiedEmail": lambda customer, _info, **_args: bool(customer.email),
}

_VARIANT: dict[str, Callable[[Variant], object]] = {
    "availableForSale": lambda variant: True,
    "inventoryQuantity": lambda variant: sum(variant.inventory.values()),
    "legacyResourceId": lambda variant: str(variant.id),
    "selectedOptions": lambda variant: [{"name": "Title", "value": variant.title}],
    "inventoryItem": lambda variant: {
        "id": f"gid://shopify/InventoryItem/{variant.inventory_item_id}",
        "sku": variant.sku,
        "requiresShipping": variant.requires_shipping,
    },
    "inventoryPolicy": lambda variant: "DENY",
}

_PRODUCT: dict[str, Callable[..., object]] = {
    "hasOnlyDefaultVariant": lambda product, _info, **_args: len(product.variants) == 1,
    "legacyResourceId": lambda product, _info, **_args: str(product.id),
    "variants": lambda product, _info, **args: connection(product.variants, args),
    "variantsCount": lambda product, _info, **_args: {"count": len(product.variants), "precision": "EXACT"},
    "seo": lambda _product, _info, **_args: {"title": None, "description": None},
    "isGiftCard": lambda _product, _info, **_args: False,
    "tracksInventory": lambda _product, _info, **_args: True,
}

FIELDS = {
    **fields_of("Shop", _SHOP),
    **fields_of("Location", {name: derived(function) for name, function in _LOCATION.items()}),
    **fields_of("Location", {"hasUnfulfilledOrders": _has_unfulfilled}),
    **fields_of("FulfillmentService", {name: derived(function) for name, function in _SERVICE.items()}),
    **fields_of("MailingAddress", {name: derived(function) for name, function in _ADDRESS.items()}),
    **fields_of("Customer", _CUSTOMER),
    **fields_of("ProductVariant", {name: derived(function) for name, function in _VARIANT.items()}),
    **fields_of("Product", _PRODUCT),
}
