"""How the retrieval of an invoice's payments ends."""

from datetime import timedelta

import pytest

from backhaul.core.ledger import Ledger
from backhaul.core.outcome import Outcome
from backhaul.core.payment_allocation import allocate
from backhaul.core.payment_failures import why_failed
from backhaul.core.payment_lines import Line, LineState
from backhaul.core.payments import TransactionKind
from backhaul.core.retrieval import RetrievalCircumstances, look_again_at, retrieval_outcome
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from tests.core.payment_builders import (
    FAILURE,
    NOW,
    PENDING,
    authorisation,
    eur,
    ledger,
    line,
    movement,
    paid_line,
    sale,
)


def ended(
    invoiced: str,
    found: Ledger,
    *lines: Line,
    tries: int = 0,
    more: bool = True,
    unmapped: tuple[str, ...] = (),
) -> Outcome:
    """The outcome once `lines` are all the lines of the order, and nothing more can be added."""
    circumstances = RetrievalCircumstances(NOW, tries, more_may_be_invoiced=more, unmapped=unmapped)
    allocation = allocate(eur(invoiced), "inv_1", ledger=found, lines=lines)
    return retrieval_outcome(
        eur(invoiced), "inv_1", allocation=allocation, lines=lines, ledger=found, circumstances=circumstances
    )


def test_a_covered_invoice_has_its_payments_saved_with_the_sums_in_words() -> None:
    found = ledger(authorisation(1, "30"), sale(2, "20"))

    result = ended("50", found, paid_line(1, "20", of=2), line(2, "30", of=1))

    assert (result.name, result.state) == (OutcomeName.PAYMENTS_SAVED, TaskState.SUCCEEDED)
    assert result.words == (
        "50.00 EUR is invoiced. 20.00 EUR of it was paid already. "
        "30.00 EUR of it is authorised and has yet to be captured."
    )


def test_the_surplus_is_named_once_no_more_can_be_invoiced() -> None:
    found = ledger(authorisation(1, "80"))

    last = ended("50", found, line(1, "50", of=1), more=False)
    not_last = ended("50", found, line(1, "50", of=1), more=True)

    assert "30.00 EUR is authorised beyond what was invoiced" in last.words
    assert "beyond" not in not_last.words


def test_gateways_that_nobody_has_mapped_are_named_and_stop_nothing() -> None:
    result = ended("30", ledger(authorisation(1, "30")), line(1, "30", of=1), unmapped=("cards",))

    assert result.name is OutcomeName.PAYMENTS_SAVED
    assert "“cards”" in result.words


def test_an_invoice_over_nothing_has_nothing_to_capture() -> None:
    result = ended("0", ledger(authorisation(1, "30")))

    assert (result.name, result.state) == (OutcomeName.NOTHING_TO_CAPTURE, TaskState.SUCCEEDED)


def test_an_order_paid_by_transfer_has_nothing_to_capture_and_the_gateway_is_named() -> None:
    result = ended("30", ledger(sale(1, "30", status=PENDING, gateway="bank deposit", manual=True)))

    assert (result.name, result.state) == (OutcomeName.NOTHING_TO_CAPTURE, TaskState.SUCCEEDED)
    assert "“Bank Deposit”" in result.words


def test_an_order_without_any_payment_has_nothing_to_capture() -> None:
    assert ended("30", ledger()).name is OutcomeName.NOTHING_TO_CAPTURE


def test_a_payment_being_processed_is_waited_for() -> None:
    result = ended("30", ledger(authorisation(1, "30", status=PENDING)))

    assert (result.name, result.state) == (OutcomeName.PAYMENTS_SHORT, TaskState.WAITING)
    assert (result.wait_reason, result.wake_at) == (WaitReason.PAYMENT_PENDING, NOW + timedelta(minutes=1))
    assert not result.counts


@pytest.mark.parametrize(("tries", "minutes"), [(0, 1), (1, 2), (5, 32), (6, 60), (500, 60)])
def test_a_pending_payment_is_looked_at_less_and_less_often(tries: int, minutes: int) -> None:
    assert look_again_at(NOW, tries) == NOW + timedelta(minutes=minutes)


def test_a_shortage_is_named_for_a_person_and_wakes_when_payments_change() -> None:
    result = ended("50", ledger(authorisation(1, "30")), line(1, "30", of=1))

    assert (result.name, result.state) == (OutcomeName.PAYMENTS_SHORT, TaskState.NEEDS_ATTENTION)
    assert (result.wait_reason, result.wake_at) == (WaitReason.PAYMENT_EXPECTED, NOW + timedelta(days=1))
    assert "20.00 EUR of it is not covered by any payment." in result.words


def test_an_expired_authorisation_is_a_shortage_not_nothing_to_capture() -> None:
    found = ledger(authorisation(1, "30", is_capturable=False, expires_at=NOW))

    result = ended("30", found, line(1, "30", of=1, state=LineState.EXPIRED))

    assert result.name is OutcomeName.PAYMENTS_SHORT
    assert "30.00 EUR of it is lost: the authorisation has expired." in result.words


def test_a_failed_payment_is_a_shortage_that_says_why() -> None:
    failed = movement(TransactionKind.SALE, 1, "30", status=FAILURE, error_code="INSUFFICIENT_FUNDS")

    result = ended("30", ledger(failed))

    assert result.name is OutcomeName.PAYMENTS_SHORT
    assert "A payment of 30.00 EUR by Cards failed: there was not enough money" in result.words


def test_a_transfer_beside_a_payment_that_falls_short_is_named_and_not_waited_for() -> None:
    found = ledger(sale(1, "10"), sale(2, "20", status=PENDING, gateway="cash", manual=True))

    result = ended("30", found, paid_line(1, "10", of=1))

    assert result.state is TaskState.NEEDS_ATTENTION
    assert "20.00 EUR is awaited by Cash" in result.words


def test_money_that_the_invoices_own_line_keeps_from_it_is_named() -> None:
    result = ended("50", ledger(authorisation(1, "80")), line(1, "30", of=1), more=False)

    assert "50.00 EUR more is held by an authorisation that the invoice has a payment line of" in result.words
    assert "beyond" not in result.words


def test_a_code_without_words_is_named_as_it_is() -> None:
    assert why_failed("SOMETHING_NEW") == "Shopify's reason is something new"
    assert why_failed(None) == why_failed("") == "Shopify gives no reason"
