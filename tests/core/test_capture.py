"""What is captured for a payment line, and what is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backhaul.core.capture import CapturePlan
from backhaul.core.decisions import Done, Person, Replan, WaitUntil
from backhaul.core.payment_lines import LineState, TakenBy
from backhaul.core.payments import RemoteTransaction
from backhaul.core.tasks import WaitReason
from tests.core.payment_builders import (
    FAILURE,
    NOW,
    ORDER,
    PENDING,
    authorisation,
    capture,
    eur,
    gid,
    ledger,
    line,
    paid_line,
    planned,
    refund,
    sale,
    taken,
    void,
)


def amount_of(plan: CapturePlan) -> str | None:
    return plan.call.amount.text if plan.call else None


def test_a_line_captures_its_own_amount_and_no_more() -> None:
    plan = planned(1, ledger(authorisation(1, "100", several=True), worth="100"), line(1, "40", of=1))

    assert plan.call is not None
    assert (plan.call.order_gid, plan.call.authorisation_gid, plan.call.amount) == (ORDER, gid(1), eur("40"))
    assert [(share.line_id, share.amount) for share in plan.call.shares] == [("pay_1", eur("40"))]
    assert plan.verdict is None


def test_a_second_partial_invoice_gets_only_its_own_part() -> None:
    found = ledger(authorisation(1, "100", several=True), capture(2, "40", of=1), worth="100")
    first = line(1, "40", of=1, taken=(taken(2, "40"),))

    assert amount_of(planned(2, found, first, line(2, "35", of=1, invoice="inv_2"))) == "35.00"


def test_a_part_that_was_captured_elsewhere_is_not_captured_again() -> None:
    found = ledger(authorisation(1, "100", several=True), capture(2, "15", of=1), worth="100")

    plan = planned(1, found, line(1, "40", of=1, taken=(taken(2, "15", by=TakenBy.ELSEWHERE),)))

    assert amount_of(plan) == "25.00"


def test_never_more_is_captured_than_shopify_says_the_authorisation_holds() -> None:
    plan = planned(1, ledger(authorisation(1, "40", unsettled="30"), worth="40"), line(1, "40", of=1))

    assert amount_of(plan) == "30.00"
    assert "10.00 EUR of it cannot be captured: the authorisation holds no more." in plan.notes


def test_a_captured_line_is_done() -> None:
    found = ledger(authorisation(1, "40"), capture(2, "40", of=1))

    plan = planned(1, found, line(1, "40", of=1, taken=(taken(2, "40"),)))

    assert (plan.call, plan.verdict) == (None, Done("40.00 EUR is captured."))
    assert plan.states["pay_1"][0] is LineState.CAPTURED


@pytest.mark.parametrize(("tries", "minutes"), [(0, 1), (3, 8), (9, 60)])
def test_a_pending_capture_of_ours_is_waited_for_less_and_less_often(tries: int, minutes: int) -> None:
    found = ledger(authorisation(1, "40"), capture(2, "40", of=1, status=PENDING))

    plan = planned(1, found, line(1, "40", of=1, taken=(taken(2, "40", status=PENDING),)), tries=tries)

    assert isinstance(plan.verdict, WaitUntil)
    assert (plan.verdict.reason, plan.verdict.until) == (WaitReason.PAYMENT_PENDING, NOW + timedelta(minutes=minutes))


def test_while_a_capture_that_is_not_ours_is_pending_nothing_is_captured() -> None:
    found = ledger(authorisation(1, "100", several=True), capture(2, "10", of=1, status=PENDING))
    elsewhere = taken(2, "10", by=TakenBy.ELSEWHERE, status=PENDING)

    plan = planned(2, found, line(1, "10", of=1, taken=(elsewhere,)), line(2, "40", of=1))

    assert isinstance(plan.verdict, WaitUntil)
    assert plan.verdict.reason is WaitReason.PAYMENT_PENDING


def test_our_own_pending_capture_for_another_line_holds_up_no_line_that_can_be_captured_beside_it() -> None:
    found = ledger(authorisation(1, "100", several=True), capture(2, "10", of=1, status=PENDING), worth="100")
    other = line(1, "10", of=1, taken=(taken(2, "10", status=PENDING),))

    assert amount_of(planned(2, found, other, line(2, "40", of=1))) == "40.00"


def test_our_own_pending_capture_of_a_single_capture_authorisation_is_waited_for() -> None:
    found = ledger(authorisation(1, "100"), capture(2, "10", of=1, status=PENDING), worth="100")
    other = line(1, "10", of=1, taken=(taken(2, "10", status=PENDING),))

    assert isinstance(planned(2, found, other, line(2, "40", of=1)).verdict, WaitUntil)


def test_what_shopify_does_not_show_yet_is_waited_for() -> None:
    found = ledger(authorisation(1, "100", several=True), worth="100")
    other = line(1, "60", of=1, taken=(taken(2, "60"),))

    plan = planned(2, found, other, line(2, "40", of=1))

    assert isinstance(plan.verdict, WaitUntil)
    assert "does not show yet" in plan.verdict.words


def test_a_capture_that_is_on_no_line_is_looked_at_before_anything_is_captured() -> None:
    found = ledger(authorisation(1, "100", several=True), capture(2, "40", of=1), worth="100")

    plan = planned(1, found, line(1, "40", of=1))

    assert isinstance(plan.verdict, Replan)


def test_a_capture_that_an_invoice_counts_as_a_payment_is_accounted_for() -> None:
    found = ledger(authorisation(1, "100", several=True), capture(2, "40", of=1), worth="100")

    assert amount_of(planned(2, found, paid_line(1, "40", of=2), line(2, "60", of=1))) == "60.00"


@pytest.mark.parametrize(
    ("transactions", "state", "why"),
    [
        ((authorisation(1, "40"), void(2, "40", of=1)), LineState.VOIDED, "was voided"),
        ((authorisation(1, "40", is_capturable=False, expires_at=NOW),), LineState.EXPIRED, "has expired"),
        ((authorisation(1, "40", is_capturable=False),), LineState.GONE, "does not say why"),
        ((), LineState.GONE, "no longer shows"),
    ],
)
def test_an_authorisation_that_is_no_more_is_a_persons_and_says_why(
    transactions: tuple[RemoteTransaction, ...], state: LineState, why: str
) -> None:
    plan = planned(1, ledger(*transactions, worth="40"), line(1, "40", of=1))

    assert plan.call is None
    assert isinstance(plan.verdict, Person)
    assert "40.00 EUR was not captured" in plan.verdict.words
    assert why in plan.verdict.words
    assert "retrieve the payments of the invoice again" in plan.verdict.words
    assert plan.states["pay_1"][0] is state


def test_a_refused_capture_is_a_persons_with_the_reason_in_words() -> None:
    found = ledger(authorisation(1, "40"), capture(2, "40", of=1, status=FAILURE, error="CARD_DECLINED"), worth="40")

    plan = planned(1, found, line(1, "40", of=1, taken=(taken(2, "40", status=FAILURE),)))

    assert plan.call is None
    assert isinstance(plan.verdict, Person)
    assert "The capture of 40.00 EUR was refused: the card was declined." in plan.verdict.words


def test_a_refused_capture_is_tried_again_when_a_person_says_so_as_another_step() -> None:
    refused = line(1, "40", of=1, taken=(taken(2, "40", status=FAILURE),))
    first = planned(1, ledger(authorisation(1, "40"), worth="40"), line(1, "40", of=1))
    found = ledger(authorisation(1, "40"), capture(2, "40", of=1, status=FAILURE), worth="40")

    second = planned(1, found, refused, again=True)

    assert first.call is not None
    assert second.call is not None
    assert second.call.amount == eur("40")
    assert first.call.step != second.call.step


def test_the_same_plan_has_the_same_step() -> None:
    found = ledger(authorisation(7, "40"), worth="40")

    steps = {plan.call.step for plan in [planned(1, found, line(1, "40", of=7))] * 2 if plan.call}

    (step,) = steps
    assert step.startswith("capture:7:")


def test_never_more_is_captured_than_the_order_is_worth() -> None:
    found = ledger(authorisation(1, "100"), worth="70")

    plan = planned(1, found, line(1, "100", of=1))

    assert amount_of(plan) == "70.00"
    assert any("30.00 EUR of it was refunded or removed in Shopify" in note for note in plan.notes)


def test_a_line_of_which_nothing_is_owed_ends_so() -> None:
    found = ledger(authorisation(1, "100", several=True), capture(2, "70", of=1), worth="70")

    plan = planned(1, found, line(1, "100", of=1, taken=(taken(2, "70"),)))

    assert plan.call is None
    assert isinstance(plan.verdict, Done)
    assert plan.states["pay_1"][0] is LineState.NOT_OWED


def test_what_is_owed_goes_to_the_oldest_line_first() -> None:
    found = ledger(authorisation(1, "50"), authorisation(2, "50"), worth="60")
    lines = (line(1, "50", of=1), line(2, "50", of=2, invoice="inv_2"))

    assert amount_of(planned(1, found, *lines)) == "50.00"
    assert amount_of(planned(2, found, *lines)) == "10.00"


def test_a_line_that_lost_its_authorisation_leaves_what_is_owed_to_the_others() -> None:
    gone = authorisation(1, "50", is_capturable=False, expires_at=NOW)
    found = ledger(gone, authorisation(2, "50"), worth="50")

    plan = planned(2, found, line(1, "50", of=1), line(2, "50", of=2, invoice="inv_2"))

    assert amount_of(plan) == "50.00"


def test_a_refund_of_what_was_captured_before_takes_nothing_from_a_later_invoice() -> None:
    transactions = (authorisation(1, "100", several=True), capture(2, "50", of=1), refund(3, "50", of=2))
    first = line(1, "50", of=1, taken=(taken(2, "50"),))

    plan = planned(2, ledger(*transactions, worth="50"), first, line(2, "50", of=1, invoice="inv_2"))

    assert amount_of(plan) == "50.00"


def test_a_payment_made_in_another_way_is_not_captured_on_top() -> None:
    found = ledger(authorisation(1, "40"), sale(2, "40"), worth="40")

    assert isinstance(planned(1, found, line(1, "40", of=1)).verdict, Done)


def test_while_another_payment_may_make_a_capture_needless_it_is_waited_for() -> None:
    found = ledger(authorisation(1, "40"), sale(2, "40", status=PENDING), worth="40")

    plan = planned(1, found, line(1, "40", of=1))

    assert isinstance(plan.verdict, WaitUntil)
    assert plan.states["pay_1"][0] is LineState.OPEN


def test_a_line_that_is_not_owed_stays_so_when_the_order_grows() -> None:
    found = ledger(authorisation(1, "100", several=True), capture(2, "70", of=1), worth="120")
    first = line(1, "100", of=1, state=LineState.NOT_OWED, taken=(taken(2, "70"),))

    later = planned(2, found, first, line(2, "30", of=1, invoice="inv_2"))
    earlier = planned(1, found, first, line(2, "30", of=1, invoice="inv_2"))

    assert amount_of(later) == "30.00"
    assert isinstance(earlier.verdict, Done)


def test_a_person_can_have_a_line_captured_that_was_not_owed_but_is_again() -> None:
    found = ledger(authorisation(1, "100", several=True), capture(2, "70", of=1), worth="90")
    line_again = line(1, "100", of=1, state=LineState.NOT_OWED, taken=(taken(2, "70"),))

    plan = planned(1, found, line_again, by_hand=True)

    assert amount_of(plan) == "20.00"
    assert plan.states["pay_1"][0] is LineState.OPEN


def test_a_line_whose_place_another_payment_has_taken_is_not_captured_even_if_shopify_lets_it() -> None:
    found = ledger(authorisation(1, "40"), authorisation(2, "40"), worth="80")
    lost = line(1, "40", of=1, state=LineState.GONE)
    its_replacement = line(2, "40", of=2, created_at=NOW + timedelta(hours=1))

    plan = planned(1, found, lost, its_replacement)

    assert isinstance(plan.verdict, Person)
    assert "cancel this task" in plan.verdict.words
    assert "customer pay it again" not in plan.verdict.words
    assert plan.states["pay_1"][0] is LineState.GONE


def test_a_replaced_line_ends_with_a_person_also_when_someone_has_captured_of_its_authorisation() -> None:
    found = ledger(authorisation(1, "40"), capture(3, "40", of=1), authorisation(2, "40"), worth="80")
    lost = line(1, "40", of=1, state=LineState.GONE)

    plan = planned(1, found, lost, line(2, "40", of=2, created_at=NOW + timedelta(hours=1)))

    assert isinstance(plan.verdict, Person)


def test_a_lost_line_comes_back_when_shopify_lets_it_and_nothing_took_its_place() -> None:
    found = ledger(authorisation(1, "40"), worth="40")

    assert amount_of(planned(1, found, line(1, "40", of=1, state=LineState.GONE))) == "40.00"


def test_where_shopify_gives_no_total_all_of_the_line_is_captured() -> None:
    assert amount_of(planned(1, ledger(authorisation(1, "40")), line(1, "40", of=1))) == "40.00"


def test_the_states_are_those_of_the_lines_on_the_same_authorisation() -> None:
    found = ledger(authorisation(1, "40"), authorisation(2, "40"), worth="80")

    plan = planned(1, found, line(1, "40", of=1), line(2, "40", of=2))

    assert list(plan.states) == ["pay_1"]


def test_a_payment_line_needs_no_capture() -> None:
    assert isinstance(planned(1, ledger(sale(1, "40")), paid_line(1, "40", of=1)).verdict, Done)


def test_an_authorisation_that_holds_less_than_its_lines_goes_to_the_oldest() -> None:
    found = ledger(authorisation(1, "80", unsettled="40"), worth="80")
    lines = (line(1, "40", of=1), line(2, "40", of=1, invoice="inv_2"))

    younger = planned(2, found, *lines)

    assert isinstance(younger.verdict, Person)
    assert "nothing of the authorisation is left for it" in younger.verdict.words


def test_a_failed_capture_elsewhere_is_no_refusal_of_ours() -> None:
    found = ledger(authorisation(1, "40"), capture(2, "40", of=1, status=FAILURE), worth="40")
    failed = replace(taken(2, "40", by=TakenBy.ELSEWHERE), status=FAILURE)

    assert amount_of(planned(1, found, line(1, "40", of=1, taken=(failed,)))) == "40.00"
