"""How the capture of a payment line ends."""

from datetime import timedelta

import pytest

from backhaul.core.capture_outcome import capture_outcome
from backhaul.core.decisions import Done, Person, Replan, RetryAt, Verdict
from backhaul.core.ledger import Ledger
from backhaul.core.outcome import Outcome
from backhaul.core.payment_lines import Line, LineState, Taken, TakenBy
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from tests.core.payment_builders import (
    FAILURE,
    NOW,
    PENDING,
    authorisation,
    capture,
    eur,
    gid,
    ledger,
    line,
    paid_line,
    planned,
    sale,
    taken,
)


def ended(found: Ledger, before: Line, *, verdict: Verdict | None = None, after: Line | None = None) -> Outcome:
    """The outcome of planning on `before`; with a call, its verdict, and the line as it is `after` it."""
    plan = planned(1, found, before)
    results = {plan.call.step: verdict} if plan.call and verdict else {}
    return capture_outcome(plan, results, after or before)


def called(verdict: Verdict | None, *captures: Taken, worth: str = "40", unsettled: str = "40") -> Outcome:
    """The outcome of a call for a line of 40 that has left these captures."""
    found = ledger(authorisation(1, "40", unsettled=unsettled), worth=worth)
    return ended(found, line(1, "40", of=1), verdict=verdict, after=line(1, "40", of=1, taken=captures))


def test_a_confirmed_capture_ends_captured_with_its_amount() -> None:
    result = called(Done(), taken(2, "40"))

    assert (result.name, result.state) == (OutcomeName.CAPTURED, TaskState.SUCCEEDED)
    assert result.words == "40.00 EUR is captured."


def test_what_the_capture_has_lost_is_said_with_it() -> None:
    found = ledger(authorisation(1, "100"), worth="100")

    result = ended(found, line(1, "40", of=1), verdict=Done(), after=line(1, "40", of=1, taken=(taken(2, "40"),)))

    assert result.name is OutcomeName.CAPTURED
    assert "the remaining 60.00 EUR of it is lost" in result.words


def test_a_pending_capture_is_not_captured_yet() -> None:
    result = called(Done(), taken(2, "40", status=PENDING))

    assert (result.state, result.wait_reason) == (TaskState.WAITING, WaitReason.PAYMENT_PENDING)
    assert result.wake_at == NOW + timedelta(minutes=1)
    assert not result.counts


def test_a_failed_capture_is_a_persons_and_says_why() -> None:
    result = called(Done(), Taken(gid(2), eur("40"), TakenBy.US, FAILURE, "INSUFFICIENT_FUNDS"))

    assert (result.name, result.state) == (OutcomeName.NOT_CAPTURED, TaskState.NEEDS_ATTENTION)
    assert "The capture of 40.00 EUR was refused: there was not enough money" in result.words


def test_after_a_part_the_payments_are_read_again_for_the_rest() -> None:
    result = called(Done(), taken(2, "30"), worth="30")

    assert (result.name, result.state) == (OutcomeName.CONTINUE, TaskState.PENDING)


def test_a_call_that_was_not_made_is_planned_anew() -> None:
    assert called(None).name is OutcomeName.CONTINUE
    assert called(Replan("It has changed.")).name is OutcomeName.CONTINUE


@pytest.mark.parametrize(
    ("verdict", "state"),
    [(RetryAt(NOW, "Later."), TaskState.WAITING), (Person("Refused."), TaskState.NEEDS_ATTENTION)],
)
def test_a_call_that_went_wrong_ends_as_its_verdict_says(verdict: Verdict, state: TaskState) -> None:
    assert called(verdict).state is state


def test_a_line_that_others_have_captured_ends_captured_elsewhere() -> None:
    found = ledger(authorisation(1, "40"), capture(2, "40", of=1))

    result = ended(found, line(1, "40", of=1, taken=(taken(2, "40", by=TakenBy.ELSEWHERE),)))

    assert (result.name, result.state) == (OutcomeName.CAPTURED_ELSEWHERE, TaskState.SUCCEEDED)
    assert result.words == "Someone else has captured it: 40.00 EUR."


def test_a_line_that_others_have_captured_in_part_says_how_much() -> None:
    found = ledger(authorisation(1, "40", several=True), capture(2, "15", of=1), capture(3, "25", of=1))
    both = (taken(2, "15", by=TakenBy.ELSEWHERE), taken(3, "25"))

    result = ended(found, line(1, "40", of=1, taken=both))

    assert result.name is OutcomeName.CAPTURED
    assert result.words == "40.00 EUR is captured, 15.00 EUR of it by someone else."


def test_a_rest_that_is_not_owed_ends_captured_in_part() -> None:
    found = ledger(authorisation(1, "40", is_capturable=False), capture(2, "30", of=1), worth="30")

    result = ended(found, line(1, "40", of=1, taken=(taken(2, "30"),)))

    assert (result.name, result.state) == (OutcomeName.CAPTURED_IN_PART, TaskState.SUCCEEDED)
    assert "30.00 EUR is captured. 10.00 EUR of it was refunded or removed" in result.words


def test_a_line_of_which_nothing_is_owed_ends_not_owed() -> None:
    result = ended(ledger(authorisation(1, "40"), worth="0"), line(1, "40", of=1))

    assert (result.name, result.state) == (OutcomeName.NOT_OWED, TaskState.SUCCEEDED)


def test_a_rest_that_has_expired_is_a_persons_and_what_was_captured_is_said_first() -> None:
    gone = authorisation(1, "40", several=True, is_capturable=False, expires_at=NOW)

    result = ended(
        ledger(gone, capture(2, "15", of=1), worth="40"),
        line(1, "40", of=1, taken=(taken(2, "15"),)),
    )

    assert (result.name, result.state) == (OutcomeName.CAPTURED_IN_PART, TaskState.NEEDS_ATTENTION)
    assert result.words.startswith("15.00 EUR is captured. 25.00 EUR was not captured: the authorisation has expired.")


def test_a_wait_ends_waiting() -> None:
    found = ledger(authorisation(1, "40"), capture(2, "40", of=1, status=PENDING))

    result = ended(found, line(1, "40", of=1, taken=(taken(2, "40", status=PENDING),)))

    assert (result.state, result.wait_reason) == (TaskState.WAITING, WaitReason.PAYMENT_PENDING)


def test_a_payment_line_has_nothing_to_do() -> None:
    assert ended(ledger(sale(1, "40")), paid_line(1, "40", of=1)).name is OutcomeName.NOTHING_TO_DO


def test_the_state_of_a_captured_line_is_captured() -> None:
    assert planned(1, ledger(authorisation(1, "40")), line(1, "40", of=1, state=LineState.CAPTURED)).call is None
