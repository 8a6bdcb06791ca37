"""Amounts as the mirror's columns keep them: the currencies are the order's."""

from decimal import Decimal

from backhaul.core.money import Money
from backhaul.core.order_money import BothMoneys


def amount(money: Money | None) -> Decimal | None:
    """The Decimal of an amount, if there is one."""
    return money.amount if money else None


def shop_amount(both: BothMoneys | None) -> Decimal | None:
    """In the shop's currency."""
    return both.shop.amount if both else None


def presentment_amount(both: BothMoneys | None) -> Decimal | None:
    """In the customer's currency."""
    return both.presentment.amount if both else None
