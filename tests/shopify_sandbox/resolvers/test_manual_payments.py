"""Payments that a person vouches for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shopify_sandbox.resolvers.payment_story import Story

CREATE = """mutation($id: ID!, $amount: MoneyInput, $name: String, $at: DateTime) {
  orderCreateManualPayment(id: $id, amount: $amount, paymentMethodName: $name, processedAt: $at) {
    order { displayFinancialStatus } userErrors { field code } } }"""
PLUS: dict[str, object] = {"plan": "plus"}


def pay(story: Story, amount: str | None, currency: str = "CAD", **given: object) -> dict[str, Any]:
    """orderCreateManualPayment's payload."""
    money = None if amount is None else {"amount": amount, "currencyCode": currency}
    variables = {"id": story.order, "amount": money, **given}
    payload: dict[str, Any] = story.shop.send(CREATE, variables)["orderCreateManualPayment"]
    return payload


def test_a_plus_store_notes_a_part_that_came_by_hand() -> None:
    story = Story(options=PLUS, payment="none")

    payload = pay(story, "5.00", name="Cheque", at="2026-11-01T12:00:00Z")

    assert payload == {"order": {"displayFinancialStatus": "PARTIALLY_PAID"}, "userErrors": []}
    made = story.transaction()
    assert (made["kind"], made["gateway"], made["manualPaymentGateway"]) == ("SALE", "Cheque", True)
    assert story.read()["totalOutstandingSet"]["shopMoney"]["amount"] == "15.0"


def test_without_an_amount_the_order_is_marked_as_paid() -> None:
    story = Story(payment="none")

    assert pay(story, None)["order"] == {"displayFinancialStatus": "PAID"}


@pytest.mark.parametrize(
    ("amount", "currency", "at", "code"),
    [
        ("20.01", "CAD", None, "AMOUNT_EXCEEDS_BALANCE"),
        ("0", "CAD", None, "AMOUNT_NOT_POSITIVE"),
        ("5.00", "USD", None, "CURRENCY_MISMATCH"),
        ("5.00", "CAD", "2030-01-01T00:00:00Z", "PROCESSED_AT_INVALID"),
    ],
)
def test_a_manual_payment_that_can_not_be_is_refused(amount: str, currency: str, at: str | None, code: str) -> None:
    story = Story(options=PLUS, payment="none")

    payload = pay(story, amount, currency, at=at)

    assert [error["code"] for error in payload["userErrors"]] == [code]
    assert story.read()["transactions"] == []


def test_an_order_with_a_pending_capture_at_shopify_payments_can_not_be_marked_as_paid() -> None:
    story = Story(payment=[{"kind": "authorised", "gateway": "shopify_payments"}])
    story.next(next_capture="pending")
    story.capture("12.00")

    assert story.read()["canMarkAsPaid"] is False


def test_marking_as_paid_captures_what_is_authorised_and_notes_the_rest() -> None:
    story = Story(payment=[{"kind": "authorised", "amount": "15.00"}])

    story.act("mark_as_paid")

    kinds = [(each["kind"], each["amountSet"]["shopMoney"]["amount"]) for each in story.read()["transactions"]]
    assert kinds == [("AUTHORIZATION", "15.0"), ("CAPTURE", "15.0"), ("SALE", "5.0")]
    assert story.heard.count("orders/paid") == 1
