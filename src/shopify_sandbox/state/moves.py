"""Moving units to another location, splitting them off, merging them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopify_sandbox.state import fulfillment_orders
from shopify_sandbox.state.errors import Refused, UserError, refused
from shopify_sandbox.state.events import fulfillment_order_happened, moved, order_changed
from shopify_sandbox.state.fulfillment_orders import Units
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import FulfillmentOrder
from shopify_sandbox.state.statuses import Change, FulfillmentOrderStatus, RequestStatus
from shopify_sandbox.world import World

Lines = Sequence[Mapping[str, object]] | None

_WITH_SERVICE = (
    RequestStatus.SUBMITTED,
    RequestStatus.ACCEPTED,
    RequestStatus.CANCELLATION_REQUESTED,
    RequestStatus.CANCELLATION_REJECTED,
)
_SPLITTABLE = (FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.IN_PROGRESS)
_MOVABLE = (*_SPLITTABLE, FulfillmentOrderStatus.ON_HOLD, FulfillmentOrderStatus.INCOMPLETE)


@dataclass(frozen=True)
class Moved:
    """Where things are after a move: `remaining` is set only when something stayed behind."""

    moved: FulfillmentOrder
    original: FulfillmentOrder
    remaining: FulfillmentOrder | None


@dataclass(frozen=True)
class Split:
    """The original and what was split off."""

    original: FulfillmentOrder
    split_off: FulfillmentOrder


def why_not_movable(source: FulfillmentOrder) -> UserError | None:
    """What stands against a move, None when nothing does."""
    if source.request_status in _WITH_SERVICE and source.location.is_third_party:
        return UserError(None, "Cannot move submitted fulfillment order that is at a 3PL fulfillment service.")
    if source.progress_reported:
        message = (
            "Cannot move a fulfillment order that has had progress reported. To move a fulfillment order that has had "
            "progress reported, the fulfillment order must first be marked as open resolving the ongoing progress "
            "state."
        )
        return UserError(("id",), message, "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS")
    if source.status not in _MOVABLE:
        return UserError(None, "Cannot change location.")
    return None


def move(world: World, source: FulfillmentOrder, to: Location, lines: Lines) -> Moved:
    """Assign units to another location. All of one that has nothing fulfilled keeps its id; else a new one is made.

    Raises Refused for a state that forbids it, the same location, and quantities beyond what is left.
    """
    reason = why_not_movable(source)
    if reason is not None:
        raise Refused(reason)
    if not to.is_active:
        raise refused("Location not found.", "id")
    if to is source.location:
        raise refused("Cannot change location.")
    origin = source.location
    units = fulfillment_orders.units_from(world, source, lines)
    result = _move(world, source, to, units)
    moved(world, source, result.moved, origin)
    order_changed(world, source.order)
    return result


def _move(world: World, source: FulfillmentOrder, to: Location, units: Units) -> Moved:
    stays = fulfillment_orders.rest(source, units)
    fulfilled_some = any(line.remaining_quantity < line.total_quantity for line in source.lines)
    if not stays and not fulfilled_some:
        source.location = to
        source.request_status = RequestStatus.UNSUBMITTED
        fulfillment_orders.touch(world, source)
        return Moved(source, source, None)
    if source.status is FulfillmentOrderStatus.ON_HOLD:
        raise refused("The fulfillment order is not in a splittable state.")
    made = fulfillment_orders.create_like(world, source, location=to)
    fulfillment_orders.transfer(world, units, made)
    if not stays:
        fulfillment_orders.apply(world, source, Change.EMPTY)
        return Moved(made, source, None)
    fulfillment_orders.drop_empty_lines(source)
    return Moved(made, source, source)


def split(world: World, wanted: Sequence[tuple[FulfillmentOrder, Lines]]) -> list[Split]:
    """Split units off into new fulfillment orders; all of the batch or none of it. Raises Refused."""
    checked = [(source, _units_to_split(world, source, lines)) for source, lines in wanted]
    result = []
    for source, units in checked:
        made = fulfillment_orders.create_like(world, source)
        fulfillment_orders.transfer(world, units, made)
        fulfillment_orders.drop_empty_lines(source)
        fulfillment_order_happened(world, "split", source, others=[("remaining_fulfillment_order", made)])
        order_changed(world, source.order)
        result.append(Split(source, made))
    return result


def _units_to_split(world: World, source: FulfillmentOrder, lines: Lines) -> Units:
    if not lines:
        message = "The fulfillment order must have at least one line item input to split."
        raise refused(message, code="NO_LINE_ITEMS_PROVIDED_TO_SPLIT")
    if any(int(str(line["quantity"])) < 1 for line in lines):
        raise refused("The fulfillment order line item quantity must be greater than 0.", code="GREATER_THAN")
    if source.status not in _SPLITTABLE or source.progress_reported:
        raise refused("The fulfillment order is not in a splittable state.")
    units = fulfillment_orders.units_from(world, source, lines)
    if not fulfillment_orders.rest(source, units):
        raise refused("Invalid fulfillment order line item quantity requested.")
    return units


def merge(world: World, wanted: Sequence[Sequence[tuple[FulfillmentOrder, Lines]]]) -> list[FulfillmentOrder]:
    """Merge each set into its first member; all of the batch or none of it. Raises Refused."""
    checked = [
        [(source, fulfillment_orders.units_from(world, source, lines)) for source, lines in intents]
        for intents in wanted
    ]
    for sources in checked:
        _check_mergeable([source for source, _ in sources])
    return [_merge(world, sources) for sources in checked]


def _check_mergeable(sources: Sequence[FulfillmentOrder]) -> None:
    first = sources[0] if sources else None
    if first is None or len({each.id for each in sources}) < max(len(sources), 2):
        raise refused("At least two different fulfillment orders are needed to merge.")
    for each in sources:
        if each.status is not FulfillmentOrderStatus.OPEN or (
            each is not first and each not in fulfillment_orders.mergeable_with(first)
        ):
            raise refused(
                "Fulfillment orders must be open, of one order, at one location and for one date to be merged."
            )


def _merge(world: World, sources: Sequence[tuple[FulfillmentOrder, Units]]) -> FulfillmentOrder:
    target = sources[0][0]
    for source, units in sources[1:]:
        fulfillment_orders.transfer(world, units, target)
        if source.remaining == 0:
            fulfillment_orders.apply(world, source, Change.EMPTY)
            source.displayable = False
    fulfillment_orders.touch(world, target)
    others = [("merged", source) for source, _ in sources[1:]]
    fulfillment_order_happened(world, "merged", target, others=others)
    order_changed(world, target.order)
    return target
