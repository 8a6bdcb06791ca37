"""Authorisations at gateways of different kinds: how often they are captured, how they answer, when they end."""

from __future__ import annotations

import pytest

from tests.shopify_sandbox.resolvers.payment_story import Story

CARD = [{"kind": "authorised", "gateway": "shopify_payments"}]
USED_UP = "Can only capture successful authorizations"


def test_a_gateway_that_captures_once_releases_the_rest() -> None:
    story = Story(payment=CARD)

    story.capture("12.00")

    told = story.read()
    assert (told["totalCapturable"], told["displayFinancialStatus"]) == ("0.00", "PARTIALLY_PAID")
    assert told["transactions"][0]["totalUnsettledSet"] is None
    assert story.refusal("8.00") == USED_UP


def test_shopify_payments_captures_several_times_on_a_plus_plan() -> None:
    story = Story(options={"plan": "plus"}, payment=CARD)

    story.capture("12.00")
    story.capture("8.00")

    assert story.transaction()["multiCapturable"] is True
    assert story.status == "PAID"


def test_the_manual_gateway_captures_in_parts_without_being_multi_capturable() -> None:
    story = Story()

    story.capture("12.00")
    story.capture("8.00")

    assert story.transaction()["multiCapturable"] is False
    assert story.status == "PAID"


def test_a_final_capture_voids_the_rest_of_a_multi_capturable_authorisation() -> None:
    story = Story(options={"plan": "plus"}, payment=CARD)

    story.capture("12.00", finalCapture=True)

    kinds = [(each["kind"], each["amountSet"]["shopMoney"]["amount"]) for each in story.read()["transactions"]]
    assert kinds == [("AUTHORIZATION", "20.0"), ("CAPTURE", "12.0"), ("VOID", "8.0")]
    assert story.refusal("8.00") == USED_UP


def test_a_final_capture_says_nothing_to_an_authorisation_of_shopify_payments_that_is_captured_once() -> None:
    story = Story(payment=CARD)

    payload = story.capture("12.00", finalCapture=True)

    assert payload["userErrors"] == []
    assert [each["kind"] for each in story.read()["transactions"]] == ["AUTHORIZATION", "CAPTURE"]


@pytest.mark.parametrize("final", [True, False])
def test_a_final_capture_is_refused_by_other_gateways(final: bool) -> None:
    story = Story()

    assert story.refusal("12.00", finalCapture=final).startswith("Setting final capture is not supported")


def test_a_pending_capture_keeps_its_amount_until_it_succeeds() -> None:
    story = Story()
    story.next(next_capture={"answer": "pending", "settle_after": "PT1H"})

    payload = story.capture("15.00")
    too_much = story.refusal("5.01")
    before = story.read()
    story.wait(hours=1)

    assert payload["transaction"]["status"] == "PENDING"
    assert too_much == "Cannot capture more than the authorized 20.00 for this payment."
    assert (before["totalCapturable"], before["displayFinancialStatus"]) == ("5.00", "AUTHORIZED")
    assert before["transactions"][0]["totalUnsettledSet"]["shopMoney"]["amount"] == "20.0"
    assert before["totalOutstandingSet"]["shopMoney"]["amount"] == "0.0"
    assert story.transaction(1)["status"] == "SUCCESS"
    assert story.read()["totalReceivedSet"]["shopMoney"]["amount"] == "15.0"


def test_the_amount_of_a_failed_pending_capture_can_be_captured_again() -> None:
    story = Story()
    failing = {"settles_as": "failure", "error_code": "CARD_DECLINED"}
    story.next(next_capture={"answer": "pending", "settle_after": "PT1H", **failing})

    story.capture("20.00")
    meanwhile = story.refusal("20.00")
    story.wait(hours=1)

    assert meanwhile == USED_UP
    assert (story.transaction(1)["status"], story.transaction(1)["errorCode"]) == ("FAILURE", "CARD_DECLINED")
    assert story.capture("20.00")["transaction"]["status"] == "SUCCESS"


def test_a_capture_that_fails_at_once_is_a_transaction_and_no_user_error() -> None:
    story = Story()
    story.next(next_capture={"answer": "failure", "error_code": "INSUFFICIENT_FUNDS"})

    payload = story.capture("20.00")

    assert payload["userErrors"] == []
    assert (payload["transaction"]["status"], payload["transaction"]["errorCode"]) == ("FAILURE", "INSUFFICIENT_FUNDS")
    assert story.status == "AUTHORIZED"


def test_an_authorisation_expires_at_its_instant() -> None:
    story = Story(payment=CARD)

    story.wait(days=7, seconds=-1)
    before = story.status
    story.wait(seconds=1)

    told = story.read()
    assert (before, told["displayFinancialStatus"]) == ("AUTHORIZED", "EXPIRED")
    assert (told["totalCapturable"], told["capturable"]) == ("0.00", False)
    assert told["transactions"][0]["totalUnsettledSet"] is None
    assert story.heard == ["orders/updated"]


def test_an_expired_authorisation_can_be_neither_captured_nor_voided() -> None:
    story = Story(payment=[{"kind": "authorised", "expires_in": "PT1H"}])

    story.wait(hours=1)

    assert story.refusal("20.00") == USED_UP
    assert story.void()["userErrors"][0]["code"] == "AUTH_NOT_VOIDABLE"


def test_a_pending_capture_outlives_the_authorisation_but_failed_leaves_nothing_to_capture() -> None:
    story = Story(payment=[{"kind": "authorised", "expires_in": "PT1H"}])
    story.next(next_capture={"answer": "pending", "settle_after": "PT2H", "settles_as": "failure"})

    story.capture("20.00")
    story.wait(hours=1)
    expired = story.read()
    story.wait(hours=1)

    assert expired["displayFinancialStatus"] == "AUTHORIZED"
    assert story.status == "EXPIRED"
    assert story.refusal("20.00") == USED_UP


def test_when_an_authorisation_expires_is_told_to_plus_stores_alone() -> None:
    standard, plus = Story(payment=CARD), Story(options={"plan": "plus"}, payment=CARD)

    assert standard.transaction()["authorizationExpiresAt"] is None
    assert plus.transaction()["authorizationExpiresAt"] == "2026-11-09T09:30:00Z"


def test_an_expired_authorisation_beside_a_gift_card_leaves_the_order_partially_paid() -> None:
    card = {"kind": "authorised", "expires_in": "PT1H"}
    story = Story(payment=[{"kind": "gift_card", "amount": "5.00"}, card])

    story.wait(hours=1)

    assert story.status == "PARTIALLY_PAID"


def test_a_pending_capture_keeps_the_authorisation_from_being_voided() -> None:
    story = Story()
    story.next(next_capture="pending")

    story.capture("5.00")

    assert story.void()["userErrors"][0]["code"] == "AUTH_NOT_VOIDABLE"


def test_an_authorisation_captured_in_part_is_not_voidable_unless_the_gateway_does_so() -> None:
    strict = Story()
    mild = Story(options={"gateways": [{"name": "manual", "voids_leftovers": True}]})

    for story in (strict, mild):
        story.capture("5.00")

    assert strict.void()["userErrors"][0]["code"] == "AUTH_NOT_VOIDABLE"
    assert mild.void()["transaction"]["status"] == "SUCCESS"
    assert mild.read()["totalCapturable"] == "0.00"


def test_a_void_that_fails_is_refused_with_a_code_and_leaves_the_authorisation() -> None:
    story = Story()
    story.next(next_void="failure")

    payload = story.void()

    assert payload["userErrors"][0]["code"] == "GENERIC_ERROR"
    assert (story.status, story.transaction(1)["status"]) == ("AUTHORIZED", "FAILURE")


def test_a_pending_void_keeps_the_authorisation_from_being_captured() -> None:
    story = Story()
    story.next(next_void={"answer": "pending", "settle_after": "PT1H"})

    voided = story.void()
    status = story.status
    refusal = story.refusal("1.00")
    story.wait(hours=1)

    assert (voided["transaction"]["status"], status, refusal) == ("PENDING", "AUTHORIZED", USED_UP)
    assert story.status == "VOIDED"


def test_a_pending_sale_is_paid_when_it_settles() -> None:
    story = Story(payment=[{"kind": "pending", "gateway": "bogus", "settle_after": "PT1H"}])

    before = story.status
    story.wait(hours=1)

    assert (before, story.status) == ("PENDING", "PAID")
    assert story.heard == ["order_transactions/create", "orders/paid", "orders/updated"]


def test_money_on_delivery_is_awaited_until_the_order_is_marked_as_paid() -> None:
    story = Story(payment=[{"kind": "paid", "gateway": "Cash on Delivery (COD)"}])
    before = story.read()

    story.act("mark_as_paid")

    assert (before["displayFinancialStatus"], before["canMarkAsPaid"]) == ("PENDING", True)
    assert before["transactions"][0]["manualPaymentGateway"] is True
    assert [each["status"] for each in story.read()["transactions"]] == ["SUCCESS"]
    assert story.status == "PAID"


def test_a_gateway_of_the_options_answers_as_it_is_told() -> None:
    slow = {"name": "slowpay", "capture": {"answer": "pending", "settle_after": "P1D"}, "authorization_lifetime": "P2D"}
    story = Story(options={"gateways": [slow]}, payment=[{"kind": "authorised", "gateway": "slowpay"}])

    story.capture("20.00")
    pending = story.transaction(1)["status"]
    story.wait(days=1)

    assert (pending, story.status) == ("PENDING", "PAID")
    assert story.transaction()["formattedGateway"] == "Slowpay"


def test_cards_have_details_and_gift_cards_have_none() -> None:
    story = Story(payment=[{"kind": "gift_card", "amount": "5.00"}, *CARD])

    assert story.transaction(0)["paymentDetails"] is None
    assert story.transaction(1)["paymentDetails"]["number"].endswith("4242")


def test_an_order_is_closed_when_its_last_pending_capture_succeeds_after_it_was_fulfilled() -> None:
    story = Story(payment=CARD)
    story.next(next_capture={"answer": "pending", "settle_after": "PT1H"})
    first = story.shop.fulfillment_orders({"id": story.order})[0]
    story.shop.fulfill({"fulfillmentOrderId": first["id"]})

    story.capture("20.00")
    before = story.read()["closed"]
    story.wait(hours=1)

    assert (before, story.read()["closed"]) == (False, True)
