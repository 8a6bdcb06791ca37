"""What a mutation was to bring about, read from the operation and the exact variables that an intent has stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from backhaul.core.errors import BadReference
from backhaul.core.stored_call import list_of, object_of, text_of
from backhaul.core.tracking import Tracking
from backhaul.core.units import Units, add_up


@dataclass(frozen=True)
class SoughtFulfillment:
    """fulfillmentCreate: units by order line, with this tracking."""

    units: Units
    tracking: tuple[Tracking, ...]


@dataclass(frozen=True)
class SoughtCancellation:
    """fulfillmentCancel."""

    fulfillment_gid: str


@dataclass(frozen=True)
class SoughtTracking:
    """fulfillmentTrackingInfoUpdate."""

    fulfillment_gid: str
    tracking: tuple[Tracking, ...]


@dataclass(frozen=True)
class SoughtOpening:
    """fulfillmentOrderOpen."""

    fulfillment_order_gid: str


@dataclass(frozen=True)
class SoughtMove:
    """fulfillmentOrderMove: these units, or the whole fulfillment order when empty."""

    fulfillment_order_gid: str
    new_location_gid: str
    units: Units


@dataclass(frozen=True)
class SoughtRelease:
    """fulfillmentOrderReleaseHold: these holds, or all when empty."""

    fulfillment_order_gid: str
    hold_gids: tuple[str, ...]


@dataclass(frozen=True)
class SoughtTags:
    """tagsAdd."""

    gid: str
    tags: tuple[str, ...]


Sought = (
    SoughtFulfillment | SoughtCancellation | SoughtTracking | SoughtOpening | SoughtMove | SoughtRelease | SoughtTags
)


def parse_sought(operation: str, variables: Mapping[str, object], lines: Mapping[str, str]) -> Sought:
    """Read an intent. `operation` is the mutation's own name in Shopify, `variables` are named as its arguments.

    `lines` gives the order line of each fulfillment order line. Raises BadReference for an unknown operation, for
    variables of another form, and for a fulfillment order line that `lines` does not have: a person then decides.
    """
    parser = _PARSERS.get(operation)
    if parser is None:
        raise BadReference(f"Nothing is known about how to read back “{operation}”.")
    return parser(variables, lines)


def _fulfillment(variables: Mapping[str, object], lines: Mapping[str, str]) -> Sought:
    fulfillment = object_of(variables.get("fulfillment"))
    entries = [object_of(entry) for entry in list_of(fulfillment.get("lineItemsByFulfillmentOrder"))]
    pairs = [pair for entry in entries for pair in _pairs(entry.get("fulfillmentOrderLineItems"), lines)]
    if not pairs:
        raise BadReference("The stored call names no lines.")
    return SoughtFulfillment(add_up(pairs), _tracking(fulfillment.get("trackingInfo")))


def _cancellation(variables: Mapping[str, object], _: Mapping[str, str]) -> Sought:
    return SoughtCancellation(text_of(variables.get("id")))


def _tracking_update(variables: Mapping[str, object], _: Mapping[str, str]) -> Sought:
    return SoughtTracking(text_of(variables.get("fulfillmentId")), _tracking(variables.get("trackingInfoInput")))


def _opening(variables: Mapping[str, object], _: Mapping[str, str]) -> Sought:
    return SoughtOpening(text_of(variables.get("id")))


def _move(variables: Mapping[str, object], lines: Mapping[str, str]) -> Sought:
    units = add_up(_pairs(variables.get("fulfillmentOrderLineItems"), lines))
    return SoughtMove(text_of(variables.get("id")), text_of(variables.get("newLocationId")), units)


def _release(variables: Mapping[str, object], _: Mapping[str, str]) -> Sought:
    holds = tuple(text_of(hold) for hold in list_of(variables.get("holdIds")))
    return SoughtRelease(text_of(variables.get("id")), holds)


def _tags(variables: Mapping[str, object], _: Mapping[str, str]) -> Sought:
    return SoughtTags(text_of(variables.get("id")), tuple(text_of(tag) for tag in list_of(variables.get("tags"))))


_PARSERS = {
    "fulfillmentCreate": _fulfillment,
    "fulfillmentCancel": _cancellation,
    "fulfillmentTrackingInfoUpdate": _tracking_update,
    "fulfillmentOrderOpen": _opening,
    "fulfillmentOrderMove": _move,
    "fulfillmentOrderReleaseHold": _release,
    "tagsAdd": _tags,
}


def _pairs(value: object, lines: Mapping[str, str]) -> list[tuple[str, int]]:
    pairs = []
    for entry in list_of(value):
        line = object_of(entry)
        gid, quantity = text_of(line.get("id")), line.get("quantity")
        if gid not in lines or not isinstance(quantity, int):
            raise BadReference(f"The stored call names “{gid}”, which the order no longer has.")
        pairs.append((lines[gid], quantity))
    return pairs


def _tracking(value: object) -> tuple[Tracking, ...]:
    """FulfillmentTrackingInput: `number` or `numbers`, `url` or `urls` by position, one company for all."""
    if value is None:
        return ()
    info = object_of(value)
    numbers = _texts(info.get("numbers")) or _texts([info.get("number")])
    urls = _texts(info.get("urls")) or _texts([info.get("url")])
    company = info.get("company")
    by_position = [*urls, *([None] * len(numbers))]
    return tuple(
        Tracking(number, company if isinstance(company, str) else None, url)
        for number, url in zip(numbers, by_position, strict=False)
    )


def _texts(value: object) -> list[str]:
    return [item for item in list_of(value) if isinstance(item, str)]
