"""What was refunded or removed in Shopify: never more is captured than the order is worth, and it is named."""

from backhaul.flows.ask_for_payments import retrieve_again
from backhaul.flows.read_order import import_order, read_payments
from backhaul.jobs.runner import run_task
from backhaul.models import PaymentLine
from tests.support.payments import (
    GIFT_CARD,
    MULTI,
    ONE_CAPTURE,
    SALE,
    act,
    capture_tasks,
    invoice,
    line_tasks,
    lines,
    paid_by,
    remove_units,
    transactions,
)
from tests.support.shop import Shop, run_pending, state_of


def test_no_more_is_captured_than_the_order_is_worth_and_the_rest_is_named(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "100.00", units=10)
    run_task(posted.task.pk)

    remove_units(shop, order, 3)
    run_pending()

    (task,) = capture_tasks(posted)
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "70.00")]
    assert lines(posted) == [("authorised", "100", "70", "not_owed")]
    assert state_of(task) == ("succeeded", "captured_in_part")
    assert "30.00 EUR of it was refunded or removed in Shopify" in task.outcome_detail


def test_a_line_of_which_nothing_is_owed_ends_without_a_capture(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "40.00", units=4)
    run_task(posted.task.pk)

    remove_units(shop, order, 10)
    run_pending()

    assert line_tasks(posted) == [("succeeded", "not_owed")]
    assert lines(posted) == [("authorised", "40", "0", "not_owed")]
    assert transactions(shop, order, "CAPTURE") == []


def test_when_the_customer_has_paid_in_another_way_nothing_is_captured_twice(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "60.00")
    run_pending()

    act(shop, order, "pay", kind="paid", gateway="bogus", amount="100.00")
    read_payments(shop.store, order.gid)
    run_pending()

    assert line_tasks(posted) == [("succeeded", "not_owed")]
    assert transactions(shop, order, "CAPTURE") == []


def test_the_oldest_line_is_owed_first(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    first, second = invoice(order, "60.00", units=6), invoice(order, "40.00", units=4)
    run_task(first.task.pk)
    run_task(second.task.pk)

    remove_units(shop, order, 2)
    run_pending()

    assert lines(first) == [("authorised", "60", "60", "captured")]
    assert lines(second) == [("authorised", "40", "20", "not_owed")]
    assert sum(float(amount) for _, amount in transactions(shop, order, "CAPTURE")) == 80


def test_a_refund_after_the_capture_is_shown_and_asks_for_no_other_payment(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "60.00", units=6)
    run_pending()

    act(shop, order, "refund", amount="25.00")
    asked = retrieve_again(posted.invoice)
    run_pending()

    assert PaymentLine.objects.get().refunded == 25
    assert lines(posted) == [("authorised", "60", "60", "captured")]
    assert state_of(asked.task) == ("succeeded", "payments_saved")
    assert "25.00 EUR of what was received for it has been given back since." in asked.task.outcome_detail
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "60.00")]


def test_what_was_given_back_before_pays_no_invoice(shop: Shop) -> None:
    order = paid_by(shop, {**SALE, "amount": "60.00"}, {**GIFT_CARD, "amount": "40.00"})
    act(shop, order, "refund", amount="50.00")
    order = import_order(shop.store, order.gid)

    posted = invoice(order, "50.00", units=5)
    run_pending()

    assert lines(posted) == [("paid", "10", "0", "paid"), ("paid", "40", "0", "paid")]
    assert state_of(posted.task) == ("succeeded", "payments_saved")
