"""returnProcess and returnRefund."""

from __future__ import annotations

from collections.abc import Mapping

from shopify_sandbox.resolvers.context import Info, NotImplementedInSandbox, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import refunding, return_processing
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, amount_of, mapping, mappings, optional_text
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.refund_shares import duty_wish
from shopify_sandbox.state.returns import Return, ReturnLine
from shopify_sandbox.state.transactions import Transaction


@mutation("refund")
def _refund(info: Info, **args: object) -> dict[str, object]:
    given = mapping(args["returnRefundInput"])
    target = _found(info, given, "returnRefundInput")
    units = _units(info, target, given.get("returnRefundLineItems"), "returnLineItemId")
    settlement = _settlement(info, target.order, given, given.get("orderTransactions"))
    refund = return_processing.process(world_of(info), target, units, settlement, path=("returnRefundInput",))
    return {"refund": refund}


@mutation("return")
def _process(info: Info, **args: object) -> dict[str, object]:
    given = mapping(args["input"])
    for name in ("exchangeLineItems", "tipLineId"):
        if given.get(name):
            raise NotImplementedInSandbox(f"ReturnProcessInput.{name}")
    target = _found(info, given, "input")
    units = _units(info, target, given.get("returnLineItems"), "id")
    payment = mapping(mapping(given.get("financialTransfer")).get("issueRefund"))
    if payment.get("refundMethods"):
        raise NotImplementedInSandbox("ReturnProcessRefundInput.refundMethods")
    settlement = _settlement(info, target.order, given, payment.get("orderTransactions"))
    return_processing.process(
        world_of(info), target, units, settlement, location=_location(info, given), path=("input",)
    )
    world_of(info).emit("returns/process", target)
    return {"return": target}


def _found(info: Info, given: Given, argument: str) -> Return:
    found = visible(info, Return, given["returnId"])
    if found is None:
        raise refused("Return not found.", argument, "returnId", code="NOT_FOUND")
    return found


def _units(info: Info, target: Return, given: object, key: str) -> list[tuple[ReturnLine, int]]:
    made = []
    for each in mappings(given):
        line = visible(info, ReturnLine, each[key])
        if line is None or line.parent is not target:
            raise refused("Return line item not found.", key, code="NOT_FOUND")
        made.append((line, int(str(each["quantity"]))))
    return made


def _settlement(info: Info, order: Order, given: Given, transactions: object) -> refunding.Wish:
    shipping = mapping(given.get("refundShipping"))
    amount = shipping.get("shippingRefundAmount")
    return refunding.Wish(
        money=[_money(info, order, each) for each in mappings(transactions)],
        shipping=None if amount is None else amount_of(amount),
        full_shipping=bool(shipping.get("fullRefund")),
        duties=[duty_wish(order, each) for each in mappings(given.get("refundDuties"))],
        note=optional_text(given.get("note")),
        currency=order.currencies.presentment,
    )


def _money(info: Info, order: Order, given: Mapping[str, object]) -> refunding.MoneyWish:
    parent = visible(info, Transaction, given["parentId"])
    own = parent if parent is not None and parent.order_id == order.id else None
    return refunding.MoneyWish("REFUND", amount_of(given["transactionAmount"]), own)


def _location(info: Info, given: Given) -> Location | None:
    """Where the first goods that are put back into stock go."""
    for line in mappings(given.get("returnLineItems")):
        for each in mappings(line.get("dispositions")):
            if each.get("locationId"):
                return visible(info, Location, each["locationId"])
    return None


FIELDS = fields_of("Mutation", {"returnProcess": _process, "returnRefund": _refund})
