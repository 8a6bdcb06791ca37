"""Money: bags and their parts."""

from __future__ import annotations

from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state.money import Money, MoneyBag


def _shop(bag: MoneyBag) -> Money:
    return bag.shop


def _presentment(bag: MoneyBag) -> Money:
    return bag.presentment


def _currency(money: Money) -> str:
    return money.currency


FIELDS = {
    **fields_of("MoneyBag", {"shopMoney": derived(_shop), "presentmentMoney": derived(_presentment)}),
    **fields_of("MoneyV2", {"currencyCode": derived(_currency)}),
}
