"""Replies to captures, voids and refunds that are lost: what was done is found out, and never done twice."""

from collections.abc import Callable

import pytest

from backhaul.core.tasks import TaskState
from backhaul.flows.choose import resolve_intent
from backhaul.flows.effects.intents import ReadBackPending
from backhaul.flows.effects.settle import EffectUnclear
from backhaul.flows.read_order import read_order
from backhaul.models import Capture, Intent, Task
from tests.flows.moving_money import AtWork, act, another_line, at_work, elsewhere
from tests.support.payments import MULTI, invoice, lines, paid_by
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending, wake_all


def losing(work: AtWork, operation: str, kind: str, call: Callable[[], object]) -> None:
    """Make a call whose reply is lost, and let the time pass after which Shopify can be asked about it."""
    work.shop.sandbox.faults({"operation": operation, "nth": 1, "kind": kind})
    with pytest.raises(ReadBackPending):
        call()
    work.shop.sandbox.faults()
    let_lost_replies_be_old()


def test_a_capture_whose_reply_was_lost_is_found_and_written_down_for_all_its_lines(shop: Shop) -> None:
    work = at_work(shop)
    other = another_line(work, "50.00")
    losing(work, "orderCapture", "500_after", lambda: work.capture("50.00", (other, "20.00")))

    work.settle()

    intent = Intent.objects.get()
    assert (intent.state, intent.settled_by) == ("done", "read_back")
    assert intent.evidence["effect"] == {"status": "SUCCESS", "error_code": ""}
    assert work.sums() == ("50.00", "0.00", "captured")
    assert work.sums(other) == ("20.00", "0.00", "open")
    assert work.transactions("CAPTURE") == [("SUCCESS", "70.00")]


def test_a_capture_that_never_arrived_is_absent_and_can_be_made_again(shop: Shop) -> None:
    work = at_work(shop)
    losing(work, "orderCapture", "500_before", lambda: work.capture("50.00"))

    work.settle()
    between = (Intent.objects.get().state, work.sums(), Capture.objects.count())
    work.capture("50.00")

    assert between == ("absent", ("0.00", "0.00", "open"), 0)
    assert work.transactions("CAPTURE") == [("SUCCESS", "50.00")]
    assert work.sums() == ("50.00", "0.00", "captured")


@pytest.mark.parametrize(
    ("answer", "sums"), [("pending", ("0.00", "50.00", "pending")), ("failure", ("0.00", "0.00", "refused"))]
)
def test_a_lost_capture_is_found_with_what_became_of_it(shop: Shop, answer: str, sums: tuple[str, ...]) -> None:
    work = at_work(shop)
    act(work, next_capture={"answer": answer})
    losing(work, "orderCapture", "500_after", lambda: work.capture("50.00"))

    work.settle()

    assert Intent.objects.get().state == "done"
    assert work.sums() == sums


def test_somebody_elses_capture_of_another_amount_is_not_taken_for_ours(shop: Shop) -> None:
    work = at_work(shop)
    losing(work, "orderCapture", "500_before", lambda: work.capture("50.00"))
    act(work, "capture", amount="30.00")

    work.settle()

    assert Intent.objects.get().state == "absent"
    assert Capture.objects.count() == 0


def test_a_capture_that_a_line_has_already_is_not_taken_for_ours(shop: Shop) -> None:
    work = at_work(shop)
    losing(work, "orderCapture", "500_before", lambda: work.capture("20.00"))
    theirs = act(work, "capture", amount="20.00")["transactions"][-1]["id"]
    elsewhere(work.line, theirs, "20.00")

    work.settle()

    assert Intent.objects.get().state == "absent"
    assert Capture.objects.get().transaction_gid == theirs


def test_of_two_equal_captures_a_person_says_which_is_ours(shop: Shop) -> None:
    work = at_work(shop)
    losing(work, "orderCapture", "500_after", lambda: work.capture("50.00"))
    act(work, "capture", amount="50.00")
    with pytest.raises(EffectUnclear):
        work.settle()
    Task.objects.filter(pk=work.task.pk).update(state=TaskState.NEEDS_ATTENTION, outcome="needs_attention")
    ours, _theirs = Intent.objects.get().evidence["candidates"]

    resolve_intent(Intent.objects.get().pk, effect_gid=ours)

    made = Capture.objects.get()
    assert (made.transaction_gid, made.status) == (ours, "UNKNOWN")
    assert work.sums() == ("0.00", "50.00", "pending")


def test_nothing_else_is_sent_before_it_is_known_what_became_of_a_capture(shop: Shop) -> None:
    work = at_work(shop)
    shop.sandbox.faults({"operation": "orderCapture", "nth": 1, "kind": "500_after"})
    with pytest.raises(ReadBackPending):
        work.capture("50.00")

    with pytest.raises(ReadBackPending):
        work.settle()

    assert Intent.objects.get().state == "open"


@pytest.mark.parametrize(("kind", "state"), [("500_after", "done"), ("500_before", "absent")])
def test_a_lost_void_is_found_or_absent(shop: Shop, kind: str, state: str) -> None:
    work = at_work(shop)
    losing(work, "transactionVoid", kind, work.void)

    work.settle()

    assert Intent.objects.get().state == state
    assert len(work.transactions("VOID")) == (state == "done")


@pytest.mark.parametrize(("kind", "state"), [("500_after", "done"), ("500_before", "absent")])
def test_a_lost_refund_is_found_or_sent_again_with_its_key(shop: Shop, kind: str, state: str) -> None:
    work = at_work(shop, payment="paid")
    losing(work, "refundCreate", kind, lambda: work.refund("12.50", key="key-9"))

    work.settle()
    settled = Intent.objects.get().state
    work.refund("12.50", key="key-9")

    assert settled == state
    assert work.transactions("REFUND") == [("SUCCESS", "12.50")]
    assert set(Intent.objects.values_list("idempotency_key", flat=True)) == {"key-9"}


def test_the_read_back_of_a_payment_costs_four_points(shop: Shop) -> None:
    work = at_work(shop)
    losing(work, "orderCapture", "500_after", lambda: work.capture("50.00"))
    before = len(shop.sandbox.log())

    work.settle()

    assert [(one["operation"], one["requested"]) for one in shop.sandbox.log()[before:]] == [("OrderPayments", 4)]


def test_a_reading_amid_a_lost_capture_does_not_say_of_other_lines_that_they_are_not_owed(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    first, second = invoice(order, "60.00"), invoice(order, "40.00")
    shop.sandbox.faults({"operation": "orderCapture", "nth": 1, "kind": "500_after"})
    run_pending()
    shop.sandbox.faults()

    read_order(shop.store, order.gid)
    between = [*lines(first), *lines(second)]
    let_lost_replies_be_old()
    wake_all()
    run_pending()

    assert [line[-1] for line in between] == ["open", "open"]
    assert lines(first) == [("authorised", "60", "60", "captured")]
    assert lines(second) == [("authorised", "40", "40", "captured")]
