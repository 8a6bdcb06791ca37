"""orderUpdate, orderClose, orderOpen, orderCancel, orderDelete, the customer of an order."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.context import Info, Resolver, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import cancellation, capturing, closing, order_updates
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.errors import Refused, refused
from shopify_sandbox.state.given import mapping, optional_text
from shopify_sandbox.state.orders import Order
from shopify_sandbox.world import World


def _update(_source: object, info: Info, **args: object) -> dict[str, object]:
    """The order is part of the payload even when the update is refused (recorded)."""
    given = mapping(args["input"])
    order = visible(info, Order, given["id"])
    try:
        if order is None:
            raise refused("Order does not exist", "id")
        order_updates.update(world_of(info), order, given)
    except Refused as refusal:
        return {"order": order, "userErrors": refusal.errors}
    return {"order": order, "userErrors": []}


def _changing(change: Callable[[World, Order], None]) -> Resolver:
    @mutation("order")
    def resolve(info: Info, **args: object) -> dict[str, object]:
        order = visible(info, Order, mapping(args["input"])["id"])
        if order is None:
            raise refused("Order does not exist", "id")
        change(world_of(info), order)
        return {"order": order}

    return resolve


@mutation("job", "jobResult", errors=("orderCancelUserErrors", "userErrors"))
def _cancel(info: Info, **args: object) -> dict[str, object]:
    order = visible(info, Order, args["orderId"])
    if order is None:
        raise refused("Order does not exist", "orderId", code="NOT_FOUND")
    method = mapping(args.get("refundMethod"))
    wanted = cancellation.Cancellation(
        reason=str(args["reason"]),
        restock=bool(args["restock"]),
        refund=bool(args.get("refund") or method.get("originalPaymentMethodsRefund")),
        both_ways=args.get("refund") is not None and bool(method),
        staff_note=optional_text(args.get("staffNote")),
    )
    started = cancellation.start(world_of(info), order, wanted)
    return {"job": started.job, "jobResult": started.result}


@mutation("deletedId")
def _delete(info: Info, **args: object) -> dict[str, object]:
    order = visible(info, Order, args["orderId"])
    if order is None:
        raise refused("Order does not exist", "orderId", code="NOT_FOUND")
    order_updates.delete(world_of(info), order)
    return {"deletedId": order.gid}


@mutation("order")
def _set_customer(info: Info, **args: object) -> dict[str, object]:
    order, customer = visible(info, Order, args["orderId"]), visible(info, Customer, args["customerId"])
    if order is None:
        raise refused("Order does not exist", "orderId", code="NOT_FOUND")
    if customer is None:
        raise refused("Customer does not exist", "customerId", code="NOT_FOUND")
    order_updates.set_customer(world_of(info), order, customer)
    return {"order": order}


@mutation("order")
def _remove_customer(info: Info, **args: object) -> dict[str, object]:
    order = visible(info, Order, args["orderId"])
    if order is None:
        raise refused("Order does not exist", "orderId", code="NOT_FOUND")
    order_updates.set_customer(world_of(info), order, None)
    return {"order": order}


FIELDS = fields_of(
    "Mutation",
    {
        "orderCancel": _cancel,
        "orderClose": _changing(closing.close),
        "orderCustomerRemove": _remove_customer,
        "orderCustomerSet": _set_customer,
        "orderDelete": _delete,
        "orderMarkAsPaid": _changing(capturing.mark_paid),
        "orderOpen": _changing(closing.reopen),
        "orderUpdate": _update,
    },
)
