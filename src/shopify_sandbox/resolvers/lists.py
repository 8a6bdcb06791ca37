"""The root fields that list orders, locations, customers and products."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, context_of, world_of
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.resolvers.search import customer_matches, location_matches, order_filter, product_matches
from shopify_sandbox.resolvers.visibility import may_see_order
from shopify_sandbox.state import display, totals
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.products import Product

Sort = dict[str, Callable[[object], object]]


def _attribute(name: str) -> Callable[[object], object]:
    return lambda item: getattr(item, name, None)


def _amount(function: Callable[[Order], object]) -> Callable[[object], object]:
    return lambda order: function(order) if isinstance(order, Order) else Decimal(0)


_ORDER_SORT: Sort = {
    "CREATED_AT": _attribute("created_at"),
    "UPDATED_AT": _attribute("updated_at"),
    "PROCESSED_AT": _attribute("processed_at"),
    "ID": _attribute("id"),
    "RELEVANCE": _attribute("id"),
    "ORDER_NUMBER": _attribute("number"),
    "PO_NUMBER": _attribute("po_number"),
    "TOTAL_PRICE": _amount(lambda order: totals.total(order).shop.amount),
    "CURRENT_TOTAL_PRICE": _amount(lambda order: totals.current_total(order).shop.amount),
    "TOTAL_ITEMS_QUANTITY": _amount(lambda order: sum(line.quantity for line in order.lines)),
    "FINANCIAL_STATUS": _amount(display.financial_status),
    "FULFILLMENT_STATUS": _amount(display.fulfillment_status),
    "CUSTOMER_NAME": _amount(lambda order: order.customer.display_name if order.customer else None),
    "DESTINATION": _amount(lambda order: order.shipping_address.city if order.shipping_address else None),
}
_LOCATION_SORT: Sort = {"NAME": _attribute("name"), "ID": _attribute("id"), "RELEVANCE": _attribute("name")}
_PRODUCT_SORT: Sort = {
    "TITLE": _attribute("title"),
    "CREATED_AT": _attribute("created_at"),
    "UPDATED_AT": _attribute("updated_at"),
    "INVENTORY_TOTAL": _attribute("total_inventory"),
    "VENDOR": _attribute("vendor"),
    "PRODUCT_TYPE": _attribute("product_type"),
}
_BY_ID = _attribute("id")


def _found_orders(info: Info, args: dict[str, object]) -> list[Order]:
    context = context_of(info)
    fits = order_filter(context.world, args.get("query"))
    return [order for order in context.world.all(Order) if may_see_order(context, order) and fits(order)]


def _orders(_source: object, info: Info, **args: object) -> object:
    key = _ORDER_SORT.get(str(args.get("sortKey") or "PROCESSED_AT"), _BY_ID)
    return connection(_found_orders(info, args), args, key=key)


def _orders_count(_source: object, info: Info, **args: object) -> dict[str, object]:
    return counted(len(_found_orders(info, args)), args.get("limit"))


def counted(number: int, limit: object) -> dict[str, object]:
    """A Count: exact up to the limit, beyond it the limit and AT_LEAST; null means no limit."""
    if limit is not None and number > int(str(limit)):
        return {"count": int(str(limit)), "precision": "AT_LEAST"}
    return {"count": number, "precision": "EXACT"}


def _order_by_identifier(_source: object, info: Info, **args: object) -> Order | None:
    identifier = args["identifier"]
    assert isinstance(identifier, dict)
    orders = [order for order in world_of(info).all(Order) if may_see_order(context_of(info), order)]
    return next((order for order in orders if order.gid == identifier.get("id")), None)


def _locations(_source: object, info: Info, **args: object) -> object:
    shown = [
        each
        for each in world_of(info).all(Location)
        if (each.is_active or args.get("includeInactive"))
        and (not each.is_third_party or args.get("includeLegacy"))
        and location_matches(each, args.get("query"))
    ]
    return connection(shown, args, key=_LOCATION_SORT[str(args.get("sortKey") or "NAME")])


def _locations_for_profiles(_source: object, info: Info, **args: object) -> object:
    return connection([each for each in world_of(info).all(Location) if each.is_active], args)


def _locations_count(_source: object, info: Info, **args: object) -> dict[str, object]:
    return counted(len(world_of(info).all(Location)), args.get("limit"))


def _found_customers(info: Info, args: dict[str, object]) -> list[Customer]:
    return [each for each in world_of(info).all(Customer) if customer_matches(each, args.get("query"))]


def _customers(_source: object, info: Info, **args: object) -> object:
    return connection(_found_customers(info, args), args, key=_BY_ID)


def _customers_count(_source: object, info: Info, **args: object) -> dict[str, object]:
    return counted(len(_found_customers(info, args)), args.get("limit"))


def _found_products(info: Info, args: dict[str, object]) -> list[Product]:
    return [each for each in world_of(info).all(Product) if product_matches(each, args.get("query"))]


def _products(_source: object, info: Info, **args: object) -> object:
    return connection(_found_products(info, args), args, key=_PRODUCT_SORT.get(str(args.get("sortKey")), _BY_ID))


def _products_count(_source: object, info: Info, **args: object) -> dict[str, object]:
    return counted(len(_found_products(info, args)), args.get("limit"))


FIELDS = {
    **fields_of(
        "QueryRoot",
        {
            "customers": _customers,
            "customersCount": _customers_count,
            "locations": _locations,
            "locationsAvailableForDeliveryProfilesConnection": _locations_for_profiles,
            "locationsCount": _locations_count,
            "orderByIdentifier": _order_by_identifier,
            "orders": _orders,
            "ordersCount": _orders_count,
            "products": _products,
            "productsCount": _products_count,
        },
    ),
    **fields_of("Shop", {"fulfillmentServices": lambda _source, info, **_args: _services(info)}),
}


def _services(info: Info) -> list[object]:
    return [each.service for each in world_of(info).all(Location) if each.service is not None]
