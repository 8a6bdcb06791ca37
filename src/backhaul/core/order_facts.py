"""What of an order people edit, as flat facts: a path and a text, so that two readings can be compared field by field.

A path that is not there says either that there is no such thing (a line, an attribute) or that its value is not known:
Shopify answers null as well for what it does not permit. See `is_known`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from backhaul.core.money import Money
from backhaul.core.order_money import BothMoneys
from backhaul.core.remote import RemoteOrder, RemoteOrderLine
from backhaul.core.remote_customer import RemoteAddress

Facts = Mapping[str, str]

LINES = "lines/"
ATTRIBUTES = "attributes/"
ADDRESS = "shipping_address/"
CURRENT_TOTAL = "money/current_total"
CANCELLED = "cancelled_at"
DELETED = "deleted"
YES = "yes"
LONGEST_KEY = 400

_ADDRESS_AS_ONE = ("address1", "address2", "zip", "city", "province_code", "country_code", "company")
"""Shopify permits these together or not at all; a name and a phone it permits each by itself."""
_MONEY = (
    "shipping",
    "tip",
    "current_total",
    "current_subtotal",
    "current_tax",
    "current_shipping",
    "current_discounts",
    "current_duties",
    "current_additional_fees",
)
_WORDS = {
    "quantity": "ordered quantity",
    "current_quantity": "quantity that is left of it",
    "sku": "SKU",
    "title": "title",
    "variant_title": "variant",
    "unit_price": "unit price",
    "discounted_total": "price of all units, discounts taken off",
    "email": "e-mail address",
    "phone": "phone number",
    "note": "note",
    "tags": "tags",
    "shipping_address/name": "shipping address: name",
    "shipping_address/company": "shipping address: company",
    "shipping_address/address1": "shipping address: street",
    "shipping_address/address2": "shipping address: second line",
    "shipping_address/zip": "shipping address: postal code",
    "shipping_address/city": "shipping address: city",
    "shipping_address/province_code": "shipping address: province",
    "shipping_address/country_code": "shipping address: country",
    "shipping_address/phone": "shipping address: phone number",
    "money/shipping": "shipping that was charged",
    "money/tip": "tip",
    "money/current_total": "total",
    "money/current_subtotal": "subtotal",
    "money/current_tax": "tax",
    "money/current_shipping": "shipping",
    "money/current_discounts": "discounts",
    "money/current_duties": "duties",
    "money/current_additional_fees": "additional fees",
    "cancelled_at": "cancelled",
    "cancel_reason": "reason of the cancellation",
    "deleted": "deleted",
}


def facts_of(remote: RemoteOrder) -> dict[str, str]:
    """The facts of an order as read. Amounts are in the currency that the customer pays in, with its decimals.

    What happens to every order is no fact: payments, fulfillments, and at which location it is fulfilled.
    """
    pairs = [*_head(remote), *_address(remote.shipping_address), *_money(remote)]
    for line in remote.lines:
        known = ((name, value) for name, value in _line(line) if f"{LINES}{name}" not in remote.hidden)
        pairs.extend((f"{LINES}{line.gid}/{name}", value) for name, value in known)
    shown = ((path, value) for path, value in pairs if path not in remote.hidden)
    return {path: value.replace("\x00", "") for path, value in shown if value is not None}


def is_known(path: str, facts: Facts) -> bool:
    """Whether the facts tell this path's value, if only that there is none."""
    if path in facts or path == DELETED or path.startswith(ATTRIBUTES):
        return True
    gid = line_of(path)
    return gid is not None and not has_line(gid, facts)


def has_line(gid: str, facts: Facts) -> bool:
    """Whether the order had that line."""
    return f"{LINES}{gid}/quantity" in facts


def line_of(path: str) -> str | None:
    """The gid of the line that a path is about."""
    return path.removeprefix(LINES).rpartition("/")[0] if path.startswith(LINES) else None


def field_of(path: str) -> str:
    """What of an order or of a line a path names, without saying of which line."""
    return path.rpartition("/")[2] if path.startswith(LINES) else path


def subject_of(path: str) -> str:
    """What one would put right together: a line, the address, the amounts; else the field itself."""
    gid = line_of(path)
    if gid is not None:
        return f"{LINES}{gid}"
    head, slash, _ = path.partition("/")
    return path if path.startswith(ATTRIBUTES) else head + slash


def words_of(path: str, names: Mapping[str, str]) -> str:
    """A path in a shopkeeper's words; `names` are those of the order's lines."""
    gid = line_of(path)
    if gid is not None:
        return f"“{names.get(gid, gid)}”: {_WORDS.get(field_of(path), field_of(path))}"
    if path.startswith(ATTRIBUTES):
        return f"attribute “{path.removeprefix(ATTRIBUTES)}”"
    return _WORDS.get(path, path)


def _head(remote: RemoteOrder) -> Iterator[tuple[str, str | None]]:
    yield "email", remote.email
    yield "phone", remote.phone
    yield "note", remote.note or ""
    yield "tags", ", ".join(sorted(remote.tags))
    yield CANCELLED, remote.cancelled_at.isoformat() if remote.cancelled_at else ""
    yield "cancel_reason", remote.cancel_reason or ""
    values: dict[str, list[str]] = {}
    for key, value in remote.attributes:
        values.setdefault(key, []).append(value)
    yield from ((ATTRIBUTES + _short(key), "\n".join(several)) for key, several in values.items())


def _address(address: RemoteAddress | None) -> Iterator[tuple[str, str | None]]:
    """An empty part of an address that is there was left empty, or cleared."""
    if address is None:
        return
    is_permitted = _any(getattr(address, part) for part in _ADDRESS_AS_ONE)
    for part in _ADDRESS_AS_ONE if is_permitted else ():
        yield ADDRESS + part, getattr(address, part) or ""
    yield ADDRESS + "name", address.name
    yield ADDRESS + "phone", address.phone


def _money(remote: RemoteOrder) -> Iterator[tuple[str, str | None]]:
    given: dict[str, object] = {one.name: getattr(remote.money, one.name) for one in fields(remote.money)}
    amounts = {name: bag.presentment for name, bag in given.items() if isinstance(bag, BothMoneys)}
    if remote.payments is not None and remote.payments.current_total is not None:
        amounts.setdefault("current_total", remote.payments.current_total)
    yield from ((f"money/{name}", str(amounts[name])) for name in _MONEY if name in amounts)


def _line(line: RemoteOrderLine) -> Iterator[tuple[str, str | None]]:
    yield "quantity", str(line.quantity)
    yield "current_quantity", str(line.current_quantity)
    yield "sku", line.sku or ""
    yield "title", line.title
    yield "variant_title", line.variant_title or ""
    yield "unit_price", _text(line.presentment_unit_price or line.unit_price)
    yield "discounted_total", _text(line.discounted_total.presentment if line.discounted_total else None)


def _text(money: Money | None) -> str | None:
    return str(money) if money is not None else None


def _any(values: Iterable[str | None]) -> bool:
    return any(value for value in values)


def _short(key: str) -> str:
    """A key that fits into a path."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:LONGEST_KEY]}…{hashlib.sha256(key.encode()).hexdigest()[:16]}"
