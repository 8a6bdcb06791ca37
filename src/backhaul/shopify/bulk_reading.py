"""Makes whole orders of what a bulk operation has gathered: what its file has no room for is read for many at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from backhaul.core.bulk_lines import GatheredOrder, Object
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.operations.operation import Call, Json

AT_ONCE = 50
"""How many fulfillment orders or fulfillments are asked for in one request."""
LAST_PAGE: Mapping[str, Json] = {"hasNextPage": False, "endCursor": None}
Parts = Mapping[str, Mapping[str, Json]]


def heads_of(exchange: Exchange, gathered: Sequence[GatheredOrder]) -> list[dict[str, Json] | None]:
    """Each order in the form that the Order query answers in; None where a part of it is no longer there."""
    work = [child for one in gathered for child in one.children_of("FulfillmentOrder")]
    sent = [part for one in gathered for part in _fulfillments(one)]
    fulfillment_orders = _read(exchange, work, queries.fulfillment_orders_of)
    fulfillments = _read(exchange, sent, queries.fulfillments_of)
    return [_head(one, fulfillment_orders, fulfillments) for one in gathered]


def _head(one: GatheredOrder, fulfillment_orders: Parts, fulfillments: Parts) -> dict[str, Json] | None:
    try:
        work = [fulfillment_orders[_gid(child)] for child in one.children_of("FulfillmentOrder")]
        sent = [fulfillments[_gid(part)] for part in _fulfillments(one)]
    except KeyError:
        return None
    head = {
        **one.order,
        "lineItems": {"nodes": one.children_of("LineItem"), "pageInfo": LAST_PAGE},
        "fulfillmentOrders": {"nodes": work, "pageInfo": LAST_PAGE},
        "fulfillments": sent,
    }
    return cast(dict[str, Json], head)


def _fulfillments(one: GatheredOrder) -> list[Object]:
    found = one.order.get("fulfillments")
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list) else []


def _read(exchange: Exchange, parts: Iterable[Object], call: Callable[[list[str]], Call[BaseModel]]) -> Parts:
    """By gid, exactly as they were answered; what is no longer there is left out."""
    gids = list(dict.fromkeys(_gid(part) for part in parts))
    found: dict[str, Mapping[str, Json]] = {}
    for start in range(0, len(gids), AT_ONCE):
        nodes = exchange.query(call(gids[start : start + AT_ONCE])).raw.get("nodes")
        for node in nodes if isinstance(nodes, list) else []:
            if isinstance(node, dict) and node.get("id"):
                found[str(node["id"])] = node
    return found


def _gid(part: Object) -> str:
    return str(part.get("id"))
