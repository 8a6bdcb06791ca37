"""Captures, voids and refunds: what is sent, what comes of it, and what is written down."""

import pytest

from backhaul.core.decisions import Done, Person, Replan
from backhaul.core.payment_lines import TakenBy
from backhaul.flows.capture_records import record_capture
from backhaul.flows.read_order import read_payments
from backhaul.models import Capture, Intent
from tests.flows.moving_money import act, another_line, at_work, elsewhere
from tests.support.shop import Shop


def test_a_capture_is_made_and_written_down_with_its_line(shop: Shop) -> None:
    work = at_work(shop)

    verdict = work.capture("30.00")

    assert verdict == Done()
    assert work.transactions("CAPTURE") == [("SUCCESS", "30.00")]
    assert work.sums() == ("30.00", "0.00", "open")
    made, intent = Capture.objects.get(), Intent.objects.get()
    assert (made.taken_by, made.intent, [made.transaction_gid]) == (TakenBy.US, intent, intent.effect_gids)
    assert made.settled_at is not None
    assert intent.evidence["effect"] == {"status": "SUCCESS", "error_code": ""}
    assert intent.evidence["shares"] == [[work.line.pk, "30.00"]]
    assert work.gid in intent.seen_gids


def test_reading_and_capturing_costs_at_most_twenty_five_points(shop: Shop) -> None:
    work = at_work(shop)
    before = len(shop.sandbox.log())

    work.capture("30.00")

    spent = shop.sandbox.log()[before:]
    assert [entry["operation"] for entry in spent] == ["OrderPayments", "OrderCapture"]
    assert sum(entry["requested"] for entry in spent) <= 25


def test_the_amount_is_sent_in_the_customers_currency_and_its_own_decimals(shop: Shop) -> None:
    work = at_work(shop, presentment_currency="JPY", rate="100")

    verdict = work.capture("30")

    sent = Intent.objects.get().variables["input"]
    assert verdict == Done()
    assert (sent["amount"], sent["currency"]) == ("30", "JPY")
    assert "finalCapture" not in sent
    assert work.transactions("CAPTURE") == [("SUCCESS", "30")]


def test_one_capture_for_several_invoices_is_shared_among_their_lines(shop: Shop) -> None:
    work = at_work(shop)
    other = another_line(work, "50.00")

    work.capture("50.00", (other, "20.00"))

    assert work.transactions("CAPTURE") == [("SUCCESS", "70.00")]
    assert work.sums() == ("50.00", "0.00", "captured")
    assert work.sums(other) == ("20.00", "0.00", "open")


def test_a_capture_that_the_gateway_has_not_decided_leaves_its_line_pending(shop: Shop) -> None:
    work = at_work(shop)
    act(work, next_capture={"answer": "pending", "settle_after": "PT1H"})

    verdict = work.capture("50.00")

    assert verdict == Done()
    assert work.sums() == ("0.00", "50.00", "pending")
    assert Capture.objects.get().settled_at is None


def test_a_capture_that_fails_counts_nothing_and_leaves_its_line_refused(shop: Shop) -> None:
    work = at_work(shop)
    act(work, next_capture={"answer": "failure", "error_code": "INSUFFICIENT_FUNDS"})

    work.capture("50.00")

    made = Capture.objects.get()
    assert (made.status, made.error_code) == ("FAILURE", "INSUFFICIENT_FUNDS")
    assert work.sums() == ("0.00", "0.00", "refused")


def test_writing_a_capture_down_again_only_brings_its_status_up_to_date(shop: Shop) -> None:
    work = at_work(shop)
    act(work, next_capture={"answer": "pending", "settle_after": "PT1H"})
    work.capture("50.00")
    made = Capture.objects.get()
    assert made.intent is not None

    record_capture(made.intent, made.transaction_gid, status="SUCCESS", error_code="")

    assert Capture.objects.get().pk == made.pk
    assert work.sums() == ("50.00", "0.00", "captured")


def test_what_was_captured_elsewhere_meanwhile_gives_way_to_what_we_captured(shop: Shop) -> None:
    work = at_work(shop)
    matched = elsewhere(work.line, "gid://shopify/OrderTransaction/77", "30.00")

    work.capture("40.00")

    matched.refresh_from_db()
    assert matched.amount == 10
    assert work.sums() == ("50.00", "0.00", "captured")


def test_our_capture_that_was_matched_as_somebody_elses_comes_back_to_its_line(shop: Shop) -> None:
    work = at_work(shop)
    other = another_line(work, "50.00")
    work.capture("40.00")
    ours = Capture.objects.get()
    assert ours.intent is not None
    elsewhere(other, ours.transaction_gid, "40.00")

    record_capture(ours.intent, ours.transaction_gid, status="SUCCESS", error_code="")

    assert Capture.objects.get() == ours
    assert work.sums(other) == ("0.00", "0.00", "open")
    assert work.sums() == ("40.00", "0.00", "open")


@pytest.mark.parametrize("state", ["expired", "voided", "gone", "not_owed"])
def test_what_became_of_an_authorisation_outlasts_the_sums_of_its_lines(shop: Shop, state: str) -> None:
    work = at_work(shop)
    work.line.state = state

    elsewhere(work.line, "gid://shopify/OrderTransaction/77", "30.00")

    assert work.sums() == ("30.00", "0.00", state)


def test_more_than_the_authorisation_holds_is_planned_anew_and_after_three_times_a_persons(shop: Shop) -> None:
    work = at_work(shop)

    verdicts = [work.capture("100.01") for _ in range(4)]

    assert [type(verdict) for verdict in verdicts] == [Replan, Replan, Person, Person]
    assert work.transactions("CAPTURE") == []
    assert Intent.objects.filter(state="rejected").count() == 3


def test_an_authorisation_is_let_go(shop: Shop) -> None:
    work = at_work(shop)

    verdict = work.void()

    assert verdict == Done()
    assert work.transactions("VOID") == [("SUCCESS", "100.00")]
    assert Intent.objects.get().state == "done"


def test_what_was_captured_cannot_be_let_go_and_is_planned_anew(shop: Shop) -> None:
    work = at_work(shop)
    act(work, "capture", amount="10.00")

    assert isinstance(work.void(), Replan)


def test_a_void_that_fails_at_the_gateway_is_a_persons(shop: Shop) -> None:
    work = at_work(shop)
    act(work, next_void={"answer": "failure", "error_code": "GENERIC_ERROR"})

    verdict = work.void()

    assert isinstance(verdict, Person)
    assert "void" in verdict.words
    assert Intent.objects.get().state == "rejected"


def test_a_refund_that_fails_at_the_gateway_is_a_persons(shop: Shop) -> None:
    work = at_work(shop, payment="paid")
    act(work, next_refund={"answer": "failure", "error_code": "CARD_DECLINED"})

    verdict = work.refund("12.50")

    assert work.transactions("REFUND") == [("FAILURE", "12.50")]
    assert isinstance(verdict, Person)
    assert "the card was declined" in verdict.words


def test_money_is_given_back_and_no_goods(shop: Shop) -> None:
    work = at_work(shop, payment="paid")

    verdict = work.refund("12.50")

    intent = Intent.objects.get()
    assert verdict == Done()
    assert work.transactions("REFUND") == [("SUCCESS", "12.50")]
    assert intent.idempotency_key == "key-1"
    assert intent.evidence["effect"]["status"] == "SUCCESS"
    assert "gid://shopify/Refund/" in intent.evidence["effect"]["refund"]


def test_the_same_refund_sent_again_with_its_key_is_made_once(shop: Shop) -> None:
    work = at_work(shop, payment="paid")

    work.refund("12.50")
    again = work.refund("12.50")

    first, second = Intent.objects.order_by("created_at")
    assert again == Done()
    assert work.transactions("REFUND") == [("SUCCESS", "12.50")]
    assert first.effect_gids == second.effect_gids


def test_more_than_was_paid_is_not_given_back_but_planned_anew(shop: Shop) -> None:
    work = at_work(shop, payment="paid")

    verdict = work.refund("100.01")

    assert isinstance(verdict, Replan)
    assert work.transactions("REFUND") == []


@pytest.mark.parametrize("kind", ["SALE", "AUTHORIZATION"])
def test_what_shopify_shows_of_a_payment_is_what_the_rules_see(shop: Shop, kind: str) -> None:
    work = at_work(shop, payment="paid" if kind == "SALE" else "authorised")

    found = read_payments(shop.store, work.order.gid)

    assert [(one.kind, one.amount.text, one.is_capturable) for one in found.transactions] == [
        (kind, "100.00", kind == "AUTHORIZATION")
    ]
    assert found.current_total == found.transactions[0].amount
