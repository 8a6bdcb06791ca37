"""Amounts in the shop's and in the customer's currency, and the two forms Shopify writes them in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_NO_DECIMALS = {"JPY", "KRW", "CLP", "ISK", "VND", "XAF", "XOF", "PYG", "UGX"}


@dataclass(frozen=True)
class Money:
    """An amount with its currency."""

    amount: Decimal
    currency: str

    def rounded(self) -> Money:
        """The amount in the currency's own number of decimals."""
        return Money(self.amount.quantize(smallest_unit(self.currency), ROUND_HALF_UP), self.currency)


@dataclass(frozen=True)
class MoneyBag:
    """The same amount in the order's shop currency and in its presentment currency."""

    shop: Money
    presentment: Money

    def __add__(self, other: MoneyBag) -> MoneyBag:
        return self._with(self.shop.amount + other.shop.amount, self.presentment.amount + other.presentment.amount)

    def __sub__(self, other: MoneyBag) -> MoneyBag:
        return self._with(self.shop.amount - other.shop.amount, self.presentment.amount - other.presentment.amount)

    def times(self, factor: int | Decimal) -> MoneyBag:
        """Both amounts multiplied; rounded to the currencies' decimals."""
        bag = self._with(self.shop.amount * factor, self.presentment.amount * factor)
        return MoneyBag(bag.shop.rounded(), bag.presentment.rounded())

    def at_least_zero(self) -> MoneyBag:
        """Both amounts, negative ones replaced by zero."""
        return self._with(max(self.shop.amount, Decimal(0)), max(self.presentment.amount, Decimal(0)))

    def _with(self, shop: Decimal, presentment: Decimal) -> MoneyBag:
        return MoneyBag(Money(shop, self.shop.currency), Money(presentment, self.presentment.currency))


@dataclass(frozen=True)
class Currencies:
    """The pair of currencies an order is kept in, and how many presentment units one shop unit buys."""

    shop: str
    presentment: str
    rate: Decimal = Decimal(1)

    def zero(self) -> MoneyBag:
        """Nothing, in both currencies."""
        return self.bag(Decimal(0), Decimal(0))

    def bag(self, shop: Decimal, presentment: Decimal | None = None) -> MoneyBag:
        """Both amounts; a missing presentment amount is converted at the order's rate."""
        if presentment is None:
            presentment = Money(shop * self.rate, self.presentment).rounded().amount
        return MoneyBag(Money(shop, self.shop), Money(presentment, self.presentment))

    def from_presentment(self, amount: Decimal) -> MoneyBag:
        """Both amounts when only the customer's is known."""
        shop = amount if self.shop == self.presentment else Money(amount / self.rate, self.shop).rounded().amount
        return self.bag(shop, amount)

    def total(self, bags: Iterable[MoneyBag]) -> MoneyBag:
        """The sum, zero for none."""
        result = self.zero()
        for bag in bags:
            result = result + bag
        return result


def smallest_unit(currency: str) -> Decimal:
    """The currency's smallest amount as a Decimal exponent: 0.01, or 1 for currencies without decimals."""
    return Decimal(1) if currency in _NO_DECIMALS else Decimal("0.01")


def trimmed(amount: Decimal) -> str:
    """MoneyV2's form: no trailing zeros, but always one decimal ("12.5", "20.0")."""
    whole = amount.quantize(Decimal("0.01"), ROUND_HALF_UP) if amount == amount.to_integral_value() else amount
    text = format(whole.normalize(), "f")
    return text if "." in text else f"{text}.0"


def two_decimals(amount: Decimal) -> str:
    """The Money scalar's form ("31.90", "0.00")."""
    return format(amount.quantize(Decimal("0.01"), ROUND_HALF_UP), "f")
