"""Invoices that are posted before the payments of any are retrieved share an authorisation that allows one capture."""

import pytest

from backhaul.core.payment_lines import PartialCapture
from backhaul.core.tasks import TaskState
from backhaul.flows.ask_for_payments import capture_by_hand
from backhaul.flows.post_invoice import PostedInvoiceResult
from backhaul.jobs.runner import run_task
from backhaul.models import Store
from tests.support.payment_rows import put_task
from tests.support.payments import ONE_CAPTURE, capture_tasks, invoice, paid_by, transactions, words_of
from tests.support.shop import Shop, run_pending, state_of, wake_all


def two_invoices_one_retrieved(shop: Shop) -> tuple[PostedInvoiceResult, PostedInvoiceResult]:
    """Two invoices over all of an order, of which the second's payments have yet to be retrieved."""
    order = paid_by(shop, ONE_CAPTURE)
    first = invoice(order, "30.00", units=3)
    second = invoice(order, "70.00", units=7)
    run_task(first.task.pk)
    return first, second


@pytest.mark.parametrize("policy", list(PartialCapture))
def test_a_capture_waits_for_a_posted_invoice_whose_payments_are_yet_to_be_retrieved(
    policy: PartialCapture, shop: Shop
) -> None:
    Store.objects.update(partial_capture=policy)
    first, second = two_invoices_one_retrieved(shop)
    (capture,) = capture_tasks(first)

    run_task(capture.pk)
    before = (state_of(capture)[0], words_of(capture), transactions(shop, first.invoice.order, "CAPTURE"))
    run_task(second.task.pk)
    wake_all()
    run_pending()

    assert before[0] == "waiting"
    assert "another invoice" in before[1]
    assert before[2] == []
    assert transactions(shop, first.invoice.order, "CAPTURE") == [("SUCCESS", "100.00")]
    assert state_of(capture) == state_of(*capture_tasks(second)) == ("succeeded", "captured")


def test_a_capture_by_hand_takes_a_posted_invoice_along_too(shop: Shop) -> None:
    first, _ = two_invoices_one_retrieved(shop)

    capture_by_hand(first.invoice.payment_lines.get())
    run_pending()
    wake_all()
    run_pending()

    assert transactions(shop, first.invoice.order, "CAPTURE") == [("SUCCESS", "100.00")]


def test_a_capture_does_not_wait_for_a_retrieval_that_a_person_has_to_look_at(shop: Shop) -> None:
    first, second = two_invoices_one_retrieved(shop)
    put_task(second.task, TaskState.NEEDS_ATTENTION)
    (capture,) = capture_tasks(first)

    run_task(capture.pk)

    assert state_of(capture) == ("succeeded", "captured")
