"""The money of an order, derived from its lines, refunds and transactions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from shopify_sandbox.state import charges, line_money, quantities
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.transactions import (
    AUTHORIZATIONS,
    RECEIPTS,
    Transaction,
    TransactionKind,
)


def subtotal(order: Order) -> MoneyBag:
    """Lines after discounts, before shipping and tax."""
    return order.currencies.total(line.discounted_total for line in charges.goods(order))


def line_discounts(order: Order) -> MoneyBag:
    """What discounts took off the lines."""
    return order.currencies.total(line.discounts for line in order.lines)


def code_discount(order: Order) -> MoneyBag:
    """What a discount code still takes off the lines; nothing when it is for shipping."""
    shares = (line.discount.times(Decimal(quantities.current(line)) / line.quantity) for line in order.lines)
    return order.currencies.total(shares)


def shipping_discount(order: Order) -> MoneyBag:
    """What a free shipping code took off the shipping lines."""
    if order.discount is None or order.discount.kind != "free_shipping":
        return order.currencies.zero()
    return order.discount.amount.at_most(_shipping_prices(order, added=False))


def discounts(order: Order) -> MoneyBag:
    """All discounts."""
    return line_discounts(order) + shipping_discount(order)


def shipping(order: Order) -> MoneyBag:
    """Shipping charges after discounts."""
    return _shipping_prices(order) - shipping_discount(order)


def _shipping_prices(order: Order, *, added: bool = True) -> MoneyBag:
    standing = (line for line in order.shipping_lines if not line.is_removed)
    return order.currencies.total(line.price for line in standing if added or not line.added_by_edit)


def tax(order: Order) -> MoneyBag:
    """Taxes on lines and shipping, or those given for the order as a whole."""
    own = [line.price for line in order.tax_lines]
    of_lines = [tax_line.price for line in order.lines for tax_line in line.tax_lines]
    standing = (line for line in order.shipping_lines if not line.is_removed)
    of_shipping = [tax_line.price for line in standing for tax_line in line.tax_lines]
    return order.currencies.total(own or [*of_lines, *of_shipping])


def total(order: Order) -> MoneyBag:
    """What the order costs with all that was ever ordered, before refunds and removals."""
    before_tax = subtotal(order) + shipping(order) + _other_charges(order)
    return before_tax if order.taxes_included else before_tax + tax(order)


def _other_charges(order: Order) -> MoneyBag:
    return charges.duties(order) + charges.fees(order) + charges.tip(order)


def original_total(order: Order) -> MoneyBag:
    """What the order cost when it was placed."""
    return order.original_total or total(order)


def refunded_lines(order: Order) -> MoneyBag:
    """What units cost that were refunded or removed by an edit."""
    return order.currencies.total(line.subtotal for refund in order.refunds for line in refund.lines)


def refunded_tax(order: Order) -> MoneyBag:
    """Taxes on refunded units and shipping."""
    of_lines = [line.tax for refund in order.refunds for line in refund.lines]
    of_shipping = [refund.shipping_tax for refund in order.refunds if refund.shipping_tax is not None]
    return order.currencies.total([*of_lines, *of_shipping])


def refunded_shipping(order: Order) -> MoneyBag:
    """Shipping given back."""
    return order.currencies.total(refund.shipping for refund in order.refunds if refund.shipping is not None)


def current_subtotal(order: Order) -> MoneyBag:
    """Lines after discounts and refunds."""
    return order.currencies.total(line_money.left(line) for line in charges.goods(order)).at_least_zero()


def current_shipping(order: Order) -> MoneyBag:
    """Shipping after refunds; none once the order is cancelled."""
    return order.currencies.zero() if order.cancelled_at else (shipping(order) - refunded_shipping(order))


def current_tax(order: Order) -> MoneyBag:
    """Taxes after refunds; none once the order is cancelled."""
    return order.currencies.zero() if order.cancelled_at else (tax(order) - refunded_tax(order)).at_least_zero()


def current_discounts(order: Order) -> MoneyBag:
    """Discounts on what wasn't refunded."""
    lines = charges.goods(order)
    kept = (line.unit_price.times(quantities.current(line)) - line_money.left(line) for line in lines)
    return order.currencies.total(kept) + shipping_discount(order)


def current_total(order: Order) -> MoneyBag:
    """What the order costs after refunds; nothing once it is cancelled. Money refunded beyond goods lowers it too."""
    if order.cancelled_at is not None:
        return order.currencies.zero()
    return (total(order) - refunded_worth(order) - over_refunded(order)).at_least_zero()


def received(order: Order) -> MoneyBag:
    """Money taken, refunds not deducted."""
    return _sum(order, (each for each in order.transactions if each.kind in RECEIPTS and each.succeeded))


def refunded(order: Order) -> MoneyBag:
    """Money given back."""
    return _sum(order, (each for each in order.transactions if each.kind is TransactionKind.REFUND and each.succeeded))


def over_refunded(order: Order) -> MoneyBag:
    """What was refunded beyond what the refunds name."""
    return (refunded(order) - refunded_worth(order)).at_least_zero()


def net_payment(order: Order) -> MoneyBag:
    """Money taken and kept."""
    return received(order) - refunded(order)


def refundable(order: Order) -> MoneyBag:
    """Money taken that neither was nor is being given back."""
    refunds = (each for each in order.transactions if each.kind is TransactionKind.REFUND)
    return (received(order) - _sum(order, (each for each in refunds if each.counts))).at_least_zero()


def balance(order: Order) -> MoneyBag:
    """What is neither paid, authorised, nor being captured; negative what was received beyond the order (schema).

    Assumed: what is authorised beyond the order is nobody's claim.
    """
    unpaid = due(order) - net_payment(order)
    promised = capturable(order) + being_captured(order)
    return (unpaid - promised).at_least_zero() if unpaid.positive else unpaid


def due(order: Order) -> MoneyBag:
    """What is to be paid: the price after refunds, as cash was rounded."""
    return (current_total(order) + charges.cash_rounding(order)).at_least_zero()


def outstanding(order: Order) -> MoneyBag:
    """What the customer still owes."""
    return balance(order).at_least_zero()


def capturable(order: Order) -> MoneyBag:
    """What authorisations still hold."""
    return order.currencies.total(left_to_capture(order, each) for each in order.transactions)


def being_captured(order: Order) -> MoneyBag:
    """What pending captures are about to take."""
    captures = (each for each in order.transactions if each.kind is TransactionKind.CAPTURE)
    return _sum(order, (each for each in captures if each.unsettled))


def left_to_capture(order: Order, authorization: Transaction) -> MoneyBag:
    """What one transaction still holds for a further capture; what a pending capture or void wants is not held.

    Zero unless it is a successful authorisation, neither voided nor expired, nor captured once where once is all.
    """
    zero = order.currencies.zero()
    if not authorization.authorises or not authorization.succeeded or authorization.expired:
        return zero
    captures = _children(authorization, TransactionKind.CAPTURE)
    used_up = bool(captures) and not authorization.several_captures
    if used_up or _children(authorization, TransactionKind.VOID):
        return zero
    return (authorization.amount - _sum(order, captures)).at_least_zero()


def unsettled(order: Order, authorization: Transaction) -> MoneyBag | None:
    """totalUnsettledSet: what can be captured, with what is being captured; null when there is neither (schema).

    A payment that a manual gateway waits for has its amount there too: it can be marked as paid.
    """
    if is_awaited(authorization):
        return authorization.amount
    captures = _children(authorization, TransactionKind.CAPTURE)
    pending = [each for each in captures if each.unsettled]
    if pending and not authorization.expired:
        return authorization.amount - _sum(order, (each for each in captures if each.succeeded))
    left = left_to_capture(order, authorization) + _sum(order, pending)
    return left if left.positive else None


def is_awaited(transaction: Transaction) -> bool:
    """Whether a manual gateway waits for the money, which somebody will mark as paid."""
    return transaction.kind is TransactionKind.SALE and transaction.unsettled and transaction.through.manual


def left_to_refund(order: Order, receipt: Transaction) -> MoneyBag:
    """What of one sale or capture hasn't been given back."""
    if receipt.kind not in RECEIPTS or not receipt.succeeded:
        return order.currencies.zero()
    given_back = _children(receipt, TransactionKind.REFUND)
    return (receipt.amount - _sum(order, given_back)).at_least_zero()


def gateways(order: Order) -> list[str]:
    """The gateways of the order's payments, each once."""
    paying = (each for each in order.transactions if each.kind in (*AUTHORIZATIONS, *RECEIPTS))
    return list(dict.fromkeys(each.gateway for each in paying))


def refunded_worth(order: Order) -> MoneyBag:
    """What all that the refunds name is worth: units, shipping, duties, and their taxes."""
    goods = refunded_lines(order) + refunded_shipping(order) + charges.refunded_duties(order)
    return goods if order.taxes_included else goods + refunded_tax(order)


def _children(parent: Transaction, kind: TransactionKind) -> list[Transaction]:
    """What follows a transaction and has not failed."""
    return [each for each in parent.children if each.kind is kind and each.counts]


def _sum(order: Order, transactions: Iterable[Transaction]) -> MoneyBag:
    return order.currencies.total(each.amount for each in transactions)
