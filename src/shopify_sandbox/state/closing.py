"""Closing and reopening orders, by hand or by the shop."""

from __future__ import annotations

from shopify_sandbox.state import display
from shopify_sandbox.state.events import order_changed
from shopify_sandbox.state.orders import Order
from shopify_sandbox.world import World

_SETTLED = ("PAID", "REFUNDED", "PARTIALLY_REFUNDED")


def close(world: World, order: Order) -> None:
    """Close it; a closed one stays as it is."""
    if order.closed_at is None:
        order.closed_at = world.now()
        order_changed(world, order)


def reopen(world: World, order: Order) -> None:
    """Open it; an open one stays as it is."""
    if order.closed_at is not None:
        order.closed_at = None
        order_changed(world, order)


def close_when_done(world: World, order: Order) -> None:
    """Start the background job that closes an order once it is paid and fulfilled."""
    if is_done(order):
        world.later(world.job_delay, lambda: _close_if_done(world, order))


def is_done(order: Order) -> bool:
    """Whether it is paid and fulfilled in whole."""
    return display.fulfillment_status(order) == "FULFILLED" and display.financial_status(order) in _SETTLED


def _close_if_done(world: World, order: Order) -> None:
    if order.cancelled_at is None and is_done(order):
        close(world, order)


def is_paid(order: Order) -> bool:
    """Whether nothing is left to pay."""
    return display.financial_status(order) == "PAID"
