"""Reading the delivery method of a draft.

Assumed: what is left out of a method of the same kind stays as it was, an address is replaced as a whole, and the
sentences of addresses are those of orders.
"""

from __future__ import annotations

from dataclasses import replace

from shopify_sandbox.state.addresses import Address, address_errors, address_from
from shopify_sandbox.state.contracts import DeliveryKind, DeliveryMethod, DeliveryOption
from shopify_sandbox.state.errors import Refused, UserError, refused
from shopify_sandbox.state.given import Given, mapping, optional_text
from shopify_sandbox.state.locations import Location
from shopify_sandbox.world import World

Path = tuple[str, ...]
_ABSENT = "Input value is not present."


def delivery_method(world: World, given: Given, before: DeliveryMethod | None, path: Path) -> DeliveryMethod:
    """The method that the input asks for. Raises Refused, for none and for several kinds too."""
    chosen = [name for name in ("shipping", "localDelivery", "pickup") if given.get(name) is not None]
    if len(chosen) != 1:
        raise refused("The input value is invalid.", *path, code="INVALID")
    wanted, inner = mapping(given[chosen[0]]), (*path, chosen[0])
    if chosen[0] == "shipping":
        return _shipping(world, wanted, before, inner)
    return _local(world, wanted, before, inner) if chosen[0] == "localDelivery" else _pickup(world, wanted, inner)


def _shipping(world: World, given: Given, before: DeliveryMethod | None, path: Path) -> DeliveryMethod:
    same = before if before is not None and before.kind is DeliveryKind.SHIPPING else None
    base = same or DeliveryMethod(DeliveryKind.SHIPPING)
    address = _address(world, given, base.address, (*path, "address"))
    if given.get("shippingOption") is None:
        return replace(base, address=address)
    return replace(base, address=address, option=_option(mapping(given["shippingOption"])))


def _local(world: World, given: Given, before: DeliveryMethod | None, path: Path) -> DeliveryMethod:
    same = before if before is not None and before.kind is DeliveryKind.LOCAL_DELIVERY else None
    base = same or DeliveryMethod(DeliveryKind.LOCAL_DELIVERY)
    address = _address(world, given, base.address, (*path, "address"))
    wanted = given.get("localDeliveryOption")
    if wanted is None and same is None:
        message = "The local delivery options must be set for local delivery."
        raise refused(message, *path, "localDeliveryOption", code="MISSING_LOCAL_DELIVERY_OPTIONS")
    if wanted is None:
        return replace(base, address=address)
    option = mapping(wanted)
    phone = optional_text(option.get("phone"))
    if phone is None:
        raise refused("The input value is blank.", *path, "localDeliveryOption", "phone", code="BLANK")
    instructions = optional_text(option.get("instructions"))
    return replace(base, address=address, option=_option(option), phone=phone, instructions=instructions)


def _pickup(world: World, given: Given, path: Path) -> DeliveryMethod:
    option = mapping(given.get("pickupOption"))
    if not option:
        raise refused(_ABSENT, *path, "pickupOption", code="PRESENCE")
    location = world.find(Location, str(option["locationId"]))
    if location is None:
        raise refused("The input value is invalid.", *path, "pickupOption", "locationId", code="INVALID")
    return DeliveryMethod(DeliveryKind.PICKUP, _option(option), location=location)


def _option(given: Given) -> DeliveryOption:
    title = optional_text(given.get("title"))
    return DeliveryOption(
        title=title,
        presentment_title=optional_text(given.get("presentmentTitle")) or title,
        code=optional_text(given.get("code")),
        description=optional_text(given.get("description")),
    )


def _address(world: World, given: Given, before: Address | None, path: Path) -> Address:
    wanted = given.get("address")
    if wanted is None:
        if before is None:
            raise refused(_ABSENT, *path, code="PRESENCE")
        return before
    return mailing_address(world, mapping(wanted), path)


def mailing_address(world: World, given: Given, path: Path) -> Address:
    """An address that goods can be sent to. Raises Refused for one with parts missing."""
    address = address_from(world.new_id(Address), given)
    errors = [UserError(each.field, each.message, "BLANK") for each in address_errors(address, *path)]
    if address.country_code is None:
        errors.append(UserError((*path, "country"), "Enter a country", "BLANK"))
    if errors:
        raise Refused(*errors)
    return address
