"""What a merchant does to an order in the admin, for POST /sandbox/contracts.

`{"order": gid | id | name, "do": "cancel", "reason", "restock", "refund"}`; `"address"` with an `"address"` (a
MailingAddressInput); `"open"` and `"fulfil"` with a `"fulfillment_order"`, `"reschedule"` with a `"fulfill_at"` too.
"""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox import control_input
from shopify_sandbox.admin_input import admin_input
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.order_snapshot import order_snapshot
from shopify_sandbox.schema import enum_values
from shopify_sandbox.state import cancellation, fulfillments, order_updates, scheduling
from shopify_sandbox.state.given import Given, instant
from shopify_sandbox.state.orders import FulfillmentOrder, Order
from shopify_sandbox.world import World


def act(world: World, order: Order, body: Given) -> dict[str, object]:
    """Do it; tells the order as it is then. Raises Refused or BadControlRequest, nothing changed then."""
    name = control_input.one_of(body.get("do"), tuple(_DEEDS), "do")
    deed, takes = _DEEDS[name]
    control_input.no_others(body, {"order", "do", *takes}, name)
    deed(world, order, body)
    return {"order": order_snapshot(world, order)}


def _cancel(world: World, order: Order, body: Given) -> None:
    reason = control_input.one_of(body.get("reason", "OTHER"), tuple(enum_values("OrderCancelReason")), "reason")
    wanted = cancellation.Cancellation(
        reason=reason,
        restock=control_input.truth(body.get("restock", True), "restock"),
        refund=control_input.truth(body.get("refund", False), "refund"),
    )
    cancellation.start(world, order, wanted)
    world.clock.run_due()


def _move(world: World, order: Order, body: Given) -> None:
    address = admin_input(body.get("address"), "MailingAddressInput")
    order_updates.update(world, order, {"id": order.gid, "shippingAddress": address})


def _delivery(order: Order, body: Given) -> FulfillmentOrder:
    wanted = body.get("fulfillment_order")
    for each in order.fulfillment_orders:
        if wanted in (each.gid, str(each.id), each.id):
            return each
    raise BadControlRequest(f"{order.name} has no fulfillment order {wanted!r}")


def _open(world: World, order: Order, body: Given) -> None:
    scheduling.mark_open(world, _delivery(order, body), api_version=world.profile.webhook_api_version)


def _reschedule(world: World, order: Order, body: Given) -> None:
    try:
        date = instant(body.get("fulfill_at"))
    except ValueError as error:
        raise BadControlRequest("fulfill_at must be an instant such as 2026-10-01T12:00:00Z") from error
    if date is None:
        raise BadControlRequest("reschedule needs fulfill_at")
    scheduling.reschedule(world, _delivery(order, body), date)


def _fulfil(world: World, order: Order, body: Given) -> None:
    part = fulfillments.Part(_delivery(order, body).gid, None)
    fulfillments.create(world, fulfillments.Shipment((part,)))


_DEEDS: dict[str, tuple[Callable[[World, Order, Given], None], set[str]]] = {
    "cancel": (_cancel, {"reason", "restock", "refund"}),
    "address": (_move, {"address"}),
    "open": (_open, {"fulfillment_order"}),
    "reschedule": (_reschedule, {"fulfillment_order", "fulfill_at"}),
    "fulfil": (_fulfil, {"fulfillment_order"}),
}
