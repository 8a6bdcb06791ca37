"""Order.suggestedRefund and what it consists of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shopify_sandbox.engine.envelopes import TopLevelError
from shopify_sandbox.resolvers.context import Info
from shopify_sandbox.resolvers.lookup import visible
from shopify_sandbox.resolvers.payments import account_number, card_of
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state import quantities, suggesting
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.state.given import Given, decimal, mappings
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.refund_shares import DutyWish, duty_wish
from shopify_sandbox.state.refunds import RestockType
from shopify_sandbox.state.suggesting import Ask, AskedLine, SuggestedLine, SuggestedTransaction, Suggestion

Bag = Callable[[Suggestion], MoneyBag]


def _suggested_refund(order: Order, info: Info, **args: object) -> Suggestion:
    shipping = args.get("shippingAmount")
    ask = Ask(
        lines=_lines(order, info, args),
        shipping=None if shipping is None else decimal(shipping),
        full_shipping=bool(args.get("refundShipping")),
        everything=bool(args.get("suggestFullRefund")),
        store_credit=args.get("refundMethodAllocation") == "STORE_CREDIT",
        duties=[_duty(order, each) for each in mappings(args.get("refundDuties"))],
    )
    return suggesting.suggest(order, ask)


def _lines(order: Order, info: Info, args: Mapping[str, object]) -> list[AskedLine]:
    """The units asked for; asking for more than can be refunded is an error (its form is assumed)."""
    asked: list[AskedLine] = []
    for each in mappings(args.get("refundLineItems")):
        line = visible(info, LineItem, each["lineItemId"])
        if line is None or line.order is not order:
            raise TopLevelError("Line item does not exist", "BAD_REQUEST")
        if int(str(each["quantity"])) < 1:
            raise TopLevelError("Quantity must be greater than 0", "BAD_REQUEST")
        if int(str(each["quantity"])) > quantities.current(line):
            raise TopLevelError("Quantity cannot refund more items than were purchased", "BAD_REQUEST")
        asked.append(_line(info, line, each))
    return asked


def _line(info: Info, line: LineItem, given: Given) -> AskedLine:
    location = visible(info, Location, given["locationId"]) if given.get("locationId") else None
    restock_type = RestockType(str(given.get("restockType") or "NO_RESTOCK"))
    return AskedLine(line, int(str(given["quantity"])), restock_type, location)


def _line_item(source: SuggestedLine) -> dict[str, object]:
    """A RefundLineItem that is no refund's yet: it has no id, and nothing was restocked."""
    share, line = source.share, source.asked.line
    return {
        "id": None,
        "lineItem": line,
        "location": source.asked.location,
        "quantity": source.asked.quantity,
        "restockType": source.asked.restock_type.value,
        "restocked": False,
        **_both("price", line.unit_price),
        **_both("subtotal", share.subtotal),
        **_both("totalTax", share.tax),
    }


def _duty(order: Order, given: Given) -> DutyWish:
    """A RefundDutyInput; a duty that is not the order's is an error (its form is assumed)."""
    try:
        return duty_wish(order, given)
    except Refused as refusal:
        raise TopLevelError(str(refusal), "BAD_REQUEST") from refusal


def _duties(source: Suggestion) -> list[dict[str, object]]:
    known = {duty.id: duty for line in source.order.lines for duty in line.duties}
    return [{"amountSet": each.amount, "originalDuty": known[each.duty_id]} for each in source.duties]


def _shipping(source: Suggestion) -> dict[str, object]:
    return {
        **_both("amount", source.shipping),
        **_both("maximumRefundable", source.shipping_maximum),
        **_both("tax", source.shipping_tax),
    }


def _both(name: str, bag: MoneyBag) -> dict[str, object]:
    return {name: bag.shop, f"{name}Set": bag}


def _methods(source: Suggestion) -> list[dict[str, object]]:
    if source.store_credit is None:
        return []
    suggested = {"amount": source.store_credit, "maximumRefundable": source.maximum, "expiresAt": None}
    return [{"__typename": "SuggestedStoreCreditRefund", **suggested}]


def _payment_details(source: SuggestedTransaction, info: Info, **args: object) -> object:
    return card_of(source.parent, info, **args)


_SETS: dict[str, Bag] = {
    "amountSet": lambda source: source.amount,
    "discountedSubtotalSet": lambda source: source.discounted_subtotal,
    "maximumRefundableSet": lambda source: source.maximum,
    "subtotalSet": lambda source: source.subtotal,
    "totalCartDiscountAmountSet": lambda source: source.discounted_subtotal - source.subtotal,
    "totalDutiesSet": lambda source: source.duty,
    "totalTaxSet": lambda source: source.tax,
}
_AMOUNTS: dict[str, Bag] = {
    "amount": lambda source: source.amount,
    "maximumRefundable": lambda source: source.maximum,
    "subtotal": lambda source: source.subtotal,
    "totalTaxes": lambda source: source.tax,
}


def _shop(function: Bag) -> Callable[[Suggestion], object]:
    return lambda source: function(source).shop


FIELDS = {
    ("Order", "suggestedRefund"): _suggested_refund,
    **fields_of(
        "SuggestedRefund",
        {
            **{name: derived(function) for name, function in _SETS.items()},
            **{name: derived(_shop(function)) for name, function in _AMOUNTS.items()},
            "refundDuties": derived(_duties),
            "refundLineItems": derived(lambda source: [_line_item(line) for line in source.lines]),
            "shipping": derived(_shipping),
            "suggestedRefundMethods": derived(_methods),
            "suggestedTransactions": derived(lambda source: source.transactions),
        },
    ),
    **fields_of(
        "SuggestedOrderTransaction",
        {
            "accountNumber": derived(lambda source: account_number(source.parent)),
            "amount": derived(lambda source: source.amount.shop),
            "amountSet": derived(lambda source: source.amount),
            "formattedGateway": derived(lambda source: source.parent.through.formatted_name),
            "gateway": derived(lambda source: source.parent.gateway),
            "kind": derived(lambda source: "SUGGESTED_REFUND"),
            "maximumRefundable": derived(lambda source: source.maximum.shop),
            "maximumRefundableSet": derived(lambda source: source.maximum),
            "parentTransaction": derived(lambda source: source.parent),
            "paymentDetails": _payment_details,
        },
    ),
}
