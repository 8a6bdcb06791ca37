"""refundCreate: money that comes back at once, later or never, and keys that keep it from coming back twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shopify_sandbox.resolvers.refund_story import RefundStory, plain


def two_units(**bought: Any) -> RefundStory:
    """An order of two units at 10.00, paid."""
    return RefundStory(lines=[{"sku": "BEANS", "price": "10", "quantity": 2}], payment="paid", **bought)


def test_the_same_key_with_other_parameters_is_refused() -> None:
    story = two_units()

    first = story.refund(story.money("5.00"), key="once")
    again = story.refund(story.money("5.00"), key="once")
    other = story.refund_refusal(story.money("6.00"), key="once")

    assert first["refund"]["id"] == again["refund"]["id"]
    message = "The same idempotency key cannot be used with different operation parameters."
    assert other == {"field": None, "message": message}
    assert len(story.read()["transactions"]) == 2


def test_a_key_is_forgotten_after_a_day() -> None:
    story = two_units()

    story.refund(story.money("5.00"), key="once")
    story.wait(hours=24)
    story.refund(story.money("5.00"), key="once")

    assert [each["kind"] for each in story.read()["transactions"]] == ["SALE", "REFUND", "REFUND"]


def test_a_refused_refund_does_not_use_up_its_key() -> None:
    story = two_units()
    story.refund_refusal(story.money("25.00"), key="once")

    assert story.refund(story.money("20.00"), key="once")["userErrors"] == []


def test_a_pending_refund_is_no_money_yet_but_is_not_given_back_twice() -> None:
    story = two_units()
    story.next(next_refund={"answer": "pending", "settle_after": "P2D"})

    payload = story.refund(story.money("15.00"), key="a")
    before = story.status
    refusal = story.refund_refusal(story.money("5.01"), key="b")
    story.wait(days=2)

    assert payload["refund"]["transactions"]["nodes"] == [{"status": "PENDING", "errorCode": None}]
    assert plain(payload["refund"]["totalRefundedSet"]) == "0.0"
    assert refusal["message"] == "Refund amount $5.01 is greater than net payment received $5.00"
    assert (before, story.status) == ("PAID", "PARTIALLY_REFUNDED")


def test_a_refund_that_fails_exists_but_moved_no_money() -> None:
    story = two_units()
    story.next(next_refund={"answer": "failure", "error_code": "PROCESSING_ERROR"})

    payload = story.refund(story.money("20.00"), key="a")

    assert payload["refund"]["transactions"]["nodes"] == [{"status": "FAILURE", "errorCode": "PROCESSING_ERROR"}]
    assert story.status == "PAID"
    assert story.refund(story.money("20.00"), key="b")["userErrors"] == []
    assert story.status == "REFUNDED"


def test_one_payment_gives_back_no_more_than_it_took() -> None:
    story = RefundStory(payment=[{"kind": "gift_card", "amount": "5.00"}, {"kind": "paid"}])

    refusal = story.refund_refusal(story.money("5.01", parent=0))

    assert refusal["message"] == "Refund amount $5.01 is greater than net payment received $5.00"


def test_allow_over_refunding_does_not_help_here() -> None:
    story = two_units()

    refusal = story.refund_refusal(story.money("20.01"), allowOverRefunding=True)

    assert refusal["message"] == "Refund amount $20.01 is greater than net payment received $20.00"


@pytest.mark.parametrize("currency", [None, "CAD"])
def test_a_refund_needs_the_presentment_currency_where_it_differs(currency: str | None) -> None:
    story = RefundStory(presentment_currency="USD", rate="0.75", payment="paid")

    refusal = story.refund_refusal(story.money("15.00"), currency=currency)

    assert refusal["field"] == ["currency"]
    assert story.refund(story.money("15.00"), currency="USD")["userErrors"] == []


def test_refunded_units_are_worth_their_whole_line_to_the_cent() -> None:
    story = RefundStory(lines=[{"sku": "A", "price": "3.33", "quantity": 3}], tax_rate="0.13", payment="paid")

    payloads = [story.refund(refundLineItems=story.units(1), key=str(number)) for number in range(3)]

    nodes = [plain(each["refund"]["refundLineItems"]["nodes"][0]) for each in payloads]
    assert [each["subtotalSet"] for each in nodes] == ["3.33", "3.33", "3.33"]
    assert [each["totalTaxSet"] for each in nodes] == ["0.43", "0.44", "0.43"]
    assert story.read()["totalOutstandingSet"]["shopMoney"]["amount"] == "-11.29"


def test_returned_units_are_restocked_and_stay_in_their_fulfillment_order() -> None:
    story = two_units()

    payload = story.refund(refundLineItems=story.units(1, restock_type="RETURN"))

    assert payload["refund"]["refundLineItems"]["nodes"][0]["restocked"] is True
    nodes = story.shop.fulfillment_orders({"id": story.order})[0]["lineItems"]["nodes"]
    assert nodes[0]["remainingQuantity"] == 2


def test_units_given_back_without_money_leave_the_customer_a_claim() -> None:
    story = two_units()

    story.refund(refundLineItems=story.units(1))

    assert story.read()["totalOutstandingSet"]["presentmentMoney"]["amount"] == "-10.0"


def test_an_order_refunded_in_full_is_no_longer_refundable() -> None:
    story = two_units()
    document = "query($id: ID!) { order(id: $id) { refundable } }"

    before = story.shop.send(document, {"id": story.order})["order"]["refundable"]
    story.act("refund")

    assert (before, story.shop.send(document, {"id": story.order})["order"]["refundable"]) == (True, False)


def test_shipping_is_given_back_in_parts_but_never_twice() -> None:
    story = RefundStory(shipping="5.00", payment="paid")

    first = story.refund(story.money("2.00"), shipping={"amount": "2.00"}, key="a")
    refusal = story.refund_refusal(shipping={"amount": "3.01"}, key="b")
    rest = story.refund(story.money("3.00"), shipping={"fullRefund": True}, key="c")

    shipped = [plain(each["refund"]["refundShippingLines"]["nodes"]) for each in (first, rest)]
    assert shipped == [[{"subtotalAmountSet": "2.0"}], [{"subtotalAmountSet": "3.0"}]]
    assert refusal["field"] == ["shipping", "amount"]


def test_a_suggested_refund_is_worth_the_units_with_their_tax() -> None:
    story = two_units(tax_rate="0.13", shipping="4.00")

    suggested = story.suggested(lines=story.units(1))

    assert (suggested["subtotalSet"], suggested["totalTaxSet"], suggested["amountSet"]) == ("10.0", "1.3", "11.3")
    assert (suggested["maximumRefundable"], suggested["shipping"]["maximumRefundableSet"]) == ("27.12", "4.0")
    line = suggested["refundLineItems"][0]
    assert (line["quantity"], line["restockType"], line["restocked"], line["id"]) == (1, "NO_RESTOCK", False, None)


def test_a_full_suggestion_with_shipping_is_all_that_was_paid() -> None:
    story = two_units(tax_rate="0.13", shipping="4.00")

    suggested = story.suggested(all=True, shipping=True)

    assert (suggested["amountSet"], suggested["shipping"]["amountSet"]) == ("27.12", "4.0")
    assert suggested["shipping"]["taxSet"] == "0.52"


def test_taxes_that_are_included_are_told_but_not_added() -> None:
    story = two_units(tax_rate="0.25", taxes_included=True)

    suggested = story.suggested(all=True)

    assert (suggested["amountSet"], suggested["subtotalSet"], suggested["totalTaxSet"]) == ("20.0", "20.0", "4.0")


def test_a_suggestion_names_every_payment_and_takes_the_oldest_first() -> None:
    card = {"kind": "paid", "gateway": "shopify_payments"}
    story = RefundStory(payment=[{"kind": "gift_card", "amount": "5.00"}, card])

    suggested = story.suggested(all=True)["suggestedTransactions"]

    shown = [(each["gateway"], each["amountSet"], each["maximumRefundableSet"], each["kind"]) for each in suggested]
    assert shown == [
        ("gift_card", "5.0", "5.0", "SUGGESTED_REFUND"),
        ("shopify_payments", "15.0", "15.0", "SUGGESTED_REFUND"),
    ]
    assert [each["accountNumber"] for each in suggested] == [None, "•••• •••• •••• 4242"]
    assert [each["parentTransaction"]["id"] for each in suggested] == [story.transaction(n)["id"] for n in (0, 1)]


def test_a_suggestion_is_never_more_than_what_was_received_and_kept() -> None:
    story = RefundStory(payment="authorised")
    story.capture("12.00")
    story.refund(story.money("2.00", parent=1))

    suggested = story.suggested(all=True)

    assert (suggested["amountSet"], suggested["maximumRefundableSet"]) == ("10.0", "10.0")
    assert [each["amountSet"] for each in suggested["suggestedTransactions"]] == ["10.0"]


def test_of_what_is_only_authorised_nothing_is_suggested() -> None:
    suggested = RefundStory(payment="authorised").suggested(all=True)

    assert (suggested["amountSet"], suggested["suggestedTransactions"]) == ("0.0", [])


def test_store_credit_is_suggested_instead_of_the_payments() -> None:
    story = two_units()

    suggested = story.suggested(all=True, allocation="STORE_CREDIT")

    credit = {"__typename": "SuggestedStoreCreditRefund", "amount": "20.0", "maximumRefundable": "20.0"}
    assert suggested["suggestedRefundMethods"] == [credit]
    assert [each["amountSet"] for each in suggested["suggestedTransactions"]] == ["0.0"]


def test_what_is_suggested_can_be_refunded() -> None:
    story = two_units(tax_rate="0.13", shipping="4.00", presentment_currency="USD", rate="0.7311")
    suggested = story.suggested(all=True, shipping=True)

    payload = story.refund(
        *(story.money(each["amountSet"]) for each in suggested["suggestedTransactions"]),
        refundLineItems=story.units(2, restock_type="CANCEL"),
        shipping={"fullRefund": True},
        currency="USD",
    )

    assert payload["userErrors"] == []
    assert story.status == "REFUNDED"
    assert story.read()["netPaymentSet"]["presentmentMoney"]["amount"] == "0.0"
