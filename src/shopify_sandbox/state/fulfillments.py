"""Fulfillments: creating one from fulfillment orders, taking it back, its tracking and its events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopify_sandbox.state import closing, display, fulfillment_orders
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import fulfillment_order_happened, fulfillment_progress, order_changed
from shopify_sandbox.state.orders import (
    Fulfillment,
    FulfillmentEvent,
    FulfillmentLine,
    FulfillmentOrder,
    FulfillmentOrderLine,
    Order,
    Tracking,
)
from shopify_sandbox.state.statuses import Change, FulfillmentOrderStatus, FulfillmentStatus
from shopify_sandbox.world import World

_FULFILLABLE = (FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.IN_PROGRESS)


@dataclass(frozen=True)
class Part:
    """What is to be fulfilled of one fulfillment order: pairs of line id and quantity; None stands for all of it."""

    fulfillment_order_gid: str
    lines: Sequence[tuple[str, int]] | None


@dataclass(frozen=True)
class Shipment:
    """One fulfillmentCreate call."""

    parts: Sequence[Part]
    tracking: Sequence[Tracking] = ()
    notify_customer: bool = False
    origin_address: Mapping[str, object] | None = None


Units = list[tuple[FulfillmentOrderLine, int]]


def create(world: World, shipment: Shipment) -> Fulfillment:
    """Fulfil all parts or none. Raises Refused; the checks come in Shopify's own order.

    Quantities below one are refused before anything is looked up (recorded); then unknown fulfillment orders, several
    orders, several locations, unfulfillable states, unknown lines, quantities beyond what is left.
    """
    _check_quantities(shipment.parts)
    found = [_fulfillment_order(world, part) for part in shipment.parts]
    if not found:
        raise refused("Fulfillment order does not exist.", "fulfillment")
    _check_same_order(found)
    _check_same_location(found)
    for each in found:
        if each.status not in _FULFILLABLE:
            status = each.status.value.lower()
            raise refused(f"Fulfillment order {each.id} has an unfulfillable status= {status}.", "fulfillment")
    units = _units(world, shipment.parts, found)
    return _fulfil(world, found[0].order, units, shipment)


def _check_quantities(parts: Sequence[Part]) -> None:
    for number, part in enumerate(parts):
        for position, (_, quantity) in enumerate(part.lines or ()):
            if quantity < 1:
                path = ("fulfillment", "lineItemsByFulfillmentOrder", str(number))
                raise refused(
                    "Quantity must be greater than 0", *path, "fulfillmentOrderLineItems", str(position), "quantity"
                )


def _fulfillment_order(world: World, part: Part) -> FulfillmentOrder:
    found = world.find(FulfillmentOrder, part.fulfillment_order_gid)
    if found is None:
        raise refused("Fulfillment order does not exist.", "fulfillment")
    return found


def _check_same_order(found: Sequence[FulfillmentOrder]) -> None:
    ids = sorted({each.order.id for each in found})
    if len(ids) > 1:
        listed = ", ".join(map(str, ids))
        raise refused(
            f"All fulfillment orders must belong to the same order. Multiple orders with ids [{listed}] were found.",
            "fulfillment",
        )


def _check_same_location(found: Sequence[FulfillmentOrder]) -> None:
    ids = sorted({each.location.id for each in found})
    if len(ids) > 1:
        listed = ", ".join(map(str, ids))
        raise refused(
            "All fulfillment orders must be assigned to a single location. "
            f"Multiple locations with ids [{listed}] were found.",
            "fulfillment",
        )


def _units(world: World, parts: Sequence[Part], found: Sequence[FulfillmentOrder]) -> Units:
    wanted: dict[int, tuple[FulfillmentOrderLine, int]] = {}
    for part, fulfillment_order in zip(parts, found, strict=True):
        for line, quantity in _part_units(world, part, fulfillment_order):
            before = wanted.get(line.id, (line, 0))[1]
            wanted[line.id] = (line, before + quantity)
    if any(quantity > line.remaining_quantity for line, quantity in wanted.values()) or not wanted:
        raise refused("Invalid fulfillment order line item quantity requested.", "fulfillment")
    return list(wanted.values())


def _part_units(world: World, part: Part, fulfillment_order: FulfillmentOrder) -> Units:
    if not part.lines:
        return fulfillment_orders.all_units(fulfillment_order)
    result = []
    for gid, quantity in part.lines:
        line = world.find(FulfillmentOrderLine, gid)
        if line is None or line.fulfillment_order is not fulfillment_order:
            raise refused("Fulfillment order line item does not exist.", "fulfillment")
        result.append((line, quantity))
    return result


def _fulfil(world: World, order: Order, units: Units, shipment: Shipment) -> Fulfillment:
    before = display.progress(order)
    now = world.now()
    touched = list(dict.fromkeys(line.fulfillment_order for line, _ in units))
    fulfillment = Fulfillment(
        id=world.new_id(Fulfillment),
        order=order,
        name=f"{order.name}-F{len(order.fulfillments) + 1}",
        location=touched[0].location,
        created_at=now,
        updated_at=now,
        notify_customer=shipment.notify_customer,
        tracking=list(shipment.tracking),
        lines=_lines(world, units),
        fulfillment_orders=touched,
        origin_address=dict(shipment.origin_address) if shipment.origin_address else None,
    )
    order.fulfillments.append(world.add(fulfillment))
    for made in fulfillment.lines:
        made.line_item.shipped_in.append((fulfillment, made))
    for line, quantity in units:
        line.remaining_quantity -= quantity
    for each in touched:
        _after_fulfilling(world, each)
    world.emit("fulfillments/create", fulfillment)
    order_changed(world, order)
    fulfillment_progress(world, order, before=before, after=display.progress(order))
    closing.close_when_done(world, order)
    return fulfillment


def _lines(world: World, units: Units) -> list[FulfillmentLine]:
    """One line per order line, even where its units come from several fulfillment orders (recorded)."""
    made: dict[int, FulfillmentLine] = {}
    for line, quantity in units:
        item = line.line_item
        if item.id not in made:
            made[item.id] = world.add(
                FulfillmentLine(id=world.new_id(FulfillmentLine), line_item=item, quantity=0, taken=[])
            )
        made[item.id].quantity += quantity
        made[item.id].taken.append((line, quantity))
    return list(made.values())


def _after_fulfilling(world: World, fulfillment_order: FulfillmentOrder) -> None:
    if fulfillment_order.remaining:
        fulfillment_orders.apply(world, fulfillment_order, Change.FULFILL_SOME)
        return
    had_progress = fulfillment_order.progress_reported
    fulfillment_order.progress_reported = False
    fulfillment_orders.apply(world, fulfillment_order, Change.FULFILL_ALL)
    if had_progress:
        fulfillment_order_happened(world, "manually_reported_progress_stopped", fulfillment_order)


def cancel(world: World, fulfillment: Fulfillment) -> None:
    """Take it back. What it emptied stays CLOSED and a new OPEN one holds the units; where some were left, they return.

    The CLOSED one counts the units as remaining again, though they are the new one's now. A delivered one can be
    cancelled too, and a cancelled one again without effect (all recorded).
    """
    if fulfillment.is_cancelled:
        return
    fulfillment.status = FulfillmentStatus.CANCELLED
    fulfillment.updated_at = world.now()
    replacements: dict[int, FulfillmentOrder] = {}
    for line in fulfillment.lines:
        for taken, quantity in line.taken:
            _give_back(world, taken, quantity, replacements=replacements)
    order = fulfillment.order
    order.closed_at = None
    world.emit("fulfillments/update", fulfillment)
    order_changed(world, order)


def _give_back(
    world: World, line: FulfillmentOrderLine, quantity: int, *, replacements: dict[int, FulfillmentOrder]
) -> None:
    original = line.fulfillment_order
    line.remaining_quantity += quantity
    if not original.is_closed:
        untouched = all(each.remaining_quantity == each.total_quantity for each in original.lines)
        back_to_open = untouched and not original.progress_reported
        fulfillment_orders.apply(world, original, Change.UNFULFILL_ALL if back_to_open else Change.UNFULFILL_SOME)
        return
    if original.id not in replacements:
        replacements[original.id] = fulfillment_orders.create_like(world, original)
    fulfillment_orders.add_units(world, replacements[original.id], line.line_item, quantity)


def update_tracking(
    world: World, fulfillment: Fulfillment, tracking: Sequence[Tracking], *, notify_customer: bool
) -> None:
    """Replace all tracking entries; allowed on a cancelled one too (recorded)."""
    fulfillment.tracking = list(tracking)
    fulfillment.notify_customer = fulfillment.notify_customer or notify_customer
    fulfillment.updated_at = world.now()
    world.emit("fulfillments/update", fulfillment)
    order_changed(world, fulfillment.order)


def add_event(world: World, fulfillment: Fulfillment, event: FulfillmentEvent) -> None:
    """Note what the carrier told; allowed on a cancelled one too (recorded)."""
    fulfillment.events.append(world.add(event))
    fulfillment.updated_at = world.now()
    world.emit("fulfillment_events/create", event)
    world.emit("fulfillments/update", fulfillment)
    order_changed(world, fulfillment.order)


def tracking_from(given: Mapping[str, object] | None) -> list[Tracking]:
    """The entries of a FulfillmentTrackingInput: numbers and urls in pairs, the company for each."""
    if not given:
        return []
    numbers = _texts(given, "numbers", "number")
    urls = _texts(given, "urls", "url")
    company = str(given["company"]) if given.get("company") else None
    count = max(len(numbers), len(urls), 1 if company else 0)
    return [
        Tracking(
            numbers[position] if position < len(numbers) else None,
            urls[position] if position < len(urls) else None,
            company,
        )
        for position in range(count)
    ]


def _texts(given: Mapping[str, object], many: str, one: str) -> list[str]:
    several = given.get(many)
    if isinstance(several, Sequence) and not isinstance(several, str) and several:
        return [str(each) for each in several]
    return [str(given[one])] if given.get(one) else []
