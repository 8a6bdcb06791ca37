"""Cuts allocated units into calls to Shopify, each with a key that names its content."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from backhaul.core import gids
from backhaul.core.allocation import Take
from backhaul.core.plan import (
    MAX_LINES_PER_CALL,
    CreateFulfillment,
    Entry,
    MoveFulfillmentOrder,
    OpenFulfillmentOrder,
    Share,
)
from backhaul.core.shipment import SentFulfillment, SentKind, Shipment


def create_calls(
    shipment: Shipment, takes: Sequence[Take], already_sent: Sequence[SentFulfillment]
) -> tuple[CreateFulfillment, ...]:
    """One call per location, cut at 250 fulfillment order lines; each carries the whole tracking.

    fulfillmentCreate refuses fulfillment orders of several locations in one call. The customer is told once per
    location: by the first call for it, and not when this shipment has a fulfillment there already. The step's key is
    made of the location, the number of fulfillments that the shipment has created before, and the exact units.
    """
    created = [one for one in already_sent if one.kind is SentKind.CREATED]
    told = {one.location_gid for one in created}
    calls = []
    for location_gid, takes_there in _by_location(takes):
        for index, entries in enumerate(_chunks(takes_there)):
            calls.append(
                CreateFulfillment(
                    step=_create_step(location_gid, entries, len(created)),
                    location_gid=location_gid,
                    entries=entries,
                    tracking=shipment.tracking,
                    notify_customer=shipment.notify_customer and index == 0 and location_gid not in told,
                )
            )
    return tuple(calls)


def move_call(take: Take, new_location_gid: str) -> MoveFulfillmentOrder:
    """Move the taken units of one fulfillment order to the location they left from."""
    order = take.standing.order
    content = _digest([new_location_gid, *_texts(take.shares)])
    step = f"move:{gids.short_id(order.gid)}:{content}"
    return MoveFulfillmentOrder(step, order.gid, new_location_gid, take.shares)


def open_call(take: Take) -> OpenFulfillmentOrder:
    """Open one scheduled fulfillment order before its date."""
    order = take.standing.order
    return OpenFulfillmentOrder(f"open:{gids.short_id(order.gid)}", order.gid, take.shares)


def _by_location(takes: Iterable[Take]) -> list[tuple[str | None, list[Take]]]:
    places: dict[tuple[str | None, str], list[Take]] = {}
    for take in takes:
        order = take.standing.order
        # A deleted location has no id; two of them are told apart by the name that Shopify keeps.
        place = (order.location_gid, "" if order.location_gid else order.location_name)
        places.setdefault(place, []).append(take)
    return [(location_gid, there) for (location_gid, _), there in places.items()]


def _chunks(takes: Iterable[Take]) -> Iterator[tuple[Entry, ...]]:
    flat = [(take.standing.order.gid, share) for take in takes for share in take.shares]
    for start in range(0, len(flat), MAX_LINES_PER_CALL):
        shares: dict[str, list[Share]] = {}
        for order_gid, share in flat[start : start + MAX_LINES_PER_CALL]:
            shares.setdefault(order_gid, []).append(share)
        yield tuple(Entry(order_gid, tuple(of_order)) for order_gid, of_order in shares.items())


def _create_step(location_gid: str | None, entries: Iterable[Entry], created_before: int) -> str:
    texts = [text for entry in entries for text in (entry.fulfillment_order_gid, *_texts(entry.shares))]
    return f"fulfil:{gids.short_id(location_gid or 'none')}:{_digest([str(created_before), *texts])}"


def _texts(shares: Iterable[Share]) -> list[str]:
    return [f"{share.fulfillment_order_line_gid}={share.quantity}" for share in shares]


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
