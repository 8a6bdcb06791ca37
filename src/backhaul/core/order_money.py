"""The amounts of an order as Shopify shows them, each in the shop's money and in the customer's."""

from dataclasses import dataclass, fields

from backhaul.core.money import Money


@dataclass(frozen=True)
class BothMoneys:
    """One amount twice: in the shop's currency and in the one that the customer pays in (Shopify's MoneyBag)."""

    shop: Money
    presentment: Money


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
