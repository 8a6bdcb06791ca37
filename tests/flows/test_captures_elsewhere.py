"""What people capture in Shopify themselves: it counts for the invoice that wanted it, and is not captured twice."""

from backhaul.flows.read_order import read_payments
from backhaul.jobs.runner import run_task
from tests.support.payments import (
    MULTI,
    ONE_CAPTURE,
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
from tests.support.shop import Shop, run_pending, state_of


def test_what_someone_else_captured_in_full_is_not_captured_again(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "30.00")
    run_pending()

    act(shop, order, "capture", amount="30.00")
    read_payments(shop.store, order.gid)
    run_pending()

    (task,) = capture_tasks(posted)
    assert state_of(task) == ("succeeded", "captured_elsewhere")
    assert task.outcome_detail == "Someone else has captured it: 30.00 EUR."
    assert lines(posted) == [("authorised", "30", "30", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]


def test_of_what_someone_else_captured_in_part_only_the_rest_is_captured(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "30.00")
    run_task(posted.task.pk)

    act(shop, order, "capture", amount="12.50")
    run_pending()

    (task,) = capture_tasks(posted)
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "12.50"), ("SUCCESS", "17.50")]
    assert state_of(task) == ("succeeded", "captured")
    assert task.outcome_detail == "30.00 EUR is captured, 12.50 EUR of it by someone else."


def test_what_was_captured_before_the_invoice_was_posted_pays_it(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    act(shop, order, "capture", amount="25.00")

    posted = invoice(order, "40.00")
    run_pending()

    assert lines(posted) == [("paid", "25", "0", "paid"), ("authorised", "15", "15", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "25.00"), ("SUCCESS", "15.00")]


def test_one_capture_by_someone_else_counts_for_the_oldest_invoice_first(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    first, second = invoice(order, "30.00"), invoice(order, "40.00")
    run_pending()

    act(shop, order, "capture", amount="50.00")
    read_payments(shop.store, order.gid)
    run_pending()

    assert lines(first) == [("authorised", "30", "30", "captured")]
    assert lines(second) == [("authorised", "40", "20", "gone")]
    assert line_tasks(first) == [("succeeded", "captured_elsewhere")]
    assert line_tasks(second) == [("needs_attention", "captured_in_part")]
    assert "20.00 EUR was not captured: the authorisation allowed one capture only" in words_of(
        capture_tasks(second)[0]
    )


def test_while_someone_elses_capture_is_being_processed_nothing_is_captured(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, MULTI)
    next_answer(shop, next_capture={"answer": "pending", "settle_after": "PT2H"})
    act(shop, order, "capture", amount="25.00")

    posted = invoice(order, "40.00")
    run_pending()
    meanwhile = transactions(shop, order, "CAPTURE")
    calendar.advance(hours=3)
    run_pending()

    assert meanwhile == [("PENDING", "25.00")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "25.00"), ("SUCCESS", "15.00")]
    assert lines(posted) == [("authorised", "40", "40", "captured")]


def test_when_someone_elses_capture_fails_in_the_end_all_of_it_is_ours_to_capture(
    shop: Shop, calendar: Calendar
) -> None:
    order = paid_by(shop, MULTI)
    next_answer(shop, next_capture={"answer": "pending", "settle_after": "PT2H", "settles_as": "failure"})
    act(shop, order, "capture", amount="25.00")
    posted = invoice(order, "40.00")
    run_pending()

    calendar.advance(hours=3)
    run_pending()

    assert transactions(shop, order, "CAPTURE") == [("FAILURE", "25.00"), ("SUCCESS", "40.00")]
    assert lines(posted) == [("authorised", "40", "40", "captured")]


def test_more_than_was_invoiced_captured_by_someone_else_pays_the_next_invoice(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    first = invoice(order, "30.00")
    run_pending()
    act(shop, order, "capture", amount="45.00")

    second = invoice(order, "20.00")
    run_pending()
    go_on()

    assert lines(first) == [("authorised", "30", "30", "captured")]
    assert lines(second) == [("paid", "15", "0", "paid")]
    assert "5.00 EUR of it is not covered" in words_of(second.task)
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "45.00")]


def test_an_order_marked_as_paid_by_someone_else_needs_no_capture(shop: Shop) -> None:
    order = paid_by(shop, {**ONE_CAPTURE, "amount": "60.00"})
    posted = invoice(order, "100.00")
    run_task(posted.task.pk)

    act(shop, order, "mark_as_paid")
    read_payments(shop.store, order.gid)
    run_pending()

    assert lines(posted) == [("authorised", "60", "60", "captured"), ("paid", "40", "0", "paid")]
    assert line_tasks(posted) == [("succeeded", "captured_elsewhere")]
    assert state_of(posted.task) == ("succeeded", "payments_saved")
