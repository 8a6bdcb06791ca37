"""orderUpdate and the other changes of an order's own data."""

from __future__ import annotations

from shopify_sandbox.state import tags
from shopify_sandbox.state.addresses import Address, address_errors, address_from
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.errors import Refused, UserError, refused
from shopify_sandbox.state.events import order_changed
from shopify_sandbox.state.given import Given, mapping, mappings, optional_text, texts
from shopify_sandbox.state.order_create import attributes
from shopify_sandbox.state.orders import Order
from shopify_sandbox.world import World

_SHORTEST_PHONE = 7


def update(world: World, order: Order, given: Given) -> None:
    """Replace what is given, all of it or, when something is wrong, nothing. Raises Refused."""
    if not set(given) - {"id"}:
        raise refused("No valid update parameters have been provided")
    errors = _phone_errors(given)
    address = _address(world, order, given)
    if address is not None:
        errors += address_errors(address, "shippingAddress")
    if errors:
        raise Refused(*errors)
    if "tags" in given:
        tags.check(texts(given["tags"]))
        order.tags = tags.normalized(texts(given["tags"]))
    if address is not None:
        order.shipping_address = address
    _set_texts(order, given)
    _set_lists(order, given)
    order_changed(world, order)


def _phone_errors(given: Given) -> list[UserError]:
    phone = optional_text(given.get("phone"))
    digits = [character for character in phone or "" if character.isdigit()]
    return [UserError(("phone",), "Phone is invalid")] if phone and len(digits) < _SHORTEST_PHONE else []


def _address(world: World, order: Order, given: Given) -> Address | None:
    """The new shipping address: what is not given stays, unless the country changes with the rest."""
    wanted = mapping(given.get("shippingAddress"))
    if not wanted:
        return None
    made = address_from(world.new_id(Address), wanted)
    before = order.shipping_address
    if before is not None:
        names = ("first_name", "last_name", "company", "address1", "address2", "city", "zip", "phone")
        keys = ("firstName", "lastName", "company", "address1", "address2", "city", "zip", "phone")
        for name, key in zip(names, keys, strict=True):
            if key not in wanted:
                setattr(made, name, getattr(before, name))
        if not {"country", "countryCode"} & wanted.keys():
            made.country_code = before.country_code
            if not {"province", "provinceCode"} & wanted.keys():
                made.province_code = before.province_code
    return made


def _set_texts(order: Order, given: Given) -> None:
    for key, name in (("email", "email"), ("note", "note"), ("phone", "phone"), ("poNumber", "po_number")):
        if key in given:
            setattr(order, name, optional_text(given[key]))


def _set_lists(order: Order, given: Given) -> None:
    if "customAttributes" in given:
        order.custom_attributes = attributes(given["customAttributes"])
    for key in ("localizedFields", "localizationExtensions"):
        for each in mappings(given.get(key)):
            order.localized_fields[str(each["key"])] = str(each["value"])


def set_customer(world: World, order: Order, customer: Customer | None) -> None:
    """Make it that customer's order, or nobody's."""
    if order.cancelled_at is not None:
        raise refused("Order has been canceled.", "orderId", code="INVALID")
    order.customer = customer
    order_changed(world, order)


def delete(world: World, order: Order) -> None:
    """Forget the order; orders/delete goes out. Raises Refused for one that is neither cancelled nor deletable."""
    for part in (*order.fulfillment_orders, *order.fulfillments, *order.lines, *order.transactions, *order.refunds):
        world.remove(part)
    world.remove(order)
    world.emit("orders/delete", order)
