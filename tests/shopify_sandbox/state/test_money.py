"""Amounts and how they are written and spread."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_sandbox.state.discounts import spread
from shopify_sandbox.state.money import Currencies, trimmed, two_decimals

amounts = st.decimals(min_value=0, max_value=10_000, places=2)


@pytest.mark.parametrize(
    ("amount", "shown"), [("12.50", "12.5"), ("20", "20.0"), ("0.00", "0.0"), ("31.99", "31.99"), ("1000", "1000.0")]
)
def test_money_bags_drop_trailing_zeros_but_keep_one_decimal(amount: str, shown: str) -> None:
    assert trimmed(Decimal(amount)) == shown


def test_the_money_scalar_always_has_two_decimals() -> None:
    assert [two_decimals(Decimal(amount)) for amount in ("12.5", "0", "7.005")] == ["12.50", "0.00", "7.01"]


@given(amounts, st.lists(amounts, min_size=1, max_size=8))
def test_shares_of_a_discount_add_up_to_it(amount: Decimal, weights: list[Decimal]) -> None:
    shares = spread(amount, weights, "CAD")

    assert sum(shares) == (amount if any(weights) else 0)
    assert all(share == share.quantize(Decimal("0.01")) for share in shares)


@given(amounts)
def test_an_amount_in_one_currency_is_the_same_in_both(amount: Decimal) -> None:
    bag = Currencies("CAD", "CAD").bag(amount)

    assert bag.shop == bag.presentment
    assert (bag - bag).shop.amount == 0


def test_a_currency_without_decimals_is_rounded_to_whole_units() -> None:
    bag = Currencies("CAD", "JPY", Decimal("108.3")).bag(Decimal("10.01"))

    assert bag.presentment.amount == Decimal(1084)
