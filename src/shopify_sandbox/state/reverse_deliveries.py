"""Parcels that come back: made with their lines and tracking, updated in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shopify_sandbox.state.events import order_changed
from shopify_sandbox.state.returns import (
    Deliverable,
    ReverseDelivery,
    ReverseDeliveryLine,
    ReverseFulfillmentOrder,
    ReverseLine,
)
from shopify_sandbox.world import World

Units = Sequence[tuple[ReverseLine, int]]


def expected(target: ReverseFulfillmentOrder) -> list[tuple[ReverseLine, int]]:
    """What is in no parcel yet."""
    result = []
    for line in target.lines:
        sent = sum(
            each.quantity for delivery in target.deliveries for each in delivery.lines if each.reverse_line is line
        )
        if line.quantity > sent:
            result.append((line, line.quantity - sent))
    return result


def send(world: World, target: ReverseFulfillmentOrder, units: Units, deliverable: Deliverable) -> ReverseDelivery:
    """A parcel with those units; naming none means all that is expected (recorded)."""
    made = ReverseDelivery(id=world.new_id(ReverseDelivery), reverse_fulfillment_order=target, deliverable=deliverable)
    made.lines = [
        world.add(ReverseDeliveryLine(id=world.new_id(ReverseDeliveryLine), reverse_line=line, quantity=quantity))
        for line, quantity in units or expected(target)
    ]
    target.deliveries.append(world.add(made))
    _tell(world, made)
    return made


def update(world: World, target: ReverseDelivery, *, tracking: Deliverable | None, label: Deliverable | None) -> None:
    """Replace the tracking or the label; what isn't given stays (recorded for the tracking)."""
    present = target.deliverable or Deliverable()
    if tracking is not None:
        present = replace(present, number=tracking.number, url=tracking.url)
    if label is not None:
        present = replace(present, label_url=label.label_url, label_at=label.label_at)
    target.deliverable = present
    _tell(world, target)


def _tell(world: World, delivery: ReverseDelivery) -> None:
    world.emit("reverse_deliveries/attach_deliverable", delivery)
    order_changed(world, delivery.reverse_fulfillment_order.order)
