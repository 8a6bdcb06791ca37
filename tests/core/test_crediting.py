"""Whether a credit memo over an order may be posted: its lines and its amounts."""

from typing import Any

import pytest

from backhaul.core.credit_errors import CreditIsNotTheSum, NothingToGiveBack
from backhaul.core.crediting import (
    CreditContent,
    CreditLineRequest,
    UnitsRequest,
    priced,
    priced_as_given,
    read_credit,
)
from backhaul.core.errors import InputError
from backhaul.core.outstanding import LineRequest, NamedLine
from backhaul.core.restock import Restock
from tests.core.payment_builders import eur
from tests.core.refund_builders import LINE, OTHER, line_worth, order_worth

LINES = (NamedLine("lin_1", LINE, "box"), NamedLine("lin_2", OTHER, "jar"))
PRICES = {LINE: eur("30.00"), OTHER: eur("10.00")}


def wanted(*lines: tuple[str, object, object], **given: Any) -> UnitsRequest:
    """A request for units per SKU with their amounts; one box unless told."""
    named = lines or (("box", 1, None),)
    requests = [CreditLineRequest(LineRequest(units, sku=sku), amount) for sku, units, amount in named]
    return UnitsRequest("CM-1", requests, **given)


def read(request: UnitsRequest) -> CreditContent:
    return read_credit(request, LINES, currency="EUR", order="#1001", elsewhere={})


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (UnitsRequest("CM-1", []), "nothing-to-post"),
        (wanted(("pear", 1, None)), "unknown-line"),
        (wanted(("box", 1, None), ("box", 1, None)), "bad-reference"),
        (wanted(("box", "many", None)), "bad-quantity"),
        (wanted(("box", 1, "5.00"), ("jar", 1, None)), "credit-amounts-unclear"),
        (wanted(("box", 1, "5.001")), "bad-money"),
        (wanted(currency="USD"), "credit-not-in-order-currency"),
        (wanted(currency="euros"), "bad-money"),
        (wanted(restock="keep"), "bad-reference"),
        (wanted(shipping="half"), "bad-money"),
        (wanted(booked_only=True), "credit-amounts-unclear"),
        (wanted(total="5.00", shipping="share", booked_only=True), "credit-amounts-unclear"),
    ],
)
def test_what_makes_no_sense_is_refused(request_: UnitsRequest, code: str) -> None:
    with pytest.raises(InputError) as refusal:
        read(request_)

    assert refusal.value.code == code


def test_a_line_says_what_becomes_of_its_goods_or_the_whole_memo_does() -> None:
    lines = [
        CreditLineRequest(LineRequest(1, sku="box"), restock="return"),
        CreditLineRequest(LineRequest(2, sku="jar")),
    ]

    content = read(UnitsRequest("CM-1", lines, restock="no_restock"))

    assert [(one.line_gid, one.restock) for one in content.lines] == [
        (LINE, Restock.RETURN),
        (OTHER, Restock.NO_RESTOCK),
    ]


def test_what_was_not_given_is_computed_with_the_share_of_shipping() -> None:
    content = read(wanted(("box", 3, None), shipping="share"))
    order = order_worth(line_worth("30.00", 4, tax="12.00"), shipping=("8.00", "0.80", "0"))

    amounts = priced(content, order, ordered={LINE: 4})

    assert priced_as_given(content, PRICES) is None
    assert (amounts.lines, amounts.shipping, amounts.total) == ({LINE: eur("99.00")}, eur("6.60"), eur("105.60"))


def test_amounts_that_were_given_stand_as_they_are() -> None:
    amounts = priced_as_given(read(wanted(("box", 1, "20.00"), ("jar", 2, "5.00"), shipping="3.00")), PRICES)

    assert amounts is not None
    assert (amounts.lines, amounts.total) == ({LINE: eur("20.00"), OTHER: eur("5.00")}, eur("28.00"))


def test_a_total_is_shared_out_by_what_the_units_cost() -> None:
    amounts = priced_as_given(read(wanted(("box", 1, None), ("jar", 3, None), total="50.00", shipping="2.00")), PRICES)

    assert amounts is not None
    assert (amounts.lines, amounts.total) == ({LINE: eur("24.00"), OTHER: eur("24.00")}, eur("50.00"))


def test_a_total_without_lines_is_money_for_no_units() -> None:
    amounts = priced_as_given(read(UnitsRequest("CM-1", [], total="12.00")), PRICES)

    assert amounts is not None
    assert (amounts.lines, amounts.money_alone, amounts.total) == ({}, eur("12.00"), eur("12.00"))


def test_a_total_that_is_not_the_sum_is_refused() -> None:
    with pytest.raises(
        CreditIsNotTheSum, match=r"The total, 26\.00 EUR, is not the sum of lines and shipping, 25\.00 EUR"
    ):
        priced_as_given(read(wanted(("box", 1, "20.00"), ("jar", 1, "5.00"), total="26.00")), PRICES)


def test_a_credit_memo_over_nothing_is_refused() -> None:
    with pytest.raises(NothingToGiveBack):
        priced(read(wanted()), order_worth(line_worth("0.00", 4)), ordered={LINE: 4})


def test_the_same_content_has_the_same_facts_however_it_is_written() -> None:
    first = read(wanted(("jar", 1, "5.00"), ("box", "2", "20.0")))
    second = read(wanted(("box", 2, "20.00"), ("jar", 1, "5"), total=None))

    assert first.facts == second.facts
    assert first.facts != read(wanted(("box", 2, None), ("jar", 1, None))).facts
