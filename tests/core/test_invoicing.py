"""Which invoices can be posted, and what each refusal says."""

from dataclasses import replace
from decimal import Decimal

import pytest

from backhaul.core.errors import BadMoney, BadQuantity, InputError, LineOfAnotherOrder, NothingToPost, UnknownLine
from backhaul.core.invoiceable import EarlierInvoice, Invoiceable, InvoiceableLine, InvoicedLine
from backhaul.core.invoicing import (
    AmountsRequest,
    InvoiceContent,
    InvoiceLine,
    InvoiceLineRequest,
    check_amount,
    check_left,
    read_content,
)
from backhaul.core.invoicing_errors import (
    InvoiceAboveOrder,
    InvoicingIsFinal,
    MoreThanLeftToInvoice,
    OrderCancelled,
    OtherCurrency,
    TaxUnclear,
    TotalIsNotTheSum,
)
from backhaul.core.money import Money
from backhaul.core.outstanding import LineRequest

MUG = "gid://shopify/LineItem/11"
TEA = "gid://shopify/LineItem/12"
MUGS = InvoiceableLine("lin_1", MUG, "MUG", ordered=5, current=5, returned=0, standing=())
TEAS = InvoiceableLine("lin_2", TEA, "TEA", ordered=1, current=1, returned=0, standing=())


def order(*lines: InvoiceableLine, currency: str = "EUR", worth: str | None = "100") -> Invoiceable:
    limit = None if worth is None else Money(Decimal(worth), currency)
    return Invoiceable("#1001", currency, lines or (MUGS, TEAS), (), limit)


def line(sku: str, quantity: object, amount: object) -> InvoiceLineRequest:
    return InvoiceLineRequest(LineRequest(quantity, sku=sku), amount)


def amounts(
    total: object, *, currency: str = "EUR", included: bool = True, shipping: object = None, tax: object = None
) -> AmountsRequest:
    return AmountsRequest(currency, total, included, shipping, tax)


def content(total: str = "20.00", *, quantity: int = 2) -> InvoiceContent:
    money = Money(Decimal(total), "EUR")
    return InvoiceContent((InvoiceLine(MUG, quantity, money),), money, Money(Decimal(0), "EUR"), None)


def test_the_lines_shipping_and_total_are_read() -> None:
    found = read_content([line("TEA", 1, "5"), line("MUG", "2", "39.80")], amounts("49.80", shipping="5.00"), order())

    assert found.lines == (
        InvoiceLine(MUG, 2, Money(Decimal("39.80"), "EUR")),
        InvoiceLine(TEA, 1, Money(Decimal(5), "EUR")),
    )
    assert (str(found.total), str(found.shipping), found.tax) == ("49.80 EUR", "5.00 EUR", None)


def test_a_line_named_several_times_is_added_up() -> None:
    twice = [line("MUG", 1, "10"), InvoiceLineRequest(LineRequest(2, line="lin_1"), "15.50")]

    found = read_content(twice, amounts("25.50"), order())

    assert found.lines == (InvoiceLine(MUG, 3, Money(Decimal("25.50"), "EUR")),)


def test_a_total_that_is_not_the_sum_is_refused_with_the_difference() -> None:
    with pytest.raises(TotalIsNotTheSum) as caught:
        read_content([line("MUG", 2, "39.80")], amounts("49.80", shipping="5.00"), order())

    assert caught.value.data == {"total": "49.80", "sum": "44.80", "difference": "5.00"}
    assert "lines 39.80 + shipping 5.00 is 44.80 EUR: the difference is 5.00 EUR" in caught.value.message


def test_tax_is_added_when_the_amounts_are_net() -> None:
    found = read_content([line("MUG", 1, "100")], amounts("119", included=False, tax="19"), order())

    assert found.tax == Money(Decimal(19), "EUR")


def test_tax_that_is_left_out_of_the_total_is_refused() -> None:
    with pytest.raises(TotalIsNotTheSum):
        read_content([line("MUG", 1, "100")], amounts("100", included=False, tax="19"), order())


@pytest.mark.parametrize(("included", "tax"), [(True, "19"), (True, "0"), (False, None)])
def test_tax_is_given_when_the_amounts_do_not_include_it_and_only_then(included: bool, tax: str | None) -> None:
    with pytest.raises(TaxUnclear):
        read_content([line("MUG", 1, "100")], amounts("100", included=included, tax=tax), order())


def test_another_currency_than_the_customers_is_refused_naming_both() -> None:
    with pytest.raises(OtherCurrency) as caught:
        read_content([line("MUG", 1, "10")], amounts("10", currency="USD"), order())

    assert "USD" in caught.value.message
    assert "EUR" in caught.value.message


@pytest.mark.parametrize("currency", ["", "eur", "EUR0", "€"])
def test_what_is_no_currency_is_refused(currency: str) -> None:
    with pytest.raises(BadMoney):
        read_content([line("MUG", 1, "10")], amounts("10", currency=currency), order())


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("10.005", "EUR"),
        ("10.000", "EUR"),
        ("1.5", "JPY"),
        ("1.0", "JPY"),
        ("1.0005", "KWD"),
        ("-1", "EUR"),
        ("-0", "EUR"),
        ("1,50", "EUR"),
        ("1e3", "EUR"),
        ("NaN", "EUR"),
        ("", "EUR"),
        ("9" * 16, "EUR"),
        (10, "EUR"),
        (10.5, "EUR"),
        (True, "EUR"),
        (None, "EUR"),
        (["1"], "EUR"),
    ],
)
def test_what_is_no_amount_of_the_currency_is_refused(amount: object, currency: str) -> None:
    with pytest.raises(BadMoney):
        check_amount(amount, currency, of="the total")


@pytest.mark.parametrize(
    ("amount", "currency"), [("0", "EUR"), ("10.5", "EUR"), ("10.05", "EUR"), ("1200", "JPY"), ("1.125", "KWD")]
)
def test_an_amount_has_at_most_the_decimals_of_its_currency(amount: str, currency: str) -> None:
    assert check_amount(amount, currency, of="the total") == Money(Decimal(amount), currency)


@pytest.mark.parametrize("broken", ["total", "line", "shipping", "tax"])
def test_each_amount_of_an_invoice_is_checked(broken: str) -> None:
    given = {"total": "119", "line": "100", "shipping": "0", "tax": "19", broken: "-19.001"}
    asked = amounts(given["total"], included=False, shipping=given["shipping"], tax=given["tax"])

    with pytest.raises(BadMoney):
        read_content([line("MUG", 1, given["line"])], asked, order())


def test_free_goods_and_an_invoice_of_nothing_can_be_posted() -> None:
    found = read_content([line("MUG", 1, "0")], amounts("0"), order(worth="0"))

    check_left(found, order(worth="0"))

    assert not found.total.amount


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ([], NothingToPost),
        ([line("CUP", 1, "10")], UnknownLine),
        ([line("MUG", 0, "10")], BadQuantity),
        ([InvoiceLineRequest(LineRequest(1, line="lin_77"), "10")], LineOfAnotherOrder),
    ],
)
def test_lines_that_cannot_be_meant_are_refused(lines: list[InvoiceLineRequest], error: type[InputError]) -> None:
    with pytest.raises(error):
        read_content(lines, amounts("10"), order(), elsewhere={"lin_77": "#1002"})


def test_more_units_than_are_left_are_refused_saying_what_was_invoiced() -> None:
    with pytest.raises(MoreThanLeftToInvoice) as caught:
        check_left(content(quantity=5), order(replace(MUGS, standing=(1,))))

    assert caught.value.message == "5 of “MUG” cannot be invoiced: 4 are left; 1 has been invoiced."


def test_invoicing_what_was_refunded_is_refused_saying_so() -> None:
    with pytest.raises(MoreThanLeftToInvoice) as caught:
        check_left(content(quantity=3), order(replace(MUGS, current=2)))

    assert "2 are left; 3 were refunded or removed in Shopify" in caught.value.message


def test_more_money_than_is_left_is_refused_naming_what_is_left() -> None:
    with pytest.raises(InvoiceAboveOrder) as caught:
        check_left(content("100.01"), order())

    assert caught.value.data["left"] == "100.00"


def test_an_order_without_a_total_sets_no_limit_in_money() -> None:
    check_left(content("1000000"), order(worth=None))


def test_nothing_of_a_cancelled_order_can_be_invoiced() -> None:
    with pytest.raises(OrderCancelled):
        check_left(content(), replace(order(), is_cancelled=True))


def test_after_a_final_invoice_nothing_can_be_invoiced_and_the_refusal_names_it() -> None:
    one = Money(Decimal(10), "EUR")
    final = EarlierInvoice("inv_9", "INV-9", one, one - one, one - one, final=True, lines=(InvoicedLine(MUG, 1, one),))

    with pytest.raises(InvoicingIsFinal) as caught:
        check_left(content(), replace(order(), invoices=(final,)))

    assert "INV-9" in caught.value.message
    assert caught.value.data["document"] == "inv_9"
