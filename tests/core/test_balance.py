"""An invoice's total, explained by its payment lines."""

from dataclasses import replace

from backhaul.core.balance import Balance, explain
from backhaul.core.money import Money, total
from backhaul.core.payment_lines import LineState
from tests.core.payment_builders import FAILURE, PENDING, eur, line, paid_line, taken


def sum_of(balance: Balance) -> Money:
    """Everything that the balance says the total consists of."""
    parts = [balance.paid, balance.captured, balance.pending, balance.open, balance.refused, balance.not_owed]
    return total([*parts, balance.called_off, *balance.lost.values(), balance.short, -balance.over], "EUR")


def test_the_parts_add_up_to_the_total() -> None:
    lines = [
        paid_line(1, "20", of=1),
        line(2, "30", of=2, taken=(taken(3, "10"), taken(4, "5", status=PENDING))),
        line(3, "12.50", of=5, state=LineState.EXPIRED, taken=(taken(6, "2.5"),)),
        line(4, "7", of=7, state=LineState.REFUSED, taken=(taken(8, "7", status=FAILURE),)),
        line(5, "3", of=9, state=LineState.NOT_OWED),
    ]

    result = explain(eur("100"), lines)

    assert (result.paid, result.captured, result.pending) == (eur("20"), eur("12.5"), eur("5"))
    assert (result.open, result.refused, result.not_owed) == (eur("15"), eur("7"), eur("3"))
    assert (result.lost, result.short, result.over) == ({LineState.EXPIRED: eur("10")}, eur("27.5"), eur("0"))
    assert sum_of(result) == eur("100")


def test_what_a_person_has_called_off_is_not_said_to_be_captured_yet() -> None:
    called_off = replace(line(1, "40", of=1, taken=(taken(2, "15"),)), is_called_off=True)

    result = explain(eur("40"), [called_off])

    assert (result.open, result.called_off) == (eur("0"), eur("25"))
    assert result.sentences[-1] == "25.00 EUR of it is authorised, and its capture was called off."
    assert sum_of(result) == eur("40")


def test_a_lost_line_that_another_payment_has_replaced_is_not_missing() -> None:
    lines = [line(1, "40", of=1, state=LineState.EXPIRED), paid_line(2, "40", of=2)]

    result = explain(eur("40"), lines)

    assert (result.lost, result.missing) == ({}, eur("0"))
    assert result.sentences == ("40.00 EUR is invoiced.", "40.00 EUR of it was paid already.")


def test_of_two_lost_lines_the_newer_one_is_missing() -> None:
    lines = [line(1, "40", of=1, state=LineState.VOIDED), line(2, "40", of=2, state=LineState.EXPIRED)]

    result = explain(eur("40"), lines)

    assert (result.lost, result.short) == ({LineState.EXPIRED: eur("40")}, eur("0"))


def test_each_part_is_said_with_its_amount() -> None:
    lines = [
        line(1, "10", of=1, state=LineState.EXPIRED),
        line(2, "10", of=2, state=LineState.VOIDED),
        line(3, "10", of=3, state=LineState.GONE),
        line(4, "10", of=4),
    ]

    words = " ".join(explain(eur("45"), lines).sentences)

    assert "10.00 EUR of it is lost: the authorisation has expired." in words
    assert "10.00 EUR of it is lost: the authorisation was voided." in words
    assert "10.00 EUR of it is lost: Shopify no longer lets" in words
    assert "10.00 EUR of it is authorised and has yet to be captured." in words
    assert "5.00 EUR of it is not covered by any payment." in words


def test_refunds_are_said_beside_and_change_no_part() -> None:
    lines = [paid_line(1, "40", of=1)]

    result = explain(eur("40"), lines, refunded={"pay_1": eur("15"), "pay_9": eur("99")})

    assert (result.paid, result.refunded) == (eur("40"), eur("15"))
    assert "15.00 EUR of what was received for it has been given back since." in result.sentences


def test_more_than_the_total_is_said() -> None:
    result = explain(eur("40"), [paid_line(1, "45", of=1)])

    assert result.over == eur("5")
    assert sum_of(result) == eur("40")
    assert "5.00 EUR more than that is counted: see the payment lines." in result.sentences
