"""Authorisations that allow one capture only: whatever it leaves is lost."""

from datetime import timedelta

import pytest

from backhaul.core.capture import CapturePlan
from backhaul.core.decisions import Person, WaitUntil
from backhaul.core.payment_lines import LineState, PartialCapture
from backhaul.core.tasks import WaitReason
from tests.core.payment_builders import (
    FAILURE,
    NOW,
    PENDING,
    authorisation,
    capture,
    eur,
    ledger,
    line,
    planned,
    sale,
    taken,
)

FAR = NOW + timedelta(days=5)


def shares_of(plan: CapturePlan) -> list[tuple[str, str]]:
    return [(share.line_id, share.amount.text) for share in plan.call.shares] if plan.call else []


def test_a_partial_invoice_waits_for_the_last_one_and_says_what_would_be_lost() -> None:
    found = ledger(authorisation(1, "100", expires_at=FAR), worth="100")

    plan = planned(1, found, line(1, "40", of=1), more=True)

    assert plan.call is None
    assert isinstance(plan.verdict, WaitUntil)
    assert (plan.verdict.reason, plan.verdict.until) == (WaitReason.LAST_INVOICE, NOW + timedelta(days=1))
    assert "capturing 40.00 EUR now would lose the remaining 60.00 EUR" in plan.verdict.words
    assert "until a day before the authorisation expires: then it is captured" in plan.verdict.words


def test_it_waits_at_the_longest_until_a_day_before_the_authorisation_expires() -> None:
    found = ledger(authorisation(1, "100", expires_at=NOW + timedelta(hours=30)), worth="100")

    plan = planned(1, found, line(1, "40", of=1), more=True)

    assert isinstance(plan.verdict, WaitUntil)
    assert plan.verdict.until == NOW + timedelta(hours=6)


def test_in_the_last_day_it_is_captured_before_the_last_invoice() -> None:
    found = ledger(authorisation(1, "100", expires_at=NOW + timedelta(hours=24)), worth="100")

    plan = planned(1, found, line(1, "40", of=1), more=True)

    assert shares_of(plan) == [("pay_1", "40.00")]
    assert any("the remaining 60.00 EUR of it is lost" in note for note in plan.notes)
    assert any("about to expire" in note for note in plan.notes)


def test_without_a_known_expiry_it_waits_and_tells_to_capture_by_hand_in_time() -> None:
    plan = planned(1, ledger(authorisation(1, "100"), worth="100"), line(1, "40", of=1), more=True)

    assert isinstance(plan.verdict, WaitUntil)
    assert plan.verdict.until == NOW + timedelta(days=1)
    assert "When the authorisation expires is not known: capture it by hand before" in plan.verdict.words


def test_a_store_may_capture_at_once_and_is_told_what_is_lost() -> None:
    found = ledger(authorisation(1, "100", expires_at=FAR), worth="100")

    plan = planned(1, found, line(1, "40", of=1), more=True, policy=PartialCapture.NOW)

    assert shares_of(plan) == [("pay_1", "40.00")]
    assert any("the remaining 60.00 EUR of it is lost" in note for note in plan.notes)


def test_a_person_may_have_it_captured_now() -> None:
    found = ledger(authorisation(1, "100", expires_at=FAR), worth="100")

    assert shares_of(planned(1, found, line(1, "40", of=1), more=True, by_hand=True)) == [("pay_1", "40.00")]


def test_with_the_last_invoice_one_capture_takes_all_lines() -> None:
    found = ledger(authorisation(1, "100", expires_at=FAR), worth="100")
    lines = (line(1, "40", of=1), line(2, "35", of=1, invoice="inv_2"))

    plan = planned(2, found, *lines)

    assert plan.call is not None
    assert plan.call.amount == eur("75")
    assert shares_of(plan) == [("pay_1", "40.00"), ("pay_2", "35.00")]
    assert any("takes 40.00 EUR for other payment lines" in note for note in plan.notes)


def test_when_the_lines_take_all_of_it_nothing_is_waited_for() -> None:
    found = ledger(authorisation(1, "75", expires_at=FAR), worth="200")
    lines = (line(1, "40", of=1), line(2, "35", of=1, invoice="inv_2"))

    assert shares_of(planned(1, found, *lines, more=True)) == [("pay_1", "40.00"), ("pay_2", "35.00")]


@pytest.mark.parametrize("kind", ["several", "manual"])
def test_an_authorisation_that_takes_several_captures_waits_for_no_last_invoice(kind: str) -> None:
    one = authorisation(1, "100", several=kind == "several", manual=kind == "manual", expires_at=FAR)

    plan = planned(1, ledger(one, worth="100"), line(1, "40", of=1), line(2, "30", of=1, invoice="inv_2"), more=True)

    assert shares_of(plan) == [("pay_1", "40.00")]
    assert plan.notes == ()


def test_the_one_capture_shares_what_is_owed_oldest_line_first() -> None:
    found = ledger(authorisation(1, "100"), worth="55")
    lines = (line(1, "40", of=1), line(2, "35", of=1, invoice="inv_2"))

    assert shares_of(planned(1, found, *lines)) == [("pay_1", "40.00"), ("pay_2", "15.00")]


def test_lines_that_are_not_owed_are_left_out_of_the_one_capture() -> None:
    found = ledger(authorisation(1, "100"), worth="100")
    lines = (line(1, "40", of=1, state=LineState.NOT_OWED), line(2, "35", of=1, invoice="inv_2"))

    assert shares_of(planned(2, found, *lines)) == [("pay_2", "35.00")]


def test_what_a_person_has_called_off_is_left_out_of_the_one_capture() -> None:
    found = ledger(authorisation(1, "100"), worth="40")
    lines = (line(1, "40", of=1, called_off=True), line(2, "35", of=1, invoice="inv_2"))

    assert shares_of(planned(2, found, *lines)) == [("pay_2", "35.00")]


def test_a_retry_of_a_refused_capture_takes_all_its_lines_again() -> None:
    found = ledger(authorisation(1, "75"), capture(2, "75", of=1, status=FAILURE), worth="75")
    lines = (
        line(1, "40", of=1, taken=(taken(2, "40", status=FAILURE),)),
        line(2, "35", of=1, invoice="inv_2", taken=(taken(2, "35", status=FAILURE),)),
    )

    assert shares_of(planned(1, found, *lines, again=True)) == [("pay_1", "40.00"), ("pay_2", "35.00")]


def test_what_the_one_capture_has_left_is_a_persons() -> None:
    found = ledger(authorisation(1, "100", is_capturable=False), capture(2, "40", of=1), worth="100")
    lines = (line(1, "40", of=1, taken=(taken(2, "40"),)), line(2, "35", of=1, invoice="inv_2"))

    plan = planned(2, found, *lines)

    assert isinstance(plan.verdict, Person)
    assert "allowed one capture only, which was made for less" in plan.verdict.words
    assert plan.states["pay_2"][0] is LineState.GONE


def test_the_one_capture_waits_while_it_is_in_doubt_what_another_of_its_lines_is_owed() -> None:
    found = ledger(authorisation(1, "100"), sale(3, "30", status=PENDING), worth="75")
    lines = (line(1, "40", of=1), line(2, "35", of=1, invoice="inv_2"))

    assert isinstance(planned(1, found, *lines).verdict, WaitUntil)


def test_an_invoice_whose_payments_are_yet_to_be_retrieved_is_waited_for_whoever_wants_the_capture() -> None:
    found = ledger(authorisation(1, "100", expires_at=FAR), worth="100")

    plan = planned(1, found, line(1, "40", of=1), by_hand=True, policy=PartialCapture.NOW, others=True)

    assert isinstance(plan.verdict, WaitUntil)
    assert plan.verdict.until == NOW + timedelta(minutes=1)
    assert "another invoice that was posted may need the remaining 60.00 EUR" in plan.verdict.words


def test_in_its_last_hour_an_authorisation_waits_for_no_other_invoice() -> None:
    found = ledger(authorisation(1, "100", expires_at=NOW + timedelta(hours=1)), worth="100")

    plan = planned(1, found, line(1, "40", of=1), others=True)

    assert shares_of(plan) == [("pay_1", "40.00")]
