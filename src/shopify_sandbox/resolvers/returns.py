"""Returns, what can be returned, and the parcels that come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from shopify_sandbox.resolvers.connections import connection, listed
from shopify_sandbox.resolvers.context import Info, NotImplementedInSandbox, world_of
from shopify_sandbox.resolvers.lookup import visible
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state import return_processing, returning
from shopify_sandbox.state.entities import Entity, numeric_id
from shopify_sandbox.state.orders import Fulfillment, Order
from shopify_sandbox.state.refunds import Refund
from shopify_sandbox.state.returns import (
    Return,
    ReturnLine,
    ReverseDelivery,
    ReverseDeliveryLine,
    ReverseFulfillmentOrder,
    ReverseLine,
)
from shopify_sandbox.state.transactions import Transaction

NODE_KINDS: tuple[type[Entity], ...] = (
    Return,
    ReturnLine,
    ReverseDelivery,
    ReverseDeliveryLine,
    ReverseFulfillmentOrder,
    ReverseLine,
)


@dataclass(eq=False, kw_only=True)
class ReturnableFulfillment(Entity):
    """A fulfillment seen as something to return; it goes by the fulfillment's own number (recorded)."""

    typename: ClassVar[str] = "ReturnableFulfillment"
    fulfillment: Fulfillment


def returnable_fulfillment(info: Info, gid: object) -> ReturnableFulfillment | None:
    """The one the id names, None when nothing of it can be returned (assumed)."""
    number = numeric_id(str(gid), ReturnableFulfillment.typename)
    fulfillment = world_of(info).get(Fulfillment, number) if number is not None else None
    if fulfillment is None or not returning.returnable_lines(world_of(info), fulfillment):
        return None
    return ReturnableFulfillment(id=fulfillment.id, fulfillment=fulfillment)


def _returnable_fulfillments(_source: object, info: Info, **args: object) -> object:
    order = visible(info, Order, args["orderId"])
    shown = [
        ReturnableFulfillment(id=each.id, fulfillment=each)
        for each in (order.fulfillments if order else [])
        if returning.returnable_lines(world_of(info), each)
    ]
    return connection(shown, args)


def _returnable_lines(source: ReturnableFulfillment, info: Info, **args: object) -> object:
    lines = returning.returnable_lines(world_of(info), source.fulfillment)
    return listed([{"fulfillmentLineItem": line, "quantity": quantity} for line, quantity in lines], args)


def _returns_of(order: Order, info: Info, **args: object) -> object:
    if args.get("query"):
        raise NotImplementedInSandbox("Order.returns(query:)")
    return connection(returning.returns_of(world_of(info), order), args)


def _refunds(source: Return) -> list[Refund]:
    return [each for each in source.order.refunds if each.return_id == source.id]


def _transactions(source: Return) -> list[Transaction]:
    return [transaction for refund in _refunds(source) for transaction in refund.transactions]


def _decline(source: Return) -> dict[str, object] | None:
    return {"reason": source.decline_reason, "note": source.decline_note} if source.decline_reason else None


def _deliverable(source: ReverseDelivery) -> dict[str, object] | None:
    """By post; the carrier's name is known of none (recorded as null)."""
    given = source.deliverable
    if given is None:
        return None
    tracking = {"number": given.number, "url": given.url, "carrierName": None}
    label = {"publicFileUrl": given.label_url, "createdAt": given.label_at, "updatedAt": given.label_at}
    return {
        "__typename": "ReverseDeliveryShippingDeliverable",
        "tracking": tracking if given.number or given.url else None,
        "label": label if given.label_url else None,
    }


_RETURN: dict[str, Callable[..., object]] = {
    "decline": derived(_decline),
    "exchangeLineItems": lambda source, _info, **args: connection([], args),
    "refunds": lambda source, _info, **args: connection(_refunds(source), args),
    "returnLineItems": lambda source, _info, **args: connection(source.lines, args),
    "returnShippingFees": derived(lambda source: []),
    "reverseFulfillmentOrders": lambda source, _info, **args: connection(source.reverse_fulfillment_orders, args),
    "transactions": lambda source, _info, **args: connection(_transactions(source), args),
}
_LINE: dict[str, Callable[[ReturnLine], object]] = {
    "fulfillmentLineItem": lambda line: line.fulfillment_line,
    "processableQuantity": return_processing.processable,
    "processedQuantity": lambda line: line.processed,
    "refundableQuantity": return_processing.processable,
    "refundedQuantity": lambda line: line.processed,
    "returnReason": lambda line: line.reason,
    "returnReasonNote": lambda line: line.reason_note,
    "unprocessedQuantity": lambda line: line.quantity - line.processed,
    "withCodeDiscountedTotalPriceSet": lambda line: line.fulfillment_line.line_item.unit_price.times(line.quantity),
}


def _by_id(kind: type[Entity]) -> Callable[..., object]:
    return lambda _source, info, **args: visible(info, kind, args["id"])


FIELDS = {
    **fields_of(
        "QueryRoot",
        {
            "return": _by_id(Return),
            "returnableFulfillment": lambda _source, info, **args: returnable_fulfillment(info, args["id"]),
            "returnableFulfillments": _returnable_fulfillments,
            "reverseDelivery": _by_id(ReverseDelivery),
            "reverseFulfillmentOrder": _by_id(ReverseFulfillmentOrder),
        },
    ),
    **fields_of(
        "Order",
        {
            "returns": _returns_of,
            "returnStatus": lambda order, info, **_args: returning.order_status(world_of(info), order),
        },
    ),
    **fields_of("ReturnableFulfillment", {"returnableFulfillmentLineItems": _returnable_lines}),
    **fields_of("Return", _RETURN),
    **fields_of("ReturnLineItem", {name: derived(function) for name, function in _LINE.items()}),
    **fields_of(
        "ReverseFulfillmentOrder",
        {
            "lineItems": lambda source, _info, **args: connection(source.lines, args),
            "reverseDeliveries": lambda source, _info, **args: connection(source.deliveries, args),
        },
    ),
    **fields_of(
        "ReverseFulfillmentOrderLineItem",
        {
            "fulfillmentLineItem": derived(lambda line: line.fulfillment_line),
            "totalQuantity": derived(lambda line: line.quantity),
        },
    ),
    **fields_of(
        "ReverseDelivery",
        {
            "deliverable": derived(_deliverable),
            "reverseDeliveryLineItems": lambda source, _info, **args: connection(source.lines, args),
        },
    ),
    **fields_of(
        "ReverseDeliveryLineItem", {"reverseFulfillmentOrderLineItem": derived(lambda line: line.reverse_line)}
    ),
}
