"""Which payments of an order an invoice gets."""

from datetime import timedelta

from backhaul.core.ledger import Ledger
from backhaul.core.payment_allocation import Allocation, allocate, coverage
from backhaul.core.payment_lines import Line, LineKind, LineState
from tests.core.payment_builders import (
    NOW,
    PENDING,
    authorisation,
    capture,
    eur,
    gid,
    gift_card,
    ledger,
    line,
    paid_line,
    refund,
    sale,
    taken,
)


def allocated(invoiced: str, found: Ledger, *lines: Line, invoice: str = "inv_1") -> Allocation:
    return allocate(eur(invoiced), invoice, ledger=found, lines=lines)


def parts(allocation: Allocation) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.transaction_gid, one.amount.text) for one in allocation.new]


def test_money_that_is_there_is_used_before_authorisations() -> None:
    found = ledger(authorisation(1, "50"), gift_card(2, "20"), sale(3, "10"))

    result = allocated("60", found)

    assert parts(result) == [("paid", gid(2), "20.00"), ("paid", gid(3), "10.00"), ("authorised", gid(1), "30.00")]
    assert (result.short, result.surplus) == (eur("0"), eur("20"))


def test_authorisations_are_used_by_soonest_expiry_and_unknown_ones_last() -> None:
    found = ledger(
        authorisation(1, "10"),
        authorisation(2, "10", expires_at=NOW + timedelta(days=5)),
        authorisation(3, "10", expires_at=NOW + timedelta(days=2)),
        authorisation(4, "10"),
    )

    result = allocated("40", found)

    assert [one.transaction_gid for one in result.new] == [gid(3), gid(2), gid(1), gid(4)]


def test_a_new_line_carries_what_is_known_of_its_transaction() -> None:
    expires_at = NOW + timedelta(days=2)

    (one,) = allocated("40", ledger(authorisation(1, "100", expires_at=expires_at))).new

    assert (one.amount, one.authorised) == (eur("40"), eur("100"))
    assert (one.gateway, one.gateway_name) == ("cards", "Cards")
    assert (one.expires_at, one.expiry_is_estimated, one.takes_one_capture) == (expires_at, False, True)


def test_what_another_invoice_has_claimed_and_not_captured_is_not_free() -> None:
    found = ledger(authorisation(1, "100", several=True), capture(2, "30", of=1))
    other = line(1, "70", of=1, invoice="inv_0", taken=(taken(2, "30"),))

    result = allocated("60", found, other)

    assert parts(result) == [("authorised", gid(1), "30.00")]
    assert result.short == eur("30")


def test_what_a_line_can_no_longer_take_is_free_for_others() -> None:
    found = ledger(authorisation(1, "100", several=True))
    other = line(1, "70", of=1, invoice="inv_0", state=LineState.NOT_OWED)

    assert parts(allocated("100", found, other)) == [("authorised", gid(1), "100.00")]


def test_a_line_that_a_person_has_called_off_keeps_nothing_from_others_and_gets_no_replacement() -> None:
    found = ledger(authorisation(1, "100", several=True))
    called_off = line(1, "70", of=1, invoice="inv_0", called_off=True)

    assert parts(allocated("100", found, called_off)) == [("authorised", gid(1), "100.00")]
    assert allocated("70", found, called_off, invoice="inv_0").new == ()


def test_a_refused_line_keeps_its_part_until_a_person_has_decided() -> None:
    found = ledger(authorisation(1, "100", several=True))
    other = line(1, "70", of=1, invoice="inv_0", state=LineState.REFUSED)

    assert parts(allocated("100", found, other)) == [("authorised", gid(1), "30.00")]


def test_two_invoices_never_use_the_same_receipt_twice() -> None:
    found = ledger(gift_card(1, "50"))
    other = paid_line(1, "30", of=1, invoice="inv_0")

    result = allocated("40", found, other)

    assert parts(result) == [("paid", gid(1), "20.00")]
    assert result.short == eur("20")


def test_refunded_money_covers_no_new_invoice() -> None:
    found = ledger(sale(1, "50"), refund(2, "50", of=1))

    assert allocated("50", found).short == eur("50")


def test_a_capture_that_is_nobodys_is_a_payment_and_one_of_a_line_is_not() -> None:
    found = ledger(authorisation(1, "80", several=True), capture(2, "30", of=1), capture(3, "50", of=1))
    other = line(1, "50", of=1, invoice="inv_0", state=LineState.CAPTURED, taken=(taken(3, "50"),))

    result = allocated("60", found, other)

    assert parts(result) == [("paid", gid(2), "30.00")]
    assert result.short == eur("30")


def test_the_rest_of_a_capture_that_was_matched_in_part_is_a_payment() -> None:
    found = ledger(authorisation(1, "80"), capture(2, "80", of=1))
    other = line(1, "50", of=1, invoice="inv_0", state=LineState.CAPTURED, taken=(taken(2, "50"),))

    assert parts(allocated("60", found, other)) == [("paid", gid(2), "30.00")]


def test_a_second_retrieval_adds_only_what_is_not_covered() -> None:
    found = ledger(authorisation(1, "40"), sale(2, "20"))

    result = allocated("60", found, line(1, "40", of=1))

    assert parts(result) == [("paid", gid(2), "20.00")]


def test_a_line_that_is_there_is_never_enlarged() -> None:
    found = ledger(authorisation(1, "100"), authorisation(2, "100"))

    result = allocated("60", found, line(1, "40", of=1))

    assert parts(result) == [("authorised", gid(2), "20.00")]


def test_an_expired_line_leaves_its_need_to_another_payment() -> None:
    found = ledger(authorisation(1, "40", is_capturable=False, expires_at=NOW), authorisation(2, "40"))

    result = allocated("40", found, line(1, "40", of=1, state=LineState.EXPIRED))

    assert parts(result) == [("authorised", gid(2), "40.00")]


def test_what_is_captured_of_an_expired_line_stays_covered() -> None:
    expired = line(1, "40", of=1, state=LineState.EXPIRED, taken=(taken(2, "25"), taken(3, "5", status=PENDING)))

    assert coverage([expired], "EUR") == eur("30")


def test_a_later_refund_reopens_no_need() -> None:
    found = ledger(sale(1, "40"), refund(2, "40", of=1), authorisation(3, "40"))

    assert allocated("40", found, paid_line(1, "40", of=1)).new == ()


def test_what_is_not_owed_any_more_needs_no_other_payment() -> None:
    found = ledger(authorisation(1, "40"), authorisation(2, "40"))

    assert allocated("40", found, line(1, "40", of=1, state=LineState.NOT_OWED)).new == ()


def test_an_order_without_payments_leaves_all_of_it_short() -> None:
    result = allocated("40", ledger())

    assert result == Allocation(new=(), short=eur("40"), surplus=eur("0"))


def test_an_invoice_over_nothing_takes_nothing() -> None:
    result = allocated("0", ledger(authorisation(1, "40")))

    assert result == Allocation(new=(), short=eur("0"), surplus=eur("40"))


def test_lines_of_one_transaction_may_be_of_both_kinds() -> None:
    found = ledger(authorisation(1, "80", several=True), capture(2, "30", of=1))

    result = allocated("80", found)

    assert [one.kind for one in result.new] == [LineKind.PAID, LineKind.AUTHORISED]
