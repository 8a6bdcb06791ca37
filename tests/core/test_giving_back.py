"""Giving back what a credit memo says, out of the payments that its invoice stands on."""

import pytest

from backhaul.core.credit_errors import CreditInOtherCurrency, MoreThanReceived
from backhaul.core.decisions import Done, Person, Replan, Verdict
from backhaul.core.errors import BadMoney
from backhaul.core.giving_back import CreditMemo, RefundPlan, check_received, plan_refund, read_total, refund_outcome
from backhaul.core.ledger import Ledger
from backhaul.core.outcome import Outcome
from backhaul.core.payment_lines import Line, TakenBy
from backhaul.core.payments import TransactionKind
from backhaul.core.refunded import Given, refunded_of
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from tests.core.payment_builders import (
    FAILURE,
    NOW,
    PENDING,
    SUCCESS,
    authorisation,
    capture,
    eur,
    gid,
    gift_card,
    ledger,
    line,
    movement,
    paid_line,
    refund,
    sale,
    taken,
)


def memo(amount: str, *, number: int = 1, invoice: str = "inv_1", reason: str = "") -> CreditMemo:
    return CreditMemo(f"crm_{number}", f"CM-{number}", invoice, "I-1", eur(amount), reason)


def given(number: int, amount: str, *, of: int, status: str = SUCCESS, memo: int = 1, invoice: str = "inv_1") -> Given:
    """A refund that a credit memo has made of a receipt."""
    return Given(gid(number), f"crm_{memo}", invoice, gid(of), eur(amount), status)


def plan(
    wanted: CreditMemo, books: Ledger, lines: list[Line], before: tuple[Given, ...] = (), *, again: bool = False
) -> RefundPlan:
    return plan_refund(wanted, books, lines, before, may_try_again=again)


def asked(planned: RefundPlan) -> list[tuple[str, str]]:
    """Receipt and amount of each call, in order."""
    return [(call.receipt_gid, call.amount.text) for call in planned.calls]


def ended(planned: RefundPlan, *after: Given, results: dict[str, Verdict] | None = None) -> Outcome:
    verdicts = {call.step: Done() for call in planned.calls} if results is None else results
    return refund_outcome(planned, verdicts, after, look_again_at=NOW)


def test_money_is_given_back_of_the_capture_that_took_it() -> None:
    books = ledger(authorisation(1, "100"), capture(2, "60", of=1))
    lines = [line(1, "60", of=1, taken=(taken(2, "60"),))]

    planned = plan(memo("25", reason="Broken mug"), books, lines)

    assert asked(planned) == [(gid(2), "25.00")]
    assert (planned.calls[0].gateway, planned.calls[0].note) == ("cards", "CM-1: Broken mug")
    assert planned.short == eur("0")


def test_the_latest_payment_is_given_back_first() -> None:
    books = ledger(gift_card(1, "20"), sale(3, "30"), authorisation(4, "50"), capture(5, "50", of=4))
    lines = [
        paid_line(1, "20", of=1),
        paid_line(2, "30", of=3),
        line(3, "50", of=4, taken=(taken(5, "50", by=TakenBy.ELSEWHERE),)),
    ]

    planned = plan(memo("70"), books, lines)

    assert asked(planned) == [(gid(5), "50.00"), (gid(3), "20.00")]


def test_what_another_invoice_took_of_the_same_payment_is_left_alone() -> None:
    books = ledger(sale(1, "100"))
    lines = [paid_line(1, "60", of=1), paid_line(2, "40", of=1, invoice="inv_2")]

    planned = plan(memo("50", invoice="inv_2"), books, lines)

    assert asked(planned) == [(gid(1), "40.00")]
    assert planned.short == eur("10")


def test_a_refund_of_ours_is_of_its_own_invoice_though_another_is_older() -> None:
    books = ledger(sale(1, "100"), refund(2, "40", of=1))
    lines = [paid_line(1, "60", of=1), paid_line(2, "40", of=1, invoice="inv_2")]
    ours = given(2, "40", of=1, memo=2, invoice="inv_2")

    planned = plan(memo("60"), books, lines, (ours,))

    assert asked(planned) == [(gid(1), "60.00")]
    assert refunded_of(books, lines, (ours,)) == {"pay_1": eur("0"), "pay_2": eur("40")}


def test_a_refund_made_elsewhere_is_of_the_oldest_line_that_has_something_left() -> None:
    books = ledger(sale(1, "100"), refund(2, "70", of=1))
    lines = [paid_line(1, "60", of=1), paid_line(2, "40", of=1, invoice="inv_2")]

    assert refunded_of(books, lines, ()) == {"pay_1": eur("60"), "pay_2": eur("10")}


def test_a_refund_of_ours_that_failed_took_nothing() -> None:
    books = ledger(sale(1, "100"), refund(2, "40", of=1, status=FAILURE))
    lines = [paid_line(1, "100", of=1)]

    assert refunded_of(books, lines, (given(2, "40", of=1, status=FAILURE),)) == {"pay_1": eur("0")}


def test_a_refund_made_before_an_invoice_claimed_what_was_left_takes_nothing_from_it() -> None:
    books = ledger(sale(1, "100"), refund(2, "40", of=1))
    lines = [paid_line(1, "60", of=1)]

    planned = plan(memo("60"), books, lines)

    assert refunded_of(books, lines, ()) == {"pay_1": eur("0")}
    assert asked(planned) == [(gid(1), "60.00")]


def test_only_what_is_kept_is_given_back_and_the_rest_is_named() -> None:
    books = ledger(sale(1, "100"), refund(2, "70", of=1))

    planned = plan(memo("50"), books, [paid_line(1, "100", of=1)])
    result = ended(planned, given(3, "30", of=1))

    assert asked(planned) == [(gid(1), "30.00")]
    assert (result.name, result.state) == (OutcomeName.NEEDS_ATTENTION, TaskState.NEEDS_ATTENTION)
    assert "30.00 EUR of the payment by Cards was given back" in result.words
    assert "20.00 EUR of 50.00 EUR cannot be given back" in result.words


def test_a_refund_that_is_being_processed_is_not_asked_for_again() -> None:
    books = ledger(sale(1, "100"), refund(2, "50", of=1, status=PENDING))
    before = (given(2, "50", of=1, status=PENDING),)

    planned = plan(memo("50"), books, [paid_line(1, "100", of=1)], before)
    result = ended(planned, *before)

    assert asked(planned) == []
    assert (result.state, result.wait_reason, result.wake_at) == (TaskState.WAITING, WaitReason.PAYMENT_PENDING, NOW)
    assert "50.00 EUR is being given back" in result.words


def test_after_a_failed_refund_a_person_is_asked_and_nothing_is_sent() -> None:
    books = ledger(sale(1, "100"), refund(2, "50", of=1, status=FAILURE))
    failed = Given(gid(2), "crm_1", "inv_1", gid(1), eur("50"), FAILURE, "CARD_DECLINED")

    planned = plan(memo("50"), books, [paid_line(1, "100", of=1)], (failed,))
    result = ended(planned, failed)

    assert asked(planned) == []
    assert result.state is TaskState.NEEDS_ATTENTION
    assert "50.00 EUR of the payment by Cards has failed: the card was declined" in result.words


def test_a_refund_that_fails_at_once_is_named_with_its_amount_beside_what_was_given_back() -> None:
    books = ledger(sale(1, "60"), sale(2, "40"))
    planned = plan(memo("100"), books, [paid_line(1, "60", of=1), paid_line(2, "40", of=2)])
    failing, fine = planned.calls

    result = ended(
        planned,
        given(8, "40", of=2, status=FAILURE),
        given(9, "60", of=1),
        results={failing.step: Person("It has failed."), fine.step: Done()},
    )

    assert result.state is TaskState.NEEDS_ATTENTION
    assert "60.00 EUR of the payment by Cards was given back." in result.words
    assert "Giving back 40.00 EUR of the payment by Cards has failed: Shopify gives no reason." in result.words


def test_a_refund_that_a_person_tries_again_is_another_one_for_shopify() -> None:
    books = ledger(sale(1, "100"), refund(2, "50", of=1, status=FAILURE))
    lines = [paid_line(1, "100", of=1)]

    first = plan(memo("50"), books, lines)
    second = plan(memo("50"), books, lines, (given(2, "50", of=1, status=FAILURE),), again=True)

    assert asked(first) == asked(second)
    assert first.calls[0].idempotency_key != second.calls[0].idempotency_key


def test_the_same_refund_planned_again_has_the_same_key_and_step() -> None:
    books, lines = ledger(sale(1, "100")), [paid_line(1, "100", of=1)]

    first, second = plan(memo("50"), books, lines), plan(memo("50"), books, lines)
    other = plan(memo("50", number=2), books, lines)

    assert first.calls == second.calls
    assert first.calls[0].idempotency_key != other.calls[0].idempotency_key


def test_all_given_back_says_how_much_of_which_payment() -> None:
    books = ledger(gift_card(1, "20"), sale(3, "30"))
    planned = plan(memo("40"), books, [paid_line(1, "20", of=1), paid_line(2, "30", of=3)])

    result = ended(planned, given(8, "30", of=3), given(9, "10", of=1))

    assert (result.name, result.state) == (OutcomeName.REFUNDED, TaskState.SUCCEEDED)
    assert result.words == (
        "40.00 EUR was given back: 30.00 EUR of the payment by Cards, 10.00 EUR of the payment by Gift_Card."
    )


def test_what_was_paid_by_hand_has_to_be_handed_over_by_hand() -> None:
    cash = movement(TransactionKind.SALE, 1, "100", gateway="cash", manual=True)
    planned = plan(memo("40"), ledger(cash), [paid_line(1, "100", of=1)])

    result = ended(planned, given(2, "40", of=1))

    assert result.name is OutcomeName.REFUNDED
    assert "Shopify only notes what was paid by Cash: hand that over yourself." in result.words


def test_a_refund_that_shopify_refuses_is_for_a_person_and_a_changed_order_is_planned_anew() -> None:
    planned = plan(memo("40"), ledger(sale(1, "100")), [paid_line(1, "100", of=1)])
    step = planned.calls[0].step

    refused = ended(planned, results={step: Person("No.")})
    changed = ended(planned, results={step: Replan("Somebody was faster.")})

    assert (refused.state, refused.words) == (TaskState.NEEDS_ATTENTION, "No.")
    assert (changed.name, changed.state) == (OutcomeName.CONTINUE, TaskState.PENDING)


def test_a_refund_that_moved_no_money_is_not_called_given_back() -> None:
    planned = plan(memo("40"), ledger(sale(1, "100")), [paid_line(1, "100", of=1)])

    result = ended(planned)

    assert result.state is TaskState.NEEDS_ATTENTION
    assert "has noted a refund of 40.00 EUR of the payment by Cards, and shows no money moving" in result.words


def test_more_than_was_received_is_refused_with_what_can_be_given_back() -> None:
    with pytest.raises(MoreThanReceived) as refused:
        check_received(eur("50"), invoice_number="I-1", received=eur("60"), given_back=eur("20"))

    assert "60.00 EUR has been received" in refused.value.message
    assert "20.00 EUR of it is given back already" in refused.value.message
    assert "40.00 EUR at most" in refused.value.hint


def test_all_that_was_received_can_be_given_back() -> None:
    check_received(eur("40"), invoice_number="I-1", received=eur("60"), given_back=eur("20"))


def test_nothing_can_be_given_back_twice_even_where_more_was_refunded_than_received() -> None:
    with pytest.raises(MoreThanReceived) as refused:
        check_received(eur("0.01"), invoice_number="I-1", received=eur("10"), given_back=eur("20"))

    assert refused.value.hint == "There is nothing to give back."


@pytest.mark.parametrize("amount", ["0", "0.00", "-5", "12.505", "12,50", "", 12.5, None])
def test_a_total_that_is_no_amount_to_give_back_is_refused(amount: object) -> None:
    with pytest.raises(BadMoney):
        read_total(amount, "EUR", invoice_number="I-1", invoice_currency="EUR")


def test_another_currency_than_the_invoices_is_refused_naming_both() -> None:
    with pytest.raises(CreditInOtherCurrency, match=r"in USD, but invoice I-1 is in EUR"):
        read_total("5.00", "USD", invoice_number="I-1", invoice_currency="EUR")


def test_a_total_keeps_the_currencys_own_decimals() -> None:
    assert read_total(" 0.125 ", "KWD", invoice_number="I-1", invoice_currency="KWD").text == "0.125"
