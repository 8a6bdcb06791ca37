"""What has become of payment lines."""

from datetime import timedelta

import pytest

from backhaul.core.ledger import Ledger
from backhaul.core.line_states import states_of
from backhaul.core.payment_lines import Line, LineState, TakenBy
from backhaul.core.refunded import refunded_of
from tests.core.payment_builders import (
    FAILURE,
    NOW,
    PENDING,
    authorisation,
    capture,
    eur,
    gift_card,
    ledger,
    line,
    paid_line,
    refund,
    sale,
    taken,
    void,
)


def state(found: Ledger, *lines: Line) -> LineState:
    """The state of the first line."""
    return states_of(found, lines)[lines[0].id][0]


def words(found: Ledger, *lines: Line) -> str:
    return states_of(found, lines)[lines[0].id][1]


def test_a_line_that_can_be_captured_is_open() -> None:
    found = ledger(authorisation(1, "40"), worth="40")

    assert state(found, line(1, "40", of=1)) is LineState.OPEN
    assert words(found, line(1, "40", of=1)) == "40.00 EUR has yet to be captured."


def test_an_open_line_says_when_less_of_it_is_owed() -> None:
    found = ledger(authorisation(1, "40"), worth="30")

    assert state(found, line(1, "40", of=1)) is LineState.OPEN
    assert "Only 30.00 EUR of it is still owed" in words(found, line(1, "40", of=1))


def test_captures_decide_first() -> None:
    found = ledger(authorisation(1, "40"), capture(2, "30", of=1, status=PENDING), worth="0")

    assert state(found, line(1, "40", of=1, taken=(taken(2, "30", status=PENDING),))) is LineState.PENDING
    assert state(found, line(1, "30", of=1, taken=(taken(2, "30"),))) is LineState.CAPTURED


def test_what_is_captured_or_paid_never_falls_back() -> None:
    found = ledger(authorisation(1, "40"), void(2, "40", of=1), sale(3, "10"), refund(4, "10", of=3), worth="0")

    assert state(found, line(1, "40", of=1, state=LineState.CAPTURED)) is LineState.CAPTURED
    assert state(found, paid_line(1, "10", of=3)) is LineState.PAID


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (ledger(authorisation(1, "40"), void(2, "40", of=1)), LineState.VOIDED),
        (ledger(authorisation(1, "40", is_capturable=False, expires_at=NOW)), LineState.EXPIRED),
        (ledger(authorisation(1, "40", is_capturable=False)), LineState.GONE),
        (ledger(authorisation(1, "40"), capture(2, "40", of=1)), LineState.GONE),
        (ledger(), LineState.GONE),
    ],
)
def test_an_authorisation_that_is_no_more_takes_its_open_lines_with_it(found: Ledger, expected: LineState) -> None:
    assert state(found, line(1, "40", of=1)) is expected


def test_a_refused_capture_is_told_with_its_reason() -> None:
    found = ledger(authorisation(1, "40"), capture(2, "40", of=1, status=FAILURE, error="EXPIRED_CARD"))
    refused = line(1, "40", of=1, taken=(taken(2, "40", status=FAILURE),))

    assert state(found, refused) is LineState.REFUSED
    assert words(found, refused) == "The capture of 40.00 EUR was refused: the card has expired."


def test_of_several_lines_the_youngest_is_the_one_that_is_not_owed() -> None:
    found = ledger(authorisation(1, "80"), worth="40")
    lines = [line(2, "40", of=1, invoice="inv_2"), line(1, "40", of=1)]

    states = states_of(found, lines)

    assert (states["pay_1"][0], states["pay_2"][0]) == (LineState.OPEN, LineState.NOT_OWED)


def test_a_bank_transfer_that_may_never_come_leaves_a_line_owed() -> None:
    found = ledger(authorisation(1, "40"), sale(2, "40", status=PENDING, manual=True), worth="40")

    assert state(found, line(1, "40", of=1)) is LineState.OPEN


def test_a_lost_line_stays_lost_when_its_replacement_has_paid_all_that_was_owed() -> None:
    found = ledger(authorisation(1, "40", is_capturable=False, expires_at=NOW), sale(2, "40"), worth="40")
    lost = line(1, "40", of=1, state=LineState.EXPIRED)

    assert state(found, lost, paid_line(2, "40", of=2)) is LineState.EXPIRED


def test_what_shopify_has_called_expired_stays_so_when_it_says_it_no_longer() -> None:
    found = ledger(authorisation(1, "40", is_capturable=False), authorisation(2, "40"), worth="40")
    expired = line(1, "40", of=1, state=LineState.EXPIRED)

    assert state(found, expired) is LineState.EXPIRED
    assert words(found, expired) == "40.00 EUR was not captured: the authorisation has expired."


def test_a_line_captured_by_others_says_so() -> None:
    found = ledger(authorisation(1, "40"), capture(2, "40", of=1))

    assert words(found, line(1, "40", of=1, taken=(taken(2, "40", by=TakenBy.ELSEWHERE),))).startswith("Someone else")


def test_a_lost_line_with_a_later_line_beside_it_keeps_its_state() -> None:
    found = ledger(authorisation(1, "40"), authorisation(2, "40"), worth="80")
    lost = line(1, "40", of=1, state=LineState.VOIDED)

    alone = state(found, lost)
    replaced = state(found, lost, line(2, "40", of=2, created_at=NOW + timedelta(seconds=1)))

    assert (alone, replaced) == (LineState.OPEN, LineState.VOIDED)


def test_a_line_that_has_expired_stays_so_when_shopify_no_longer_says_why() -> None:
    found = ledger(authorisation(1, "40", is_capturable=False), sale(2, "10"), worth="50")
    expired = line(1, "40", of=1, state=LineState.EXPIRED)

    assert state(found, expired) is LineState.EXPIRED
    assert words(found, expired) == "40.00 EUR was not captured: the authorisation has expired."
    assert state(found, line(1, "40", of=1)) is LineState.GONE


def test_a_refund_is_of_the_oldest_line_first_and_of_none_more_than_it_took() -> None:
    found = ledger(authorisation(1, "70"), capture(2, "70", of=1), refund(3, "50", of=2))
    lines = [line(2, "40", of=1, taken=(taken(2, "40"),)), line(1, "30", of=1, taken=(taken(2, "30"),))]

    assert refunded_of(found, lines) == {"pay_1": eur("30"), "pay_2": eur("20")}


def test_a_refund_of_a_payment_is_of_the_lines_that_it_pays() -> None:
    found = ledger(gift_card(1, "40"), sale(2, "10"), refund(3, "15", of=1))

    assert refunded_of(found, [paid_line(1, "40", of=1), paid_line(2, "10", of=2)]) == {
        "pay_1": eur("15"),
        "pay_2": eur("0"),
    }


def test_a_refund_of_what_is_on_no_line_is_of_none() -> None:
    assert refunded_of(ledger(sale(1, "40"), refund(2, "40", of=1)), [line(1, "5", of=9)]) == {"pay_1": eur("0")}
