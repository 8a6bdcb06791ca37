"""Amounts in the shop's and in the customer's currency, and the two forms Shopify writes them in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# ISO 4217; every other currency has two decimals.
_NO_DECIMALS = {
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
}  # fmt: skip
_THREE_DECIMALS = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
_SYMBOLS = {"AUD": "$", "CAD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "NZD": "$", "USD": "$"}


@dataclass(frozen=True)
class Money:
    """An amount with its currency."""

    amount: Decimal
    currency: str

    @property
    def text(self) -> str:
        """The Money scalar's form, in the currency's own number of decimals ("31.90", "0.00"; assumed: "1000").

        Recorded of currencies with two decimals only.
        """
        return format(self.rounded().amount, "f")

    @property
    def shown(self) -> str:
        """The amount in a sentence: recorded with a dollar sign, otherwise assumed to follow the currency."""
        symbol = _SYMBOLS.get(self.currency)
        return f"{symbol}{self.text}" if symbol else f"{self.text} {self.currency}"

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

    def at_most(self, other: MoneyBag) -> MoneyBag:
        """Both amounts, none above the other bag's."""
        return self._with(
            min(self.shop.amount, other.shop.amount), min(self.presentment.amount, other.presentment.amount)
        )

    @property
    def positive(self) -> bool:
        """Whether the customer's amount, which is what payments are made in, is above zero."""
        return self.presentment.amount > 0

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
        shop = presentment = Decimal(0)
        for bag in bags:
            shop, presentment = shop + bag.shop.amount, presentment + bag.presentment.amount
        return self.bag(shop, presentment)


def smallest_unit(currency: str) -> Decimal:
    """The currency's smallest amount as a Decimal exponent: 0.01, 1 without decimals, 0.001 with three."""
    if currency in _NO_DECIMALS:
        return Decimal(1)
    return Decimal("0.001") if currency in _THREE_DECIMALS else Decimal("0.01")


def trimmed(amount: Decimal) -> str:
    """MoneyV2's form: no trailing zeros, but always one decimal ("12.5", "20.0")."""
    whole = amount.quantize(Decimal("0.01"), ROUND_HALF_UP) if amount == amount.to_integral_value() else amount
    text = format(whole.normalize(), "f")
    return text if "." in text else f"{text}.0"


def two_decimals(amount: Decimal) -> str:
    """The Money scalar's form for an amount of which no currency is known ("31.90", "0.00")."""
    return format(amount.quantize(Decimal("0.01"), ROUND_HALF_UP), "f")
