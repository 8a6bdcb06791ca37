"""Draft orders and their lines."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.connections import connection, listed
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lists import counted
from shopify_sandbox.resolvers.lookup import visible
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.resolvers.search import draft_matches
from shopify_sandbox.state.draft_orders import DraftOrder, DraftOrderLine
from shopify_sandbox.state.given import mappings
from shopify_sandbox.state.money import Money, MoneyBag


def _sort(name: str) -> Callable[[object], object]:
    return lambda draft: getattr(draft, name, None)


def _total(draft: object) -> object:
    return draft.total.shop.amount if isinstance(draft, DraftOrder) else None


def _customer_name(draft: object) -> object:
    return draft.customer.display_name if isinstance(draft, DraftOrder) and draft.customer else None


_SORT = {
    "CUSTOMER_NAME": _customer_name,
    "NUMBER": _sort("id"),
    "STATUS": _sort("status"),
    "TOTAL_PRICE": _total,
    "UPDATED_AT": _sort("updated_at"),
}


def _found(info: Info, args: dict[str, object]) -> list[DraftOrder]:
    world = world_of(info)
    return [each for each in world.all(DraftOrder) if draft_matches(each, args.get("query"), now=world.now())]


def _drafts(_source: object, info: Info, **args: object) -> object:
    return connection(_found(info, args), args, key=_SORT.get(str(args.get("sortKey")), _sort("id")))


def _count(_source: object, info: Info, **args: object) -> dict[str, object]:
    return counted(len(_found(info, args)), args.get("limit"))


def _pairs(pairs: list[tuple[str, str | None]]) -> list[dict[str, object]]:
    return [{"key": key, "value": value} for key, value in pairs]


def _text(name: str) -> Callable[[DraftOrder], object]:
    return lambda draft: draft.given.get(name)


def _zero(draft: DraftOrder) -> MoneyBag:
    return draft.currencies.zero()


_SETS: dict[str, Callable[[DraftOrder], MoneyBag]] = {
    "amountDueLaterSet": _zero,
    "amountDueNowSet": lambda draft: draft.total,
    "lineItemsSubtotalPrice": lambda draft: draft.subtotal,
    "subtotalPriceSet": lambda draft: draft.subtotal,
    "totalDiscountsSet": _zero,
    "totalLineItemsPriceSet": lambda draft: draft.subtotal,
    "totalPriceSet": lambda draft: draft.total,
    "totalShippingPriceSet": lambda draft: draft.shipping_price,
    "totalTaxSet": _zero,
}
_AMOUNTS: dict[str, Callable[[DraftOrder], Money]] = {
    "subtotalPrice": lambda draft: draft.subtotal.shop,
    "totalPrice": lambda draft: draft.total.shop,
    "totalShippingPrice": lambda draft: draft.shipping_price.shop,
    "totalTax": lambda draft: _zero(draft).shop,
}


def _shipping_line(draft: DraftOrder) -> dict[str, object] | None:
    if draft.shipping is None:
        return None
    price = draft.shipping.price
    named = {"title": draft.shipping.title, "code": "custom", "custom": True, "isRemoved": False}
    sets = {f"{name}Set": price for name in ("originalPrice", "discountedPrice", "currentDiscountedPrice")}
    amounts = dict.fromkeys(("originalPrice", "discountedPrice", "price"), price.shop)
    return {**named, **sets, **amounts, "discountAllocations": [], "taxLines": []}


def _attributes(draft: DraftOrder) -> list[dict[str, object]]:
    return [{"key": each["key"], "value": each.get("value")} for each in mappings(draft.given.get("customAttributes"))]


def _country(_draft: DraftOrder, info: Info, **_args: object) -> str:
    return world_of(info).locations[0].address.get("countryCode") or "CA"


_DRAFT: dict[str, Callable[[DraftOrder], object]] = {
    "acceptAutomaticDiscounts": _text("acceptAutomaticDiscounts"),
    "allVariantPricesOverridden": lambda draft: False,
    "allowDiscountCodesInCheckout": lambda draft: bool(draft.given.get("allowDiscountCodesInCheckout")),
    "anyVariantPricesOverridden": lambda draft: False,
    "billingAddressMatchesShippingAddress": lambda draft: (
        draft.given.get("billingAddress") == draft.given.get("shippingAddress")
    ),
    "currencyCode": lambda draft: draft.currencies.shop,
    "customAttributes": _attributes,
    "defaultCursor": lambda draft: str(draft.id),
    "discountCodes": lambda draft: [],
    "email": lambda draft: draft.given.get("email") or (draft.customer.email if draft.customer else None),
    "hasTimelineComment": lambda draft: False,
    "invoiceEmailTemplateSubject": lambda draft: "Complete your purchase",
    "legacyResourceId": lambda draft: str(draft.id),
    "marketName": lambda draft: "",
    "note2": _text("note"),
    "phone": _text("phone"),
    "poNumber": _text("poNumber"),
    "presentmentCurrencyCode": lambda draft: draft.currencies.presentment,
    "ready": lambda draft: True,
    "reserveInventoryUntil": _text("reserveInventoryUntil"),
    "shippingLine": _shipping_line,
    "taxExempt": lambda draft: bool(draft.given.get("taxExempt")),
    "taxesIncluded": lambda draft: False,
    "totalQuantityOfLineItems": lambda draft: sum(line.quantity for line in draft.lines),
    "totalWeight": lambda draft: "0",
    "visibleToCustomer": lambda draft: bool(draft.given.get("visibleToCustomer")),
}
_LINE_SETS: dict[str, Callable[[DraftOrderLine], MoneyBag]] = {
    "approximateDiscountedUnitPrice": lambda line: line.unit_price,
    "discountedTotal": lambda line: line.total,
    "discountedUnitPrice": lambda line: line.unit_price,
    "originalTotal": lambda line: line.total,
    "originalUnitPrice": lambda line: line.unit_price,
    "totalDiscount": lambda line: line.unit_price.times(0),
}
_LINE: dict[str, Callable[[DraftOrderLine], object]] = {
    "custom": lambda line: line.variant is None,
    "customAttributes": lambda line: _pairs(line.custom_attributes),
    "isGiftCard": lambda line: False,
    "name": lambda line: line.variant.display_name if line.variant else line.title,
    "originalUnitPriceWithCurrency": lambda line: line.unit_price.presentment,
    "product": lambda line: line.variant.product if line.variant else None,
    "variantTitle": lambda line: line.variant.title if line.variant else None,
    "vendor": lambda line: line.variant.product.vendor if line.variant else None,
}


def _shop(function: Callable[[DraftOrderLine], MoneyBag]) -> Callable[[DraftOrderLine], Money]:
    return lambda line: function(line).shop


FIELDS = {
    **fields_of(
        "QueryRoot",
        {
            "draftOrder": lambda _source, info, **args: visible(info, DraftOrder, args["id"]),
            "draftOrders": _drafts,
            "draftOrdersCount": _count,
        },
    ),
    **fields_of("DraftOrder", {name: derived(function) for name, function in {**_SETS, **_AMOUNTS, **_DRAFT}.items()}),
    **fields_of(
        "DraftOrder",
        {
            "lineItems": lambda draft, _info, **args: connection(draft.lines, args),
            "marketRegionCountryCode": _country,
            "localizationExtensions": lambda _draft, _info, **args: listed([], args),
            "localizedFields": lambda _draft, _info, **args: listed([], args),
        },
    ),
    **fields_of("DraftOrderLineItem", {f"{name}Set": derived(function) for name, function in _LINE_SETS.items()}),
    **fields_of("DraftOrderLineItem", {name: derived(_shop(function)) for name, function in _LINE_SETS.items()}),
    **fields_of("DraftOrderLineItem", {name: derived(function) for name, function in _LINE.items()}),
}
