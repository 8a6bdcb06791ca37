"""Invoices posted at the same instant, captures asked for by hand, and workers that race: all is captured once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import pytest
from django.db import connection
from django.db.models import QuerySet

from backhaul.flows.ask_for_payments import NothingLeftToCapture, capture_by_hand, retrieve_again
from backhaul.flows.clock import real_now
from backhaul.models import PaymentLine, PostedInvoice, Task
from backhaul.models.queue import defer_run_at
from tests.crash.endings import assert_each_done_once, told, wait_for_all, wait_for_owed
from tests.crash.paying import CAPTURE
from tests.crash.points import AFTER_SETTLING, EFFECT_POINTS, Point
from tests.crash.processes import Workers
from tests.crash.scenarios import begin
from tests.crash.witness import Witness
from tests.support.commands import wait_until
from tests.support.payments import GIFT_CARD, MULTI, ONE_CAPTURE, invoice, paid_by
from tests.support.shop import Shop, state_of

pytestmark = pytest.mark.crash

Result = TypeVar("Result")
BEFORE_CAPTURE_ENDS = EFFECT_POINTS[: EFFECT_POINTS.index(AFTER_SETTLING)]
IN_RETRIEVAL = "backhaul.flows.retrieve_payments"
BEFORE_COMMIT = (
    Point(f"{IN_RETRIEVAL}:_save"),
    Point(f"{IN_RETRIEVAL}:_write_line", "after"),
    Point(f"{IN_RETRIEVAL}:_write_line", "after", nth=3),
    Point(f"{IN_RETRIEVAL}:retrieval_outcome", "after"),
)
AFTER_COMMIT = Point(f"{IN_RETRIEVAL}:_save", "after")


@pytest.mark.parametrize(
    ("payment", "captured"), [(MULTI, ["30.00", "70.00"]), (ONE_CAPTURE, ["100.00"])], ids=["several", "one capture"]
)
def test_two_invoices_at_the_same_instant_share_an_authorisation(
    payment: dict[str, Any], captured: list[str], shop: Shop, workers: Workers
) -> None:
    orders = [paid_by(shop, payment) for _ in range(3)]
    witness = Witness(shop)
    for _ in range(3):
        workers.start()

    for order in orders:
        _at_once(
            partial(invoice, order, "30.00", units=3, number=f"{order.name}-A"),
            partial(invoice, order, "70.00", units=7, number=f"{order.name}-B"),
        )
    posted = PostedInvoice.objects.filter(order__in=orders)
    wait_for_all([one.task for one in posted])
    wait_for_all(Task.objects.filter(kind="capture_payment"))

    for order in orders:
        assert witness.captured(order) == captured, told(list(order.tasks.all()))
        lines = order.payment_lines.order_by("amount").values_list("amount", "captured", "state")
        assert list(lines) == [(Decimal(30), Decimal(30), "captured"), (Decimal(70), Decimal(70), "captured")]


def test_a_worker_killed_at_the_second_invoice_does_not_lose_what_it_needs_of_a_single_capture(
    shop: Shop, workers: Workers
) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    first, second = invoice(order, "30.00", units=3), invoice(order, "70.00", units=7)
    witness = Witness(shop)

    workers.run_until_killed(Point("backhaul.flows.read_order:apply_payments").of(second.task.pk))
    workers.start()
    wait_for_all([first.task, second.task])
    wait_for_all(order.tasks.all())

    assert witness.captured(order) == ["100.00"]


def test_a_retrieval_writes_all_of_its_lines_and_tasks_or_none(shop: Shop, workers: Workers) -> None:
    points = (*BEFORE_COMMIT, AFTER_COMMIT)
    payments = ({**GIFT_CARD, "amount": "10.00"}, {**MULTI, "amount": "40.00"}, {**MULTI, "amount": "50.00"})
    posted = [invoice(paid_by(shop, *payments), "100.00", units=10) for _ in points]
    witness = Witness(shop)

    written = []
    for one, point in zip(posted, points, strict=True):
        workers.run_until_killed(point.of(one.task.pk))
        written.append((one.invoice.payment_lines.count(), _captures(one.invoice).count()))
    workers.start()
    wait_for_all(one.task for one in posted)
    wait_for_all(Task.objects.filter(kind="capture_payment"))

    assert written == [(0, 0)] * len(BEFORE_COMMIT) + [(3, 2)]
    for one in posted:
        assert witness.captured(one.invoice.order) == ["40.00", "50.00"], told(list(one.invoice.order.tasks.all()))
        assert (one.invoice.payment_lines.count(), _captures(one.invoice).count()) == (3, 2)


def test_a_retrieval_that_stands_still_while_another_takes_over_writes_nothing_twice(
    shop: Shop, workers: Workers
) -> None:
    points = (*BEFORE_COMMIT[:2], AFTER_COMMIT)
    posted = [invoice(paid_by(shop, MULTI), "100.00", units=10) for _ in points]
    witness = Witness(shop)

    stopped = [workers.run_until_stopped(point.of(one.task.pk)) for one, point in zip(posted, points, strict=True)]
    workers.start()
    wait_for_all(one.task for one in posted)
    for worker in stopped:
        worker.resume()
        worker.end()
    wait_for_all(Task.objects.filter(kind="capture_payment"))

    for one in posted:
        assert witness.captured(one.invoice.order) == ["100.00"], told([one.task])
        assert one.invoice.payment_lines.count() == _captures(one.invoice).count() == 1


def test_workers_that_race_for_retrievals_and_captures_do_each_once(shop: Shop, workers: Workers) -> None:
    posted = [invoice(paid_by(shop, MULTI), "100.00", units=10) for _ in range(3)]
    again = [retrieve_again(one.invoice).task for one in posted]
    for task in again * 2:
        defer_run_at(task.pk, real_now())
    witness = Witness(shop)

    for _ in range(3):
        workers.start()
    wait_for_all(again)
    wait_for_all(Task.objects.filter(kind="capture_payment"))

    for one in posted:
        assert witness.captured(one.invoice.order) == ["100.00"]


@pytest.mark.parametrize("does", ["stop", "kill"])
def test_a_capture_by_hand_beside_the_queued_one_takes_nothing_twice(does: str, shop: Shop, workers: Workers) -> None:
    owed = begin(shop, [CAPTURE], len(BEFORE_CAPTURE_ENDS))
    witness = Witness(shop)

    asked = []
    for one, point in zip(owed, BEFORE_CAPTURE_ENDS, strict=True):
        workers.come_to(point.of(one.task.pk), does)
        asked.append(capture_by_hand(_line(one.task)))
        workers.resume_all()
    workers.start()
    wait_for_owed(owed)

    assert [(one.task.pk, one.is_new) for one in asked] == [(one.task.pk, False) for one in owed]
    for one in owed:
        assert witness.captured(one.order) == ["20.00"], told([one.task])
        assert state_of(one.task) == ("succeeded", "captured")


def test_a_capture_by_hand_when_the_money_is_there_and_the_task_has_not_ended_is_refused(
    shop: Shop, workers: Workers
) -> None:
    owed = begin(shop, [CAPTURE], 1)
    witness = Witness(shop)

    workers.run_until_killed(AFTER_SETTLING.of(owed[0].task.pk))
    with pytest.raises(NothingLeftToCapture):
        capture_by_hand(_line(owed[0].task))
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)


def test_people_who_capture_by_hand_at_the_same_instant_are_one(shop: Shop, workers: Workers) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "30.00", units=3)
    witness = Witness(shop)
    first = workers.start()
    wait_until(lambda: _captures(posted.invoice).filter(state="waiting").exists())
    first.kill()

    line = posted.invoice.payment_lines.get()
    asked = _at_once(*[partial(capture_by_hand, line)] * 4)
    workers.start()
    workers.start()
    wait_for_all([asked[0].task])

    assert {(one.task.pk, one.is_new) for one in asked} == {(line.task_id, False)}
    assert witness.captured(order) == ["30.00"]


def _at_once(*calls: Callable[[], Result]) -> list[Result]:
    """Make the calls at the same instant, each on a connection of its own."""
    ready = threading.Barrier(len(calls))

    def make(call: Callable[[], Result]) -> Result:
        ready.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls))


def _captures(posted: PostedInvoice) -> QuerySet[Task]:
    return Task.objects.filter(payment_line__invoice=posted)


def _line(task: Task) -> PaymentLine:
    return PaymentLine.objects.get(task=task)
