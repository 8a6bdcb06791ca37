"""orderCapture and transactionVoid."""

from __future__ import annotations

from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import capturing
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import decimal, mapping, optional_text
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.transactions import Transaction, TransactionStatus


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


FIELDS = fields_of("Mutation", {"orderCapture": _capture, "transactionVoid": _void})
