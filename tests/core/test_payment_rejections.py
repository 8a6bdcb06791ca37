"""What follows from userErrors of the calls that move money, told from their shape."""

import pytest

from backhaul.core.decisions import Done, Person, Replan
from backhaul.core.rejections import MOST_REFUSALS, classify, classify_again
from backhaul.core.shopify_errors import UserError

PARENT = ("parentTransactionId",)
QUANTITY = ("refundLineItems", "0", "quantity")


@pytest.mark.parametrize(
    ("operation", "error", "expected", "said"),
    [
        ("orderCapture", UserError((), "Cannot capture more than the authorized 12.50 for this payment."), Replan, ""),
        ("orderCapture", UserError((), "Can only capture successful authorizations"), Replan, ""),
        ("orderCapture", UserError((), "Parent transaction should be a successful authorization"), Replan, ""),
        ("orderCapture", UserError(("currency",), "Currency Currency must match parent"), Person, "report"),
        ("orderCapture", UserError((), "Amount must be greater than zero for capture"), Person, "report"),
        ("orderCapture", UserError((), "Setting final capture is not supported"), Person, "report"),
        ("orderCapture", UserError((), "Unable to find parent transaction"), Person, "no longer has this payment"),
        ("orderCapture", UserError(("id",), "Order does not exist"), Person, "no longer has this order"),
        ("orderCapture", UserError((), "The moon is full."), Person, "The moon is full."),
        ("transactionVoid", UserError(PARENT, "Must be voidable", "AUTH_NOT_VOIDABLE"), Replan, ""),
        ("transactionVoid", UserError(PARENT, "Must be successful", "AUTH_NOT_SUCCESSFUL"), Replan, ""),
        ("transactionVoid", UserError(PARENT, "No.", "TRANSACTION_NOT_FOUND"), Person, "no longer has this payment"),
        ("transactionVoid", UserError(PARENT, "It broke.", "GENERIC_ERROR"), Person, "It broke."),
        ("refundCreate", UserError((), "Refund amount $9.00 is greater than net payment received"), Replan, ""),
        ("refundCreate", UserError((), "Kind authorization is not a valid transaction"), Person, "report"),
        ("refundCreate", UserError(("currency",), "must be the presentment currency"), Person, "report"),
        ("refundCreate", UserError((), "Transactions require a parent_id"), Person, "no longer has this payment"),
        ("refundCreate", UserError(QUANTITY, "Quantity cannot refund more items than were purchased"), Replan, ""),
        ("refundCreate", UserError(("orderId",), "Order does not exist"), Person, "no longer has this order"),
        ("refundCreate", UserError((), "IDEMPOTENCY_CONCURRENT_REQUEST"), Replan, "still at the same refund"),
        ("refundCreate", UserError((), "Idempotency key parameter mismatch"), Person, "report"),
    ],
)
def test_an_error_is_classified_by_its_shape(operation: str, error: UserError, expected: type, said: str) -> None:
    answer = classify(operation, [error])

    assert isinstance(answer, expected)
    assert said in answer.words


def test_the_same_refusal_time_and_again_is_a_persons() -> None:
    changed = Replan("It has changed.")

    answers = [classify_again(changed, "No.", times=times) for times in range(1, MOST_REFUSALS + 1)]

    assert answers[:-1] == [changed] * (MOST_REFUSALS - 1)
    assert isinstance(answers[-1], Person)
    assert "No." in answers[-1].words


@pytest.mark.parametrize("answer", [Done("It was so."), Person("Look.")])
def test_only_planning_anew_can_be_in_vain(answer: Done | Person) -> None:
    assert classify_again(answer, "No.", times=MOST_REFUSALS) == answer
