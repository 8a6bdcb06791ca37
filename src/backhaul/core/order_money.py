"""The amounts of an order as Shopify shows them, each in the shop's money and in the customer's."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from backhaul.core.money import Money, zero


@dataclass(frozen=True)
class BothMoneys:
    """One amount twice: in the shop's currency and in the one that the customer pays in (Shopify's MoneyBag)."""

    shop: Money
    presentment: Money

    def __add__(self, other: "BothMoneys") -> "BothMoneys":
        return BothMoneys(self.shop + other.shop, self.presentment + other.presentment)

    def __sub__(self, other: "BothMoneys") -> "BothMoneys":
        return BothMoneys(self.shop - other.shop, self.presentment - other.presentment)

    def __neg__(self) -> "BothMoneys":
        return BothMoneys(-self.shop, -self.presentment)

    def __str__(self) -> str:
        """The customer's money first; the shop's beside it where it is another."""
        if self.shop == self.presentment:
            return str(self.shop)
        return f"{self.presentment} ({self.shop})"

    @property
    def nothing(self) -> "BothMoneys":
        """No money at all, in the same currencies."""
        return BothMoneys(zero(self.shop.currency), zero(self.presentment.currency))

    @property
    def rounded(self) -> "BothMoneys":
        """Each amount rounded half up to its currency's own decimals."""
        return BothMoneys(self.shop.rounded(), self.presentment.rounded())

    @property
    def is_zero(self) -> bool:
        """Whether there is nothing in either currency, to its minor unit."""
        return not self.shop.rounded().amount and not self.presentment.rounded().amount

    def times(self, count: int) -> "BothMoneys":
        """So many times as much."""
        number = Decimal(count)
        return BothMoneys(
            Money(self.shop.amount * number, self.shop.currency),
            Money(self.presentment.amount * number, self.presentment.currency),
        )


def sum_of(amounts: Iterable[BothMoneys], nothing: BothMoneys) -> BothMoneys:
    """The sum of amounts in the currencies of `nothing`; raises BadMoney when one is in others."""
    return sum(amounts, nothing)


@dataclass(frozen=True)
class OrderMoney:
    """Every total of an order; those called `current_…` count what edits, refunds and returns have left of it.

    None where Shopify gives none. With `taxes_included` the prices and the subtotal contain the tax already.
    """

    total: BothMoneys | None = None
    original_total: BothMoneys | None = None
    subtotal: BothMoneys | None = None
    tax: BothMoneys | None = None
    shipping: BothMoneys | None = None
    discounts: BothMoneys | None = None
    duties: BothMoneys | None = None
    additional_fees: BothMoneys | None = None
    tip: BothMoneys | None = None
    rounding: BothMoneys | None = None
    current_total: BothMoneys | None = None
    current_subtotal: BothMoneys | None = None
    current_tax: BothMoneys | None = None
    current_shipping: BothMoneys | None = None
    current_discounts: BothMoneys | None = None
    current_duties: BothMoneys | None = None
    current_additional_fees: BothMoneys | None = None
    received: BothMoneys | None = None
    refunded: BothMoneys | None = None
    refunded_shipping: BothMoneys | None = None
    net_payment: BothMoneys | None = None
    outstanding: BothMoneys | None = None
    taxes_included: bool = False

    @property
    def texts(self) -> dict[str, list[str]]:
        """Every total that there is by its name, as a pair of texts: in the shop's money and in the customer's."""
        return {name: [both.shop.text, both.presentment.text] for name, both in self.amounts.items()}

    @property
    def amounts(self) -> dict[str, BothMoneys]:
        """Every total that there is by its name."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: both for name, both in named.items() if isinstance(both, BothMoneys)}
