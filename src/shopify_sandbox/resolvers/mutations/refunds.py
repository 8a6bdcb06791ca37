"""refundCreate."""

from __future__ import annotations

from shopify_sandbox.resolvers import idempotency
from shopify_sandbox.resolvers.context import Info, NotImplementedInSandbox, world_of
from shopify_sandbox.resolvers.lookup import visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import refunding
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import Refused, refused
from shopify_sandbox.state.given import Given, decimal, instant, mapping, mappings, optional_text
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.refund_shares import duty_wish
from shopify_sandbox.state.refunds import RestockType
from shopify_sandbox.state.transactions import Transaction

# The reasons that can be given, as order adjustments have them.
_REASONS = {"CUSTOMER": "CUSTOMER", "DAMAGE": "DAMAGE", "OTHER": "REFUND_DISCREPANCY", "RESTOCK": "RESTOCK"}


def _refund(_source: object, info: Info, **args: object) -> dict[str, object]:
    """The order is part of the payload even when the refund is refused; the same key never refunds twice."""
    key = idempotency.required_key(info)
    given = mapping(args["input"])
    order = visible(info, Order, given["orderId"])
    try:
        refund = _made(info, order, given, key)
    except Refused as refusal:
        return {"refund": None, "order": order, "userErrors": refusal.errors}
    return {"refund": refund, "order": order, "userErrors": []}


def _made(info: Info, order: Order | None, given: Given, key: str | None) -> Entity:
    known = idempotency.made_before(info, key, given)
    if known is not None:
        return known
    if order is None:
        raise refused("Order does not exist", "orderId")
    refund = refunding.create(world_of(info), order, _wish(info, order, given))
    idempotency.remember(info, key, given, refund)
    return refund


def _wish(info: Info, order: Order, given: Given) -> refunding.Wish:
    if given.get("refundMethods"):
        raise NotImplementedInSandbox("RefundInput.refundMethods")
    shipping = mapping(given.get("shipping"))
    amount = shipping.get("amount")
    return refunding.Wish(
        lines=[_line(info, order, each, number) for number, each in enumerate(mappings(given.get("refundLineItems")))],
        money=[_money(info, order, each) for each in mappings(given.get("transactions"))],
        shipping=None if amount is None else decimal(amount),
        full_shipping=bool(shipping.get("fullRefund")),
        duties=[duty_wish(order, each) for each in mappings(given.get("refundDuties"))],
        note=optional_text(given.get("note")),
        discrepancy_reason=_REASONS.get(str(given.get("discrepancyReason"))),
        processed_at=instant(given.get("processedAt")),
        currency=optional_text(given.get("currency")),
    )


def _money(info: Info, order: Order, given: Given) -> refunding.MoneyWish:
    parent = visible(info, Transaction, given["parentId"]) if given.get("parentId") else None
    return refunding.MoneyWish(
        kind=str(given["kind"]),
        amount=decimal(given["amount"]),
        parent=parent if parent is not None and parent.order_id == order.id else None,
    )


def _line(info: Info, order: Order, given: Given, number: int) -> refunding.LineWish:
    line = visible(info, LineItem, given["lineItemId"])
    if line is None or line.order is not order:
        raise refused("Line item does not exist", "refundLineItems", str(number), "lineItemId")
    location = visible(info, Location, given["locationId"]) if given.get("locationId") else None
    restock_type = RestockType(str(given.get("restockType") or "NO_RESTOCK"))
    return refunding.LineWish(line, int(str(given["quantity"])), restock_type, location)


FIELDS = fields_of("Mutation", {"refundCreate": _refund})
