"""Captures that a gateway decides later or refuses, and calls whose reply is lost."""

import pytest

from backhaul.flows.ask_for_payments import capture_by_hand
from backhaul.models import Capture, Intent, PaymentLine
from tests.support.payments import (
    MULTI,
    Calendar,
    act,
    capture_tasks,
    go_on,
    invoice,
    line_tasks,
    lines,
    next_answer,
    paid_by,
    transactions,
    words_of,
)
from tests.support.shop import Shop, run_pending, state_of, wake_all

LATER = {"answer": "pending", "settle_after": "PT2H"}
DECLINED = {"answer": "failure", "error_code": "CARD_DECLINED"}


def test_a_capture_is_captured_only_when_the_gateway_has_said_so(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, MULTI)
    next_answer(shop, next_capture=LATER)
    posted = invoice(order, "30.00")
    run_pending()
    (task,) = capture_tasks(posted)
    waiting = (lines(posted), task.state, task.wait_reason)

    calendar.advance(hours=3)
    run_pending()

    assert waiting == ([("authorised", "30", "0", "pending")], "waiting", "payment_pending")
    assert lines(posted) == [("authorised", "30", "30", "captured")]
    assert line_tasks(posted) == [("succeeded", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]


def test_a_pending_capture_is_looked_at_ever_later_but_at_least_every_hour(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, MULTI)
    next_answer(shop, next_capture={"answer": "pending"})
    posted = invoice(order, "30.00")
    run_pending()
    waits = []

    for _ in range(9):
        (task,) = capture_tasks(posted)
        assert task.wake_at is not None
        last = task.tries.latest("started_at")
        assert last.ended_at is not None
        waits.append(round((task.wake_at - last.ended_at).total_seconds() / 60))
        calendar.advance(minutes=61)
        run_pending()

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert transactions(shop, order, "CAPTURE") == [("PENDING", "30.00")]


@pytest.mark.parametrize("answer", [DECLINED, {**LATER, "settles_as": "failure", "error_code": "CARD_DECLINED"}])
def test_a_capture_that_was_refused_is_a_persons_and_not_tried_again_by_itself(
    shop: Shop, calendar: Calendar, answer: dict[str, str]
) -> None:
    order = paid_by(shop, MULTI)
    next_answer(shop, next_capture=answer)
    posted = invoice(order, "30.00")
    run_pending()

    calendar.advance(hours=30)
    wake_all()
    run_pending()

    (task,) = capture_tasks(posted)
    assert state_of(task) == ("needs_attention", "not_captured")
    assert "The capture of 30.00 EUR was refused: the card was declined." in task.outcome_detail
    assert lines(posted) == [("authorised", "30", "0", "refused")]
    assert transactions(shop, order, "CAPTURE") == [("FAILURE", "30.00")]


def test_a_refused_capture_is_tried_again_when_a_person_says_so(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    next_answer(shop, next_capture=DECLINED)
    posted = invoice(order, "30.00")
    run_pending()

    capture_by_hand(PaymentLine.objects.get())
    run_pending()

    assert line_tasks(posted) == [("succeeded", "captured")]
    assert lines(posted) == [("authorised", "30", "30", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("FAILURE", "30.00"), ("SUCCESS", "30.00")]
    assert sorted(Capture.objects.values_list("status", flat=True)) == ["FAILURE", "SUCCESS"]


def test_what_a_refused_capture_wanted_is_kept_from_the_next_invoice(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "40.00"})
    next_answer(shop, next_capture=DECLINED)
    invoice(order, "30.00")
    run_pending()

    second = invoice(order, "30.00")
    run_pending()

    assert lines(second) == [("authorised", "10", "10", "captured")]
    assert "20.00 EUR of it is not covered" in words_of(second.task)


@pytest.mark.parametrize(("fault", "settled"), [("500_after", "done"), ("500_before", "absent")])
def test_a_capture_whose_reply_was_lost_is_made_once(shop: Shop, fault: str, settled: str) -> None:
    order = paid_by(shop, MULTI)
    shop.sandbox.faults({"operation": "orderCapture", "nth": 1, "kind": fault})
    posted = invoice(order, "30.00")
    run_pending()
    before = line_tasks(posted)[0][0]

    wake_all()
    go_on()

    assert before == "waiting"
    assert Intent.objects.earliest("created_at").state == settled
    assert lines(posted) == [("authorised", "30", "30", "captured")]
    assert line_tasks(posted) == [("succeeded", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]


def test_while_a_reply_is_lost_what_was_captured_is_not_taken_for_somebody_elses(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    shop.sandbox.faults({"operation": "orderCapture", "nth": 1, "kind": "500_after"})
    first = invoice(order, "30.00")
    run_pending()

    second = invoice(order, "20.00")
    run_pending()
    held_back = state_of(second.task)[0]
    wake_all()
    go_on()

    assert held_back == "waiting"
    assert Capture.objects.filter(taken_by="elsewhere").count() == 0
    assert lines(first) == [("authorised", "30", "30", "captured")]
    assert lines(second) == [("authorised", "20", "20", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00"), ("SUCCESS", "20.00")]


def test_a_capture_costs_one_reading_and_one_call(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    invoice(order, "30.00")
    before = len(shop.sandbox.log())

    run_pending()

    spent = shop.sandbox.log()[before:]
    assert [entry["operation"] for entry in spent] == ["OrderPayments", "OrderPayments", "OrderCapture"]
    assert sum(entry["requested"] for entry in spent[1:]) <= 50


def test_an_order_whose_payment_is_only_pending_captures_nothing_by_mistake(shop: Shop) -> None:
    order = paid_by(shop, {"kind": "pending_authorisation", "gateway": "bogus"})

    posted = invoice(order, "30.00")
    run_pending()
    act(shop, order, "settle")
    wake_all()
    run_pending()

    assert lines(posted) == [("authorised", "30", "0", "open")]
    assert line_tasks(posted) == [("waiting", "waiting_until")]
