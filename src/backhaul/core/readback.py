"""Finds out from an order as read now whether a call whose reply was lost has had its effect.

Read only when the call can no longer arrive. An effect is ours when it has the right content, was not there before
the call, and belongs to no other call of ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backhaul.core.errors import BadReference
from backhaul.core.remote import FulfillmentOrderStatus, FulfillmentStatus, RemoteFulfillment, RemoteOrder
from backhaul.core.sought import (
    Sought,
    SoughtCancellation,
    SoughtFulfillment,
    SoughtMove,
    SoughtOpening,
    SoughtRelease,
    SoughtTags,
    SoughtTracking,
    parse_sought,
)
from backhaul.core.tags import still_missing
from backhaul.core.tracking import Tracking
from backhaul.core.units import minus


@dataclass(frozen=True)
class Absent:
    """It has not happened: the same call may be sent again."""


@dataclass(frozen=True)
class Found:
    """It has happened: `gids` are what came of it (a fulfillment, a transaction, an order).

    `facts`: what else is known of it and has to be kept, such as the status of a transaction.
    """

    gids: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Unsure:
    """A person has to say which of `candidates` is ours, if any; `why` says what is unclear."""

    candidates: tuple[str, ...]
    why: str


Finding = Absent | Found | Unsure


def read_back(
    operation: str,
    variables: Mapping[str, object],
    remote: RemoteOrder,
    *,
    seen: frozenset[str],
    owned: frozenset[str],
    lines_before: Mapping[str, str] | None = None,
) -> Finding:
    """Find the effect of a stored call on the order as read now.

    `seen`: ids of fulfillments and fulfillment orders that the read before the call showed. `owned`: ids that belong
    to other calls of ours, settled or not. `lines_before`: the order line of each fulfillment order line as it was
    before the call, for those that the order no longer has.
    """
    try:
        sought = parse_sought(operation, variables, {**remote.order_lines, **(lines_before or {})})
    except BadReference as error:
        return Unsure((), error.message)
    return find(sought, remote, seen=seen, owned=owned)


def find(  # noqa: PLR0911 -- one return for each kind of effect
    sought: Sought, remote: RemoteOrder, *, seen: frozenset[str], owned: frozenset[str]
) -> Finding:
    """Find what was sought on the order as read now; see `read_back`."""
    match sought:
        case SoughtFulfillment():
            return _find_fulfillment(sought, remote, foreign=seen | owned)
        case SoughtCancellation():
            return _find_cancellation(sought, remote)
        case SoughtTracking():
            return _find_tracking(sought, remote)
        case SoughtOpening():
            return _find_opening(sought, remote)
        case SoughtMove():
            return _find_move(sought, remote, seen=seen)
        case SoughtRelease():
            return _find_release(sought, remote)
        case SoughtTags():
            return _find_tags(sought, remote)


def has_tracking(fulfillment: RemoteFulfillment, tracking: Sequence[Tracking]) -> bool:
    """Whether a fulfillment shows exactly these numbers, and the company if one is given.

    Addresses are not compared: Shopify makes its own for companies it knows.
    """
    if fulfillment.numbers != {entry.number for entry in tracking}:
        return False
    companies = {entry.company.casefold() for entry in tracking if entry.company}
    shown = {entry.company.casefold() for entry in fulfillment.tracking if entry.company}
    return not companies or companies == shown


def _find_fulfillment(sought: SoughtFulfillment, remote: RemoteOrder, *, foreign: frozenset[str]) -> Finding:
    """A fulfillment's lines never change once it is made, so another quantity is another fulfillment.

    Its tracking may be changed by anybody: the same lines with other tracking, or our tracking on more lines, is a
    near match. One exact match beside near ones is ours. When it was made is not compared: clocks differ, and what
    was there before the call is known by id.
    """
    unknown = [one for one in remote.fulfillments if one.gid not in foreign]
    exact = [one for one in unknown if _is_exact(one, sought)]
    if len(exact) == 1:
        return Found((exact[0].gid,))
    if exact:
        return Unsure(_gids(exact), "Several new fulfillments have the very content that was sent.")
    near = [one for one in unknown if _is_near(one, sought)]
    if near:
        return Unsure(_gids(near), "A new fulfillment has nearly the content that was sent.")
    return Absent()


def _is_exact(fulfillment: RemoteFulfillment, sought: SoughtFulfillment) -> bool:
    return fulfillment.units == dict(sought.units) and fulfillment.numbers == _numbers(sought)


def _is_near(fulfillment: RemoteFulfillment, sought: SoughtFulfillment) -> bool:
    if fulfillment.units == dict(sought.units):
        return True
    covers = not minus(sought.units, fulfillment.units)
    return covers and bool(fulfillment.numbers & _numbers(sought))


def _numbers(sought: SoughtFulfillment) -> frozenset[str]:
    return frozenset(entry.number for entry in sought.tracking)


def _find_cancellation(sought: SoughtCancellation, remote: RemoteOrder) -> Finding:
    found = remote.fulfillment(sought.fulfillment_gid)
    if found is None:
        return Unsure((), "The order no longer shows the fulfillment that was to be cancelled.")
    return Found((found.gid,)) if found.status == FulfillmentStatus.CANCELLED else Absent()


def _find_tracking(sought: SoughtTracking, remote: RemoteOrder) -> Finding:
    found = remote.fulfillment(sought.fulfillment_gid)
    if found is None:
        return Unsure((), "The order no longer shows the fulfillment whose tracking was to be changed.")
    return Found((found.gid,)) if has_tracking(found, sought.tracking) else Absent()


def _find_opening(sought: SoughtOpening, remote: RemoteOrder) -> Finding:
    """One that has gone, merged into another, is not to be opened any more either."""
    found = remote.fulfillment_order(sought.fulfillment_order_gid)
    if found is not None and found.status == FulfillmentOrderStatus.SCHEDULED:
        return Absent()
    return Found((sought.fulfillment_order_gid,))


def _find_move(sought: SoughtMove, remote: RemoteOrder, *, seen: frozenset[str]) -> Finding:
    """Shopify moves the fulfillment order itself, or for a part of it makes a new one at the new location."""
    moved = [
        one
        for one in remote.fulfillment_orders
        if one.location_gid == sought.new_location_gid
        and (one.gid == sought.fulfillment_order_gid or one.gid not in seen)
        and not minus(sought.units, {line.line_gid: line.remaining for line in one.lines})
    ]
    if len(moved) > 1:
        return Unsure(tuple(one.gid for one in moved), "Several fulfillment orders may be the moved one.")
    return Found((moved[0].gid,)) if moved else Absent()


def _find_release(sought: SoughtRelease, remote: RemoteOrder) -> Finding:
    found = remote.fulfillment_order(sought.fulfillment_order_gid)
    holds = {hold.gid for hold in found.holds} if found else set()
    wanted = set(sought.hold_gids) or holds
    return Absent() if holds & wanted else Found((sought.fulfillment_order_gid,))


def _find_tags(sought: SoughtTags, remote: RemoteOrder) -> Finding:
    return Absent() if still_missing(sought.tags, remote.tags) else Found((sought.gid,))


def _gids(fulfillments: Sequence[RemoteFulfillment]) -> tuple[str, ...]:
    return tuple(one.gid for one in fulfillments)
