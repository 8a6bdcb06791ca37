"""Plans another shipping address: on the contract, and on every order that still has something to ship."""

from collections.abc import Sequence
from dataclasses import fields, replace

from backhaul.core.change_parts import Parts, each_order, edit, named, noted, order_step, refused
from backhaul.core.change_steps import OrderSide, Situation, StepKind
from backhaul.core.deliveries import Delivery
from backhaul.core.draft_edits import DeliverTo, address_as_json
from backhaul.core.parcels import contract_lines
from backhaul.core.remote_customer import RemoteAddress
from backhaul.core.wanted_changes import ChangeAddress, GivenAddress

_PARTS = tuple(field.name for field in fields(GivenAddress))
_NAMES = ("first_name", "last_name")
_SHOWN_ALONE = (*_NAMES, "phone")
"""Shopify permits the rest of an address together, and each of these by itself."""


def plan_address(wanted: ChangeAddress, situation: Situation) -> Parts:
    """The contract gets the given parts; the orders the whole address, so that all goes to the same place."""
    contract = situation.contract
    method = contract.method
    before = None if {"address", "method"} & contract.hidden or method is None else method.address
    given = _of_one_country(wanted.address, before)
    known = whole(given, before) if before is not None else given

    def update(side: OrderSide, deliveries: Sequence[Delivery]) -> Parts:
        own = {line.gid for line in contract_lines(side.remote, contract.gid)}
        has_others = any(line.gid not in own and line.requires_shipping for line in side.remote.lines)
        return _on_order(side, deliveries, known) + (_others(side) if has_others else Parts())

    handed = "ask the warehouse whether it can still send it to the other address"
    orders = each_order(situation, update, handed=handed)
    return _on_contract(given, situation, before) + orders + _second_line(given, before)


def whole(given: GivenAddress, before: RemoteAddress) -> GivenAddress:
    """The address as it will be: what is not given stays, and what is empty stays empty.

    A name or phone number that is not shown may be one that we may not see: it is left None, which changes nothing.
    """
    shown = {part: getattr(before, part) for part in _PARTS}
    if shown["first_name"] is None and shown["last_name"] is None and before.name:
        first, blank, last = before.name.partition(" ")
        shown |= {"first_name": first if blank else "", "last_name": last if blank else first}
    filled = {part: value if value is not None or part in _SHOWN_ALONE else "" for part, value in shown.items()}
    wished = {part: value for part in _PARTS if (value := getattr(given, part)) is not None}
    return GivenAddress(**{**filled, **wished})


def in_one_line(address: GivenAddress) -> str:
    """The address as one writes it on one line."""
    name = " ".join(part for part in (address.first_name, address.last_name) if part)
    city = " ".join(part for part in (address.zip, address.city) if part)
    parts = (
        name,
        address.company,
        address.address1,
        address.address2,
        city,
        address.province_code,
        address.country_code,
        address.phone,
    )
    return ", ".join(part for part in parts if part)


def _on_contract(given: GivenAddress, situation: Situation, before: RemoteAddress | None) -> Parts:
    contract = situation.contract
    kind = contract.method.kind if contract.method else None
    if kind is None and "method" not in contract.hidden:
        return refused("Nothing of this subscription is shipped: it has no address.")
    if kind not in (None, "Shipping"):
        return refused(_other_method(str(kind)))
    if before is None and not _is_whole(given):
        return refused(_hidden("the subscription"))
    if before is not None and _is_same(whole(given, before), before):
        return noted("The subscription has this address already.")
    if before is not None and _would_lose_name(given, before):
        return refused(_hidden("the subscription"))
    shown = whole(given, before) if before is not None else given
    words = f"Change the shipping address to: {in_one_line(shown)}. The way of shipping is chosen again for it."
    return edit(situation, [DeliverTo(given)], words)


def _on_order(side: OrderSide, deliveries: Sequence[Delivery], known: GivenAddress) -> Parts:
    before, order = side.remote.shipping_address, side.remote.name
    is_hidden = before is None or "shipping_address" in side.remote.hidden
    if is_hidden and not _is_whole(known):
        return refused(_hidden(f"order {order}"))
    address = known if before is None or is_hidden else whole(known, before)
    if before is not None and not is_hidden:
        if _is_same(address, before):
            return noted(f"Order {order} has this address already.")
        if _would_lose_name(known, before):
            return refused(_hidden(f"order {order}"))
    words = f"Change the shipping address of order {order} for {named(deliveries)} to: {in_one_line(address)}."
    return order_step(side, StepKind.UPDATE_ORDER, {"address": address_as_json(address)}, words)


def _of_one_country(given: GivenAddress, before: RemoteAddress | None) -> GivenAddress:
    """A province belongs to its country: it does not stay when the country does not."""
    if before is None or given.country_code in (None, before.country_code) or given.province_code is not None:
        return given
    return replace(given, province_code="")


def _second_line(given: GivenAddress, before: RemoteAddress | None) -> Parts:
    if before is None or not before.address2 or given.address1 is None or given.address2 is not None:
        return Parts()
    return noted(f"The address keeps its second line, “{before.address2}”: give an empty one if it is not right there.")


def _others(side: OrderSide) -> Parts:
    return noted(f"Order {side.remote.name} has other goods, too: they go to the same address.")


def _is_whole(address: GivenAddress) -> bool:
    """Whether nothing of the address before is needed to know the whole of it."""
    return all(getattr(address, part) is not None for part in _PARTS)


def _is_same(address: GivenAddress, before: RemoteAddress) -> bool:
    return address == whole(GivenAddress(), before)


def _would_lose_name(given: GivenAddress, before: RemoteAddress) -> bool:
    """The name is not shown and not given: Shopify might take it for cleared."""
    found = whole(given, before)
    return found.first_name is None and found.last_name is None


def _other_method(kind: str) -> str:
    if kind == "Pickup":
        return "This subscription is picked up by the customer: it has no shipping address."
    return (
        f"This subscription is delivered in another way than by shipping ({kind}): whether that reaches the address "
        "has to be decided by a person, in Shopify."
    )


def _hidden(of: str) -> str:
    return (
        f"Shopify does not permit us to see the address of {of}, so what is not given could be cleared. "
        "Give the whole address, each part of it, or have the app permitted to see addresses."
    )
