"""Turns amounts in replies into core's money."""

from typing import overload

from backhaul.core.errors import BadMoney
from backhaul.core.money import Money, parse_money
from backhaul.core.order_money import BothMoneys
from backhaul.core.shopify_errors import BrokenReply
from backhaul.shopify.operations.queries.fragments import (
    MoneyFields,
    MoneyFieldsPresentmentMoney,
    MoneyFieldsShopMoney,
)


def shop_money(bag: MoneyFields) -> Money:
    """The amount in the shop's currency. Raises BrokenReply for one that cannot be read."""
    return _money(bag.shop_money)


def presentment_money(bag: MoneyFields) -> Money:
    """The amount in the currency the customer saw. Raises BrokenReply for one that cannot be read."""
    return _money(bag.presentment_money)


@overload
def both_moneys(bag: MoneyFields) -> BothMoneys: ...
@overload
def both_moneys(bag: MoneyFields | None) -> BothMoneys | None: ...
def both_moneys(bag: MoneyFields | None) -> BothMoneys | None:
    """The amount in both currencies, if there is one. Raises BrokenReply for one that cannot be read."""
    return BothMoneys(shop_money(bag), presentment_money(bag)) if bag else None


def money_of(amount: str, currency: str) -> Money:
    """An amount as Shopify writes it. Raises BrokenReply for one that cannot be read."""
    try:
        return parse_money(amount, currency)
    except BadMoney as exc:
        raise BrokenReply(f"Shopify's answer cannot be used: {exc.message}") from exc


def _money(money: MoneyFieldsShopMoney | MoneyFieldsPresentmentMoney) -> Money:
    return money_of(money.amount, money.currency_code.value)
