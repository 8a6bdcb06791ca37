"""What of a subscription contract can be edited, as flat facts: a path and a text, to be compared field by field.

A path that is not there says either that there is no such thing (a line, a discount, an attribute) or that its value
is not known: Shopify answers null as well for what it does not permit. What is hidden is named under `HIDDEN`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from backhaul.core.contracts import RemoteContract, RemoteContractLine, RemoteDeliveryMethod, RemoteDiscount, Rhythm
from backhaul.core.differences import Difference
from backhaul.core.order_facts import LONGEST_KEY, YES
from backhaul.core.remote_customer import RemoteAddress

Content = Mapping[str, str]

LINES, DISCOUNTS, ATTRIBUTES, ADDRESS = "lines/", "discounts/", "attributes/", "delivery/address/"
STATUS, NOTE, HIDDEN = "status", "note", "hidden"
_SEVERAL = (LINES, DISCOUNTS, ATTRIBUTES)
"""Of these, a path that is not there says that there is no such thing."""
_ADDRESS_PARTS = tuple(one.name for one in fields(RemoteAddress))
_HIDDEN_BY: Mapping[str, str] = {
    NOTE: "note",
    "payment_method": "payment_method",
    "next_billing_at": "next_billing_at",
    "delivery/kind": "method",
    "delivery/option_code": "method",
    "delivery/option_title": "method",
}
_WORDS = {
    STATUS: "status",
    "next_billing_at": "next billing",
    NOTE: "note",
    "payment_method": "payment method",
    "billing": "billed",
    "delivery": "delivered",
    "delivery/price": "delivery price",
    "delivery/kind": "kind of delivery",
    "delivery/option_code": "shipping option (code)",
    "delivery/option_title": "shipping option",
    "quantity": "quantity",
    "price": "price",
    "title": "title",
    "sku": "SKU",
    "variant_gid": "variant",
    "variant_title": "variant's title",
}


def content_of(contract: RemoteContract) -> dict[str, str]:
    """The content of a contract as read, and under HIDDEN what Shopify would not show."""
    pairs: list[tuple[str, str | None]] = [*_head(contract), *_delivery(contract)]
    for line in contract.lines:
        pairs += ((f"{LINES}{line.gid}/{name}", value) for name, value in _line(line))
    for discount in contract.discounts:
        pairs += ((f"{DISCOUNTS}{discount.gid}/{name}", value) for name, value in _discount(discount))
    hidden = ",".join(sorted(contract.hidden))
    shown = ((path, text) for path, text in pairs if text is not None and not _is_hidden(path, contract.hidden))
    return {path: text.replace("\x00", "") for path, text in shown} | ({HIDDEN: hidden} if hidden else {})


def content_differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """What has changed between two readings, by path; a value that one of the two does not know is no difference."""
    paths = sorted((before.keys() | after.keys()) - {HIDDEN})
    changed = (path for path in paths if before.get(path) != after.get(path))
    known = (path for path in changed if _is_known(path, before) and _is_known(path, after))
    return tuple(Difference(path, before.get(path), after.get(path)) for path in known)


def carried_content(before: Content, after: Content) -> dict[str, str]:
    """The content to compare the next reading with: what a reading does not know stays as it was known."""
    hidden = frozenset(after.get(HIDDEN, "").split(","))
    unknown = {path: text for path, text in before.items() if path != HIDDEN and _is_hidden(path, hidden)}
    return unknown | dict(after)


def is_personal_path(path: str) -> bool:
    """Whether a path may hold something about a person: address, note, attributes."""
    return path.startswith((ADDRESS, ATTRIBUTES)) or path == NOTE or f"/{ATTRIBUTES}" in path


def without_person(content: Content) -> dict[str, str]:
    """The content without what may be about a person."""
    return {path: text for path, text in content.items() if not is_personal_path(path)}


def method_in(content: Content) -> RemoteDeliveryMethod | None:
    """How is delivered, as kept in the content."""
    if "delivery/kind" not in content:
        return None
    parts = {part: content.get(f"{ADDRESS}{part}") or None for part in _ADDRESS_PARTS}
    address = None if content["delivery/kind"] == "Pickup" else RemoteAddress(**parts)
    code, title = content.get("delivery/option_code"), content.get("delivery/option_title")
    return RemoteDeliveryMethod(content["delivery/kind"], address, code or None, title or None)


def discounts_in(content: Content) -> tuple[RemoteDiscount, ...]:
    """The discounts, as kept in the content."""
    found = []
    for gid, one in _below(content, DISCOUNTS).items():
        lines = tuple(filter(None, one.get("lines", "").split(" ")))
        limit = int(one["limit"]) if one.get("limit") else None
        found.append(
            RemoteDiscount(
                gid=gid,
                title=one.get("title") or None,
                is_percentage=one.get("is_percentage") == YES,
                value=one.get("value", ""),
                line_gids=lines,
                kind=one.get("kind", ""),
                limit=limit,
            )
        )
    return tuple(found)


def attributes_in(content: Content, below: str = "") -> tuple[tuple[str, str], ...]:
    """The attributes by key, of the contract or of what `below` names (`lines/<gid>/`)."""
    prefix = f"{below}{ATTRIBUTES}"
    return tuple(sorted((path.removeprefix(prefix), text) for path, text in content.items() if path.startswith(prefix)))


def line_field(content: Content, line_gid: str, name: str) -> str | None:
    """One field of a line, as kept in the content; None where it has none."""
    return content.get(f"{LINES}{line_gid}/{name}") or None


def hidden_in(content: Content) -> frozenset[str]:
    """What Shopify would not show at the last reading."""
    return frozenset(filter(None, content.get(HIDDEN, "").split(",")))


def path_words(path: str, names: Mapping[str, str]) -> str:
    """A path in a shopkeeper's words; `names` are those of the contract's lines by gid."""
    if path.startswith(ADDRESS):
        return f"address: {path.removeprefix(ADDRESS).replace('_', ' ')}"
    if path.startswith(ATTRIBUTES):
        return f"attribute “{path.removeprefix(ATTRIBUTES)}”"
    for prefix, what in ((LINES, "line"), (DISCOUNTS, "discount")):
        if path.startswith(prefix):
            gid, _, name = path.removeprefix(prefix).rpartition("/")
            return f"{what} “{names.get(gid, gid)}”: {_WORDS.get(name, name)}"
    return _WORDS.get(path, path)


def _head(contract: RemoteContract) -> Iterator[tuple[str, str | None]]:
    yield STATUS, contract.status
    yield "next_billing_at", contract.next_billing_at.isoformat() if contract.next_billing_at else ""
    yield NOTE, contract.note or ""
    yield "payment_method", contract.payment_method_gid or ""
    yield "billing", _rhythm(contract.billing)
    yield "delivery", _rhythm(contract.delivery)
    for key, value in contract.attributes:
        yield f"{ATTRIBUTES}{key[:LONGEST_KEY]}", value


def _rhythm(rhythm: Rhythm) -> str:
    limits = [f"at least {rhythm.min_cycles}"] if rhythm.min_cycles else []
    limits += [f"at most {rhythm.max_cycles}"] if rhythm.max_cycles else []
    anchors = [f"on {one.type} {one.day}" + (f".{one.month}" if one.month else "") for one in rhythm.anchors]
    return ", ".join([f"every {rhythm.count} {rhythm.interval}", *anchors, *limits])


def _delivery(contract: RemoteContract) -> Iterator[tuple[str, str | None]]:
    yield "delivery/price", str(contract.delivery_price)
    method = contract.method
    if method is None:
        return
    yield "delivery/kind", method.kind
    yield "delivery/option_code", method.option_code or ""
    yield "delivery/option_title", method.option_title or ""
    for part in _ADDRESS_PARTS if method.address else ():
        yield f"{ADDRESS}{part}", getattr(method.address, part) or ""


def _line(line: RemoteContractLine) -> Iterator[tuple[str, str | None]]:
    yield "quantity", str(line.quantity)
    yield "price", str(line.current_price)
    yield "title", line.title
    yield "sku", line.sku or ""
    yield "variant_gid", line.variant_gid or ""
    yield "variant_title", line.variant_title or ""
    yield "product_gid", line.product_gid or ""
    for key, value in line.attributes:
        yield f"{ATTRIBUTES}{key[:LONGEST_KEY]}", value


def _discount(discount: RemoteDiscount) -> Iterator[tuple[str, str | None]]:
    yield "title", discount.title or ""
    yield "value", discount.value
    yield "is_percentage", YES if discount.is_percentage else ""
    yield "lines", " ".join(discount.line_gids)
    yield "kind", discount.kind
    yield "limit", str(discount.limit or "")


def _below(content: Content, prefix: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path, text in content.items():
        if path.startswith(prefix):
            gid, _, name = path.removeprefix(prefix).rpartition("/")
            found.setdefault(gid, {})[name] = text
    return found


def _is_hidden(path: str, hidden: frozenset[str]) -> bool:
    if path.startswith(ADDRESS):
        return bool(hidden & {"address", "method"})
    return _HIDDEN_BY.get(path) in hidden


def _is_known(path: str, content: Content) -> bool:
    return path in content or path.startswith(_SEVERAL)
