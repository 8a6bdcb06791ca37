"""What units and shipping are worth when they are given back, to the minor unit."""

import pytest

from backhaul.core.money import parse_money
from backhaul.core.refund_worth import (
    agree,
    refunded_before,
    shipping_left,
    spread,
    undelivered_shipping,
    with_tax,
    without_tax,
    worth_of_units,
)
from backhaul.core.remote_refunds import RemoteRefund, RemoteRefundLine
from tests.core.payment_builders import NOW, eur
from tests.core.refund_builders import LINE, before, both, line_worth, order_worth


def test_units_are_worth_their_price_less_discounts_and_with_their_tax() -> None:
    order = order_worth(line_worth("10.00", 4, discounts="4.00", tax="7.20"))

    assert worth_of_units(order, LINE, 3) == eur("32.40")


def test_prices_that_contain_their_tax_are_not_taxed_again() -> None:
    order = order_worth(line_worth("11.90", 2, tax="3.80"), taxes_included=True)

    assert worth_of_units(order, LINE, 1) == eur("11.90")


def test_the_last_unit_is_worth_what_rounding_has_left() -> None:
    line = line_worth("10.00", 3, current=1, discounts="0.01")

    order = order_worth(line, before=before(2, "19.99"))

    assert worth_of_units(order, LINE, 1) == eur("10.00")


def test_removed_units_take_their_share_of_price_discount_and_tax_with_them() -> None:
    order = order_worth(line_worth("10.00", 4, current=2, discounts="4.00", tax="3.60"))

    assert worth_of_units(order, LINE, 2) == eur("19.80")


def test_nothing_is_left_of_a_line_that_was_refunded_whole() -> None:
    order = order_worth(line_worth("10.00", 2, current=0), before=before(2, "20.00"))

    assert worth_of_units(order, LINE, 1) == eur("0")


def test_what_refunds_gave_back_before_is_added_up_by_line() -> None:
    lines = [RemoteRefundLine(LINE, 1, "CANCEL", subtotal=both("9.00"), tax=both("1.00")) for _ in range(2)]
    refunds = [RemoteRefund(f"gid://shopify/Refund/{number}", NOW, lines=(one,)) for number, one in enumerate(lines)]

    found = refunded_before(refunds, "EUR")

    assert found == before(2, "18.00", "2.00")


@pytest.mark.parametrize(("units", "share"), [(1, "2.50"), (3, "7.49"), (4, "9.99"), (9, "9.99")])
def test_the_share_of_shipping_goes_by_units(units: int, share: str) -> None:
    order = order_worth(line_worth("30.00", 4), shipping=("9.99", "0", "0"))

    assert undelivered_shipping(order, given_back={LINE: units}, ordered={LINE: 4}) == eur(share)


def test_no_more_shipping_is_given_back_than_is_left() -> None:
    order = order_worth(line_worth("30.00", 4), shipping=("8.00", "0", "7.00"))

    assert shipping_left(order) == eur("1.00")
    assert undelivered_shipping(order, given_back={LINE: 3}, ordered={LINE: 4}) == eur("1.00")


def test_an_order_without_anything_to_ship_has_no_share_of_shipping() -> None:
    order = order_worth(line_worth("30.00"), shipping=("8.00", "0", "0"))

    assert undelivered_shipping(order, given_back={LINE: 1}, ordered={}) == eur("0")


def test_shipping_has_its_share_of_tax_and_back() -> None:
    order = order_worth(line_worth("30.00"), shipping=("10.00", "1.30", "0"))

    assert with_tax(order, eur("5.00")) == eur("5.65")
    assert without_tax(order, eur("5.65")) == eur("5.00")


def test_figures_agree_within_one_minor_unit_of_their_currency() -> None:
    assert agree(eur("10.00"), eur("10.01"))
    assert not agree(eur("10.00"), eur("10.02"))
    assert agree(parse_money("100", "JPY"), parse_money("101", "JPY"))
    assert not agree(parse_money("1.000", "KWD"), parse_money("1.002", "KWD"))


def test_an_amount_is_spread_by_worth_and_adds_up() -> None:
    shares = spread(eur("10.00"), {"a": eur("1.00"), "b": eur("1.00"), "c": eur("1.00")})

    assert list(shares.values()) == [eur("3.33"), eur("3.34"), eur("3.33")]
