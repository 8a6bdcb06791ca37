"""Mutations of returns and of the parcels that come back."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.context import Info, NotImplementedInSandbox, Resolver, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import returning, reverse_deliveries
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, mapping, mappings, optional_text
from shopify_sandbox.state.orders import FulfillmentLine, Order
from shopify_sandbox.state.returns import (
    Deliverable,
    Return,
    ReverseDelivery,
    ReverseFulfillmentOrder,
    ReverseLine,
)
from shopify_sandbox.world import World

# Parts of the inputs that the sandbox has no notion of.
_UNKNOWN_PARTS = ("exchangeLineItems", "returnShippingFee", "restockingFee", "returnReasonDefinitionId")


@mutation("return")
def _request(info: Info, **args: object) -> dict[str, object]:
    order, wishes = _wanted(info, mapping(args["input"]), "input")
    return {"return": returning.request(world_of(info), order, wishes)}


@mutation("return")
def _create(info: Info, **args: object) -> dict[str, object]:
    order, wishes = _wanted(info, mapping(args["returnInput"]), "returnInput")
    return {"return": returning.create(world_of(info), order, wishes)}


def _wanted(info: Info, given: Given, argument: str) -> tuple[Order, list[returning.LineWish]]:
    _check_parts(given)
    order = visible(info, Order, given["orderId"])
    if order is None:
        raise refused("Order not found.", argument, "orderId", code="NOT_FOUND")
    lines = mappings(given["returnLineItems"])
    if not lines:
        raise refused("Return line items can't be blank", argument, "returnLineItems", code="BLANK")
    path = (argument, "returnLineItems")
    return order, [_wish(info, order, each, (*path, str(number))) for number, each in enumerate(lines)]


def _wish(info: Info, order: Order, given: Given, path: tuple[str, ...]) -> returning.LineWish:
    _check_parts(given)
    line = visible(info, FulfillmentLine, given["fulfillmentLineItemId"])
    if line is None or line.line_item.order is not order:
        raise refused("Fulfillment line item not found.", *path, "fulfillmentLineItemId", code="NOT_FOUND")
    quantity = int(str(given["quantity"]))
    if quantity < 1:
        raise refused("Quantity must be greater than 0", *path, "quantity", code="GREATER_THAN")
    if quantity > returning.returnable(world_of(info), order, line):
        message = "Quantity exceeds the number of units that can be returned."
        raise refused(message, *path, "quantity", code="INVALID")
    return returning.LineWish(
        line,
        quantity,
        reason=str(given.get("returnReason") or "UNKNOWN"),
        reason_note=optional_text(given.get("returnReasonNote")) or "",
        customer_note=optional_text(given.get("customerNote")),
    )


def _check_parts(given: Given) -> None:
    for name in _UNKNOWN_PARTS:
        if given.get(name):
            raise NotImplementedInSandbox(f"{name} of a return")


def _found(info: Info, gid: object, *path: str) -> Return:
    found = visible(info, Return, gid)
    if found is None:
        raise refused("Return not found.", *path, code="NOT_FOUND")
    return found


@mutation("return")
def _approve(info: Info, **args: object) -> dict[str, object]:
    target = _found(info, mapping(args["input"])["id"], "input", "id")
    returning.approve(world_of(info), target)
    return {"return": target}


@mutation("return")
def _decline(info: Info, **args: object) -> dict[str, object]:
    given = mapping(args["input"])
    target = _found(info, given["id"], "input", "id")
    note = optional_text(given.get("declineNote"))
    returning.decline(world_of(info), target, reason=str(given["declineReason"]), note=note)
    return {"return": target}


def _changing(change: Callable[[World, Return], None]) -> Resolver:
    @mutation("return")
    def resolve(info: Info, **args: object) -> dict[str, object]:
        target = _found(info, args["id"], "id")
        change(world_of(info), target)
        return {"return": target}

    return resolve


@mutation("reverseDelivery")
def _send(info: Info, **args: object) -> dict[str, object]:
    target = visible(info, ReverseFulfillmentOrder, args["reverseFulfillmentOrderId"])
    if target is None:
        message = "Reverse fulfillment order not found."
        raise refused(message, "reverseFulfillmentOrderId", code="NOT_FOUND")
    units = [
        _unit(info, target, each, str(number)) for number, each in enumerate(mappings(args["reverseDeliveryLineItems"]))
    ]
    tracking, label = _tracking(args.get("trackingInput")), _label(info, args.get("labelInput"))
    deliverable = Deliverable(
        number=tracking.number if tracking else None,
        url=tracking.url if tracking else None,
        label_url=label.label_url if label else None,
        label_at=label.label_at if label else None,
    )
    return {"reverseDelivery": reverse_deliveries.send(world_of(info), target, units, deliverable)}


def _unit(info: Info, target: ReverseFulfillmentOrder, given: Given, number: str) -> tuple[ReverseLine, int]:
    path = ("reverseDeliveryLineItems", number)
    line = visible(info, ReverseLine, given["reverseFulfillmentOrderLineItemId"])
    left = {each.id: quantity for each, quantity in reverse_deliveries.expected(target)}
    if line is None or line not in target.lines:
        message = "Reverse fulfillment order line item not found."
        raise refused(message, *path, "reverseFulfillmentOrderLineItemId", code="NOT_FOUND")
    quantity = int(str(given["quantity"]))
    if not 1 <= quantity <= left.get(line.id, 0):
        raise refused("Quantity is not valid.", *path, "quantity", code="INVALID")
    return line, quantity


@mutation("reverseDelivery")
def _update(info: Info, **args: object) -> dict[str, object]:
    target = visible(info, ReverseDelivery, args["reverseDeliveryId"])
    if target is None:
        raise refused("Reverse delivery not found.", "reverseDeliveryId", code="NOT_FOUND")
    tracking, label = _tracking(args.get("trackingInput")), _label(info, args.get("labelInput"))
    reverse_deliveries.update(world_of(info), target, tracking=tracking, label=label)
    return {"reverseDelivery": target}


def _tracking(given: object) -> Deliverable | None:
    if given is None:
        return None
    known = mapping(given)
    return Deliverable(number=optional_text(known.get("number")), url=optional_text(known.get("url")))


def _label(info: Info, given: object) -> Deliverable | None:
    if given is None:
        return None
    return Deliverable(label_url=optional_text(mapping(given).get("fileUrl")), label_at=world_of(info).now())


FIELDS = fields_of(
    "Mutation",
    {
        "returnApproveRequest": _approve,
        "returnCancel": _changing(returning.cancel),
        "returnClose": _changing(returning.close),
        "returnCreate": _create,
        "returnDeclineRequest": _decline,
        "returnReopen": _changing(returning.reopen),
        "returnRequest": _request,
        "reverseDeliveryCreateWithShipping": _send,
        "reverseDeliveryShippingUpdate": _update,
    },
)
