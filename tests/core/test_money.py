"""Amounts of money."""

from decimal import Decimal

import pytest

from backhaul.core.errors import BadMoney
from backhaul.core.money import Money, parse_money, total, zero


@pytest.mark.parametrize("text", ["12.5", "12.50", "12.500"])
def test_shopifys_formats_of_one_amount_are_equal(text: str) -> None:
    assert parse_money(text, "EUR") == Money(Decimal("12.5"), "EUR")


@pytest.mark.parametrize(
    "text", ["", "1e3", "NaN", "Infinity", "1,5", " 1", "1.", ".5", "+1", "0x1", "\u0661", "9" * 16]
)
def test_anything_but_digits_and_a_point_is_refused(text: str) -> None:
    with pytest.raises(BadMoney):
        parse_money(text, "EUR")


@pytest.mark.parametrize("currency", ["", "eur", "EU", "EURODOLLAR", "US1", "€"])
def test_a_currency_has_a_few_capital_letters(currency: str) -> None:
    with pytest.raises(BadMoney):
        parse_money("1", currency)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("12.5", "EUR", "12.50"),
        ("1200", "JPY", "1200"),
        ("0.5", "KWD", "0.500"),
        ("0.125", "EUR", "0.125"),
        ("9.5", "USDC", "9.50"),
    ],
)
def test_an_amount_is_written_with_its_currencys_decimals(amount: str, currency: str, text: str) -> None:
    assert parse_money(amount, currency).text == text


def test_amounts_of_one_currency_are_added_compared_and_rounded() -> None:
    one, two = parse_money("1.005", "EUR"), parse_money("2", "EUR")

    assert one + two == parse_money("3.005", "EUR")
    assert two - one == parse_money("0.995", "EUR")
    assert -one < zero("EUR") <= one < two
    assert two > one >= zero("EUR")
    assert one.rounded() == parse_money("1.01", "EUR")
    assert total([one, two], "EUR") == parse_money("3.005", "EUR")


def test_amounts_of_two_currencies_are_not_added() -> None:
    with pytest.raises(BadMoney):
        total([zero("EUR"), zero("USD")], "EUR")


def test_a_float_is_never_an_amount() -> None:
    with pytest.raises(TypeError):
        Money(1.5, "EUR")  # type: ignore[arg-type]
