"""Amounts of money: a Decimal with its currency and that currency's own number of decimals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from backhaul.core.errors import BadMoney

_WITHOUT_DECIMALS = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
_WITH_THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,10})?", re.ASCII)
LONGEST_CURRENCY = 8
_CURRENCY = re.compile(rf"[A-Z]{{3,{LONGEST_CURRENCY}}}", re.ASCII)
"""ISO 4217 has three letters; Shopify's CurrencyCode has USDC, too, and may have others."""


@dataclass(frozen=True)
class Money:
    """An amount in one currency; sums, differences and comparisons of two currencies raise BadMoney."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("an amount of money is a Decimal")
        if not self.amount.is_finite():
            raise BadMoney("An amount must be a number.", data={"amount": str(self.amount)})

    def __add__(self, other: "Money") -> "Money":
        self._require_same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._require_same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._require_same_currency(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._require_same_currency(other)
        return self.amount <= other.amount

    def __gt__(self, other: "Money") -> bool:
        return other < self

    def __ge__(self, other: "Money") -> bool:
        return other <= self

    def __str__(self) -> str:
        return f"{self.text} {self.currency}"

    @property
    def text(self) -> str:
        """The amount with at least the currency's own decimals: "12.50", "1200", "0.125"."""
        places = max(decimals_of(self.currency), -int(self.amount.normalize().as_tuple().exponent))
        return format(self.amount, f".{places}f")

    def rounded(self) -> "Money":
        """The amount rounded half up to the currency's own decimals."""
        unit = Decimal(1).scaleb(-decimals_of(self.currency))
        return Money(self.amount.quantize(unit, rounding=ROUND_HALF_UP), self.currency)

    def _require_same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise BadMoney(
                f"{self.currency} and {other.currency} cannot be added or compared.",
                data={"currencies": [self.currency, other.currency]},
            )


def decimals_of(currency: str) -> int:
    """How many decimals a currency has (ISO 4217): mostly 2, some 0 or 3."""
    if currency in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency in _WITH_THREE_DECIMALS else 2


def parse_money(amount: str, currency: str) -> Money:
    """Read an amount such as "12.5" or "12.50": plain digits and a point, never a float or an exponent.

    Raises BadMoney. More decimals than the currency has are kept: Shopify sends them for unit prices.
    """
    if not isinstance(amount, str) or not _AMOUNT.fullmatch(amount):
        raise BadMoney(f"“{str(amount)[:40]}” is not an amount.", hint="Write it like 12.50.")
    if not _CURRENCY.fullmatch(currency):
        raise BadMoney(f"“{currency[:40]}” is not a currency.", hint="Write it like EUR.")
    return Money(Decimal(amount), currency)


def zero(currency: str) -> Money:
    """No money at all, in that currency."""
    return Money(Decimal(0), currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts that are all in `currency`; raises BadMoney when one is not."""
    result = zero(currency)
    for amount in amounts:
        result += amount
    return result
