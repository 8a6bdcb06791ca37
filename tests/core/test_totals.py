"""Whether an order's totals add up to the minor unit in both currencies, and what is said where they do not."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from backhaul.core.money import Money
from backhaul.core.order_money import BothMoneys, OrderMoney
from backhaul.core.remote import RemoteOrderLine
from backhaul.core.remote_refunds import RemoteRefund, RemoteRefundLine
from backhaul.core.totals import explain_totals

MUG = "gid://shopify/LineItem/1"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def cad(amount: str, usd: str | None = None) -> BothMoneys:
    """An amount in Canadian dollars; the customer pays in US dollars if that amount is given."""
    shop = Money(Decimal(amount), "CAD")
    return BothMoneys(shop, Money(Decimal(usd), "USD") if usd is not None else shop)


def line(quantity: int = 2, price: BothMoneys | None = None, *, current: int | None = None) -> RemoteOrderLine:
    """Mugs of 10.00 each."""
    each = price or cad("10.00")
    left = quantity if current is None else current
    return RemoteOrderLine(MUG, "Mug", quantity, left, unit_price=each.shop, presentment_unit_price=each.presentment)


def refund(units: int, subtotal: str, tax: str = "0.00") -> RemoteRefund:
    """A refund of some of the mugs."""
    one = RemoteRefundLine(MUG, units, "CANCEL", subtotal=cad(subtotal), tax=cad(tax))
    return RemoteRefund("gid://shopify/Refund/1", NOON, lines=(one,))


PLACED = OrderMoney(
    total=cad("28.00"),
    original_total=cad("28.00"),
    subtotal=cad("20.00"),
    tax=cad("3.00"),
    shipping=cad("5.00"),
    discounts=cad("0.00"),
    tip=cad("0.00"),
    rounding=cad("0.00"),
    current_total=cad("28.00"),
    current_subtotal=cad("20.00"),
    current_tax=cad("3.00"),
    current_shipping=cad("5.00"),
    received=cad("28.00"),
    refunded=cad("0.00"),
    net_payment=cad("28.00"),
)
"""Two mugs for 10.00 each, 5.00 shipping, 3.00 tax on top."""


def words(money: OrderMoney, *refunds: RemoteRefund, of: RemoteOrderLine | None = None) -> str:
    return explain_totals(money, [of or line()], refunds).words


def test_totals_that_add_up_need_no_words() -> None:
    assert words(PLACED) == ""


def test_tax_that_is_in_the_prices_is_not_added_again() -> None:
    included = replace(PLACED, taxes_included=True, total=cad("25.00"), current_total=cad("25.00"))

    assert words(included) == ""
    assert "3.00 CAD more" in words(replace(PLACED, taxes_included=True))


def test_a_discount_on_goods_is_a_part_of_the_subtotal() -> None:
    cheaper = replace(
        PLACED,
        discounts=cad("4.00"),
        subtotal=cad("16.00"),
        total=cad("24.00"),
        current_subtotal=cad("16.00"),
        current_total=cad("24.00"),
    )

    assert words(cheaper) == ""


@pytest.mark.parametrize("shipping", ["0.00", "5.00"])
def test_free_shipping_adds_up_whether_shipping_is_shown_before_or_after_its_discount(shipping: str) -> None:
    free = replace(
        PLACED,
        discounts=cad("5.00"),
        shipping=cad(shipping),
        current_shipping=cad("0.00"),
        total=cad("23.00"),
        current_total=cad("23.00"),
    )

    assert words(free) == ""


def test_a_subtotal_that_discounts_do_not_explain_is_named_with_its_amount() -> None:
    wrong = replace(
        PLACED,
        subtotal=cad("19.00"),
        total=cad("27.00"),
        current_subtotal=cad("19.00"),
        current_total=cad("27.00"),
    )

    assert words(wrong) == ("The subtotal is 1.00 CAD less than its parts: nothing that Shopify shows explains it.")


def test_a_cent_is_noticed() -> None:
    check = explain_totals(replace(PLACED, total=cad("28.01")), [line()], ())

    assert [(one.total, one.by) for one in check.discrepancies] == [("total", cad("0.01"))]


def test_a_refund_of_goods_lowers_what_is_left_and_nothing_else() -> None:
    refunded = replace(
        PLACED,
        current_subtotal=cad("10.00"),
        current_tax=cad("1.50"),
        current_total=cad("16.50"),
        refunded=cad("11.50"),
        net_payment=cad("16.50"),
    )

    assert words(refunded, refund(1, "10.00", "1.50")) == ""


def test_money_given_back_beyond_the_goods_explains_a_lower_current_total() -> None:
    generous = replace(
        PLACED,
        current_subtotal=cad("10.00"),
        current_tax=cad("1.50"),
        current_total=cad("14.50"),
        refunded=cad("13.50"),
        net_payment=cad("14.50"),
    )

    assert words(generous, refund(1, "10.00", "1.50")) == (
        "The current total is 2.00 CAD less than its parts: refunds gave back more than the goods were worth."
    )


def test_units_that_are_gone_without_a_refund_are_named_as_removed() -> None:
    removed = replace(PLACED, current_subtotal=cad("10.00"), current_total=cad("18.00"), net_payment=cad("28.00"))

    assert words(removed, of=line(current=1)) == (
        "The current subtotal is 10.00 CAD less than its parts: units were removed from its lines without a refund."
    )


def test_a_cancelled_order_is_worth_nothing_because_it_was_cancelled() -> None:
    gone = replace(PLACED, current_total=cad("0.00"))

    check = explain_totals(gone, [line()], (), is_cancelled=True)

    assert check.words == "The current total is 28.00 CAD less than its parts: the order was cancelled."


def test_a_tip_that_the_total_leaves_out_is_named() -> None:
    tipped = replace(PLACED, tip=cad("2.00"), current_total=cad("30.00"))

    assert words(tipped) == "The total is 2.00 CAD less than its parts: the tip is not in it."


def test_cash_that_was_rounded_is_named() -> None:
    rounded = replace(PLACED, rounding=cad("0.02"), received=cad("28.00"), net_payment=cad("28.02"))

    assert words(rounded) == "The net payment is 0.02 CAD more than its parts: cash was rounded."


def test_two_reasons_together_are_both_named() -> None:
    money = replace(PLACED, tip=cad("2.00"), duties=cad("1.00"), current_total=cad("30.00"))

    assert words(money) == (
        "The total is 3.00 CAD less than its parts: the tip is not in it and duties are in the prices."
    )


def test_a_cent_lost_in_turning_one_currency_into_the_other_is_rounding() -> None:
    foreign = OrderMoney(total=cad("40.40", "29.97"), subtotal=cad("40.40", "29.97"), discounts=cad("0", "0"))

    check = explain_totals(foreign, [line(3, cad("13.47", "9.99"))], ())

    assert check.words == (
        "The subtotal is 0.01 CAD less than its parts: rounding while one currency was turned into the other."
    )


def test_more_than_rounding_can_do_is_not_called_rounding() -> None:
    foreign = OrderMoney(total=cad("40.00", "29.97"), subtotal=cad("40.00", "29.97"), discounts=cad("0", "0"))

    check = explain_totals(foreign, [line(3, cad("13.47", "9.99"))], ())

    assert "0.41 CAD less" in check.words
    assert "nothing that Shopify shows" in check.words


def test_a_difference_in_both_currencies_is_told_in_both() -> None:
    foreign = OrderMoney(total=cad("41.41", "30.97"), subtotal=cad("40.41", "29.97"), discounts=cad("0", "0"))

    check = explain_totals(foreign, [line(3, cad("13.47", "9.99"))], ())

    assert "The total is 1.00 USD (1.00 CAD) more than its parts" in check.words


def test_a_currency_without_decimals_has_its_own_minor_unit() -> None:
    yen = BothMoneys(Money(Decimal("10.00"), "CAD"), Money(Decimal(1073), "JPY"))
    wrong = OrderMoney(total=yen, subtotal=BothMoneys(yen.shop, Money(Decimal(1072), "JPY")))

    check = explain_totals(wrong, [], ())

    assert "1 JPY more" in check.words


def test_refunds_that_could_not_be_read_leave_out_what_depends_on_them() -> None:
    unknown = replace(PLACED, current_subtotal=cad("10.00"), current_total=cad("18.00"))

    assert explain_totals(unknown, [line(current=1)], None).words == ""


def test_a_total_that_shopify_does_not_give_is_not_checked() -> None:
    assert explain_totals(OrderMoney(), [line()], ()).words == ""
    assert words(replace(PLACED, subtotal=None)) == ""


def test_amounts_in_a_third_currency_are_said_to_be_beyond_checking() -> None:
    euro = Money(Decimal(5), "EUR")

    check = explain_totals(replace(PLACED, shipping=BothMoneys(euro, euro)), [line()], ())

    assert check.words == "The totals cannot be checked: they are in more than two currencies."
