"""What happens when an order comes into being, whoever makes it: ids, customer, payments, routing, webhooks."""

from __future__ import annotations

import random
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from shopify_sandbox.state import closing, fulfillments, payments, routing
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.orders import Order, Tracking
from shopify_sandbox.state.transactions import AUTHORIZATIONS, Transaction, TransactionKind
from shopify_sandbox.world import World


@dataclass(frozen=True)
class Arrival:
    """How an order enters the shop besides its content."""

    transactions: Sequence[Transaction] = ()
    routing_delay: timedelta | None = None
    fulfilled: bool = False
    tracking: Sequence[Tracking] = field(default_factory=list)


def place(world: World, order: Order, arrival: Arrival) -> Order:
    """Put the order into the shop: orders/create goes out first, fulfillment orders come with routing."""
    world.add(order)
    order.token = "".join(random.choices("0123456789abcdef", k=32))  # noqa: S311 — no secret, only looks like one
    order.confirmation_number = "".join(random.choices(string.ascii_uppercase + string.digits, k=9))  # noqa: S311
    _keep_parts(world, order, arrival.transactions)
    world.emit("orders/create", order)
    for transaction in order.transactions:
        payments.announce(world, transaction)
    if closing.is_paid(order):
        world.emit("orders/paid", order)
    routing.start(world, order, delay=timedelta(0) if arrival.fulfilled else arrival.routing_delay)
    if arrival.fulfilled:
        _fulfil_all(world, order, arrival)
    return order


def customer_for(world: World, email: str | None, **details: object) -> Customer | None:
    """The customer with that address, made if there is none; without an address and a name there is none."""
    known = world.customer_with(email) if email else None
    if known is not None:
        _update(known, details)
        return known
    if not email and not any(details.values()):
        return None
    now = world.now()
    made = Customer(id=world.new_id(Customer), created_at=now, updated_at=now, email=email)
    _update(made, details)
    world.add(made)
    world.emit("customers/create", made)
    return made


def _update(customer: Customer, details: dict[str, object]) -> None:
    for name, value in details.items():
        if value:
            setattr(customer, name, value)


def _keep_parts(world: World, order: Order, transactions: Sequence[Transaction]) -> None:
    for line in order.lines:
        world.add(line)
    for shipping_line in order.shipping_lines:
        world.add(shipping_line)
    authorization = next((each for each in transactions if each.kind in AUTHORIZATIONS), None)
    for transaction in transactions:
        if transaction.kind is TransactionKind.CAPTURE and transaction.parent is None:
            transaction.parent = authorization
        payments.keep(world, order, transaction)


def _fulfil_all(world: World, order: Order, arrival: Arrival) -> None:
    for fulfillment_order in [each for each in order.fulfillment_orders if not each.is_closed]:
        part = fulfillments.Part(fulfillment_order.gid, None)
        fulfillments.create(world, fulfillments.Shipment((part,), tracking=arrival.tracking))
