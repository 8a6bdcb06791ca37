"""What an order costs beside goods, shipping and taxes: duties, fees, a tip, and cash rounded to the nearest coin."""

from __future__ import annotations

from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import LineItem, Order


def goods(order: Order) -> list[LineItem]:
    """The lines that make up the subtotal; a tip is a line too, but no part of it (schema)."""
    return [line for line in order.lines if not line.is_tip]


def tip(order: Order) -> MoneyBag:
    """What the customer gave beside the price."""
    return order.currencies.total(line.original_total for line in order.lines if line.is_tip)


def duties(order: Order) -> MoneyBag:
    """Duties when the order was placed."""
    return order.currencies.total(duty.price for line in order.lines for duty in line.duties)


def refunded_duties(order: Order) -> MoneyBag:
    """Duties given back."""
    return order.currencies.total(each.amount for refund in order.refunds for each in refund.duties)


def current_duties(order: Order) -> MoneyBag:
    """Duties after refunds; none once the order is cancelled."""
    return order.currencies.zero() if order.cancelled_at else duties(order) - refunded_duties(order)


def fees(order: Order) -> MoneyBag:
    """Additional fees when the order was placed."""
    return order.currencies.total(fee.price for fee in order.additional_fees)


def current_fees(order: Order) -> MoneyBag:
    """Additional fees; none once the order is cancelled. Nothing gives them back (assumed)."""
    return order.currencies.zero() if order.cancelled_at else fees(order)


def cash_rounding(order: Order) -> MoneyBag:
    """What cash payments were rounded by; below zero when the customer paid less than the price."""
    return order.cash_rounding or order.currencies.zero()
