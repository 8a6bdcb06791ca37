"""Credit memos carried out: what is given back, of which payment, and what happens when it cannot be."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from backhaul.flows.steer_tasks import cancel_task, retry_task
from backhaul.models import CreditMemoRefund, Intent, PaymentLine, SalesOrder, Task
from tests.support.commands import wait_until
from tests.support.credits import MUG, act_on, give, invoiced, paid_invoice, refunds
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending, state_of, wake_all


def words_of(task: Task) -> str:
    task.refresh_from_db()
    return task.outcome_detail


def test_a_credit_memo_over_a_paid_invoice_is_given_back_and_written_down(shop: Shop) -> None:
    invoice = paid_invoice(shop)

    posted = give(invoice, "25.00")
    run_pending()

    refund = CreditMemoRefund.objects.get()
    assert state_of(posted.task) == ("succeeded", "refunded")
    assert "25.00 CAD of the payment by" in words_of(posted.task)
    assert refunds(shop, invoice.order) == [("25.00", "SUCCESS")]
    assert (refund.memo, f"{refund.amount:.2f}", refund.status) == (posted.memo, "25.00", "SUCCESS")
    assert refund.intent.idempotency_key
    assert refund.settled_at is not None


@pytest.mark.parametrize("by", ["us", "elsewhere"])
def test_what_was_captured_is_given_back_whoever_captured_it(shop: Shop, by: str) -> None:
    order = shop.order(lines=[MUG], payment="authorised")
    if by == "elsewhere":
        act_on(shop, order, "capture")
    invoice = invoiced(order)

    posted = give(invoice, "100.00")
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, invoice.order) == [("100.00", "SUCCESS")]


def test_several_payments_give_back_what_one_does_not_have(shop: Shop) -> None:
    gift_card = {"kind": "gift_card", "amount": "40.00"}
    invoice = paid_invoice(shop, payment=[gift_card, {"kind": "paid", "amount": "60.00"}])

    posted = give(invoice, "75.00")
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, invoice.order) == [("60.00", "SUCCESS"), ("15.00", "SUCCESS")]


def test_a_pending_refund_is_waited_for_and_not_asked_for_again(shop: Shop) -> None:
    invoice = paid_invoice(shop)
    act_on(shop, None, next_refund={"answer": "pending"})
    posted = give(invoice, "25.00")
    run_pending()
    first = (*state_of(posted.task), posted.task.wait_reason)

    wake_all()
    run_pending()
    still = state_of(posted.task)[0]
    act_on(shop, invoice.order, "settle")
    wake_all()
    run_pending()

    assert first == ("waiting", "waiting_until", "payment_pending")
    assert still == "waiting"
    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, invoice.order) == [("25.00", "SUCCESS")]
    assert CreditMemoRefund.objects.get().status == "SUCCESS"


def test_a_refund_that_fails_after_all_is_for_a_person_who_can_have_it_tried_again(shop: Shop) -> None:
    invoice = paid_invoice(shop)
    act_on(shop, None, next_refund={"answer": "pending"})
    posted = give(invoice, "25.00")
    run_pending()
    act_on(shop, invoice.order, "fail", error_code="CARD_DECLINED")
    wake_all()
    run_pending()
    asked = (*state_of(posted.task), words_of(posted.task))

    retry_task(posted.task.pk)
    run_pending()

    assert asked[:2] == ("needs_attention", "needs_attention")
    assert "25.00 CAD" in asked[2]
    assert "has failed: the card was declined" in asked[2]
    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, invoice.order) == [("25.00", "FAILURE"), ("25.00", "SUCCESS")]


def test_a_refund_that_fails_at_once_is_not_tried_again_by_itself(shop: Shop) -> None:
    invoice = paid_invoice(shop)
    act_on(shop, None, next_refund={"answer": "failure", "error_code": "CARD_DECLINED"})
    posted = give(invoice, "25.00")
    run_pending()

    assert state_of(posted.task)[0] == "needs_attention"
    assert "Giving back 25.00 CAD of the payment by" in words_of(posted.task)
    assert "has failed: the card was declined" in words_of(posted.task)
    assert refunds(shop, invoice.order) == [("25.00", "FAILURE")]


def test_what_a_person_has_refunded_meanwhile_is_not_given_back_twice(shop: Shop) -> None:
    invoice = paid_invoice(shop)
    posted = give(invoice, "60.00")
    act_on(shop, invoice.order, "refund", amount="70.00")

    run_pending()

    assert state_of(posted.task)[0] == "needs_attention"
    assert "30.00 CAD of the payment by" in words_of(posted.task)
    assert "30.00 CAD of 60.00 CAD cannot be given back" in words_of(posted.task)
    assert refunds(shop, invoice.order) == [("70.00", "SUCCESS"), ("30.00", "SUCCESS")]


def test_a_person_who_refunds_at_the_same_moment_is_not_paid_twice_over(shop: Shop) -> None:
    invoice = paid_invoice(shop)
    posted = give(invoice, "60.00")
    shop.sandbox.faults({"operation": "refundCreate", "nth": 1, "kind": "slow", "seconds": 3})

    with ThreadPoolExecutor(1) as pool:
        person = pool.submit(_refund_while_ours_is_on_its_way, shop, invoice.order)
        run_pending()
        person.result()

    assert state_of(posted.task)[0] == "needs_attention"
    assert "30.00 CAD of 60.00 CAD cannot be given back" in words_of(posted.task)
    assert refunds(shop, invoice.order) == [("70.00", "SUCCESS"), ("30.00", "SUCCESS")]
    assert [intent.state for intent in Intent.objects.filter(operation="refundCreate")] == ["rejected", "done"]


def _refund_while_ours_is_on_its_way(shop: Shop, order: SalesOrder) -> None:
    wait_until(lambda: any(one["operation"] == "RefundCreate" for one in shop.sandbox.log()))
    act_on(shop, order, "refund", amount="70.00")


@pytest.mark.parametrize(("fault", "settled"), [("500_after", "done"), ("500_before", "absent")])
def test_a_lost_reply_is_one_refund(shop: Shop, fault: str, settled: str) -> None:
    invoice = paid_invoice(shop)
    shop.sandbox.faults({"operation": "refundCreate", "nth": 1, "kind": fault})
    posted = give(invoice, "25.00")
    run_pending()
    waiting = state_of(posted.task)[0]

    let_lost_replies_be_old()
    wake_all()
    run_pending()

    assert waiting == "waiting"
    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, invoice.order) == [("25.00", "SUCCESS")]
    assert Intent.objects.filter(task=posted.task).earliest("created_at").state == settled
    assert len(set(Intent.objects.values_list("idempotency_key", flat=True))) == 1


def test_a_credit_memo_is_carried_out_once_however_often_it_runs(shop: Shop) -> None:
    invoice = paid_invoice(shop)
    posted = give(invoice, "25.00")
    run_pending()
    Task.objects.filter(pk=posted.task.pk).update(state="pending", settled_at=None)

    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, invoice.order) == [("25.00", "SUCCESS")]


def test_two_credit_memos_together_give_back_the_whole_invoice(shop: Shop) -> None:
    invoice = paid_invoice(shop)

    posted = [give(invoice, "60.00", "CM-1"), give(invoice, "40.00", "CM-2")]
    run_pending()

    assert [state_of(one.task)[1] for one in posted] == ["refunded", "refunded"]
    assert sorted(refunds(shop, invoice.order)) == [("40.00", "SUCCESS"), ("60.00", "SUCCESS")]


def test_two_invoices_over_one_payment_each_give_back_their_own_part(shop: Shop) -> None:
    order = shop.order(lines=[{**MUG, "quantity": 2, "price": "50.00"}], payment="paid")
    first, second = invoiced(order, "50.00"), invoiced(order, "50.00", number="I-2")
    give(second, "50.00")
    run_pending()

    posted = give(first, "50.00", "CM-2")
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, order) == [("50.00", "SUCCESS"), ("50.00", "SUCCESS")]
    assert [f"{line.refunded:.2f}" for line in PaymentLine.objects.order_by("position")] == ["50.00", "50.00"]


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "1234"), ("KWD", "1.125")])
def test_money_is_given_back_in_the_customers_currency_with_its_decimals(
    shop: Shop, currency: str, amount: str
) -> None:
    order = shop.order(lines=[{**MUG, "price": "5000"}], payment="paid", presentment_currency=currency, rate="1")
    invoice = invoiced(order, "5000")

    posted = give(invoice, amount)
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, order) == [(amount, "SUCCESS")]


def test_the_payment_lines_say_what_was_given_back_of_them(shop: Shop) -> None:
    invoice = paid_invoice(shop)
    give(invoice, "25.00")
    run_pending()

    give(invoice, "10.00", "CM-2")
    run_pending()

    assert f"{PaymentLine.objects.get().refunded:.2f}" == "35.00"


def test_a_credit_memo_called_off_while_it_is_short_leaves_what_it_gave_back(shop: Shop) -> None:
    invoice = paid_invoice(shop)
    posted = give(invoice, "60.00")
    act_on(shop, invoice.order, "refund", amount="70.00")
    run_pending()

    cancel_task(posted.task.pk, reason="The rest was paid out in cash.")

    assert state_of(posted.task)[0] == "cancelled"
    assert [f"{refund.amount:.2f}" for refund in CreditMemoRefund.objects.all()] == ["30.00"]
