"""Transactions and refunds."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.connections import connection, listed
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state import discrepancies, totals
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.refunds import Refund, RefundLine
from shopify_sandbox.state.returns import Return
from shopify_sandbox.state.transactions import Transaction


def _order(source: Transaction | Refund, info: Info, **_args: object) -> Order | None:
    return world_of(info).get(Order, source.order_id)


def _unsettled(source: Transaction, info: Info) -> MoneyBag | None:
    order = world_of(info).get(Order, source.order_id)
    if order is None:
        return None
    return totals.unsettled(order, source)


def _unsettled_set(source: Transaction, info: Info, **_args: object) -> MoneyBag | None:
    return _unsettled(source, info)


def _unsettled_shop(source: Transaction, info: Info, **_args: object) -> object:
    left = _unsettled(source, info)
    return left.shop if left else None


def _capturable(source: Transaction, info: Info, **_args: object) -> bool:
    order = world_of(info).get(Order, source.order_id)
    return order is not None and totals.left_to_capture(order, source).positive


def _expires_at(source: Transaction, info: Info, **_args: object) -> object:
    """Available only to stores on a Plus plan (schema)."""
    return source.expires_at if world_of(info).profile.is_plus else None


def card_of(source: Transaction, info: Info, **_args: object) -> dict[str, object] | None:
    """The card that paid; null for gift cards and whatever is paid by hand."""
    if not source.through.card:
        return None
    order = world_of(info).get(Order, source.order_id)
    holder = order.billing_address.name if order and order.billing_address else None
    return {
        "__typename": "CardPaymentDetails",
        "bin": "424242",
        "company": "Visa",
        "expirationMonth": 12,
        "expirationYear": 2030,
        "name": holder,
        "number": _CARD_NUMBER,
        "paymentMethodName": "card",
    }


def account_number(source: Transaction) -> str | None:
    """The card's number, masked; null for gift cards and whatever is paid by hand."""
    return _CARD_NUMBER if source.through.card else None


def _shipping_lines(source: Refund, info: Info, **args: object) -> object:
    order = world_of(info).get(Order, source.order_id)
    if order is None or source.shipping is None or not source.shipping.positive or not order.shipping_lines:
        return listed([], args)
    tax = source.shipping_tax or order.currencies.zero()
    number = f"gid://shopify/RefundShippingLine/{source.id}"
    line = {"id": number, "shippingLine": order.shipping_lines[0], "subtotalAmountSet": source.shipping}
    return listed([{**line, "taxAmountSet": tax}], args)


def _adjustments(source: Refund, info: Info, **args: object) -> object:
    order = world_of(info).get(Order, source.order_id)
    difference = discrepancies.of_refund(order, source) if order else None
    if order is None or difference is None or difference == order.currencies.zero():
        return listed([], args)
    made = {"id": f"gid://shopify/OrderAdjustment/{source.id}", "amountSet": difference}
    tax = order.currencies.zero()
    return listed([{**made, "taxAmountSet": tax, "reason": discrepancies.reason(source)}], args)


def _duties(source: Refund, info: Info, **_args: object) -> list[dict[str, object]]:
    order = world_of(info).get(Order, source.order_id)
    known = {duty.id: duty for line in order.lines for duty in line.duties} if order else {}
    return [{"amountSet": each.amount, "originalDuty": known.get(each.duty_id)} for each in source.duties]


def _return(source: Refund, info: Info, **_args: object) -> Return | None:
    return world_of(info).get(Return, source.return_id) if source.return_id is not None else None


def _nothing(_source: Transaction) -> None:
    """What the schema gives to suggested refunds only."""
    return


_CARD_NUMBER = "•••• •••• •••• 4242"


_TRANSACTION: dict[str, Callable[[Transaction], object]] = {
    "amount": lambda source: source.amount.shop,
    "amountSet": lambda source: source.amount,
    "amountV2": lambda source: source.amount.shop,
    "accountNumber": account_number,
    "formattedGateway": lambda source: source.through.formatted_name,
    "manualPaymentGateway": lambda source: source.through.manual,
    "maximumRefundable": _nothing,
    "maximumRefundableV2": _nothing,
    "parentTransaction": lambda source: source.parent,
    "settlementCurrency": lambda source: source.amount.shop.currency,
}


def _refund_line_item(source: RefundLine, info: Info, **_args: object) -> LineItem | None:
    return world_of(info).get(LineItem, source.line_item_id)


def _unit_price(source: RefundLine, info: Info, **_args: object) -> MoneyBag | None:
    line = world_of(info).get(LineItem, source.line_item_id)
    return line.unit_price if line else None


def _unit_price_shop(source: RefundLine, info: Info, **_args: object) -> object:
    price = _unit_price(source, info)
    return price.shop if price else None


def _total_refunded_set(source: Refund, info: Info, **_args: object) -> MoneyBag | None:
    order = world_of(info).get(Order, source.order_id)
    paid = [each.amount for each in source.transactions if each.succeeded]
    return order.currencies.total(paid) if order else None


def _total_refunded(source: Refund, info: Info, **_args: object) -> object:
    total = _total_refunded_set(source, info)
    return total.shop if total else None


FIELDS = {
    **fields_of(
        "OrderTransaction",
        {
            **{name: derived(function) for name, function in _TRANSACTION.items()},
            "authorizationExpiresAt": _expires_at,
            "manuallyCapturable": _capturable,
            "order": _order,
            "paymentDetails": card_of,
            "totalUnsettled": _unsettled_shop,
            "totalUnsettledSet": _unsettled_set,
            "totalUnsettledV2": _unsettled_shop,
        },
    ),
    **fields_of(
        "Refund",
        {
            "legacyResourceId": derived(lambda source: str(source.id)),
            "duties": _duties,
            "order": _order,
            "orderAdjustments": _adjustments,
            "refundShippingLines": _shipping_lines,
            "return": _return,
            "refundLineItems": lambda source, _info, **args: connection(source.lines, args),
            "totalRefunded": _total_refunded,
            "totalRefundedSet": _total_refunded_set,
            "transactions": lambda source, _info, **args: connection(source.transactions, args),
        },
    ),
    **fields_of(
        "RefundLineItem",
        {
            "lineItem": _refund_line_item,
            "price": _unit_price_shop,
            "priceSet": _unit_price,
            "subtotal": derived(lambda source: source.subtotal.shop),
            "subtotalSet": derived(lambda source: source.subtotal),
            "totalTax": derived(lambda source: source.tax.shop),
            "totalTaxSet": derived(lambda source: source.tax),
        },
    ),
}
