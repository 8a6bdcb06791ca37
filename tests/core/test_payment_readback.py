"""What happened to a call that moves money and whose reply was lost, told from the payments as read afterwards."""

import pytest

from backhaul.core.decisions import Done, Person
from backhaul.core.money import parse_money
from backhaul.core.payment_readback import read_back_payment, verdict_on_effect
from backhaul.core.payments import RemotePayments, RemoteTransaction
from backhaul.core.readback import Absent, Finding, Found, Unsure
from tests.core.payment_builders import (
    FAILURE,
    ORDER,
    PENDING,
    authorisation,
    capture,
    gid,
    payments,
    refund,
    sale,
    void,
)

CAPTURING = {"input": {"id": ORDER, "parentTransactionId": gid(1), "amount": "30.00", "currency": "EUR"}}
VOIDING = {"parentTransactionId": gid(1)}
NOTHING: frozenset[str] = frozenset()


def refunding(*amounts: str) -> dict[str, object]:
    """The variables of a refundCreate of so much of the first transaction."""
    given = [{"kind": "REFUND", "parentId": gid(1), "amount": amount, "gateway": "cards"} for amount in amounts]
    return {"input": {"orderId": ORDER, "currency": "EUR", "transactions": given}, "key": "k"}


def after_capturing(
    *others: RemoteTransaction, seen: frozenset[str] = NOTHING, owned: frozenset[str] = NOTHING
) -> Finding:
    """What is found after an orderCapture of 30.00 whose reply was lost."""
    shown = payments(authorisation(1, "100.00"), *others)
    return read_back_payment("orderCapture", CAPTURING, shown, seen=seen | {gid(1)}, owned=owned)


@pytest.mark.parametrize("status", ["SUCCESS", PENDING, FAILURE, "DREAMING"])
def test_a_new_capture_of_the_same_amount_is_ours_whatever_became_of_it(status: str) -> None:
    result = after_capturing(capture(2, "30", of=1, status=status, error="CARD_DECLINED"))

    assert result == Found((gid(2),), {"status": status, "error_code": "CARD_DECLINED"})


def test_nothing_new_means_that_it_was_not_captured() -> None:
    assert after_capturing() == Absent()


def test_a_capture_that_was_there_before_or_is_of_another_call_is_not_ours() -> None:
    before, other = capture(2, "30.00", of=1), capture(3, "30.00", of=1)

    result = after_capturing(before, other, seen=frozenset({before.gid}), owned=frozenset({other.gid}))

    assert result == Absent()


@pytest.mark.parametrize(
    "somebody_elses",
    [capture(2, "30.01", of=1), capture(2, "30.00", of=9), refund(2, "30.00", of=1), void(2, "30.00", of=1)],
)
def test_another_amount_parent_or_kind_was_made_by_somebody_else(somebody_elses: RemoteTransaction) -> None:
    assert after_capturing(somebody_elses) == Absent()


def test_of_two_equal_captures_a_person_says_which_is_ours() -> None:
    result = after_capturing(capture(2, "30.00", of=1), capture(3, "30.00", of=1, status=FAILURE))

    assert isinstance(result, Unsure)
    assert result.candidates == (gid(2), gid(3))


def test_a_list_of_transactions_that_was_cut_off_proves_nothing() -> None:
    shown = payments(authorisation(1, "100.00"), capture(2, "30.00", of=1), count=251)

    result = read_back_payment("orderCapture", CAPTURING, shown, seen=NOTHING, owned=NOTHING)

    assert isinstance(result, Unsure)


def test_a_capture_in_a_currency_without_decimals_is_found() -> None:
    shown = RemotePayments(
        gid=ORDER,
        updated_at=payments().updated_at,
        currency="CAD",
        presentment_currency="JPY",
        transactions=(capture_in_yen("1200.0"),),
        transaction_count=1,
    )
    variables = {"input": {"parentTransactionId": gid(1), "amount": "1200", "currency": "JPY"}}

    result = read_back_payment("orderCapture", variables, shown, seen=NOTHING, owned=NOTHING)

    assert isinstance(result, Found)


def capture_in_yen(amount: str) -> RemoteTransaction:
    return RemoteTransaction(
        gid=gid(2),
        kind="CAPTURE",
        status="SUCCESS",
        amount=parse_money(amount, "JPY"),
        gateway="cards",
        created_at=payments().updated_at,
        parent_gid=gid(1),
    )


def after_voiding(*others: RemoteTransaction, seen: frozenset[str] = NOTHING) -> Finding:
    """What is found after a transactionVoid whose reply was lost."""
    shown = payments(authorisation(1, "100.00"), *others)
    return read_back_payment("transactionVoid", VOIDING, shown, seen=seen, owned=NOTHING)


def test_a_new_void_of_the_authorisation_is_ours() -> None:
    result = after_voiding(void(2, "100.00", of=1))

    assert result == Found((gid(2),), {"status": "SUCCESS", "error_code": ""})


def test_a_void_that_succeeded_counts_before_one_that_failed() -> None:
    result = after_voiding(void(2, "100.00", of=1, status=FAILURE), void(3, "100.00", of=1))

    assert isinstance(result, Found)
    assert result.gids == (gid(3),)


def test_a_void_of_another_authorisation_or_from_before_is_not_ours() -> None:
    result = after_voiding(void(2, "1.00", of=9), void(3, "100.00", of=1, status=FAILURE), seen=frozenset({gid(3)}))

    assert result == Absent()


def test_a_new_refund_of_that_receipt_and_amount_is_ours() -> None:
    shown = payments(sale(1, "100.00"), refund(2, "5.00", of=1), refund(3, "7.00", of=1))

    result = read_back_payment("refundCreate", refunding("7.00"), shown, seen=NOTHING, owned=NOTHING)

    assert result == Found((gid(3),), {"status": "SUCCESS", "error_code": ""})


@pytest.mark.parametrize(
    ("operation", "variables"),
    [
        ("orderCapture", {"input": {"parentTransactionId": gid(1), "amount": "much", "currency": "EUR"}}),
        ("orderCapture", {"input": {"parentTransactionId": gid(1), "amount": "1.00"}}),
        ("orderCapture", {}),
        ("refundCreate", refunding("1.00", "2.00")),
        ("neverHeardOf", CAPTURING),
    ],
)
def test_what_cannot_be_read_back_is_a_persons(operation: str, variables: dict[str, object]) -> None:
    result = read_back_payment(operation, variables, payments(sale(1, "9.00")), seen=NOTHING, owned=NOTHING)

    assert isinstance(result, Unsure)
    assert result.why


@pytest.mark.parametrize(
    ("operation", "status", "expected"),
    [
        ("orderCapture", "FAILURE", Done),
        ("transactionVoid", "SUCCESS", Done),
        ("transactionVoid", "PENDING", Done),
        ("transactionVoid", "ERROR", Person),
        ("refundCreate", "FAILURE", Person),
        ("fulfillmentCreate", None, Done),
    ],
)
def test_a_void_or_refund_that_failed_is_a_persons(operation: str, status: str | None, expected: type) -> None:
    facts = {"status": status, "error_code": "CARD_DECLINED"} if status else {}

    assert isinstance(verdict_on_effect(operation, facts), expected)


def test_why_a_refund_failed_is_said_in_words() -> None:
    answer = verdict_on_effect("refundCreate", {"status": "FAILURE", "error_code": "CARD_DECLINED"})

    assert isinstance(answer, Person)
    assert "the card was declined" in answer.words
