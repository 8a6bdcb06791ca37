"""Fulfillment orders: how they change state, what may be done with them, how units go from one to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shopify_sandbox.state.errors import Refused, UserError, refused
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import FulfillmentOrder, FulfillmentOrderLine, LineItem, Order
from shopify_sandbox.state.statuses import TRANSITIONS, Change, FulfillmentOrderStatus, RequestStatus
from shopify_sandbox.world import World

HOLDS_PER_APP = 10

Status = FulfillmentOrderStatus
Units = Sequence[tuple[FulfillmentOrderLine, int]]


def allows(fulfillment_order: FulfillmentOrder, change: Change) -> bool:
    """Whether the table has an entry for this change in the present state."""
    return (fulfillment_order.status, change) in TRANSITIONS


def apply(world: World, fulfillment_order: FulfillmentOrder, change: Change) -> None:
    """Change the state by the table; raises Refused when it has no entry, before anything is changed."""
    if not allows(fulfillment_order, change):
        status = fulfillment_order.status.value.lower()
        raise refused(f"Expected fulfillment order status to be valid but it was {status}.")
    fulfillment_order.status = TRANSITIONS[fulfillment_order.status, change]
    touch(world, fulfillment_order)


def touch(world: World, *fulfillment_orders: FulfillmentOrder) -> None:
    """Note that they have changed now."""
    for each in fulfillment_orders:
        each.updated_at = world.now()


def create(
    world: World, order: Order, location: Location, *, status: Status = Status.OPEN, fulfill_at: datetime | None = None
) -> FulfillmentOrder:
    """A new, still empty fulfillment order of the order. Without `fulfill_at` it is now cut to the hour."""
    now = world.now()
    made = FulfillmentOrder(
        id=world.new_id(FulfillmentOrder),
        order=order,
        location=location,
        status=status,
        created_at=now,
        updated_at=now,
        fulfill_at=fulfill_at or now.replace(minute=0, second=0),
    )
    order.fulfillment_orders.append(made)
    return world.add(made)


def create_like(world: World, original: FulfillmentOrder, *, location: Location | None = None) -> FulfillmentOrder:
    """A new, empty one with the original's order, dates and (unless given) location; OPEN, or SCHEDULED as that was."""
    status = Status.SCHEDULED if original.status is Status.SCHEDULED else Status.OPEN
    made = create(world, original.order, location or original.location, status=status, fulfill_at=original.fulfill_at)
    made.fulfill_by = original.fulfill_by
    return made


def add_units(world: World, to: FulfillmentOrder, line_item: LineItem, quantity: int) -> FulfillmentOrderLine:
    """Give it units of an order line that no fulfillment order holds."""
    line = to.line_for(line_item)
    if line is None:
        line = FulfillmentOrderLine(
            id=world.new_id(FulfillmentOrderLine),
            fulfillment_order=to,
            line_item=line_item,
            total_quantity=0,
            remaining_quantity=0,
        )
        to.lines.append(world.add(line))
        line_item.held_in.append(line)
    line.total_quantity += quantity
    line.remaining_quantity += quantity
    return line


def take_units(line: FulfillmentOrderLine, quantity: int) -> None:
    """Take unfulfilled units away; the line stays, with 0/0 if nothing is left."""
    line.total_quantity -= quantity
    line.remaining_quantity -= quantity


def transfer(world: World, units: Units, to: FulfillmentOrder) -> None:
    """Take units from their fulfillment orders and give them to another; both are touched."""
    for line, quantity in units:
        take_units(line, quantity)
        add_units(world, to, line.line_item, quantity)
        touch(world, line.fulfillment_order)
    touch(world, to)


def drop_empty_lines(fulfillment_order: FulfillmentOrder) -> None:
    """Forget the lines of which nothing was left or fulfilled; one that stays open doesn't list them."""
    fulfillment_order.lines = [line for line in fulfillment_order.lines if line.total_quantity > 0]


def drop_holds(world: World, fulfillment_order: FulfillmentOrder) -> None:
    """Forget its holds, as when nothing is left to hold."""
    for hold in fulfillment_order.holds:
        world.remove(hold)
    fulfillment_order.holds.clear()


def all_units(fulfillment_order: FulfillmentOrder) -> list[tuple[FulfillmentOrderLine, int]]:
    """Every line that has something left, with what is left."""
    return [(line, line.remaining_quantity) for line in fulfillment_order.lines if line.remaining_quantity > 0]


def rest(fulfillment_order: FulfillmentOrder, units: Units) -> list[tuple[FulfillmentOrderLine, int]]:
    """What is left beside those units."""
    taken = {line.id: quantity for line, quantity in units}
    left = [(line, line.remaining_quantity - taken.get(line.id, 0)) for line in fulfillment_order.lines]
    return [(line, quantity) for line, quantity in left if quantity > 0]


def units_from(
    world: World, fulfillment_order: FulfillmentOrder, given: Sequence[Mapping[str, object]] | None
) -> list[tuple[FulfillmentOrderLine, int]]:
    """The units that FulfillmentOrderLineItemInputs name; all that is left when nothing is given.

    Raises Refused for an unknown line and for more than is left; for a line given twice the quantities add up.
    """
    if not given:
        return all_units(fulfillment_order)
    wanted: dict[int, tuple[FulfillmentOrderLine, int]] = {}
    for each in given:
        line = world.find(FulfillmentOrderLine, str(each["id"]))
        if line is None or line.fulfillment_order is not fulfillment_order:
            raise refused("Fulfillment order line item does not exist.")
        before = wanted.get(line.id, (line, 0))[1]
        wanted[line.id] = (line, before + int(str(each["quantity"])))
    if any(quantity < 1 or quantity > line.remaining_quantity for line, quantity in wanted.values()):
        raise Refused(UserError(None, "Invalid fulfillment order line item quantity requested."))
    return list(wanted.values())


def supported_actions(fulfillment_order: FulfillmentOrder, app_id: str) -> list[str]:
    """What may be done now, in the order Shopify lists it; nothing for a closed one."""
    if fulfillment_order.location.is_third_party and fulfillment_order.status in (Status.OPEN, Status.IN_PROGRESS):
        return _third_party(fulfillment_order)
    if fulfillment_order.status is Status.ON_HOLD:
        own = sum(hold.app_id == app_id for hold in fulfillment_order.holds)
        return ["RELEASE_HOLD", *(["HOLD"] if own < HOLDS_PER_APP else []), "MOVE"]
    if fulfillment_order.status is Status.IN_PROGRESS and fulfillment_order.progress_reported:
        return ["CREATE_FULFILLMENT", "REPORT_PROGRESS", "HOLD", "MARK_AS_OPEN"]
    if fulfillment_order.status in (Status.OPEN, Status.IN_PROGRESS):
        return ["CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", *_regrouping(fulfillment_order)]
    return {Status.SCHEDULED: ["MARK_AS_OPEN"], Status.INCOMPLETE: ["MOVE"]}.get(fulfillment_order.status, [])


def _regrouping(fulfillment_order: FulfillmentOrder) -> list[str]:
    split = ["SPLIT"] if fulfillment_order.remaining > 1 else []
    return [*split, *(["MERGE"] if mergeable_with(fulfillment_order) else [])]


def mergeable_with(fulfillment_order: FulfillmentOrder) -> list[FulfillmentOrder]:
    """The others of the order that it could be merged with: open, same location, same date."""
    if fulfillment_order.status is not Status.OPEN:
        return []
    return [
        each
        for each in fulfillment_order.order.fulfillment_orders
        if each is not fulfillment_order
        and each.status is Status.OPEN
        and each.location is fulfillment_order.location
        and each.fulfill_at == fulfillment_order.fulfill_at
    ]


def _third_party(fulfillment_order: FulfillmentOrder) -> list[str]:
    match fulfillment_order.request_status:
        case RequestStatus.SUBMITTED:
            return ["CANCEL_FULFILLMENT_ORDER"]
        case RequestStatus.ACCEPTED | RequestStatus.CANCELLATION_REJECTED:
            return ["CREATE_FULFILLMENT", "REQUEST_CANCELLATION"]
        case RequestStatus.CANCELLATION_REQUESTED:
            return ["CREATE_FULFILLMENT", "CANCEL_FULFILLMENT_ORDER"]
    request = ["REQUEST_FULFILLMENT"] if fulfillment_order.status is Status.OPEN else []
    return [*request, "CREATE_FULFILLMENT", "MOVE", "HOLD", *_regrouping(fulfillment_order)]
