"""Reads the body of a webhook: whatever it is made of, either what it names or one error comes out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from backhaul.core import gids
from backhaul.core.errors import BackhaulError, BadReference
from backhaul.core.moments import parse_moment
from backhaul.core.topics import About, Topic

LONGEST_READ = 10_000_000
"""What is longer is not read; the intake takes no more in."""
DEEPEST = 64
MOST_FULFILLMENT_ORDERS = 50
_WORK_PREFIX = gids.gid("FulfillmentOrder", "")


class UnreadableBody(BackhaulError):
    """The body is no JSON that can be read, or does not name what its topic is about. Says nothing of its content."""

    code = "unreadable-body"
    default_hint = "Compare it with what Shopify documents for the topic; the order itself is read by reconciling."


@dataclass(frozen=True)
class Named:
    """What a body names: `subject_gid` itself, its order where it says, fulfillment orders in the order they stand.

    What is about a subscription has the contract for its subject.

    `updated_at` is the order's own, in bodies that describe an order.
    """

    subject_gid: str = ""
    order_gid: str | None = None
    fulfillment_order_gids: tuple[str, ...] = ()
    updated_at: datetime | None = None


def parse_body(raw: bytes) -> Mapping[str, object]:
    """The JSON object of a body. Raises UnreadableBody for everything else, however it is made."""
    if len(raw) > LONGEST_READ:
        raise UnreadableBody(f"The body is longer than {LONGEST_READ:,} bytes.")
    try:
        content: object = json.loads(raw.decode(), parse_constant=_refuse_constant)
    except UnicodeDecodeError as exc:
        raise UnreadableBody("The body is not text in UTF-8.") from exc
    except (ValueError, RecursionError) as exc:  # a number of thousands of digits is a ValueError too
        raise UnreadableBody("The body is not JSON that can be read.") from exc
    if not isinstance(content, Mapping):
        raise UnreadableBody("The body is JSON, but not an object.")
    _require_flat(content)
    return content


def what_it_names(content: Mapping[str, object], topic: Topic) -> Named:
    """The ids in a parsed body. Raises UnreadableBody when it lacks the one that its topic is about."""
    match topic.about:
        case About.ORDER:
            order_gid = _own_gid(content, "Order")
            return Named(_required(order_gid, "order"), order_gid, updated_at=_moment(content.get("updated_at")))
        case About.PART_OF_ORDER:
            order_gid = _required(_order_of_part(content), "order")
            return Named(_own_gid(content, topic.kind) or order_gid, order_gid)
        case About.FULFILLMENT_ORDER:
            found = tuple(dict.fromkeys(_fulfillment_orders(content)))[:MOST_FULFILLMENT_ORDERS]
            return Named(_required(next(iter(found), None), "fulfillment order"), None, found)
        case About.CONTRACT:
            return Named(_required(_contract(content, topic.kind), "subscription contract"))
    if topic.kind:
        return Named(_required(_own_gid(content, topic.kind), "subject"))
    return Named()


def _required(gid: str | None, what: str) -> str:
    if gid is None:
        raise UnreadableBody(f"The body does not name its {what}.")
    return gid


def _own_gid(content: Mapping[str, object], kind: str) -> str | None:
    return _gid(content.get("admin_graphql_api_id"), kind) or _gid(content.get("id"), kind)


def _order_of_part(content: Mapping[str, object]) -> str | None:
    """Bodies name the order that they belong to in one of these ways."""
    order, edit = content.get("order"), content.get("order_edit")
    candidates = [content.get("order_id"), content.get("admin_graphql_api_order_id")]
    candidates += [order.get("admin_graphql_api_id"), order.get("id")] if isinstance(order, Mapping) else []
    candidates += [edit.get("order_id")] if isinstance(edit, Mapping) else []
    return next((found for found in (_gid(one, "Order") for one in candidates) if found), None)


def _contract(content: Mapping[str, object], kind: str) -> str | None:
    """Its own body names it as itself, those of attempts, cycles and their edits as what they belong to."""
    if kind:
        return _own_gid(content, kind)
    candidates = (content.get("admin_graphql_api_subscription_contract_id"), content.get("subscription_contract_id"))
    return next((found for found in (_gid(one, "SubscriptionContract") for one in candidates) if found), None)


def _fulfillment_orders(content: Mapping[str, object]) -> Iterator[str]:
    """Wherever they stand: each event has a member of its own for the ones it concerns."""
    for name, value in _members(content):
        if isinstance(value, str) and value.startswith(_WORK_PREFIX):
            found = _gid(value, "FulfillmentOrder")
        elif name.endswith("fulfillment_order") and isinstance(value, Mapping):
            found = _gid(value.get("id"), "FulfillmentOrder")
        else:
            found = _gid(value, "FulfillmentOrder") if name == "fulfillment_order_id" else None
        if found:
            yield found


def _members(content: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Every value with the name of the member that it stands under, those further out first."""
    level: list[tuple[str, object]] = list(content.items())
    while level:
        yield from level
        level = [inner for name, value in level for inner in _inside(name, value)]


def _inside(name: str, value: object) -> Sequence[tuple[str, object]]:
    if isinstance(value, Mapping):
        return list(value.items())
    return [(name, item) for item in value] if isinstance(value, list) else ()


def _gid(value: object, kind: str) -> str | None:
    """A gid of that kind from a number or a text; what a gid says behind a question mark names nothing."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return gids.gid(kind, gids.number_of(str(value), kind))
    except (BadReference, ValueError):  # a number of too many digits to be written
        return None


def _moment(value: object) -> datetime | None:
    try:
        return parse_moment(value) if isinstance(value, str) else None
    except BadReference:
        return None


def _require_flat(content: Mapping[str, object]) -> None:
    level: list[object] = [content]
    for _ in range(DEEPEST):
        level = [inner for value in level for _, inner in _inside("", value)]
        if not level:
            return
    raise UnreadableBody("The body is nested too deeply.")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
