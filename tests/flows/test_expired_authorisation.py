"""Authorisations that expire, are voided, or end without a word: told apart, and what can be done instead."""

import pytest

from backhaul.core.recurring import RecurringJob
from backhaul.flows.ask_for_payments import retrieve_again
from backhaul.flows.read_order import read_payments
from backhaul.flows.watch_expiry import watch_authorisations
from backhaul.models import JobQueueEntry, Notice, PaymentLine
from tests.support.payments import (
    MULTI,
    ONE_CAPTURE,
    Calendar,
    act,
    capture_tasks,
    invoice,
    line_tasks,
    lines,
    paid_by,
    transactions,
    words_of,
)
from tests.support.shop import Shop, run_pending, state_of


@pytest.mark.parametrize(
    ("do", "state", "why"),
    [("expire", "expired", "the authorisation has expired"), ("void", "voided", "the authorisation was voided")],
)
def test_what_expired_and_what_was_voided_is_told_apart_from_what_was_captured(
    shop: Shop, do: str, state: str, why: str
) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "30.00")
    run_pending()

    act(shop, order, do)
    read_payments(shop.store, order.gid)
    run_pending()

    (task,) = capture_tasks(posted)
    assert lines(posted) == [("authorised", "30", "0", state)]
    assert state_of(task) == ("needs_attention", "not_captured")
    assert f"30.00 EUR was not captured: {why}." in task.outcome_detail
    assert "Have the customer pay it again and retrieve the payments of the invoice again" in task.outcome_detail
    assert transactions(shop, order, "CAPTURE") == []


def test_what_expires_while_nobody_looks_is_found_by_the_capture_itself(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "30.00")
    run_pending()

    calendar.advance(days=8)
    run_pending()

    assert line_tasks(posted) == [("needs_attention", "not_captured")]
    assert lines(posted) == [("authorised", "30", "0", "expired")]


def test_when_the_customer_has_paid_again_the_new_payment_is_captured_instead(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "30.00", final=True)
    act(shop, order, "void")
    run_pending()

    act(shop, order, "authorise", **{**ONE_CAPTURE, "amount": "30.00"})
    retrieve_again(posted.invoice)
    run_pending()

    assert lines(posted) == [("authorised", "30", "30", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]


def test_a_lost_line_stays_lost_beside_the_one_that_took_its_place(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "30.00")
    run_pending()
    act(shop, order, "expire")
    read_payments(shop.store, order.gid)
    run_pending()

    act(shop, order, "authorise", **{**MULTI, "amount": "30.00"})
    asked = retrieve_again(posted.invoice)
    run_pending()

    assert lines(posted) == [("authorised", "30", "0", "expired"), ("authorised", "30", "30", "captured")]
    assert words_of(asked.task).startswith("30.00 EUR is invoiced. 30.00 EUR of it is authorised and has yet")


def test_an_authorisation_that_has_expired_is_not_taken_for_a_new_invoice(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    act(shop, order, "expire")

    posted = invoice(order, "30.00")
    run_pending()

    assert lines(posted) == []
    assert state_of(posted.task) == ("needs_attention", "payments_short")


def test_our_estimate_of_its_end_does_not_keep_an_authorisation_from_being_captured(
    shop: Shop, calendar: Calendar
) -> None:
    order = paid_by(shop, {**MULTI, "expires_in": "P20D"})
    calendar.advance(days=9)

    posted = invoice(order, "30.00")
    run_pending()

    assert PaymentLine.objects.get().expiry_is_estimated
    assert lines(posted) == [("authorised", "30", "30", "captured")]


def test_the_watch_tells_of_what_is_about_to_expire_and_then_that_it_has(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "30.00")
    run_pending()
    entry = JobQueueEntry.objects.get(store=shop.store, kind=RecurringJob.AUTHORISATION_WATCH)

    calendar.advance(days=5)
    watch_authorisations(entry)
    act(shop, order, "expire")
    calendar.advance(days=3)
    watch_authorisations(entry)
    run_pending()

    of_the_line = Notice.objects.filter(subject_id=PaymentLine.objects.get().pk)
    assert sorted(notice.kind for notice in of_the_line) == ["payment_expired", "payment_expires"]
    assert line_tasks(posted) == [("needs_attention", "not_captured")]


def test_the_watch_has_what_is_near_its_end_captured(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "30.00")
    run_pending()

    calendar.advance(days=6, hours=12)
    watch_authorisations(JobQueueEntry.objects.get(store=shop.store, kind=RecurringJob.AUTHORISATION_WATCH))
    run_pending()

    assert lines(posted) == [("authorised", "30", "30", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]
