"""A person moves money in Shopify while our capture is on its way: no invoice takes more than it is over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from backhaul.core.payment_lines import TakenBy
from backhaul.flows.read_order import read_payments
from backhaul.models import Capture, Intent, SalesOrder, Task
from tests.crash.endings import assert_each_done_once, told, wait_for_all, wait_for_ends, wait_for_owed
from tests.crash.paying import CAPTURE, REFUND, VOID, retrieved
from tests.crash.points import (
    AFTER_INTENT,
    AFTER_REPLY,
    BEFORE_BODY,
    BEFORE_INTENT,
    BEFORE_READ,
    BEFORE_REPLY,
    BEFORE_SETTLING,
    Point,
)
from tests.crash.processes import Workers
from tests.crash.scenarios import begin
from tests.crash.witness import Witness
from tests.support.payments import MULTI, ONE_CAPTURE, act, invoice, paid_by
from tests.support.shop import Shop, forget_jobs, run_pending, state_of

pytestmark = pytest.mark.crash


@dataclass(frozen=True)
class Meeting:
    """What a person does to an authorisation of 100.00 while our worker stands before or after its capture of 20.00.

    `captured` is what Shopify shows in the end, least first; where the worker goes on within its time it may be
    `or_captured`: Shopify takes both captures, for it knows of no invoice.
    """

    stands: Point
    does: str
    captured: Sequence[str]
    outcome: str
    amount: str = ""
    payment: dict[str, Any] = field(default_factory=lambda: MULTI)
    or_captured: Sequence[str] = ()

    @property
    def details(self) -> dict[str, str]:
        """The amount, if the person names one."""
        return {"amount": self.amount} if self.amount else {}


PART = ["5.00", "15.00"]
BOTH = ["5.00", "20.00"]
ALL = ["20.00"]
MEETINGS = (
    Meeting(BEFORE_READ, "capture", PART, "captured", "5.00"),
    Meeting(BEFORE_READ, "capture", ALL, "captured_elsewhere", "20.00"),
    Meeting(BEFORE_INTENT, "capture", PART, "captured", "5.00", or_captured=BOTH),
    Meeting(AFTER_INTENT, "capture", PART, "captured", "5.00", or_captured=BOTH),
    Meeting(BEFORE_BODY, "capture", PART, "captured", "5.00", or_captured=BOTH),
    Meeting(BEFORE_REPLY, "capture", BOTH, "captured", "5.00"),
    Meeting(BEFORE_SETTLING, "capture", BOTH, "captured", "5.00"),
    Meeting(BEFORE_REPLY, "refund", ALL, "captured", "20.00"),
    Meeting(BEFORE_SETTLING, "refund", ALL, "captured", "20.00"),
    Meeting(BEFORE_READ, "capture", ["100.00"], "captured_elsewhere", payment=ONE_CAPTURE),
    Meeting(BEFORE_INTENT, "capture", ALL, "captured_elsewhere", "20.00", ONE_CAPTURE),
    Meeting(BEFORE_BODY, "capture", ["100.00"], "captured_elsewhere", payment=ONE_CAPTURE),
)
FOR_A_PERSON = (
    Meeting(BEFORE_READ, "void", [], "not_captured"),
    Meeting(BEFORE_INTENT, "void", [], "not_captured"),
    Meeting(BEFORE_BODY, "void", [], "not_captured"),
    Meeting(BEFORE_READ, "capture", ["5.00"], "captured_in_part", "5.00", ONE_CAPTURE),
    Meeting(BEFORE_INTENT, "capture", ["5.00"], "captured_in_part", "5.00", ONE_CAPTURE),
)


@pytest.mark.parametrize("ours", ["stop", "kill"])
@pytest.mark.parametrize(
    ("meetings", "state"), [(MEETINGS, "succeeded"), (FOR_A_PERSON, "needs_attention")], ids=["done", "for a person"]
)
def test_a_person_who_moves_money_at_the_same_moment_is_taken_into_account(
    ours: str, meetings: Sequence[Meeting], state: str, shop: Shop, workers: Workers
) -> None:
    owed = [_owed(shop, meeting) for meeting in meetings]
    witness = Witness(shop)

    for (order, task), meeting in zip(owed, meetings, strict=True):
        workers.come_to(meeting.stands.of(task.pk), ours)
        act(shop, order, meeting.does, **meeting.details)
        workers.resume_all()
    workers.start()
    wait_for_ends(task for _, task in owed)

    for (order, task), meeting in zip(owed, meetings, strict=True):
        allowed = [meeting.captured, meeting.or_captured] if ours == "stop" else [meeting.captured]
        assert _least_first(witness.captured(order)) in allowed, told([task])
        assert state_of(task) == (state, meeting.outcome), told([task])
        assert_rows_agree(order, witness)


@pytest.mark.parametrize("ours", ["stop", "kill"])
def test_whoever_reads_the_payments_before_our_capture_is_settled_takes_it_for_nobody_elses(
    ours: str, shop: Shop, workers: Workers
) -> None:
    points = (BEFORE_REPLY, AFTER_REPLY, BEFORE_SETTLING)
    owed = begin(shop, [CAPTURE], len(points))
    witness = Witness(shop)

    for one, point in zip(owed, points, strict=True):
        workers.come_to(point.of(one.task.pk), ours)
        read_payments(shop.store, one.order.gid)
        workers.resume_all()
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)
    assert not Capture.objects.filter(taken_by=TakenBy.ELSEWHERE).exists()


def test_an_earlier_capture_of_the_same_amount_is_not_taken_for_a_lost_one(shop: Shop, workers: Workers) -> None:
    points = (AFTER_INTENT, BEFORE_BODY, BEFORE_REPLY, BEFORE_SETTLING)
    orders = [_invoiced_before(shop) for _ in points]
    owed = [retrieved(invoice(order, "20.00", units=2).invoice)[0] for order in orders]
    witness = Witness(shop)

    for task, point in zip(owed, points, strict=True):
        workers.run_until_killed(point.of(task.pk))
    workers.start()
    wait_for_all(owed)

    for order, task in zip(orders, owed, strict=True):
        assert witness.captured(order) == ["20.00", "20.00"], told([task])
        assert_rows_agree(order, witness)


@pytest.mark.parametrize("stands", [BEFORE_REPLY, BEFORE_SETTLING], ids=str)
def test_a_person_says_which_of_two_equal_captures_is_ours(stands: Point, shop: Shop, workers: Workers) -> None:
    order, task = _owed(shop, Meeting(stands, "capture", [], ""))
    witness = Witness(shop)

    workers.run_until_killed(stands.of(task.pk))
    act(shop, order, "capture", amount="20.00")
    workers.start()
    wait_for_ends([task])

    assert witness.captured(order) == ["20.00", "20.00"]
    assert state_of(task)[0] == "needs_attention"
    assert len(Intent.objects.get(task=task).evidence["candidates"]) == 2


def test_a_capture_that_a_person_makes_in_the_place_of_a_lost_one_is_not_made_again(
    shop: Shop, workers: Workers
) -> None:
    order, task = _owed(shop, Meeting(AFTER_INTENT, "capture", [], ""))
    witness = Witness(shop)

    workers.run_until_killed(AFTER_INTENT.of(task.pk))
    act(shop, order, "capture", amount="20.00")
    workers.start()
    wait_for_ends([task])

    assert witness.captured(order) == ["20.00"]
    assert state_of(task) == ("succeeded", "captured"), told([task])


def test_what_a_person_captured_beside_ours_pays_for_the_next_invoice(shop: Shop, workers: Workers) -> None:
    order, task = _owed(shop, Meeting(BEFORE_REPLY, "capture", [], ""))
    witness = Witness(shop)

    workers.run_until_killed(BEFORE_REPLY.of(task.pk))
    act(shop, order, "capture", amount="5.00")
    workers.start()
    wait_for_ends([task])
    second = invoice(order, "30.00", units=3)
    wait_for_all([second.task])
    wait_for_all(order.tasks.all())

    assert _least_first(witness.captured(order)) == ["5.00", "20.00", "25.00"]
    paid = {line.kind: f"{line.amount:.2f}" for line in second.invoice.payment_lines.all()}
    assert paid == {"paid": "5.00", "authorised": "25.00"}


@pytest.mark.parametrize("ours", ["stop", "kill"])
def test_a_person_who_voids_what_we_void_at_the_same_moment_is_taken_into_account(
    ours: str, shop: Shop, workers: Workers
) -> None:
    points = (BEFORE_READ, BEFORE_INTENT, AFTER_INTENT, BEFORE_BODY)
    owed = begin(shop, [VOID], len(points))
    witness = Witness(shop)

    for one, point in zip(owed, points, strict=True):
        workers.come_to(point.of(one.task.pk), ours)
        act(shop, one.order, "void")
        workers.resume_all()
    workers.start()
    wait_for_owed(owed)

    for one in owed:
        assert witness.transactions(one.order) == one.scenario.shown
        assert state_of(one.task)[1] in ("voided", "nothing_to_void"), told([one.task])


@pytest.mark.parametrize("ours", ["stop", "kill"])
def test_a_person_who_gives_back_the_same_money_at_the_same_moment_is_taken_into_account(
    ours: str, shop: Shop, workers: Workers
) -> None:
    points = (BEFORE_READ, BEFORE_INTENT, BEFORE_BODY, BEFORE_REPLY, BEFORE_SETTLING)
    owed = begin(shop, [REFUND], len(points))
    witness = Witness(shop)

    for one, point in zip(owed, points, strict=True):
        workers.come_to(point.of(one.task.pk), ours)
        act(shop, one.order, "refund", amount="2.00")
        workers.resume_all()
    workers.start()
    wait_for_owed(owed)

    for one in owed:
        assert [amount for _, _, amount in witness.transactions(one.order, "REFUND")] == ["2.00", "5.00"]
        assert state_of(one.task) == ("succeeded", "refunded"), told([one.task])


def assert_rows_agree(order: SalesOrder, witness: Witness) -> None:
    """Each capture that a line has is in Shopify with that status, ours are those of our calls, and no line has more
    than it is for."""
    rows = list(Capture.objects.filter(line__order=order))
    moved = witness.money_moved(order)
    assert {row.transaction_gid: row.status for row in rows}.items() <= moved.items()
    ours = {row.transaction_gid for row in rows if row.taken_by == TakenBy.US}
    assert ours == {gid for intent in Intent.objects.filter(task__order=order) for gid in intent.effect_gids}
    for line in order.payment_lines.all():
        taken = sum((row.amount for row in rows if row.line_id == line.pk), Decimal(0))
        assert taken == line.captured <= line.amount


def _owed(shop: Shop, meeting: Meeting) -> tuple[SalesOrder, Task]:
    order = paid_by(shop, meeting.payment)
    final = meeting.payment is ONE_CAPTURE  # it would wait for the last invoice
    (task,) = retrieved(invoice(order, "20.00", units=2, final=final).invoice)
    return order, task


def _invoiced_before(shop: Shop) -> SalesOrder:
    """An order of which 20.00 are captured already, by us."""
    order = paid_by(shop, MULTI)
    invoice(order, "20.00", units=2)
    run_pending()
    forget_jobs()
    return order


def _least_first(amounts: Iterable[str]) -> list[str]:
    return sorted(amounts, key=Decimal)
