"""What is shown of an order's totals and of amounts below it: each in the shop's money and in the customer's."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backhaul.core.money import Money
from backhaul.models import SalesOrder


@dataclass(frozen=True)
class AmountView:
    """An amount in the shop's currency and in the one that the customer pays in, with each currency's decimals."""

    shop: str
    presentment: str


def totals_of(order: SalesOrder) -> Mapping[str, AmountView]:
    """Every total that Shopify gives, by its name."""
    return {name: AmountView(shop, presentment) for name, (shop, presentment) in order.money.items()}


def amount_view(order: SalesOrder, shop: Decimal | None, presentment: Decimal | None) -> AmountView | None:
    """An amount below an order; None when Shopify gave none."""
    if shop is None or presentment is None:
        return None
    return AmountView(
        _text(shop, order.currency),
        _text(presentment, order.presentment_currency),
    )


def _text(amount: Decimal, currency: str) -> str:
    return Money(amount, currency).text
