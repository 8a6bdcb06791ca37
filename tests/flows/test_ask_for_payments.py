"""What a person can ask for about payments: each finds or writes one task."""

from datetime import UTC, datetime

import pytest

from backhaul.core.payment_lines import LineKind, LineState
from backhaul.core.tasks import TaskState, WaitReason
from backhaul.flows.ask_for_payments import (
    MoreToInvoice,
    NothingLeftToCapture,
    capture_by_hand,
    retrieve_again,
    void_leftovers,
)
from backhaul.flows.endings import Evidence, waiting
from backhaul.flows.task_list import claim, end_run
from backhaul.models import PaymentLine, PostedInvoice, Task
from tests.support.payment_rows import capture_row, dear_order_row, invoice_row, line_row, put_task
from tests.support.rows import store_row

EXPIRES = datetime(2090, 1, 1, tzinfo=UTC)


@pytest.fixture
def invoice(db: None) -> PostedInvoice:
    """A final invoice of an order."""
    return invoice_row(dear_order_row(store_row()), final=True)


@pytest.mark.parametrize("state", [TaskState.WAITING, TaskState.NEEDS_ATTENTION])
def test_a_capture_that_waits_or_needs_a_person_runs_now_whatever_the_policy(
    invoice: PostedInvoice, state: TaskState
) -> None:
    line = line_row(invoice)
    put_task(line.task, state, attempts=7)

    asked = capture_by_hand(line)

    task = Task.objects.get(pk=line.task_id)
    assert (asked.task.pk, asked.is_new) == (task.pk, False)
    assert (task.state, task.choices, task.attempts) == ("pending", {"capture_now": True}, 0)
    assert task.retried_at is not None
    assert task.job_id is not None


def test_a_capture_that_runs_at_this_moment_goes_on_running(invoice: PostedInvoice) -> None:
    line = line_row(invoice)
    put_task(line.task, TaskState.RUNNING, lease_until=EXPIRES)

    asked = capture_by_hand(line)

    assert (asked.task.state, asked.is_new, asked.task.choices) == ("running", False, {"capture_now": True})


def test_a_run_that_would_end_waiting_goes_on_once_when_somebody_has_asked_meanwhile(
    invoice: PostedInvoice,
) -> None:
    line = line_row(invoice)
    assert line.task is not None
    lease = claim(line.task.pk, worker="test")
    assert lease is not None
    capture_by_hand(line)

    end_run(lease, waiting(WaitReason.LAST_INVOICE, EXPIRES), Evidence())
    first = Task.objects.get(pk=line.task.pk).state
    again = claim(line.task.pk, worker="test")
    assert again is not None
    end_run(again, waiting(WaitReason.LAST_INVOICE, EXPIRES), Evidence())

    assert (first, Task.objects.get(pk=line.task.pk).state) == ("pending", "waiting")


def test_a_capture_by_hand_beside_the_queued_one_is_the_same_task(invoice: PostedInvoice) -> None:
    line = line_row(invoice)

    first = capture_by_hand(line)
    second = capture_by_hand(line)

    assert first.task.pk == second.task.pk == line.task_id
    assert Task.objects.filter(kind="capture_payment").count() == 1


def test_a_line_whose_task_was_called_off_gets_another_one(invoice: PostedInvoice) -> None:
    line = line_row(invoice, expires_at=EXPIRES)
    put_task(line.task, TaskState.CANCELLED)

    asked = capture_by_hand(line)
    again = capture_by_hand(line)

    assert asked.is_new
    assert asked.task.unique_key == f"capture_payment:{line.pk}:2"
    assert asked.task.choices == {"capture_now": True}
    assert asked.task.due_by == EXPIRES
    assert PaymentLine.objects.get().task_id == asked.task.pk
    assert (again.task.pk, again.is_new) == (asked.task.pk, False)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": LineKind.PAID, "state": LineState.PAID}, "is money that is there already"),
        ({"state": LineState.CAPTURED}, "has been captured in full"),
    ],
)
def test_what_needs_no_capture_is_refused(invoice: PostedInvoice, fields: dict[str, LineState], words: str) -> None:
    line = line_row(invoice, **fields)  # type: ignore[arg-type]

    with pytest.raises(NothingLeftToCapture) as refused:
        capture_by_hand(line)

    assert words in refused.value.message


def test_a_line_that_captures_have_used_up_is_refused_although_its_state_is_old(invoice: PostedInvoice) -> None:
    line = line_row(invoice)
    capture_row(line, "100.00")

    with pytest.raises(NothingLeftToCapture):
        capture_by_hand(line)


def test_retrieving_again_wakes_the_first_task_and_later_writes_others(invoice: PostedInvoice) -> None:
    put_task(invoice.task, TaskState.NEEDS_ATTENTION)

    woken = retrieve_again(invoice)
    put_task(invoice.task, TaskState.SUCCEEDED)
    second = retrieve_again(invoice)
    beside = retrieve_again(invoice)

    assert (woken.task.pk, woken.is_new, woken.task.state) == (invoice.task_id, False, "pending")
    assert (second.is_new, second.task.unique_key) == (True, f"retrieve_payments:{invoice.pk}:2")
    assert (beside.task.pk, beside.is_new) == (second.task.pk, False)
    assert invoice.later_tasks.get().task_id == second.task.pk


def test_leftovers_are_not_voided_while_more_may_be_invoiced(db: None) -> None:
    invoice = invoice_row(dear_order_row(store_row()), final=False)

    with pytest.raises(MoreToInvoice):
        void_leftovers(invoice)

    assert not Task.objects.filter(kind="void_leftover").exists()


def test_one_voiding_of_an_order_at_a_time(invoice: PostedInvoice) -> None:
    other = invoice_row(invoice.order, "I-2")

    first = void_leftovers(invoice)
    beside = void_leftovers(other)
    put_task(first.task, TaskState.SUCCEEDED)
    later = void_leftovers(invoice)

    assert (first.is_new, beside.is_new, later.is_new) == (True, False, True)
    assert beside.task.pk == first.task.pk
    assert [task.unique_key for task in (first.task, later.task)] == [
        f"void_leftover:{invoice.pk}:1",
        f"void_leftover:{invoice.pk}:2",
    ]
