"""Retrieving a posted invoice's payments: what it takes, in which order, and what is said when that is not enough."""

from datetime import timedelta

from backhaul.core.tasks import WaitReason
from backhaul.flows.ask_for_payments import retrieve_again
from backhaul.flows.clock import now
from backhaul.flows.read_order import read_payments
from backhaul.models import GatewayMapping, PaymentLine
from tests.support.payments import (
    CASH,
    GIFT_CARD,
    MULTI,
    ONE_CAPTURE,
    SALE,
    Calendar,
    act,
    invoice,
    lines,
    paid_by,
    transactions,
    words_of,
)
from tests.support.shop import Shop, run_pending, state_of

LATE = {"kind": "pending", "gateway": "bogus"}


def test_what_is_paid_comes_first_and_then_what_expires_soonest(shop: Shop) -> None:
    order = paid_by(
        shop,
        {**MULTI, "amount": "50.00", "expires_in": "P6D"},
        {**GIFT_CARD, "amount": "20.00"},
        {**MULTI, "amount": "30.00", "expires_in": "P7D"},
    )

    posted = invoice(order, "75.00")
    run_pending()

    assert lines(posted) == [
        ("paid", "20", "0", "paid"),
        ("authorised", "50", "50", "captured"),
        ("authorised", "5", "5", "captured"),
    ]
    assert state_of(posted.task) == ("succeeded", "payments_saved")
    assert "75.00 EUR is invoiced. 20.00 EUR of it was paid already." in posted.task.outcome_detail


def test_an_authorisation_is_said_to_expire_when_its_gateway_usually_lets_it(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)

    invoice(order, "10.00")
    run_pending()

    line = PaymentLine.objects.get()
    assert line.expires_at is not None
    assert abs(line.expires_at - now() - timedelta(days=7)) < timedelta(minutes=5)
    assert line.expiry_is_estimated
    assert line.takes_one_capture


def test_money_that_is_there_needs_no_capture(shop: Shop) -> None:
    order = paid_by(shop, SALE)

    posted = invoice(order, "40.00")
    run_pending()

    assert lines(posted) == [("paid", "40", "0", "paid")]
    assert PaymentLine.objects.get().task is None
    assert state_of(posted.task) == ("succeeded", "payments_saved")


def test_what_an_earlier_invoice_was_paid_with_is_not_counted_again(shop: Shop) -> None:
    order = paid_by(shop, {**SALE, "amount": "60.00"})
    invoice(order, "40.00")

    second = invoice(order, "60.00")
    run_pending()

    assert lines(second) == [("paid", "20", "0", "paid")]
    assert "40.00 EUR of it is not covered" in words_of(second.task)


def test_an_order_paid_in_cash_has_nothing_to_capture_and_names_the_gateway(shop: Shop) -> None:
    order = paid_by(shop, CASH)

    posted = invoice(order, "40.00")
    run_pending()

    assert lines(posted) == []
    assert state_of(posted.task) == ("succeeded", "nothing_to_capture")
    assert "Cash on Delivery (COD)" in posted.task.outcome_detail


def test_an_order_without_any_payment_has_nothing_to_capture(shop: Shop) -> None:
    order = paid_by(shop)

    posted = invoice(order, "40.00")
    run_pending()

    assert state_of(posted.task) == ("succeeded", "nothing_to_capture")


def test_an_invoice_over_nothing_takes_nothing(shop: Shop) -> None:
    order = paid_by(shop, MULTI)

    posted = invoice(order, "0.00")
    run_pending()

    assert lines(posted) == []
    assert state_of(posted.task) == ("succeeded", "nothing_to_capture")


def test_what_is_short_goes_on_by_itself_once_the_customer_pays(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, {**MULTI, "amount": "30.00"})
    posted = invoice(order, "40.00")
    run_pending()
    short = (posted.task.pk, *state_of(posted.task), posted.task.wait_reason)

    act(shop, order, "pay", kind="gift_card", amount="10.00")
    calendar.advance(days=1, hours=1)
    run_pending()

    assert short[1:] == ("needs_attention", "payments_short", WaitReason.PAYMENT_EXPECTED)
    assert state_of(posted.task) == ("succeeded", "payments_saved")
    assert lines(posted) == [("authorised", "30", "30", "captured"), ("paid", "10", "0", "paid")]


def test_whoever_sees_that_the_payments_have_changed_wakes_what_is_short(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "30.00"})
    posted = invoice(order, "40.00")
    run_pending()

    act(shop, order, "pay", kind="gift_card", amount="10.00")
    read_payments(shop.store, order.gid)

    assert state_of(posted.task)[0] == "pending"


def test_a_payment_that_is_being_processed_is_waited_for_and_then_taken(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, {**LATE, "settle_after": "PT30M"})
    posted = invoice(order, "40.00")
    run_pending()
    waiting = (*state_of(posted.task), posted.task.wait_reason)

    calendar.advance(minutes=31)
    run_pending()

    assert waiting == ("waiting", "payments_short", WaitReason.PAYMENT_PENDING)
    assert lines(posted) == [("paid", "40", "0", "paid")]
    assert state_of(posted.task) == ("succeeded", "payments_saved")


def test_a_payment_that_fails_in_the_end_is_named_with_what_is_short(shop: Shop, calendar: Calendar) -> None:
    order = paid_by(shop, {**LATE, "settle_after": "PT30M", "settles_as": "failure", "error_code": "CARD_DECLINED"})
    posted = invoice(order, "40.00")
    run_pending()

    calendar.advance(minutes=31)
    run_pending()

    assert state_of(posted.task) == ("needs_attention", "payments_short")
    assert "40.00 EUR of it is not covered" in posted.task.outcome_detail
    assert "the card was declined" in posted.task.outcome_detail


def test_what_is_authorised_beyond_the_last_invoice_is_named(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "100.00"})

    posted = invoice(order, "40.00", final=True)
    run_pending()

    assert state_of(posted.task) == ("succeeded", "payments_saved")
    assert "60.00 EUR is authorised beyond what was invoiced" in posted.task.outcome_detail


def test_a_gateway_that_the_back_office_does_not_know_is_named_and_captured_all_the_same(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "50.00"}, {**GIFT_CARD, "amount": "50.00"})
    GatewayMapping.objects.create(store=shop.store, gateway="gift_card", payment_method="GC")

    posted = invoice(order, "100.00")
    run_pending()

    assert "No payment method of the back office is mapped to “Shopify Payments”." in words_of(posted.task)
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "50.00")]


def test_retrieving_again_adds_lines_and_leaves_those_that_are_there(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "30.00"})
    posted = invoice(order, "40.00")
    run_pending()
    (before,) = PaymentLine.objects.all()

    act(shop, order, "authorise", **{**MULTI, "amount": "25.00"})
    retrieve_again(posted.invoice)
    run_pending()

    assert lines(posted) == [("authorised", "30", "30", "captured"), ("authorised", "10", "10", "captured")]
    assert PaymentLine.objects.get(pk=before.pk).amount == before.amount


def test_retrieving_again_what_is_covered_adds_nothing(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "40.00")
    run_pending()

    asked = retrieve_again(posted.invoice)
    run_pending()

    assert asked.is_new
    assert state_of(asked.task) == ("succeeded", "payments_saved")
    assert lines(posted) == [("authorised", "40", "40", "captured")]
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "40.00")]
