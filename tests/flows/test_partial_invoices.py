"""Several invoices over one order: what each takes of its payments, and when it is captured."""

from backhaul.core.payment_lines import PartialCapture
from backhaul.flows.ask_for_payments import capture_by_hand, retrieve_again, void_leftovers
from backhaul.jobs.runner import run_task
from backhaul.models import PaymentLine
from tests.support.payments import (
    MANUAL,
    MULTI,
    ONE_CAPTURE,
    Calendar,
    capture_tasks,
    invoice,
    line_tasks,
    lines,
    paid_by,
    transactions,
    words_of,
)
from tests.support.shop import Shop, run_pending, state_of

UNDATED = {"kind": "authorised", "gateway": "bogus"}


def capture_now(shop: Shop) -> None:
    """The store captures at once, whatever that loses."""
    shop.store.partial_capture = PartialCapture.NOW
    shop.store.save(update_fields=["partial_capture"])


def test_a_second_partial_invoice_gets_only_what_is_left(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "80.00"})
    invoice(order, "60.00")
    run_pending()

    second = invoice(order, "40.00")
    run_pending()

    assert lines(second) == [("authorised", "20", "20", "captured")]
    assert state_of(second.task) == ("needs_attention", "payments_short")
    assert "20.00 EUR of it is not covered" in second.task.outcome_detail
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "60.00"), ("SUCCESS", "20.00")]


def test_two_invoices_posted_before_either_is_worked_on_share_the_authorisation(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "80.00"})

    first, second = invoice(order, "60.00"), invoice(order, "40.00")
    run_pending()

    assert lines(first) == [("authorised", "60", "60", "captured")]
    assert lines(second) == [("authorised", "20", "20", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "60.00"), ("SUCCESS", "20.00")]


def test_a_manual_authorisation_is_captured_part_by_part(shop: Shop) -> None:
    order = paid_by(shop, MANUAL)
    for amount in ("30.00", "70.00"):
        invoice(order, amount)
        run_pending()

    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00"), ("SUCCESS", "70.00")]


def test_what_allows_one_capture_waits_for_the_last_invoice_and_says_what_would_be_lost(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)

    posted = invoice(order, "30.00")
    run_pending()

    (task,) = capture_tasks(posted)
    assert (task.state, task.wait_reason) == ("waiting", "last_invoice")
    assert "capturing 30.00 EUR now would lose the remaining 70.00 EUR" in task.outcome_detail
    assert transactions(shop, order, "CAPTURE") == []


def test_the_last_invoice_has_all_of_them_captured_at_once(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    first = invoice(order, "30.00")
    run_pending()

    last = invoice(order, "50.00", final=True)
    run_pending()

    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "80.00")]
    assert lines(first) == [("authorised", "30", "30", "captured")]
    assert lines(last) == [("authorised", "50", "50", "captured")]
    assert line_tasks(first) == line_tasks(last) == [("succeeded", "captured")]
    assert any("remaining 20.00 EUR of it is lost" in task.outcome_detail for task in capture_tasks(first))


def test_the_store_may_rather_capture_at_once_and_is_told_what_that_has_lost(shop: Shop) -> None:
    capture_now(shop)
    order = paid_by(shop, ONE_CAPTURE)
    first = invoice(order, "30.00")
    run_pending()

    second = invoice(order, "70.00")
    run_pending()

    (task,) = capture_tasks(first)
    assert (task.outcome, "remaining 70.00 EUR of it is lost" in task.outcome_detail) == ("captured", True)
    assert state_of(second.task) == ("needs_attention", "payments_short")
    assert "70.00 EUR of it is not covered" in second.task.outcome_detail
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]


def test_by_hand_it_is_captured_before_the_last_invoice(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "30.00")
    run_pending()

    asked = capture_by_hand(PaymentLine.objects.get())
    run_pending()

    assert not asked.is_new
    assert state_of(asked.task) == ("succeeded", "captured")
    assert lines(posted) == [("authorised", "30", "30", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]


def test_a_day_before_it_expires_it_is_captured_without_the_last_invoice(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "30.00")
    run_pending()

    calendar.advance(days=5, hours=23)
    run_pending()
    before = transactions(shop, order, "CAPTURE")
    calendar.advance(hours=2)
    run_pending()

    (task,) = capture_tasks(posted)
    assert before == []
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]
    assert "as the authorisation was about to expire" in task.outcome_detail


def test_one_whose_end_is_not_known_goes_on_waiting_and_says_so(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, UNDATED)
    posted = invoice(order, "30.00")
    run_pending()

    calendar.advance(days=20)
    run_pending()

    (task,) = capture_tasks(posted)
    assert (task.state, task.wait_reason) == ("waiting", "last_invoice")
    assert "When the authorisation expires is not known" in task.outcome_detail
    assert transactions(shop, order, "CAPTURE") == []


def test_units_that_are_left_but_no_money_make_an_invoice_the_last(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    invoice(order, "30.00")
    run_pending()

    invoice(order, "70.00")
    run_pending()

    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "100.00")]


def test_nothing_is_voided_that_an_invoice_may_need_which_came_after_it_was_asked_for(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "60.00"}, {**MULTI, "amount": "40.00"})
    posted = invoice(order, "60.00", units=10)
    run_pending()
    asked = void_leftovers(posted.invoice)
    retrieve_again(posted.invoice)

    run_task(asked.task.pk)

    assert state_of(asked.task) == ("succeeded", "nothing_to_void")
    assert "more of the order may be invoiced by now" in words_of(asked.task)
    assert transactions(shop, order, "VOID") == []
