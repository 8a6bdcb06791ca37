"""Whose line it is that someone else has captured."""

from datetime import timedelta

from backhaul.core.matching import match_elsewhere
from backhaul.core.netting import net
from backhaul.core.payment_lines import Line, LineState, TakenBy
from backhaul.core.payments import RemoteTransaction
from tests.core.payment_builders import (
    FAILURE,
    NOW,
    PENDING,
    authorisation,
    capture,
    gid,
    line,
    paid_line,
    payments,
    refund,
    sale,
    taken,
)


def matched(
    transactions: tuple[RemoteTransaction, ...], *lines: Line, owned: frozenset[str] = frozenset()
) -> list[tuple[str, str, str, str]]:
    read = payments(*transactions)
    found = match_elsewhere(net(read, now=NOW, lifetimes={}), read, lines=lines, owned=owned)
    return [(one.line_id, one.capture_gid, one.amount.text, one.status) for one in found]


def test_a_foreign_capture_belongs_to_the_oldest_open_line_of_its_authorisation() -> None:
    transactions = (authorisation(1, "100"), authorisation(2, "100"), capture(3, "30", of=2))
    lines = (line(3, "30", of=2), line(2, "30", of=2), line(1, "30", of=1))

    assert matched(transactions, *lines) == [("pay_2", gid(3), "30.00", "SUCCESS")]


def test_a_foreign_capture_is_split_over_lines_and_what_is_over_is_nobodys() -> None:
    transactions = (authorisation(1, "100"), capture(2, "100", of=1))
    lines = (line(1, "30", of=1), line(2, "50", of=1, invoice="inv_2"))

    assert matched(transactions, *lines) == [
        ("pay_1", gid(2), "30.00", "SUCCESS"),
        ("pay_2", gid(2), "50.00", "SUCCESS"),
    ]


def test_a_pending_foreign_capture_is_matched_and_a_failed_one_is_not() -> None:
    transactions = (
        authorisation(1, "100"),
        capture(2, "10", of=1, status=FAILURE),
        capture(3, "20", of=1, status=PENDING),
    )

    assert matched(transactions, line(1, "30", of=1)) == [("pay_1", gid(3), "20.00", "PENDING")]


def test_our_own_captures_are_never_matched() -> None:
    transactions = (authorisation(1, "100"), capture(2, "30", of=1))

    assert matched(transactions, line(1, "30", of=1), owned=frozenset({gid(2)})) == []


def test_a_capture_that_a_line_has_already_is_not_matched_again() -> None:
    transactions = (authorisation(1, "100"), capture(2, "30", of=1))
    known = line(1, "10", of=1, taken=(taken(2, "10", by=TakenBy.ELSEWHERE),))

    assert matched(transactions, known, line(2, "50", of=1)) == []


def test_a_line_without_an_open_amount_is_passed_over() -> None:
    transactions = (authorisation(1, "100"), capture(2, "20", of=1), capture(3, "30", of=1))
    full = line(1, "20", of=1, taken=(taken(2, "20"),))

    assert matched(transactions, full, line(2, "30", of=1)) == [("pay_2", gid(3), "30.00", "SUCCESS")]


def test_what_an_invoice_counts_as_paid_is_not_a_lines_too() -> None:
    transactions = (authorisation(1, "100", several=True), capture(2, "40", of=1))
    lines = (paid_line(1, "30", of=2), line(2, "50", of=1, invoice="inv_2"))

    assert matched(transactions, *lines) == [("pay_2", gid(2), "10.00", "SUCCESS")]


def test_a_capture_that_was_given_back_was_still_made() -> None:
    transactions = (authorisation(1, "100"), capture(2, "30", of=1), refund(3, "30", of=2))

    assert matched(transactions, line(1, "30", of=1)) == [("pay_1", gid(2), "30.00", "SUCCESS")]


def test_a_refused_or_expired_line_takes_what_someone_else_has_captured_for_it() -> None:
    transactions = (authorisation(1, "100"), capture(2, "50", of=1))
    lines = (line(1, "20", of=1, state=LineState.EXPIRED), line(2, "30", of=1, state=LineState.REFUSED))

    assert [one[0] for one in matched(transactions, *lines)] == ["pay_1", "pay_2"]


def test_a_line_whose_place_another_payment_has_taken_gets_nothing() -> None:
    transactions = (authorisation(1, "100"), capture(2, "20", of=1))
    lost = line(1, "20", of=1, state=LineState.GONE)
    replacement = line(2, "20", of=5, created_at=NOW + timedelta(hours=1))

    assert matched(transactions, lost, replacement) == []


def test_sales_belong_to_no_authorised_line() -> None:
    assert matched((authorisation(1, "30"), sale(2, "30")), line(1, "30", of=1)) == []
