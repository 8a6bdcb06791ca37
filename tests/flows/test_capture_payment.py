"""A payment line is captured once, whoever asks for it and however often."""

import pytest

from backhaul.core.errors import BackhaulError
from backhaul.flows.ask_for_payments import NothingLeftToCapture, capture_by_hand
from backhaul.flows.steer_tasks import cancel_task
from backhaul.jobs.runner import run_task
from backhaul.models import Capture, Intent, PaymentLine, PostedInvoice, Task
from tests.support.payments import (
    MULTI,
    ONE_CAPTURE,
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


def test_what_is_written_down_of_a_capture_is_what_shopify_shows(shop: Shop) -> None:
    order = paid_by(shop, MULTI)

    posted = invoice(order, "30.00")
    run_pending()

    made, line = Capture.objects.get(), PaymentLine.objects.get()
    (shown,) = [one for one in act(shop, order) if one.kind == "CAPTURE"]
    assert (made.transaction_gid, made.amount, made.status) == (shown.gid, shown.amount, shown.status)
    assert (line.transaction_gid, line.captured, line.state) == (shown.parent, shown.amount, "captured")
    assert made.intent == Intent.objects.get(operation="orderCapture")
    assert line_tasks(posted) == [("succeeded", "captured")]
    assert words_of(capture_tasks(posted)[0]) == "30.00 EUR is captured."


def test_an_invoice_over_two_authorisations_is_captured_from_both(shop: Shop) -> None:
    order = paid_by(shop, {**ONE_CAPTURE, "amount": "40.00"}, {**ONE_CAPTURE, "amount": "60.00"})

    posted = invoice(order, "100.00", final=True)
    run_pending()

    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "40.00"), ("SUCCESS", "60.00")]
    assert line_tasks(posted) == [("succeeded", "captured")] * 2


def test_a_capture_by_hand_beside_the_queued_one_captures_once(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "30.00")
    run_task(posted.task.pk)

    asked = capture_by_hand(PaymentLine.objects.get())
    run_pending()

    assert not asked.is_new
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]


def test_what_is_captured_cannot_be_captured_by_hand_once_more(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    invoice(order, "30.00")
    run_pending()

    with pytest.raises(NothingLeftToCapture):
        capture_by_hand(PaymentLine.objects.get())


def test_a_capture_that_a_person_has_called_off_is_not_made(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "30.00")
    run_task(posted.task.pk)
    (task,) = capture_tasks(posted)

    cancel_task(task.pk, reason="The customer has paid in cash.")
    run_pending()

    assert state_of(task)[0] == "cancelled"
    assert transactions(shop, order, "CAPTURE") == []


def test_a_capture_that_was_called_off_can_be_asked_for_after_all(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "30.00")
    run_task(posted.task.pk)
    cancel_task(capture_tasks(posted)[0].pk, reason="A mistake.")

    asked = capture_by_hand(PaymentLine.objects.get())
    run_pending()

    assert (asked.is_new, state_of(asked.task)) == (True, ("succeeded", "captured"))
    assert lines(posted) == [("authorised", "30", "30", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]


def test_a_task_that_runs_once_more_captures_nothing_more(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "30.00")
    run_pending()
    (task,) = capture_tasks(posted)

    Task.objects.filter(pk=task.pk).update(state="pending")
    run_task(task.pk)

    assert state_of(task) == ("succeeded", "captured")
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "30.00")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"total": "100.01", "units": 10}, "invoice-above-order"),
        ({"units": 11}, "more-than-left-to-invoice"),
        ({"currency": "USD"}, "other-currency"),
        ({"total": "1.001"}, "bad-money"),
        ({"total": "-1.00"}, "bad-money"),
        ({"units": 0}, "bad-quantity"),
    ],
)
def test_of_what_cannot_be_invoiced_nothing_is_captured(shop: Shop, changes: dict[str, str], code: str) -> None:
    order = paid_by(shop, MULTI)

    with pytest.raises(BackhaulError) as refusal:
        invoice(order, **{"total": "10.00", **changes})  # type: ignore[arg-type]

    run_pending()
    assert refusal.value.code == code
    assert not PostedInvoice.objects.exists()
    assert transactions(shop, order, "CAPTURE") == []


def test_the_same_invoice_posted_twice_is_captured_once(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    invoice(order, "10.00", number="I-1")
    run_pending()

    again = invoice(order, "10.00", number="I-1")
    run_pending()

    assert not again.is_new
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "10.00")]


def test_the_same_number_with_other_content_is_refused_and_captures_nothing(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    invoice(order, "10.00", number="I-1")
    run_pending()

    with pytest.raises(BackhaulError) as refusal:
        invoice(order, "20.00", number="I-1")

    run_pending()
    assert refusal.value.code == "external-number-taken"
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "10.00")]


def test_every_transaction_of_an_order_counts_however_many_there_are(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    for _ in range(30):
        act(shop, order, "capture", amount="1.00")

    posted = invoice(order, "100.00", units=10)
    run_pending()

    assert [line[:2] for line in lines(posted)] == [("paid", "1")] * 30 + [("authorised", "70")]
    assert transactions(shop, order, "CAPTURE")[-1] == ("SUCCESS", "70.00")
    assert line_tasks(posted) == [("succeeded", "captured")]
