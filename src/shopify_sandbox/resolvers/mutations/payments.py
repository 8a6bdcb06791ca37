"""orderCapture, transactionVoid, refundCreate."""

from __future__ import annotations

from shopify_sandbox.engine.envelopes import TopLevelError
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import capturing, refunding
from shopify_sandbox.state.errors import Refused, refused
from shopify_sandbox.state.given import Given, decimal, instant, mapping, mappings, optional_text
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.refunds import Refund, RestockType
from shopify_sandbox.state.transactions import Transaction, TransactionStatus

_KEY_NEEDED_SINCE = "2026-04"


@mutation("transaction")
def _capture(info: Info, **args: object) -> dict[str, object]:
    given = mapping(args["input"])
    order = visible(info, Order, given["id"])
    if order is None:
        raise refused("Order does not exist", "id")
    parent = _transaction_of(info, order, given["parentTransactionId"])
    if parent is None:
        raise refused("Unable to find parent transaction")
    final = given.get("finalCapture")
    made = capturing.capture(
        world_of(info),
        order,
        parent,
        capturing.CaptureWish(
            amount=decimal(given["amount"]),
            currency=optional_text(given.get("currency")),
            final=None if final is None else bool(final),
        ),
    )
    return {"transaction": made}


@mutation("transaction")
def _void(info: Info, **args: object) -> dict[str, object]:
    parent = visible(info, Transaction, args["parentTransactionId"])
    order = world_of(info).get(Order, parent.order_id) if parent else None
    if parent is None or order is None:
        raise refused("Transaction does not exist", "parentTransactionId", code="TRANSACTION_NOT_FOUND")
    made = capturing.void(world_of(info), order, parent)
    if made.status is TransactionStatus.FAILURE:
        # Assumed: the failed VOID transaction stays on the order, the answer has the code that the schema has for it.
        message = "An error occurred while attempting to void the transaction"
        raise refused(message, "parentTransactionId", code="GENERIC_ERROR")
    return {"transaction": made}


def _transaction_of(info: Info, order: Order, gid: object) -> Transaction | None:
    found = visible(info, Transaction, gid)
    return found if found is not None and found.order_id == order.id else None


def _refund(_source: object, info: Info, **args: object) -> dict[str, object]:
    """The order is part of the payload even when the refund is refused; the same key never refunds twice."""
    key = _idempotency_key(info)
    given = mapping(args["input"])
    order = visible(info, Order, given["orderId"])
    if order is None:
        error = refused("Order does not exist", "orderId")
        return {"refund": None, "order": None, "userErrors": error.errors}
    known = world_of(info).idempotent.get(("refundCreate", key)) if key else None
    if isinstance(known, Refund):
        return {"refund": known, "order": order, "userErrors": []}
    try:
        refund = refunding.create(world_of(info), order, _wish(info, order, given))
    except Refused as refusal:
        return {"refund": None, "order": order, "userErrors": refusal.errors}
    if key:
        world_of(info).idempotent["refundCreate", key] = refund
    return {"refund": refund, "order": order, "userErrors": []}


def _idempotency_key(info: Info) -> str | None:
    """The key of @idempotent; raises TopLevelError where it is required and missing."""
    for node in info.field_nodes:
        for directive in node.directives or ():
            if directive.name.value != "idempotent":
                continue
            for argument in directive.arguments or ():
                value = argument.value
                variable = getattr(getattr(value, "name", None), "value", None)
                found = _variable(info, variable) if variable is not None else getattr(value, "value", None)
                if found:
                    return str(found)
    if info.context.api_version >= _KEY_NEEDED_SINCE:
        raise TopLevelError(
            "The @idempotent directive is required for this mutation but was not provided.", "BAD_REQUEST"
        )
    return None


def _variable(info: Info, name: str) -> object:
    values = info.variable_values
    coerced = getattr(values, "coerced", values)
    return coerced.get(name) if hasattr(coerced, "get") else None


def _wish(info: Info, order: Order, given: Given) -> refunding.Wish:
    shipping = mapping(given.get("shipping"))
    amount = shipping.get("amount")
    return refunding.Wish(
        lines=[_line(info, order, each, number) for number, each in enumerate(mappings(given.get("refundLineItems")))],
        money=[
            refunding.MoneyWish(
                kind=str(each["kind"]),
                amount=decimal(each["amount"]),
                parent=_transaction_of(info, order, each["parentId"]) if each.get("parentId") else None,
            )
            for each in mappings(given.get("transactions"))
        ],
        shipping=None if amount is None else decimal(amount),
        full_shipping=bool(shipping.get("fullRefund")),
        note=optional_text(given.get("note")),
        processed_at=instant(given.get("processedAt")),
    )


def _line(info: Info, order: Order, given: Given, number: int) -> refunding.LineWish:
    line = visible(info, LineItem, given["lineItemId"])
    if line is None or line.order is not order:
        raise refused("Line item does not exist", "refundLineItems", str(number), "lineItemId")
    location = visible(info, Location, given["locationId"]) if given.get("locationId") else None
    restock_type = RestockType(str(given.get("restockType") or "NO_RESTOCK"))
    return refunding.LineWish(line, int(str(given["quantity"])), restock_type, location)


FIELDS = fields_of("Mutation", {"orderCapture": _capture, "refundCreate": _refund, "transactionVoid": _void})
